"""Prices from a day on, VAT by the buyer's country, and what each plan permits."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chassis import Refused
from contracts.catalogue import is_offered
from contracts.values import Money, OrderLine
from wallet.catalogue import (
    ITEMS,
    PLANS,
    PRICES,
    TERMS_OF_SALE,
    Price,
    TermsOfSale,
    is_plan,
    plan_called,
    price_at,
    quote,
    terms_at,
)
from wallet.rules import Rules
from wallet.vat import DOMESTIC, OUTSIDE_EU, REVERSE_CHARGE, vat_of

DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
RAISED = datetime(2027, 1, 1, tzinfo=UTC)
OLD = Price("invoice", FIRST, Money(Decimal("2.00")))
NEW = Price("invoice", RAISED, Money(Decimal("2.35")))


@pytest.mark.req("S4-21")
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
    price = Price("invoice", FIRST, Money(Decimal("0.03")))
    told = quote([OrderLine("invoice", 106)], FIRST, (price,))
    assert told.net.amount == Decimal("3.18")
    assert told.vat.amount == Decimal("0.80"), "0.795 is 0.80, and 106 times 0.0075 rounded one by one would be 1.06"
    assert told.total.amount == told.net.amount + told.vat.amount


@pytest.mark.parametrize(
    ("country", "has_number", "expected"),
    [
        ("SE", True, DOMESTIC),
        ("SE", False, DOMESTIC),
        ("DK", True, REVERSE_CHARGE),
        ("FI", True, REVERSE_CHARGE),
        ("FI", False, DOMESTIC),
        ("NO", True, OUTSIDE_EU),
        ("NO", False, OUTSIDE_EU),
    ],
)
def test_vat_follows_the_buyers_country(country: str, has_number: bool, expected: object) -> None:
    assert vat_of(country, has_number) is expected


def test_what_is_not_taxed_says_why() -> None:
    lines = [OrderLine("invoice", 100)]
    for taxed, word in ((REVERSE_CHARGE, "Reverse charge"), (OUTSIDE_EU, "Outside the scope")):
        told = quote(lines, RAISED, taxed=taxed)
        assert (told.vat.amount, told.total, word in told.taxed.note) == (Decimal("0.00"), told.net, True)


@pytest.mark.req("S1-05", "E-T5")
def test_the_shop_has_invoice_klip_letters_by_weight_sending_again_and_support() -> None:
    assert {"invoice", "ean", "paper.20g", "paper.50g", "paper.100g", "resend", "support"} <= set(ITEMS)
    weights = [price_at(f"paper.{grams}g", RAISED).net.amount for grams in (20, 50, 100)]
    assert weights == sorted(set(weights)), "a heavier letter costs more"


@pytest.mark.req("S2-07", "E-I1")
def test_only_larger_plans_than_free_reach_other_operators() -> None:
    reaching = {name for name, plan in PLANS.items() if "other-operators" in plan.permits}
    assert reaching == {"basic", "premium", "enterprise"}
    assert {name for name, plan in PLANS.items() if "customer-import" in plan.permits} == {"premium", "enterprise"}
    assert (PLANS["free"].users, PLANS["free"].invoices_per_year) == (1, 100)


def test_the_terms_that_began_last_are_in_force() -> None:
    terms = (TermsOfSale("1", FIRST), TermsOfSale("2", RAISED))
    assert (terms_at(RAISED - DAY, terms), terms_at(RAISED, terms)) == ("1", "2")
    with pytest.raises(Refused, match="none-in-force"):
        terms_at(FIRST - DAY, terms)


def test_the_committed_catalogue_has_two_decimals_and_no_two_prices_at_once() -> None:
    assert all(price.net.amount.as_tuple().exponent == -2 and price.valid_from.tzinfo for price in PRICES)
    assert len({(price.item, price.valid_from) for price in PRICES}) == len(PRICES)
    assert {price.item for price in PRICES} == set(ITEMS)
    assert {item.removeprefix("plan.") for item in ITEMS if item.startswith("plan.")} == set(PLANS) - {"free"}
    assert len({terms.version for terms in TERMS_OF_SALE}) == len(TERMS_OF_SALE)
    offered = [item for item in ITEMS.values() if is_offered(item.name)]
    for item in offered:
        Rules().check_quantity(OrderLine(item.name, item.least))
    assert {"invoice", "support", "plan.basic"} <= {item.name for item in offered}


def test_what_the_network_cannot_do_yet_is_refused_and_what_was_ordered_once_is_still_told_apart() -> None:
    """Letters and invoices to the public sector were sold over the API, and nobody sends them.

    Its siblings: whoever asks the catalogue about an item or a plan of a stored order met a KeyError once it left it.
    """
    for item in ("ean", "paper.20g", "resend"):
        with pytest.raises(Refused) as refused:
            Rules().check_quantity(OrderLine(item, ITEMS[item].least))
        assert (refused.value.code, refused.value.details) == ("klip.not-sold", {"klip": item})
    assert [is_plan(item) for item in ("plan.of-old", "plan.basic", "telefax", "invoice")] == [True, True, False, False]
    gone = plan_called("of-old")
    assert (gone.name, gone.rank, gone.permits) == ("of-old", PLANS["free"].rank, PLANS["free"].permits)
