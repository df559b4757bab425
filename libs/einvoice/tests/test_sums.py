"""Money: rounded half-up exactly where EN 16931 says so, and never typed."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from einvoice.examples import STANDARD, line, swedish
from einvoice.model import (
    AllowanceCharge,
    DocumentAllowanceCharge,
    Invoice,
    InvoiceLine,
    Price,
    VatCategory,
    from_json,
    to_json,
)
from einvoice.sums import amount_of, line_net, round2, round_to_whole, totals

REDUCED = VatCategory(code="S", rate=Decimal("12"))
cents = st.decimals(0, 10_000, places=2)


def with_lines(*lines: InvoiceLine, **changes: object) -> Invoice:
    return msgspec.structs.replace(swedish(), lines=lines, charges=(), **changes)


def test_an_invoice_adds_up_from_its_lines_to_what_is_to_be_paid() -> None:
    sums = totals(swedish())
    assert sums.line_nets == (Decimal("6723.54"), Decimal("1676.60"), Decimal("5202.96"))
    assert (sums.line_total, sums.charge_total) == (Decimal("13603.10"), Decimal("250.00"))
    assert (sums.without_vat, sums.vat, sums.with_vat) == (Decimal("13853.10"), Decimal("3463.28"), Decimal("17316.38"))
    assert sums.payable == sums.with_vat


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("-2.5", "-2.50"), ("1.0049", "1.00")],
)
def test_a_tie_is_rounded_away_from_zero(exact: str, rounded: str) -> None:
    assert round2(Decimal(exact)) == Decimal(rounded)


def test_vat_is_rounded_once_for_each_rate_and_never_for_a_line() -> None:
    lines = [line(number, "1", "0.10") for number in range(1, 4)]
    sums = totals(with_lines(*lines))
    assert sums.vat == Decimal("0.08")  # 0.075; three lines of 0.03 would be 0.09


def test_the_rates_25_and_25_00_are_one_rate() -> None:
    sums = totals(with_lines(line(1, "1", "1"), line(2, "1", "1", VatCategory(code="S", rate=Decimal("25.00")))))
    assert [(row.rate, row.taxable) for row in sums.vat_breakdown] == [(Decimal("25"), Decimal("2.00"))]


def test_an_allowance_lowers_the_tax_of_its_own_rate_only() -> None:
    rabatt = DocumentAllowanceCharge(amount=Decimal("10"), reason_code="95", vat=REDUCED)
    sums = totals(with_lines(line(1, "1", "100"), line(2, "1", "100", REDUCED), allowances=(rabatt,)))
    assert [(row.rate, row.taxable, row.tax) for row in sums.vat_breakdown] == [
        (Decimal("25"), Decimal("100.00"), Decimal("25.00")),
        (Decimal("12"), Decimal("90.00"), Decimal("10.80")),
    ]


def test_a_line_has_its_own_allowances_charges_and_base_quantity() -> None:
    tested = msgspec.structs.replace(
        line(1, "250", "8.33"),
        price=Price(net=Decimal("8.33"), base_quantity=Decimal("100")),
        allowances=(AllowanceCharge(base_amount=Decimal("20.83"), percent=Decimal("10")),),
        charges=(AllowanceCharge(amount=Decimal("1.005")),),
    )
    assert line_net(tested) == Decimal("20.83") + Decimal("1.01") - Decimal("2.08")


def test_an_allowance_without_amount_base_and_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an amount"):
        amount_of(AllowanceCharge(base_amount=Decimal("20")))


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "1e30", "1e-30", "-1e999999"])
def test_a_figure_that_is_none_or_too_long_is_refused_and_never_computed(figure: str) -> None:
    with pytest.raises(ValueError, match="no figure"):
        totals(with_lines(line(1, figure, "1")))


def test_oresavrundning_goes_to_the_rounding_and_never_to_the_vat() -> None:
    before, after = totals(swedish()), totals(round_to_whole(swedish()))
    assert (after.rounding, after.payable) == (Decimal("-0.38"), Decimal("17316.00"))
    assert after.vat == before.vat
    assert round_to_whole(round_to_whole(swedish())) == round_to_whole(swedish())


def test_a_credit_with_negative_lines_is_rounded_the_same_way() -> None:
    positive, negative = totals(with_lines(line(1, "3", "0.335"))), totals(with_lines(line(1, "-3", "0.335")))
    assert negative.with_vat == -positive.with_vat


def test_nothing_is_paid_twice() -> None:
    sums = totals(msgspec.structs.replace(swedish(), prepaid=Decimal("1000")))
    assert sums.payable == sums.with_vat - 1000


@pytest.mark.parametrize(
    ("category", "code"), [("AE", "VATEX-EU-AE"), ("K", "VATEX-EU-IC"), ("G", "VATEX-EU-G"), ("O", "VATEX-EU-O")]
)
def test_a_category_without_vat_says_why(category: str, code: str) -> None:
    rate = None if category == "O" else Decimal(0)
    (row,) = totals(with_lines(line(1, "1", "1", VatCategory(code=category, rate=rate)))).vat_breakdown
    assert (row.tax, row.reason_code) == (Decimal("0.00"), code)
    assert row.reason


@given(st.lists(st.tuples(cents, cents, st.sampled_from([STANDARD, REDUCED])), min_size=1, max_size=8))
def test_the_official_equations_hold_for_any_lines(rows: list[tuple[Decimal, Decimal, VatCategory]]) -> None:
    invoice = with_lines(*(line(n, str(quantity), str(price), vat) for n, (quantity, price, vat) in enumerate(rows, 1)))
    sums = totals(invoice)
    assert sums.line_total == sum(sums.line_nets)  # BR-CO-10
    assert sums.vat == sum(row.tax for row in sums.vat_breakdown)  # BR-CO-14
    assert sums.without_vat == sum(row.taxable for row in sums.vat_breakdown)
    assert sums.with_vat == sums.without_vat + sums.vat  # BR-CO-15
    assert totals(round_to_whole(invoice)).payable % 1 == 0
    assert totals(from_json(to_json(invoice))) == sums
