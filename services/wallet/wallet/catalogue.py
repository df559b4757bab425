"""What is sold: items with prices from a day on, plans with what each permits, and the terms of sale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from chassis import Refused
from contracts.catalogue import catalogue, is_offered
from contracts.values import Money, OrderLine, PricedLine
from wallet.vat import DOMESTIC, Vat

ORE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is sold. Of a klip one buys `least` to `most` at a time; a plan is bought by the month."""

    name: str
    kind: Literal["klip", "plan"]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Price:
    """What one of an item costs before VAT, from `valid_from` until a later price."""

    item: str
    valid_from: datetime
    net: Money


@dataclass(frozen=True, slots=True)
class Plan:
    """What a company may do. A limit of 0 is none."""

    name: str
    rank: int
    invoices_per_year: int
    users: int
    permits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermsOfSale:
    """A version of the terms of sale; the one that began last is in force."""

    version: str
    valid_from: datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """What lines cost at a moment: total = net + VAT, each with two decimals."""

    lines: tuple[PricedLine, ...]
    net: Money
    vat: Money
    total: Money
    taxed: Vat


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


_DATA = catalogue()
ITEMS = {
    name: Item(name, item["kind"], item["least"], item["most"]) for name, item in _DATA["items"].items()
}  # in the order of the shop
PRICES = tuple(
    Price(name, _midnight(price["from"]), Money(Decimal(price["net"])))
    for name, item in _DATA["items"].items()
    for price in item["prices"]
)
PLANS = {
    name: Plan(name, plan["rank"], plan["invoices_per_year"], plan["users"], tuple(plan["permits"]))
    for name, plan in _DATA["plans"].items()
}
TERMS_OF_SALE = tuple(TermsOfSale(terms["version"], _midnight(terms["from"])) for terms in _DATA["terms_of_sale"])
FREE = PLANS["free"]


PLAN = "plan."
"""How the names of plans begin among the items."""


def sold(name: str) -> Item:
    """An item that may be ordered now. Raises Refused when there is none, or the network cannot do it yet."""
    item = item_of(name)
    if not is_offered(name):
        raise Refused("klip.not-sold", klip=name)
    return item


def is_plan(name: str) -> bool:
    """Of an item that was ordered once, whether it is still in the catalogue or not."""
    return name.startswith(PLAN)


def plan_called(name: str) -> Plan:
    """The plan of that name; one that left the catalogue permits what the free one does."""
    return PLANS.get(name) or replace(FREE, name=name)


def item_of(name: str) -> Item:
    """Raises Refused when there is no such item."""
    if name not in ITEMS:
        raise Refused("klip.not-sold", klip=name)
    return ITEMS[name]


def plan_of(name: str) -> Plan:
    """Raises Refused when there is no such plan."""
    if name not in PLANS:
        raise Refused("plan.unknown", plan=name)
    return PLANS[name]


def price_at(item: str, at: datetime, prices: Sequence[Price] = PRICES) -> Price:
    """The price of one at a moment. Raises Refused when the item is not sold then."""
    valid = [price for price in prices if price.item == item and price.valid_from <= at]
    if not valid:
        raise Refused("klip.not-sold", klip=item)
    return max(valid, key=lambda price: price.valid_from)


def quote(lines: Sequence[OrderLine], at: datetime, prices: Sequence[Price] = PRICES, taxed: Vat = DOMESTIC) -> Quote:
    """What the lines cost; VAT is rounded half up, once, on the whole. Raises Refused as `price_at` does."""
    priced = tuple(_priced(line, price_at(line.item, at, prices)) for line in lines)
    currency = priced[0].net.currency if priced else "SEK"
    net = sum((line.net.amount for line in priced), Decimal("0.00"))
    vat = (net * taxed.rate / 100).quantize(ORE, ROUND_HALF_UP)
    return Quote(priced, Money(net, currency), Money(vat, currency), Money(net + vat, currency), taxed)


def _priced(line: OrderLine, price: Price) -> PricedLine:
    net = (price.net.amount * line.quantity).quantize(ORE, ROUND_HALF_UP)
    return PricedLine(line.item, line.quantity, price.net, Money(net, price.net.currency))


def terms_at(at: datetime, terms: Sequence[TermsOfSale] = TERMS_OF_SALE) -> str:
    """The version of the terms of sale in force. Raises Refused before the first one."""
    valid = [version for version in terms if version.valid_from <= at]
    if not valid:
        raise Refused("sale-terms.none-in-force")
    return max(valid, key=lambda version: version.valid_from).version
