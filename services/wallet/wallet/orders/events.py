"""What has happened to carts, orders and their money. Stored for ever: add fields with defaults."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, InvoiceDraft, Money, OrderLine, PersonId, PricedLine
from wallet.customers.events import Payment
from wallet.vat import Treatment

Cause = Literal["person", "top-up", "plan"]
SetAsideReason = Literal["payment.already-paid", "payment.amount-differs", "payment.order-cancelled"]
ChargebackDoubt = Literal["chargeback.exceeds-payment", "chargeback.other-currency", "chargeback.reversal-differs"]
"""Why a chargeback is believed by nobody before a person has asked the card provider."""
AsideEnd = Literal["returned", "assigned", "charged-back"]
DebtEnd = Literal["paid", "written-off"]


# The cart of a company.


class CartChanged(Event, topic="wallet.cart_changed.v1"):
    """What lies in the cart, with price and VAT of the moment; `person` is None when the network changed it."""

    company: CompanyId
    person: PersonId | None = None
    lines: tuple[PricedLine, ...]
    net: Money
    vat: Money
    total: Money
    vat_rate: Decimal
    vat_note: str
    terms_version: str


# An order and its payment.


class OrderAccepted(Event, topic="wallet.order_accepted.v1"):
    """Price and VAT are those of the moment of purchase, whatever they become later.

    `klip` and `quantity` are those of the first line; `lines` is empty where it was written before orders had several.
    """

    company: CompanyId
    person: PersonId | None
    klip: str
    quantity: int
    net: Money
    vat: Money
    total: Money
    vat_rate: Decimal
    terms_version: str
    account: UUID | None = None
    lines: tuple[PricedLine, ...] = ()
    payment: Payment = "card"
    card_type: str = ""
    vat_note: str = ""
    treatment: Treatment = "domestic"
    cause: Cause = "person"
    expires_at: datetime | None = None
    """When it ends if nobody has paid: of what the network ordered by card. By transfer, `TransferAwaited` says it."""


class OrderRevived(Event, topic="wallet.order_revived.v1"):
    """Money came after the order had ended, and the network grants it after all."""

    company: CompanyId


class OrderTurnedAway(Event, topic="wallet.order_turned_away.v1"):
    """The order was not taken, and something else had to be written with it: the cart has the price of today."""

    company: CompanyId
    code: str
    details: dict[str, str]


class OrderCancelled(Event, topic="wallet.order_cancelled.v1"):
    """The buyer, or time (`expired`), ended an order that was not paid; a cart stands as before."""

    company: CompanyId
    person: PersonId | None = None
    expired: bool = False


class CheckoutOpened(Event, topic="wallet.checkout_opened.v1"):
    """The card provider waits for the payer at `url`; it is asked about it at `question_at`."""

    company: CompanyId
    checkout: str
    url: str
    question_at: datetime | None = None


class CheckoutQuestioned(Event, topic="wallet.checkout_questioned.v1"):
    """Nothing was heard of the checkout for a while: the provider is asked, and again at `question_at`, if then."""

    company: CompanyId
    checkout: str
    question: int
    question_at: datetime | None = None


class CheckoutFailed(Event, topic="wallet.checkout_failed.v1"):
    """The card provider opened no checkout. `key` is the idempotency key of the attempt, for the next one to reuse."""

    company: CompanyId
    attempt: int
    cause: str
    key: UUID
    retry_at: datetime


class CheckoutRetried(Event, topic="wallet.checkout_retried.v1"):
    """It is time for another attempt; `attempt` counts from 1."""

    company: CompanyId
    attempt: int
    key: UUID


class CheckoutRenewed(Event, topic="wallet.checkout_renewed.v1"):
    """A failed payment ended the checkout: the order gets another one; `number` counts the order's checkouts."""

    company: CompanyId
    number: int


class CheckoutGivenUp(Event, topic="wallet.checkout_given_up.v1"):
    """No checkout could be opened, for good; a payment that comes all the same is taken."""

    company: CompanyId
    attempt: int
    cause: str


class PaymentDeclined(Event, topic="wallet.payment_declined.v1"):
    """The payer's bank said no, or the payer left; the order still waits."""

    company: CompanyId
    payment: str
    provider: str
    outcome: Literal["declined", "abandoned"]


class OrderPaid(Event, topic="wallet.order_paid.v1"):
    """This payment, and no other, paid for the order."""

    company: CompanyId
    klip: str
    quantity: int
    net: Money
    vat: Money
    total: Money
    payment: str
    provider: str
    account: UUID | None = None
    lines: tuple[PricedLine, ...] = ()
    treatment: Treatment = "domestic"
    vat_rate: Decimal = Decimal(25)
    vat_note: str = ""
    checkout: str = ""
    set_aside: bool = False
    """It is money that had been set aside, so it is booked already."""


class PaymentSetAside(Event, topic="wallet.payment_set_aside.v1"):
    """Money came that fits no waiting order: it grants nothing, and waits for a person."""

    company: CompanyId
    payment: str
    provider: str
    amount: Money
    due: Money
    reason: SetAsideReason
    checkout: str = ""


# Money that goes back. `taken` are the unused credits that went with it.


class OrderGivenBack(Event, topic="wallet.order_given_back.v1"):
    """A part of the order's price goes back by a refund, whatever becomes of the refund's payment.

    `deducted` of it pays what the company owed for an earlier chargeback of this order.
    """

    company: CompanyId
    refund: UUID
    net: Money
    vat: Money
    deducted: Money | None = None


class ChargedBack(Event, topic="wallet.charged_back.v1"):
    """The payer's bank took a payment back, or a part of it. `taken` are the unused credits that went with it.

    Used credits cannot come back: `owed` is what this chargeback adds to what the company owes for the order; it is
    negative where credits settle what an earlier part left over. `chargeback` is the provider's name for it; it is
    empty where it was written before there could be several of one payment.
    """

    company: CompanyId
    account: UUID
    payment: str
    provider: str
    amount: Money
    taken: tuple[OrderLine, ...]
    net: Money
    vat: Money
    owed: Money
    treatment: Treatment
    chargeback: str = ""
    values: tuple[Decimal, ...] = ()
    """What each of `taken` was worth before VAT; their sum is `net`."""


class ChargebackReversed(Event, topic="wallet.chargeback_reversed.v1"):
    """The dispute was won: the money is back, and so are the credits and the debt as they were before."""

    company: CompanyId
    account: UUID
    payment: str
    provider: str
    chargeback: str
    amount: Money
    given: tuple[OrderLine, ...]
    net: Money
    vat: Money
    owed: Money
    treatment: Treatment


class ChargebackSetAside(Event, topic="wallet.chargeback_set_aside.v1"):
    """What the provider says cannot be: more is taken back than was paid. Nothing moves before a person has asked."""

    company: CompanyId
    payment: str
    provider: str
    chargeback: str
    amount: Money
    left: Money
    reason: ChargebackDoubt


class ChargebackCleared(Event, topic="wallet.chargeback_cleared.v1"):
    """A chargeback that was set aside is clear: a person asked the provider (`note`), or it was taken back itself."""

    company: CompanyId
    chargeback: str
    person: PersonId | None
    note: str


class DebtSettled(Event, topic="wallet.debt_settled.v1"):
    """What the company owed for an order that was charged back is paid, or is given up."""

    company: CompanyId
    person: PersonId
    amount: Money
    how: DebtEnd
    note: str


class AsideSettled(Event, topic="wallet.aside_settled.v1"):
    """A part of a payment that was set aside has found its end: a refund, another order, or the payer's bank.

    A negative amount is set aside again: the dispute was won.
    """

    company: CompanyId
    payment: str
    provider: str
    amount: Money
    how: AsideEnd
    person: PersonId | None = None
    refund: UUID | None = None
    to_order: UUID | None = None
    chargeback: str = ""
    reason: str = ""
    """Why it had been set aside."""


class CheckoutUnanswered(Event, topic="wallet.checkout_unanswered.v1"):
    """The card provider was asked what became of a checkout, and gave no answer; `last`: a person must look."""

    company: CompanyId
    checkout: str
    question: int
    cause: str
    last: bool


# An order that is paid by transfer.


class ReferenceGiven(Event, topic="wallet.payment_reference_given.v1"):
    """This payment reference (OCR) means this order, and never another."""

    company: CompanyId
    order: UUID


class TransferAwaited(Event, topic="wallet.transfer_awaited.v1"):
    """An order waits for money with this reference; `expires_at` ends it. `seller` sends the invoice `draft`."""

    company: CompanyId
    order: UUID
    seller: CompanyId
    reference: str
    total: Money
    due_date: date
    expires_at: datetime
    draft: InvoiceDraft


class TransferReceived(Event, topic="wallet.transfer_received.v1"):
    """A payment was counted towards the order, or (negative) taken back; `received` is what there is now."""

    company: CompanyId
    order: UUID
    payment: UUID
    amount: Money
    received: Money


class TransferGivenUp(Event, topic="wallet.transfer_given_up.v1"):
    """The order ended: what had come of it waits for a person."""

    company: CompanyId
    order: UUID


ReturnEvent = ChargedBack | ChargebackReversed | ChargebackSetAside | ChargebackCleared | DebtSettled | AsideSettled
CartEvent = CartChanged
OrderEvent = (
    OrderAccepted
    | OrderRevived
    | OrderTurnedAway
    | OrderCancelled
    | CheckoutOpened
    | CheckoutQuestioned
    | CheckoutFailed
    | CheckoutRetried
    | CheckoutRenewed
    | CheckoutGivenUp
    | PaymentDeclined
    | OrderPaid
    | PaymentSetAside
    | OrderGivenBack
    | CheckoutUnanswered
    | ReturnEvent
)
TransferEvent = TransferAwaited | TransferReceived | TransferGivenUp
