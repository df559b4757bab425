"""Orders by transfer, and payments over a bank; for these, `company` is the network's own."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, InvoiceDraft, Money, Personal, PersonId


class TransferAwaited(Fact):
    """The order was submitted and waits for its money to arrive; nothing is granted before (S1-11, S1-18)."""

    company: CompanyId
    order: UUID
    total: Money
    reference: str = ""
    due_date: date | None = None
    expires_at: datetime | None = None


class TransferReceived(Fact):
    """A payment was counted towards an order, or (negative) taken back; `received` of `total` is there now."""

    company: CompanyId
    order: UUID
    amount: Money
    received: Money
    total: Money


class OrderInvoiceWanted(Fact):
    """An order is to be paid by transfer: the network, `company`, sends its buyer this invoice, named by the order."""

    company: CompanyId
    order: UUID
    draft: InvoiceDraft


class BankFileTaken(Fact):
    """A bank file can be relied on, and its entries are being taken."""

    company: CompanyId
    file: UUID
    person: PersonId
    format: str
    name: str
    statements: int
    entries: int


class BankFileRefused(Refusal):
    """The bank file was refused, and none of its entries was taken."""

    file: UUID


class BankEntriesTaken(Fact):
    """Entries of a file were taken: `new` ones, ones `known` from other files, and `others` that are no payments to us.

    `unsure` ones may be payments that are known already, and wait for a person to decide.
    """

    company: CompanyId
    file: UUID
    done: int
    entries: int
    new: int
    known: int
    others: int
    unsure: int = 0


class BankPaymentArrived(Fact):
    """Money is on the network's account, or (negative) was taken back from it."""

    company: CompanyId
    payment: UUID
    amount: Money
    reference: str
    text: Personal[str]
    payer: Personal[str]
    booked_on: date
    reversal: bool = False
    same_as: UUID | None = None
    """The payment that this one may repeat; a person decides whether it does."""


class BankPaymentQueued(Fact):
    """A part of a payment waits for a person to decide; `reason` is a stable code."""

    company: CompanyId
    payment: UUID
    amount: Money
    reason: str
    order: UUID | None = None


class BankPaymentSettled(Fact):
    """A person decided on what waited: `assigned` to an order, or `paid-back`."""

    company: CompanyId
    payment: UUID
    person: PersonId
    how: Literal["assigned", "paid-back"]
    amount: Money


class BankPaymentDismissed(Fact):
    """A person decided that it repeats the known payment `same_as`, so that no other money came."""

    company: CompanyId
    payment: UUID
    person: PersonId
    same_as: UUID
    amount: Money


class BankPaymentRefused(Refusal):
    """The decision about a bank payment was refused."""

    payment: UUID
