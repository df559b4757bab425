"""What has happened to invitations. Stored for ever: add fields with defaults only."""

from datetime import date, datetime
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, Language, Personal


class InvitationCounted(Event, topic="directory.invitation_counted.v1"):
    """A company about which the network knows little made an invitation."""

    company: CompanyId
    at: datetime


class InvitationIssued(Event, topic="directory.invitation_issued.v1"):
    """A supplier (`company`) invited its customer; at `tend_at` we remind, or let the invitation expire."""

    company: CompanyId
    supplier_name: str
    customer_number: str
    customer_name: str
    email: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    customer: CompanyId | None = None
    tend_at: datetime | None = None
    at: datetime | None = None


class SupplierInvitationIssued(Event, topic="directory.supplier_invitation_issued.v1"):
    """A buyer (`company`) invited its supplier."""

    company: CompanyId
    customer_name: str
    supplier_number: str
    supplier_name: str
    email: Personal[str]
    given_name: Personal[str]
    family_name: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    supplier: CompanyId | None = None
    tend_at: datetime
    at: datetime | None = None


class ConnectionRequested(Event, topic="directory.connection_requested.v1"):
    """A supplier (`company`) asked a member to be its customer."""

    company: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    customer_number: str
    expires_on: date
    tend_at: datetime


class InvitationOpened(Event, topic="directory.invitation_opened.v1"):
    """A company came with the right pair, and holds the invitation from now on."""

    company: CompanyId


class InvitationReminded(Event, topic="directory.invitation_reminded.v1"):
    company: CompanyId
    reminder: int
    tend_at: datetime
    at: datetime | None = None
    """When the mail goes out; reminders by hand are counted from it."""


class InvitationAccepted(Event, topic="directory.invitation_accepted.v1"):
    """The customer accepted its supplier's invitation."""

    customer: CompanyId
    customer_name: str
    contract_sha256: str = ""


class SupplierAccepted(Event, topic="directory.supplier_accepted.v1"):
    """The supplier accepted its buyer's invitation; `customer_number` is its number for the buyer, if it gave one."""

    supplier: CompanyId
    supplier_name: str
    customer_number: str


class InvitationDeclined(Event, topic="directory.invitation_declined.v1"):
    company: CompanyId
    name: str
    reason: str


class InvitationWithdrawn(Event, topic="directory.invitation_withdrawn.v1"):
    company: CompanyId


class InvitationExpired(Event, topic="directory.invitation_expired.v1"):
    company: CompanyId


class InvitationCodeIssued(Event, topic="directory.invitation_code_issued.v1"):
    """This pair of number and code opens this invitation; the pair itself is only in the stream's id."""

    invitation: UUID


class EnrolmentFailed(Event, topic="directory.enrolment_failed.v1"):
    """A company answered with a pair that opens nothing. Stored, because guesses are counted."""

    company: CompanyId
    at: datetime
    attempts_left: int


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
