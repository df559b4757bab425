"""What people did about their trading partners: invitations, enrolment, reception, reference rules."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, Language, Personal, PersonId, ReferenceRule


class CustomerInvited(Fact):
    """A supplier invites its customer to receive e-invoices; the customer number is the supplier's own."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    customer_number: str
    customer_name: str
    email: Personal[str]
    language: Language = "sv"
    answered_by: ClassVar = ("directory.invitation_issued", "directory.invitation_refused")


class EnrolmentRequested(Fact):
    """A company answers an invitation with the two things that it carried."""

    company: CompanyId
    person: PersonId
    customer_number: str
    code: Personal[str]
    answered_by: ClassVar = ("directory.enrolment_completed", "directory.enrolment_refused")


class ReceptionChosen(Fact):
    """How a company wants to receive a kind of document: method and format, each by itself."""

    company: CompanyId
    person: PersonId
    document_type: Literal["invoice"] = "invoice"
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"] = "pdf"
    email: Personal[str] | None = None
    answered_by: ClassVar = ("directory.reception_changed", "directory.reception_refused")


class BuyerRulesSet(Fact):
    """What a buyer asks of the references on its invoices, from a day on."""

    company: CompanyId
    person: PersonId
    rules: tuple[ReferenceRule, ...]
    valid_from: date
    answered_by: ClassVar = ("directory.buyer_rules_changed", "directory.buyer_rules_refused")
