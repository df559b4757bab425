"""What the API shows of credits: balances, the statement, accounts, top-ups and the plan."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from contracts.values import CompanyId
from portal.edge.shown import Shown


class Balance(Shown):
    account: UUID
    klip: str
    available: int
    reserved: int
    used: int


class MovementTotal(Shown):
    kind: str
    movements: int
    change: int


class CreditMovement(Shown):
    """`matter` is the order, the invoice or the correction that it comes from."""

    position: int
    at: datetime
    kind: str
    change: int
    available: int
    matter: UUID
    reason: str | None


class Statement(Shown):
    """From one day to another, both included; `totals` are of the whole period, `movements` one page of it."""

    account: UUID
    klip: str
    begins: date = Field(alias="from")
    ends: date = Field(alias="to")
    opening: int
    closing: int
    totals: list[MovementTotal]
    movements: list[CreditMovement]


class CreditAccount(Shown):
    id: UUID
    name: str
    email: str | None
    sending: bool


class TopUpShown(Shown):
    account: UUID
    klip: str
    level: int
    quantity: int
    payment: str


class PlanInForce(Shown):
    company: CompanyId | None = None
    plan: str
    permits: list[str]
    invoices_per_year: int | None = None
    users: int | None = None
    since: datetime | None
    next_plan: str | None
    next_from: datetime | None
