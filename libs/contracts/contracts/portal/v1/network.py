"""What people did about their trading partners: invitations, enrolment, reception, reference rules."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, DocumentType, Language, Personal, PersonId, ReferenceRule


class CustomerInvited(Fact):
    """A supplier invites its customer to receive e-invoices; the customer number is the supplier's own."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    customer_number: str
    customer_name: str
    email: Personal[str]
    language: Language = "sv"
    customer: CompanyId | None = None
    """The member that is invited, where the supplier knows it."""
    answered_by: ClassVar = ("directory.invitation_issued", "directory.invitation_refused")


class SupplierInvited(Fact):
    """A buyer invites its supplier to send its invoices through the network (S3-75)."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    supplier_number: str = ""
    supplier_name: str
    email: Personal[str]
    given_name: Personal[str] = Personal("")
    family_name: Personal[str] = Personal("")
    language: Language = "sv"
    supplier: CompanyId | None = None
    answered_by: ClassVar = ("directory.supplier_invitation_issued", "directory.invitation_refused")


class ConnectionRequested(Fact):
    """A supplier asks a member to become its customer in the network."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    customer: CompanyId
    customer_number: str = ""
    answered_by: ClassVar = ("directory.connection_requested", "directory.invitation_refused")


class InvitationWithdrawn(Fact):
    """The inviter takes an invitation back that nobody has answered."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    answered_by: ClassVar = ("directory.invitation_withdrawn", "directory.invitation_refused")


class InvitationReminderAsked(Fact):
    """The inviter has an invitation that nobody has answered sent once more."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    answered_by: ClassVar = ("directory.invitation_reminded", "directory.invitation_refused")


class InvitationOpened(Fact):
    """Somebody looks at an invitation before answering it, with the two things that it carried."""

    company: CompanyId
    person: PersonId
    customer_number: str
    code: Personal[str]
    answered_by: ClassVar = ("directory.invitation_received", "directory.enrolment_refused")


class EnrolmentRequested(Fact):
    """A company answers an invitation with the two things that it carried."""

    company: CompanyId
    person: PersonId
    customer_number: str
    code: Personal[str]
    accepted: bool = True
    """That the person accepts; without it the enrolment has no effect (S0-11)."""
    contract_sha256: str = ""
    """The supplier's contract text that was shown and accepted; empty where the supplier has none."""
    answered_by: ClassVar = (
        "directory.enrolment_completed",
        "directory.connection_accepted",
        "directory.enrolment_refused",
    )


class ConnectionAccepted(Fact):
    """A company accepts an invitation that it holds: addressed to it, or opened before."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    customer_number: str = ""
    """The supplier's number for the buyer, where a buyer invited."""
    contract_sha256: str = ""
    answered_by: ClassVar = (
        "directory.enrolment_completed",
        "directory.connection_accepted",
        "directory.enrolment_refused",
    )


class ConnectionDeclined(Fact):
    """A company declines an invitation that it holds."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    reason: str = ""
    answered_by: ClassVar = ("directory.connection_declined", "directory.enrolment_refused")


class ConnectionEnded(Fact):
    """A company no longer trades with a partner through the network; `side` is the company's own."""

    company: CompanyId
    person: PersonId
    partner: CompanyId
    side: Literal["supplier", "customer"]
    reason: str = ""
    answered_by: ClassVar = ("directory.connection_ended", "directory.connection_refused")


class ApprovalPolicySet(Fact):
    """A buyer set whether it approves each new supplier before its first invoice."""

    company: CompanyId
    person: PersonId
    required: bool
    answered_by: ClassVar = ("directory.approval_policy_changed", "directory.approval_refused")


class SupplierDecided(Fact):
    """A buyer decides whether a supplier's invoices may come."""

    company: CompanyId
    person: PersonId
    supplier: CompanyId
    decision: Literal["approved", "refused"]
    reason: str = ""
    answered_by: ClassVar = ("directory.supplier_approval_changed", "directory.approval_refused")


class ContractTextSet(Fact):
    """A supplier set the text that its customers must accept before they receive; an empty one asks nothing."""

    company: CompanyId
    person: PersonId
    text: str
    answered_by: ClassVar = ("directory.contract_text_changed", "directory.contract_text_refused")


class SampleDocumentRequested(Fact):
    """Somebody wants to see what the company will receive."""

    company: CompanyId
    person: PersonId
    sample: UUID
    document_type: DocumentType = "invoice"
    answered_by: ClassVar = ("directory.sample_document_ordered", "directory.sample_document_refused")


class ReceptionChosen(Fact):
    """How a company wants to receive invoices: method and format. Version 2 knows every kind of document."""

    company: CompanyId
    person: PersonId
    document_type: Literal["invoice"] = "invoice"
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"] = "pdf"
    email: Personal[str] | None = None
    answered_by: ClassVar = ("directory.reception_changed", "directory.reception_refused")


class BuyerRulesSet(Fact):
    """A buyer set its rules for the references on its invoices, from a day on."""

    company: CompanyId
    person: PersonId
    rules: tuple[ReferenceRule, ...]
    valid_from: date
    answered_by: ClassVar = ("directory.buyer_rules_changed", "directory.buyer_rules_refused")
