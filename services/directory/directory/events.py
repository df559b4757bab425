"""What has happened to members, invitations and connections. Stored for ever: add fields with defaults only."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Language, Personal, ReferenceRule


class MemberJoined(Event, topic="directory.member_joined.v1"):
    company: UUID
    name: str
    language: Language
    contact_email: Personal[str]


class ReceptionChanged(Event, topic="directory.reception_changed.v1"):
    company: UUID
    document_type: Literal["invoice"]
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None = None
    decided_by: Literal["policy", "person"]


class InvitationIssued(Event, topic="directory.invitation_issued.v1"):
    """`company` is the supplier who invites."""

    company: UUID
    supplier_name: str
    customer_number: str
    customer_name: str
    email: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date


class InvitationAccepted(Event, topic="directory.invitation_accepted.v1"):
    customer: UUID
    customer_name: str


class InvitationCodeIssued(Event, topic="directory.invitation_code_issued.v1"):
    """This pair of customer number and code opens this invitation; the pair itself is only in the stream's id."""

    invitation: UUID


class ConnectionEstablished(Event, topic="directory.connection_established.v1"):
    supplier: UUID
    supplier_name: str
    customer: UUID
    customer_name: str
    customer_number: str


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


MemberEvent = MemberJoined | ReceptionChanged
InvitationEvent = InvitationIssued | InvitationAccepted
