"""What the API shows of recipients: hits of a search, and requests to the operator."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.values import CompanyId, Country
from portal.edge.shown import Shown


class OwnHit(Shown):
    """A customer of the company's own register."""

    source: Literal["customer"]
    customer_number: str
    name: str
    number: str
    country: str
    gln: str
    email: str
    city: str
    match: str
    member: UUID | None


class Ways(Shown):
    """How one can send there: `e-invoice`, `pdf`, `paper`; and what to do, in the reader's language."""

    ways: list[str]
    plan_needed: bool
    advice: str
    behind: str


class EverybodysHit(Ways):
    source: Literal["member", "known", "outside"]
    id: UUID
    name: str
    country: str
    number: str | None
    participant: str | None
    gln: str | None
    operator: str
    behind_other_operator: bool
    e_invoice_required: bool
    reach: str | None
    checked_at: datetime | None
    connected: bool


class RecipientRequestRow(Shown):
    id: UUID
    company: CompanyId
    kind: str
    name: str
    country: Country
    number: str
    operator: str
    email: str
    gln: str
    e_invoice_required: bool
    status: str
    reason: str | None
    recipient: UUID | None
    requested_at: datetime
    decided_at: datetime | None
    behind_other_operator: bool


class RecipientRequestShown(RecipientRequestRow, Ways):
    """A request with where it stands and how to send meanwhile."""


class RecipientsFound(Shown):
    customers: list[OwnHit]
    requested: list[RecipientRequestShown]
    hits: list[EverybodysHit]
    look_outside: bool


class OutsideHit(Shown):
    """What a look-up outside found; `advice` is in the reader's language."""

    participant: str
    name: str
    country: str
    reach: str
    operator: str
    behind_other_operator: bool
    advice: str
