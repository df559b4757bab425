"""What the API shows of payments over a bank."""

from datetime import date, datetime
from uuid import UUID

from contracts.values import Money
from portal.edge.shown import Shown


class BankFile(Shown):
    id: UUID
    name: str
    format: str
    status: str
    entries: int
    done: int
    fresh: int
    known: int
    others: int
    unsure: int
    reason: str | None
    details: dict[str, str]
    uploaded_at: datetime


class BankPayment(Shown):
    """`waiting` is what nobody has decided on yet, and `reason` why it waits."""

    id: UUID
    amount: Money
    reference: str
    text: str
    payer: str
    booked_on: date
    reversal: bool
    waiting: Money
    reason: str | None
    order_id: UUID | None
    same_as: UUID | None
    arrived_at: datetime
