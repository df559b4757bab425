"""What has happened to carts, orders and payments. Stored for ever: add fields with defaults, or open a new version."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Money, OrderLine, PricedLine
from wallet.events_returns import CheckoutUnanswered, ReturnEvent
from wallet.vat import Treatment

Payment = Literal["card", "transfer"]
Cause = Literal["person", "top-up", "plan"]
SetAsideReason = Literal["payment.already-paid", "payment.amount-differs", "payment.order-cancelled"]

# The cart of a company.


class CartChanged(Event, topic="wallet.cart_changed.v1"):
    """What lies in the cart, with price and VAT of the moment; `person` is None when the network mended it."""

    company: UUID
    person: UUID | None = None
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

    company: UUID
    person: UUID | None
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

    company: UUID


class OrderTurnedAway(Event, topic="wallet.order_turned_away.v1"):
    """The order was not taken, and something else had to be written with it: the cart has the price of today."""

    company: UUID
    code: str
    details: dict[str, str]


class OrderCancelled(Event, topic="wallet.order_cancelled.v1"):
    """The buyer, or time (`expired`), ended an order that was not paid; a cart stands as before."""

    company: UUID
    person: UUID | None = None
    expired: bool = False


class CheckoutOpened(Event, topic="wallet.checkout_opened.v1"):
    """The card provider waits for the payer at `url`; it is asked about it at `question_at`."""

    company: UUID
    checkout: str
    url: str
    question_at: datetime | None = None


class CheckoutQuestioned(Event, topic="wallet.checkout_questioned.v1"):
    """Nothing was heard of the checkout for a while: the provider is asked, and again at `question_at`, if then."""

    company: UUID
    checkout: str
    question: int
    question_at: datetime | None = None


class CheckoutFailed(Event, topic="wallet.checkout_failed.v1"):
    """The card provider opened no checkout. `key` is the idempotency key of the attempt, for the next one to reuse."""

    company: UUID
    attempt: int
    cause: str
    key: UUID
    retry_at: datetime


class CheckoutRetried(Event, topic="wallet.checkout_retried.v1"):
    """It is time for another attempt; `attempt` counts from 1."""

    company: UUID
    attempt: int
    key: UUID


class CheckoutRenewed(Event, topic="wallet.checkout_renewed.v1"):
    """A failed payment ended the checkout: the order gets another one; `number` counts the order's checkouts."""

    company: UUID
    number: int


class CheckoutGivenUp(Event, topic="wallet.checkout_given_up.v1"):
    """No checkout could be opened, for good; a payment that comes all the same is taken."""

    company: UUID
    attempt: int
    cause: str


class PaymentDeclined(Event, topic="wallet.payment_declined.v1"):
    """The payer's bank said no, or the payer left; the order still waits."""

    company: UUID
    payment: str
    provider: str
    outcome: Literal["declined", "abandoned"]


class OrderPaid(Event, topic="wallet.order_paid.v1"):
    """This payment, and no other, paid for the order."""

    company: UUID
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

    company: UUID
    payment: str
    provider: str
    amount: Money
    due: Money
    reason: SetAsideReason
    checkout: str = ""


# Money that goes back. `taken` are the unused credits that went with it; net + VAT = amount.


class OrderGivenBack(Event, topic="wallet.order_given_back.v1"):
    """So much of the order's price goes back by a refund, whatever becomes of the refund's payment.

    `deducted` of it pays what the company owed for an earlier chargeback of this order.
    """

    company: UUID
    refund: UUID
    net: Money
    vat: Money
    deducted: Money | None = None


class RefundAgreed(Event, topic="wallet.refund_agreed.v1"):
    """Unused credits were taken back, and their price is to be paid back at `checkout`; without one, by hand.

    `deducted` is kept of the price, because so much was owed for the order. With `set_aside` it is money that bought
    nothing: no credits, net and VAT are nil.
    """

    company: UUID
    order: UUID
    account: UUID
    person: UUID
    taken: tuple[OrderLine, ...]
    net: Money
    vat: Money
    amount: Money
    payment: str
    checkout: str
    reason: str
    treatment: Treatment
    deducted: Money | None = None
    set_aside: bool = False


class RefundAttemptFailed(Event, topic="wallet.refund_attempt_failed.v1"):
    """The card provider could not pay back just now."""

    company: UUID
    attempt: int
    cause: str
    retry_at: datetime


class RefundRetried(Event, topic="wallet.refund_retried.v1"):
    """It is time for another attempt, under the same idempotency key."""

    company: UUID
    attempt: int


class RefundPaid(Event, topic="wallet.refund_paid.v1"):
    """The money is on its way to the payer; `receipt` is the provider's id of it, or empty where `person` paid it."""

    company: UUID
    order: UUID
    receipt: str
    amount: Money
    person: UUID | None = None
    note: str = ""


class RefundGivenUp(Event, topic="wallet.refund_given_up.v1"):
    """The provider pays nothing back: an operator does it by hand. The credits stay taken."""

    company: UUID
    order: UUID
    amount: Money
    cause: str


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
RefundEvent = RefundAgreed | RefundAttemptFailed | RefundRetried | RefundPaid | RefundGivenUp
