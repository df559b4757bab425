"""What may be asked about recipients; never on the wire."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Country, Personal, Reach, RecipientHit


class ListMember(Command, lane="company"):
    """List a member, so that it is found by its company number."""

    company: UUID
    name: str
    country: Country
    number: Personal[str]


class LookUpRecipient(Command, lane="company"):
    company: UUID
    person: UUID
    lookup: UUID
    country: Country
    query: Personal[str]
    document_type: Literal["invoice", "credit-note"]


class AnswerRecipientLookup(Command, lane="company"):
    company: UUID
    lookup: UUID
    reach: Reach
    hits: tuple[RecipientHit, ...]


class RequestRecipient(Command, lane="company"):
    company: UUID
    person: UUID
    request: UUID
    kind: Literal["register", "update"]
    name: str
    country: Country
    number: Personal[str]
    operator: str
    email: Personal[str]
    gln: str
    e_invoice_required: bool


class DecideRecipientRequest(Command, lane="company"):
    """Decide a request; `operator`, `participant` and `e_invoice_required` replace the claims that proved wrong."""

    company: UUID
    person: UUID
    request: UUID
    decision: Literal["take", "grant", "refuse"]
    note: str
    operator: str
    participant: Personal[str] | None
    e_invoice_required: bool | None
