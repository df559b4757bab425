"""Orders by transfer, and payments over a bank; of the latter `company` is the network's own."""

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
    """Nothing of the file was taken."""

    file: UUID


class BankEntriesTaken(Fact):
    """So many entries of a file are done: `new`, `known` from other files, `others` no payments to us.

    `unsure` may be payments that are known already: they are here, and wait for a person to say.
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
    """It may be this payment, told once more; a person says whether it is."""


class BankPaymentQueued(Fact):
    """So much of a payment waits for a person; `reason` is a stable code."""

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
    """A person said that it is `same_as`, which was known already: no other money came."""

    company: CompanyId
    payment: UUID
    person: PersonId
    same_as: UUID
    amount: Money


class BankPaymentRefused(Refusal):
    """What was asked of a payment cannot be done."""

    payment: UUID
