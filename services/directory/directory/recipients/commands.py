"""What may be asked about recipients; never on the wire."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, Country, Personal, PersonId, Reach, RecipientHit


class ListMember(Command, lane="company"):
    """List a member, so that it is found by its company number."""

    company: CompanyId
    name: str
    country: Country
    number: Personal[str]


class LookUpRecipient(Command, lane="company"):
    company: CompanyId
    person: PersonId
    lookup: UUID
    country: Country
    query: Personal[str]
    document_type: Literal["invoice", "credit-note"]


class AnswerRecipientLookup(Command, lane="company"):
    company: CompanyId
    lookup: UUID
    reach: Reach
    hits: tuple[RecipientHit, ...]


class RequestRecipient(Command, lane="company"):
    company: CompanyId
    person: PersonId
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

    company: CompanyId
    person: PersonId
    request: UUID
    decision: Literal["take", "grant", "refuse"]
    note: str
    operator: str
    participant: Personal[str] | None
    e_invoice_required: bool | None
