"""What is sold: prices of credits by kind, from a moment on, with the VAT of the purchase, and the terms of sale.

VAT is due when credits are bought, and none when they are used: each kind pays for one service, from one seller, so it
is a single-purpose voucher (Directive 2016/1065, art. 30a and 30b). For that reason kinds are never exchanged.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from chassis import Refused
from contracts.values import Money

ORE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Price:
    """What one credit of a kind costs before VAT, from `valid_from` until a later price; `vat_rate` is in percent."""

    klip: str
    valid_from: datetime
    net: Money
    vat_rate: Decimal


@dataclass(frozen=True, slots=True)
class TermsOfSale:
    """A version of the terms of sale; the one that began last is in force."""

    version: str
    valid_from: datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """What a quantity costs at a moment: total = net + VAT, each with two decimals."""

    net: Money
    vat: Money
    total: Money
    vat_rate: Decimal


PRICES = (Price("invoice", datetime(2026, 1, 1, tzinfo=UTC), Money(Decimal("2.00")), Decimal(25)),)
TERMS_OF_SALE = (TermsOfSale("1", datetime(2026, 1, 1, tzinfo=UTC)),)


def price_at(klip: str, at: datetime, prices: tuple[Price, ...] = PRICES) -> Price:
    """The price of one credit at a moment. Raises Refused when this kind is not sold then."""
    valid = [price for price in prices if price.klip == klip and price.valid_from <= at]
    if not valid:
        raise Refused("klip.not-sold", klip=klip)
    return max(valid, key=lambda price: price.valid_from)


def quote(klip: str, quantity: int, at: datetime, prices: tuple[Price, ...] = PRICES) -> Quote:
    """What the quantity costs; VAT is rounded half up, once, on the whole. Raises Refused as `price_at` does."""
    price = price_at(klip, at, prices)
    net = (price.net.amount * quantity).quantize(ORE, ROUND_HALF_UP)
    vat = (net * price.vat_rate / 100).quantize(ORE, ROUND_HALF_UP)
    currency = price.net.currency
    return Quote(Money(net, currency), Money(vat, currency), Money(net + vat, currency), price.vat_rate)


def terms_at(at: datetime, terms: tuple[TermsOfSale, ...] = TERMS_OF_SALE) -> str:
    """The version of the terms of sale in force. Raises Refused before the first one."""
    valid = [version for version in terms if version.valid_from <= at]
    if not valid:
        raise Refused("terms.none-in-force")
    return max(valid, key=lambda version: version.valid_from).version
