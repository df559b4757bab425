"""What has happened to recipients, look-ups and requests. Stored for ever: add fields with defaults only."""

from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, Country, Personal, PersonId, Reach, RecipientHit


class MemberListed(Event, topic="directory.member_listed.v1"):
    """This company number belongs to a member; the number itself is only in the stream's id."""

    company: CompanyId
    name: str
    country: Country


class RecipientKnown(Event, topic="directory.recipient_known.v1"):
    """The operator found this recipient behind an operator; a later one replaces an earlier one.

    `company` is who asked for it. The company number is only in the stream's id.
    """

    company: CompanyId
    request: UUID
    name: str
    country: Country
    operator: str
    behind_other_operator: bool
    gln: str
    e_invoice_required: bool


class RecipientLookupRequested(Event, topic="directory.recipient_lookup_requested.v1"):
    company: CompanyId
    person: PersonId
    country: Country
    query: Personal[str]
    document_type: Literal["invoice", "credit-note"]


class RecipientLookupAnswered(Event, topic="directory.recipient_lookup_answered.v1"):
    company: CompanyId
    reach: Reach
    hits: tuple[RecipientHit, ...]


class RecipientRequested(Event, topic="directory.recipient_requested.v1"):
    company: CompanyId
    kind: Literal["register", "update"]
    name: str
    country: Country
    number: Personal[str]
    operator: str
    email: Personal[str]
    gln: str
    e_invoice_required: bool
    asked_by: PersonId


class RecipientRequestTaken(Event, topic="directory.recipient_request_taken.v1"):
    company: CompanyId
    taken_by: PersonId


class RecipientRequestGranted(Event, topic="directory.recipient_request_granted.v1"):
    """The operator granted the request, as it found things; `previous_operator` is set if the recipient was known."""

    company: CompanyId
    recipient: UUID
    outcome: Literal["registered", "updated"]
    operator: str
    previous_operator: str
    behind_other_operator: bool
    participant: Personal[str] | None
    e_invoice_required: bool
    note: str
    granted_by: PersonId


class RecipientRequestRefused(Event, topic="directory.recipient_request_refused.v1"):
    company: CompanyId
    note: str
    refused_by: PersonId


RecipientEvent = MemberListed | RecipientKnown
RecipientLookupEvent = RecipientLookupRequested | RecipientLookupAnswered
RecipientRequestEvent = RecipientRequested | RecipientRequestTaken | RecipientRequestGranted | RecipientRequestRefused
