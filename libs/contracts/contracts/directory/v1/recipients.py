"""Recipients: found outside, asked for, known."""

from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, Country, Personal, Reach, RecipientHit


class RecipientLookupAnswered(Fact):
    """What the networks outside say: `reach` of the best hit, or why there is none; told to whoever asked."""

    company: CompanyId
    lookup: UUID
    reach: Reach
    hits: tuple[RecipientHit, ...] = ()


class RecipientLookupRefused(Refusal):
    """Such a question cannot be asked."""

    lookup: UUID


class RecipientRequestReceived(Fact):
    """A sender's request waits for the operator; until it is decided, invoices go another way or wait, visibly."""

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
    """The operator is at work on the request."""

    company: CompanyId
    request: UUID


class RecipientRegistered(Fact):
    """A recipient is known from now on, as the operator found it; told to whoever asked for it.

    `number` is a company number; where that is a person's own, `number_is_personal`, and nobody else is shown it.
    Where `e_invoice_required`, PDF and paper are no way to this recipient.
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
    """The operator cannot decide so: the request is decided already, or there is none."""

    request: UUID
