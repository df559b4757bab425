"""Carts, orders and payments. `klip` and `quantity` of an order are those of its first line."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, Money, OrderLine, PricedLine


class CartPriced(Fact):
    """A company's cart changed: its lines, with current price and VAT; it is empty without lines."""

    company: CompanyId
    lines: tuple[PricedLine, ...]
    net: Money
    vat: Money
    total: Money
    vat_rate: Decimal
    vat_note: str = ""
    terms_version: str


class CartRefused(Refusal):
    """The change of the cart was refused."""


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


class OrderRefused(Refusal):
    """The order was refused."""

    order: UUID


class OrderCancelled(Fact):
    """The order ended without being paid, by its buyer or because its time was over (`expired`)."""

    company: CompanyId
    order: UUID
    expired: bool = False


class OrderNotCancelled(Refusal):
    """The order could not be cancelled."""

    order: UUID


class PaymentRequested(Fact):
    """The order can be paid at this address."""

    company: CompanyId
    order: UUID
    url: str


class PaymentRefused(Refusal):
    """The payment was declined, abandoned or does not fit the order; the order still waits.

    With `set_aside` money came that fits no waiting order: it waits for the network's staff. `to_card`: the card
    provider can pay it back.
    """

    order: UUID
    payment: str = ""
    provider: str = ""
    set_aside: Money | None = None
    to_card: bool = False


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
    """True when the order was not paid by card, so that a person refunds it."""
    deducted: Money | None = None
    """The part of the price that is not refunded, because it was owed for the order."""


class RefundRefused(Refusal):
    """The refund was refused."""

    order: UUID
    refund: UUID


class RefundPaid(Fact):
    """The money was paid back: to the card, or (`by_hand`) by a person over a bank."""

    company: CompanyId
    order: UUID
    refund: UUID
    amount: Money
    account: UUID | None = None
    by_hand: bool = False


class RefundFailed(Fact):
    """The card provider refused the refund: staff pay it over a bank."""

    company: CompanyId
    order: UUID
    refund: UUID
    amount: Money
