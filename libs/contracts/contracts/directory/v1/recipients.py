"""Recipients: found outside, asked for, known."""

from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, Country, Personal, Reach, RecipientHit


class RecipientLookupAnswered(Fact):
    """The networks outside were asked: `reach` of the best hit, or why there is none; told to whoever asked."""

    company: CompanyId
    lookup: UUID
    reach: Reach
    hits: tuple[RecipientHit, ...] = ()


class RecipientLookupRefused(Refusal):
    """The look-up was refused, because the question cannot be asked."""

    lookup: UUID


class RecipientRequestReceived(Fact):
    """A sender's request waits for the operator; until it is decided, invoices wait or go another way."""

    company: CompanyId
    request: UUID
    kind: Literal["register", "update"]
    name: str
    country: Country
    number: Personal[str]
    operator: str
    email: Personal[str]
    gln: str = ""
    e_invoice_required: bool = False


class RecipientRequestTaken(Fact):
    """The operator has begun to work on the request."""

    company: CompanyId
    request: UUID


class RecipientRegistered(Fact):
    """A recipient is known from now on, as the operator found it; told to whoever asked for it.

    `number` is a company number; where that is a person's own, `number_is_personal`, and nobody else is shown it.
    With `e_invoice_required`, this recipient accepts neither PDF nor paper.
    """

    company: CompanyId
    request: UUID
    recipient: UUID
    name: str
    country: Country
    number: Personal[str]
    number_is_personal: bool = False
    operator: str
    behind_other_operator: bool
    participant: Personal[str] | None = None
    gln: str = ""
    e_invoice_required: bool = False


class RecipientUpdated(Fact):
    """A known recipient has changed operator, or other particulars; told to whoever asked for it."""

    company: CompanyId
    request: UUID
    recipient: UUID
    name: str
    country: Country
    number: Personal[str]
    number_is_personal: bool = False
    operator: str
    previous_operator: str
    behind_other_operator: bool
    participant: Personal[str] | None = None
    gln: str = ""
    e_invoice_required: bool = False


class RecipientRequestRefused(Refusal):
    """The request cannot be taken as it is written, or, where `decided`, the operator refused it."""

    request: UUID
    name: str = ""
    decided: bool = False


class RecipientDecisionRefused(Refusal):
    """The operator's decision was refused: the request is decided already, or does not exist."""

    request: UUID
