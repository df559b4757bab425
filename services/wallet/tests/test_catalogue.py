"""Prices from a moment on, and VAT on the whole purchase."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chassis import Refused
from contracts.values import Money
from wallet.catalogue import PRICES, TERMS_OF_SALE, Price, TermsOfSale, price_at, quote, terms_at

DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
RAISED = datetime(2027, 1, 1, tzinfo=UTC)
OLD = Price("invoice", FIRST, Money(Decimal("2.00")), Decimal(25))
NEW = Price("invoice", RAISED, Money(Decimal("2.35")), Decimal(25))


def test_the_price_is_that_of_the_moment_of_purchase() -> None:
    prices = (NEW, OLD)
    assert price_at("invoice", RAISED - DAY, prices) is OLD
    assert price_at("invoice", RAISED, prices) is NEW


@pytest.mark.req("S1-05")
def test_a_kind_that_is_not_sold_is_refused_by_name() -> None:
    for klip, at in (("gold", RAISED), ("invoice", FIRST - DAY)):
        with pytest.raises(Refused) as refused:
            price_at(klip, at)
        assert (refused.value.code, refused.value.details) == ("klip.not-sold", {"klip": klip})


def test_vat_is_rounded_half_up_once_on_the_whole() -> None:
    price = Price("invoice", FIRST, Money(Decimal("0.03")), Decimal(25))
    told = quote("invoice", 106, FIRST, (price,))
    assert told.net.amount == Decimal("3.18")
    assert told.vat.amount == Decimal("0.80"), "0.795 is 0.80, and 106 times 0.0075 rounded one by one would be 1.06"
    assert told.total.amount == told.net.amount + told.vat.amount


def test_the_terms_that_began_last_are_in_force() -> None:
    terms = (TermsOfSale("1", FIRST), TermsOfSale("2", RAISED))
    assert (terms_at(RAISED - DAY, terms), terms_at(RAISED, terms)) == ("1", "2")
    with pytest.raises(Refused, match="none-in-force"):
        terms_at(FIRST - DAY, terms)


def test_the_committed_catalogue_has_two_decimals_and_no_two_prices_at_once() -> None:
    assert all(price.net.amount.as_tuple().exponent == -2 and price.valid_from.tzinfo for price in PRICES)
    assert len({(price.klip, price.valid_from) for price in PRICES}) == len(PRICES)
    assert len({terms.version for terms in TERMS_OF_SALE}) == len(TERMS_OF_SALE)
