"""What has happened to orders and credits. Stored for ever: add fields with defaults, or open a new version."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Money

# An order and its payment.

SetAsideReason = Literal["payment.already-paid", "payment.amount-differs"]


class OrderAccepted(Event, topic="wallet.order_accepted.v1"):
    """Price and VAT are those of the moment of purchase, whatever they become later."""

    company: UUID
    person: UUID
    klip: str
    quantity: int
    net: Money
    vat: Money
    total: Money
    vat_rate: Decimal
    terms_version: str


class CheckoutOpened(Event, topic="wallet.checkout_opened.v1"):
    """The card provider waits for the payer at `url`."""

    company: UUID
    checkout: str
    url: str


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


class PaymentSetAside(Event, topic="wallet.payment_set_aside.v1"):
    """Money came that fits no waiting order: it grants nothing, and an operator pays it back."""

    company: UUID
    payment: str
    provider: str
    amount: Money
    due: Money
    reason: SetAsideReason


# The credits of a company. `available` is what can be reserved once the event has happened.


class WalletOpened(Event, topic="wallet.wallet_opened.v1"):
    """The company is a member, so it may buy (S1-01)."""

    company: UUID


class CreditsGranted(Event, topic="wallet.credits_granted.v1"):
    """The credits of a paid order."""

    company: UUID
    order: UUID
    klip: str
    quantity: int
    available: int


class CreditReserved(Event, topic="wallet.credit_reserved.v1"):
    """One credit is set aside; `asked_at` is when the invoice became ready."""

    company: UUID
    invoice: UUID
    klip: str
    available: int
    asked_at: datetime


class CreditWaived(Event, topic="wallet.credit_waived.v1"):
    """The invoice is the network's own, so it needs no credit (S1-26)."""

    company: UUID
    invoice: UUID
    klip: str
    available: int


class ReservationQueued(Event, topic="wallet.reservation_queued.v1"):
    """No credit was left: the invoice waits its turn."""

    company: UUID
    invoice: UUID
    klip: str
    asked_at: datetime


class ReservationDropped(Event, topic="wallet.reservation_dropped.v1"):
    """An invoice that waited for a credit needs none any more."""

    company: UUID
    invoice: UUID
    klip: str
    dropped_at: datetime


class CreditCaptured(Event, topic="wallet.credit_captured.v1"):
    """The reserved credit is used up: the invoice was handed over."""

    company: UUID
    invoice: UUID
    klip: str
    available: int


class CreditReleased(Event, topic="wallet.credit_released.v1"):
    """The reserved credit is free again; `released_at` is when its reason happened."""

    company: UUID
    invoice: UUID
    klip: str
    available: int
    released_at: datetime


class GrantingPaused(Event, topic="wallet.granting_paused.v1"):
    """More reservations wait than one unit of work may grant: the rest are granted in the next one."""

    company: UUID
    klip: str


class BalanceFellLow(Event, topic="wallet.balance_fell_low.v1"):
    """What can be reserved fell to the warning level or below."""

    company: UUID
    klip: str
    available: int


OrderEvent = (
    OrderAccepted
    | CheckoutOpened
    | CheckoutFailed
    | CheckoutRetried
    | CheckoutRenewed
    | CheckoutGivenUp
    | PaymentDeclined
    | OrderPaid
    | PaymentSetAside
)
WalletEvent = (
    WalletOpened
    | CreditsGranted
    | CreditReserved
    | CreditWaived
    | ReservationQueued
    | ReservationDropped
    | CreditCaptured
    | CreditReleased
    | GrantingPaused
    | BalanceFellLow
)
