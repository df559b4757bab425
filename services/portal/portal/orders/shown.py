"""What the API shows of the shop: what is sold, the cart, and orders with refunds and transfers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import Field

from contracts.values import CompanyId, Money
from portal.edge.shown import Shown


class ComingPrice(Shown):
    begins: date = Field(alias="from")
    net: Money


class ItemSold(Shown):
    """`net` is today's price before VAT; `least` and `most` are how many one order may have."""

    item: str
    kind: str
    least: int
    most: int
    net: Money | None
    coming: list[ComingPrice]


class PlanSold(Shown):
    plan: str
    permits: list[str]
    rank: int | None = None
    item: str | None = None
    users: int | None = None
    invoices_per_year: int | None = None


class TermsSold(Shown):
    version: str
    begins: date = Field(alias="from")


class Catalogue(Shown):
    currency: str
    items: list[ItemSold]
    plans: list[PlanSold]
    terms_of_sale: TermsSold


class LineShown(Shown):
    """A quantity of one item; `unit` is the price of one and `net` of all, both before VAT."""

    item: str
    quantity: int
    unit: Money | None = None
    net: Money | None = None


class Cart(Shown):
    company: CompanyId
    lines: list[LineShown]
    net: Money | None = None
    vat: Money | None = None
    total: Money
    vat_rate: Decimal | None = None
    vat_note: str | None = None
    terms_version: str | None = None
    priced_at: datetime | None = None


class OrderShown(Shown):
    id: UUID
    company: CompanyId
    account: UUID | None
    klip: str
    quantity: int
    lines: list[LineShown]
    payment: str
    cause: str
    status: str
    net: Money | None
    vat: Money | None
    total: Money | None
    vat_rate: Decimal | None
    vat_note: str | None
    payment_url: str | None
    reason: str | None
    details: dict[str, Any]
    terms_version: str | None
    payment_id: str | None
    refunded: Money
    placed_at: datetime
    paid_at: datetime | None


class RefundShown(Shown):
    id: UUID
    order_id: UUID
    amount: Money
    taken: list[LineShown]
    status: str
    agreed_at: datetime


class PayeeAccount(Shown):
    kind: str
    number: str
    iban: str
    name: str


class TransferShown(Shown):
    """What to pay, by when, to whom and with which reference."""

    reference: str
    total: Money
    due_date: date | None
    expires_at: datetime | None
    received: Money
    invoice_number: str | None
    account: PayeeAccount


class OrderPage(OrderShown):
    refunds: list[RefundShown]
    transfer: TransferShown | None
