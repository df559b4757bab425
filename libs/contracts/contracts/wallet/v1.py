"""Credits (klip): ordered, paid, granted, reserved and used."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, InvoiceDraft, Money, OrderLine, Personal, PersonId, PricedLine

# Where `account` is None, the company's first account is meant. `klip` and `quantity` of an order are those of its
# first line.


class CartPriced(Fact):
    """What lies in a company's cart, with the price and VAT of the moment; no lines: it is empty."""

    company: CompanyId
    lines: tuple[PricedLine, ...]
    net: Money
    vat: Money
    total: Money
    vat_rate: Decimal
    vat_note: str = ""
    terms_version: str


class CartRefused(Refusal):
    """The cart stands as before."""


class OrderAccepted(Fact):
    """An order with its price and VAT, waiting to be paid; by `transfer` it waits for the money (S1-18)."""

    company: CompanyId
    order: UUID
    klip: str
    quantity: int
    net: Money
    vat: Money
    total: Money
    account: UUID | None = None
    lines: tuple[PricedLine, ...] = ()
    payment: Literal["card", "transfer"] = "card"
    vat_rate: Decimal = Decimal(25)
    vat_note: str = ""
    terms_version: str = ""
    cause: Literal["person", "top-up", "plan"] = "person"


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


class OrderRefused(Refusal):
    """The order cannot be taken."""

    order: UUID


class OrderCancelled(Fact):
    """The order ended without being paid, by its buyer or because its time was over (`expired`)."""

    company: CompanyId
    order: UUID
    expired: bool = False


class OrderNotCancelled(Refusal):
    """The order stands as before."""

    order: UUID


class PaymentRequested(Fact):
    """The order can be paid at this address."""

    company: CompanyId
    order: UUID
    url: str


class PaymentRefused(Refusal):
    """The payment was declined, abandoned or does not fit the order; the order still waits."""

    order: UUID


class OrderPaid(Fact):
    """The order is paid in full."""

    company: CompanyId
    order: UUID
    klip: str
    quantity: int
    net: Money
    vat: Money
    total: Money
    payment: str
    account: UUID | None = None
    lines: tuple[PricedLine, ...] = ()
    vat_rate: Decimal = Decimal(25)
    vat_note: str = ""


class RefundAgreed(Fact):
    """Unused credits of an order were taken back, and their price is on its way back."""

    company: CompanyId
    order: UUID
    refund: UUID
    account: UUID
    taken: tuple[OrderLine, ...]
    net: Money
    vat: Money
    amount: Money
    by_hand: bool = False
    """It was not paid by card, so a person pays it back."""


class RefundRefused(Refusal):
    """Nothing is paid back."""

    order: UUID
    refund: UUID


class RefundPaid(Fact):
    """The money was paid back to the card."""

    company: CompanyId
    order: UUID
    refund: UUID
    amount: Money
    account: UUID | None = None


class RefundFailed(Fact):
    """The card provider pays nothing back: the network does it by hand."""

    company: CompanyId
    order: UUID
    refund: UUID
    amount: Money


class PaymentChargedBack(Fact):
    """The payer's bank took a payment back. What was unused is gone; for what was used, `owed` is due."""

    company: CompanyId
    order: UUID
    account: UUID
    taken: tuple[OrderLine, ...]
    amount: Money
    owed: Money


class CreditsGranted(Fact):
    """Credits were added; `available` is what can be reserved from now on."""

    company: CompanyId
    order: UUID
    klip: str
    quantity: int
    available: int
    account: UUID | None = None


class CreditsTakenBack(Fact):
    """Unused credits of an order are gone, because their price was paid back or claimed back."""

    company: CompanyId
    account: UUID
    order: UUID
    klip: str
    quantity: int
    available: int
    cause: Literal["refund", "chargeback"]


class CreditsAdjusted(Fact):
    """Two people of the network agreed on a correction; `quantity` is negative when credits went."""

    company: CompanyId
    account: UUID
    adjustment: UUID
    klip: str
    quantity: int
    available: int
    reason: str


class AdjustmentProposed(Fact):
    """A correction that another person than its proposer must approve."""

    company: CompanyId
    account: UUID
    adjustment: UUID
    person: PersonId
    klip: str
    quantity: int
    reason: str


class AdjustmentDeclined(Fact):
    """The correction is not made."""

    company: CompanyId
    adjustment: UUID


class AdjustmentRefused(Refusal):
    """The correction cannot be made."""

    adjustment: UUID


class CreditReserved(Fact):
    """One credit is set aside for an invoice."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int
    account: UUID | None = None


class CreditRefused(Refusal):
    """No credit is left: the reservation waits and is granted, oldest first, when credits come."""

    invoice: UUID


class CreditCaptured(Fact):
    """The reserved credit is used: the invoice was handed over."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int
    account: UUID | None = None


class CreditReleased(Fact):
    """The reserved credit is free again: the invoice was refused or could not be delivered."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int
    account: UUID | None = None


class ReservationQuestioned(Fact):
    """A credit has been set aside for long: whoever sends the invoice tells again what became of it.

    The wallet lets go only when it hears that the invoice was handed over, refused or is undeliverable.
    """

    company: CompanyId
    invoice: UUID
    question: int


class BalanceLow(Fact):
    """Fewer credits are left than the warning level."""

    company: CompanyId
    klip: str
    available: int
    account: UUID | None = None


class AccountSaved(Fact):
    """An account ("konto") as it now stands: its name and administrative address; None: the company's own contact."""

    company: CompanyId
    account: UUID
    name: str
    email: Personal[str] | None = None


class SendingAccountChosen(Fact):
    """Invoices take their credits from this account from now on."""

    company: CompanyId
    account: UUID


class AccountRefused(Refusal):
    """The account stands as before."""


class TopUpAgreed(Fact):
    """When `level` or fewer are left, `quantity` more are ordered by themselves."""

    company: CompanyId
    account: UUID
    klip: str
    level: int
    quantity: int
    payment: Literal["card", "transfer"]


class TopUpEnded(Fact):
    """Nothing is ordered by itself any more."""

    company: CompanyId
    account: UUID
    klip: str


class TopUpRefused(Refusal):
    """The agreement stands as before."""


class PlanChosen(Fact):
    """A plan was chosen: it begins on `valid_from`, which for a smaller one is when the notice is over."""

    company: CompanyId
    plan: str
    previous: str
    valid_from: datetime


class PlanChanged(Fact):
    """The plan that is in force from now on, and what it permits; a company that this was never told of is on `free`.

    `permits` holds `other-operators`, `customer-import`, `virtual-printer`, `own-agreement`. A limit of 0 is none.
    """

    company: CompanyId
    plan: str
    previous: str
    permits: tuple[str, ...]
    invoices_per_year: int
    users: int


class PlanRefused(Refusal):
    """The plan stands as before."""


class PriceAnnounced(Fact):
    """A price that will hold from `valid_from` on (UTC), for one, before VAT."""

    announcement: UUID
    item: str
    net: Money
    previous: Money | None = None
    valid_from: datetime


class PriceRefused(Fact):
    """The price is not announced."""

    announcement: UUID
    code: str
    details: dict[str, str]


class PriceChangeNoticed(Fact):
    """The same, told to each customer ahead (S4-21)."""

    company: CompanyId
    announcement: UUID
    item: str
    net: Money
    previous: Money | None = None
    valid_from: datetime


# Payments over a bank; `company` is the network's own.


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
    """So many entries of a file are done: `new`, `known` from other files, `others` no payments to us."""

    company: CompanyId
    file: UUID
    done: int
    entries: int
    new: int
    known: int
    others: int


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


class BankPaymentRefused(Refusal):
    """What was asked of a payment cannot be done."""

    payment: UUID
