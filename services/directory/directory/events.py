"""What has happened to members, invitations and connections. Stored for ever: add fields with defaults only."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import DocumentType, Language, Personal, ReceptionFormat, ReceptionMethod, ReferenceRule

Direction = Literal["to-customer", "to-supplier", "request"]
"""Who invites whom: a supplier its customer, a buyer its supplier, or a supplier a member that it knows."""
Approval = Literal["not-needed", "awaiting", "approved", "refused"]
Side = Literal["supplier", "customer"]


class MemberJoined(Event, topic="directory.member_joined.v1"):
    company: UUID
    name: str
    language: Language
    contact_email: Personal[str]
    at: datetime | None = None
    """None for one that joined before it was noted: it is not new."""


class MemberSigned(Event, topic="directory.member_signed.v1"):
    """A person signed for the company: the network knows who answers for what it sends."""

    company: UUID


class InvitationCounted(Event, topic="directory.invitation_counted.v1"):
    """A company about which the network knows little made an invitation."""

    company: UUID
    at: datetime


class TermsAccepted(Event, topic="directory.terms_accepted.v1"):
    """The company accepted the network's terms: without them it connects with nobody (S3-36)."""

    company: UUID
    version: str


class ReceptionChanged(Event, topic="directory.reception_changed.v1"):
    company: UUID
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None
    decided_by: Literal["policy", "person"]


class SampleDocumentOrdered(Event, topic="directory.sample_document_ordered.v1"):
    """Somebody wants to see what the company will receive, in the way that it has chosen."""

    company: UUID
    sample: UUID
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None


class ApprovalPolicyChanged(Event, topic="directory.approval_policy_changed.v1"):
    """Whether the company, as a buyer, approves each new supplier before its first invoice."""

    company: UUID
    required: bool


class InvitationIssued(Event, topic="directory.invitation_issued.v1"):
    """A supplier (`company`) invites its customer; `tend_at` is when we remind, or see that it has expired."""

    company: UUID
    supplier_name: str
    customer_number: str
    customer_name: str
    email: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    customer: UUID | None = None
    tend_at: datetime | None = None


class SupplierInvitationIssued(Event, topic="directory.supplier_invitation_issued.v1"):
    """A buyer (`company`) invites its supplier."""

    company: UUID
    customer_name: str
    supplier_number: str
    supplier_name: str
    email: Personal[str]
    given_name: Personal[str]
    family_name: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    supplier: UUID | None = None
    tend_at: datetime


class ConnectionRequested(Event, topic="directory.connection_requested.v1"):
    """A supplier (`company`) asks a member to be its customer."""

    company: UUID
    supplier_name: str
    customer: UUID
    customer_name: str
    customer_number: str
    expires_on: date
    tend_at: datetime


class InvitationOpened(Event, topic="directory.invitation_opened.v1"):
    """A company came with the right pair, and holds the invitation from now on."""

    company: UUID


class InvitationReminded(Event, topic="directory.invitation_reminded.v1"):
    company: UUID
    reminder: int
    tend_at: datetime


class InvitationAccepted(Event, topic="directory.invitation_accepted.v1"):
    """The customer accepts what its supplier sent it."""

    customer: UUID
    customer_name: str
    contract_sha256: str = ""


class SupplierAccepted(Event, topic="directory.supplier_accepted.v1"):
    """The supplier accepts what its buyer sent it; `customer_number` is its number for the buyer, if it gave one."""

    supplier: UUID
    supplier_name: str
    customer_number: str


class InvitationDeclined(Event, topic="directory.invitation_declined.v1"):
    company: UUID
    name: str
    reason: str


class InvitationWithdrawn(Event, topic="directory.invitation_withdrawn.v1"):
    company: UUID


class InvitationExpired(Event, topic="directory.invitation_expired.v1"):
    company: UUID


class InvitationCodeIssued(Event, topic="directory.invitation_code_issued.v1"):
    """This pair of number and code opens this invitation; the pair itself is only in the stream's id."""

    invitation: UUID


class CustomerNumberTaken(Event, topic="directory.customer_number_taken.v1"):
    """This number of this supplier leads to this customer."""

    supplier: UUID
    customer: UUID


class CustomerNumberFreed(Event, topic="directory.customer_number_freed.v1"):
    supplier: UUID


class ConnectionEstablished(Event, topic="directory.connection_established.v1"):
    supplier: UUID
    supplier_name: str
    customer: UUID
    customer_name: str
    customer_number: str
    invitation: UUID | None = None
    direction: Direction = "to-customer"
    approval: Approval = "not-needed"


class ConnectionEnded(Event, topic="directory.connection_ended.v1"):
    ended_by: Side
    reason: str


class SupplierApprovalChanged(Event, topic="directory.supplier_approval_changed.v1"):
    """What the buyer has decided about the supplier."""

    state: Approval
    reason: str


class ContractTextChanged(Event, topic="directory.contract_text_changed.v1"):
    """What a supplier's customers accept before they receive; an empty text asks nothing of them."""

    company: UUID
    version: int
    text: str
    sha256: str


class EnrolmentFailed(Event, topic="directory.enrolment_failed.v1"):
    """A company answered with a pair that opens nothing. Stored, because guesses are counted."""

    company: UUID
    at: datetime
    attempts_left: int


class BuyerRulesChanged(Event, topic="directory.buyer_rules_changed.v1"):
    company: UUID
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]


MemberEvent = (
    MemberJoined | MemberSigned | TermsAccepted | ReceptionChanged | SampleDocumentOrdered | ApprovalPolicyChanged
)
InvitationEvent = (
    InvitationIssued
    | SupplierInvitationIssued
    | ConnectionRequested
    | InvitationOpened
    | InvitationReminded
    | InvitationAccepted
    | SupplierAccepted
    | InvitationDeclined
    | InvitationWithdrawn
    | InvitationExpired
)
CustomerNumberEvent = CustomerNumberTaken | CustomerNumberFreed | ConnectionEstablished
ConnectionEvent = ConnectionEstablished | ConnectionEnded | SupplierApprovalChanged
