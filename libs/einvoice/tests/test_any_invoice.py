"""Any invoice at all is written and read back equal, its sums hold, every rule answers; no bytes break the reader."""

import contextlib
import re
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from einvoice_fuzz_target import try_to_judge, try_to_read
from einvoice_strategies import invoices, lines, prices, quantities
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from einvoice import formats
from einvoice.examples import every_term, swedish
from einvoice.formats import FORMATS
from einvoice.model import Invoice, InvoiceLine, from_json, to_json
from einvoice.rules.validation import validate
from einvoice.sums import line_net, round2, round_to_whole, totals
from einvoice.ubl.reader import Unreadable, read
from einvoice.ubl.writer import build
from einvoice.xml import UnsafeXml

EXAMPLES = 30
EXAMPLES_SLOW = 1_000
BYTES_EXAMPLES, BYTES_EXAMPLES_SLOW = 200, 10_000


def few(examples: int) -> Any:
    """So many examples, the same each time, told as they were found: to make a whole invoice small takes minutes."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
    )


def everything_survives(invoice: Invoice) -> None:
    result = read(build(invoice))
    assert result.invoice == invoice
    assert result.unknown == ()
    assert result.stated == totals(invoice)
    assert result.differences() == []
    assert from_json(to_json(invoice)) == invoice


def sums_hold(invoice: Invoice) -> None:
    sums = totals(invoice)
    assert sums.line_total == sum(sums.line_nets)
    assert sums.without_vat == sums.line_total - sums.allowance_total + sums.charge_total
    assert sums.without_vat == sum(row.taxable for row in sums.vat_breakdown)
    assert sums.vat == sum(row.tax for row in sums.vat_breakdown)
    assert all(row.tax == round2(row.taxable * (row.rate or 0) / 100) for row in sums.vat_breakdown)
    assert sums.with_vat == sums.without_vat + sums.vat
    assert sums.payable == sums.with_vat - sums.prepaid + sums.rounding
    assert len({(row.category, row.rate) for row in sums.vat_breakdown}) == len(sums.vat_breakdown)
    told = [*sums.line_nets, sums.without_vat, sums.vat, sums.with_vat, sums.payable]
    assert all(figure == round2(figure) for figure in told)
    backwards = msgspec.structs.replace(invoice, lines=invoice.lines[::-1])
    assert totals(backwards).payable == sums.payable
    assert totals(round_to_whole(invoice)).payable % 1 == 0


def every_rule_has_an_answer(invoice: Invoice) -> None:
    report = validate(build(invoice))
    assert report.complete, report.layers
    assert not [finding for finding in report.findings if finding.rule == "XSD"]


def all_is_well(invoice: Invoice) -> None:
    everything_survives(invoice)
    sums_hold(invoice)
    every_rule_has_an_answer(invoice)


def test_any_invoice_survives_adds_up_and_is_judged() -> None:
    few(EXAMPLES)(given(invoices())(all_is_well))()


@pytest.mark.slow
def test_very_many_invoices_survive_add_up_and_are_judged() -> None:
    few(EXAMPLES_SLOW)(given(invoices())(all_is_well))()


@few(100)
@given(lines)
def test_a_line_returned_is_worth_what_it_was(bought: InvoiceLine) -> None:
    plain = msgspec.structs.replace(bought, allowances=(), charges=())
    assert line_net(msgspec.structs.replace(plain, quantity=-plain.quantity)) == -line_net(plain)


@few(100)
@given(quantities, prices)
def test_a_line_is_rounded_once_half_away_from_zero(quantity: Decimal, price: Decimal) -> None:
    [plain, *_] = swedish().lines
    line = msgspec.structs.replace(plain, quantity=quantity, price=msgspec.structs.replace(plain.price, net=price))
    exact = abs(quantity * price)
    assert abs(line_net(line)) - exact <= Decimal("0.005")
    assert exact - abs(line_net(line)) < Decimal("0.005")


@few(100)
@given(st.decimals(allow_nan=True, allow_infinity=True), st.decimals(allow_nan=True, allow_infinity=True))
def test_figures_without_bounds_are_summed_or_refused(quantity: Decimal, price: Decimal) -> None:
    [plain, *_] = swedish().lines
    line = msgspec.structs.replace(plain, quantity=quantity, price=msgspec.structs.replace(plain.price, net=price))
    invoice = msgspec.structs.replace(swedish(), lines=(line,))
    try:
        document = build(invoice)
    except ValueError:
        return
    assert read(document).invoice == invoice


# Bytes

WHOLE = build(every_term())
TOKENS = (
    b"<", b">", b"/", b"&", b"&#0;", b"&#x110000;", b"]]>", b"<!--", b"<![CDATA[", b"<?x", b"<!DOCTYPE x>", b"\x00",
    b"\xff\xfe", b"\xc3", b"=", b'"', b"xmlns=''", b"<cbc:ID/>", b"<cac:InvoiceLine/>", b"<cbc:Note>1</cbc:Note>", b"-",
    b"NaN", b"1e999", b"9" * 30, b"0001-01-01", b"9999-12-31Z", b"====", b"<cac:TaxTotal/>", b"<cac:Price/>", b"O",
    "٣".encode(), "\u202e".encode(),
)  # fmt: skip


@st.composite
def broken(draw: st.DrawFn, whole: bytes, tokens: tuple[bytes, ...]) -> bytes:
    """A document with a few pieces cut out, doubled, moved, or overwritten by what an attacker would try."""
    document = whole
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(document)))
        end = min(len(document), start + draw(st.integers(0, 200)))
        piece, place = document[start:end], draw(st.integers(0, len(document)))
        change = draw(st.sampled_from(["cut", "double", "move", "write", "bytes"]))
        if change == "cut":
            document = document[:start] + document[end:]
        elif change == "double":
            document = document[:end] + piece + document[end:]
        elif change == "move":
            rest = document[:start] + document[end:]
            document = rest[:place] + piece + rest[place:]
        else:
            new = draw(st.sampled_from(tokens)) if change == "write" else draw(st.binary(max_size=8))
            document = document[:start] + new + document[end if draw(st.booleans()) else start :]
    return document


def test_no_bytes_break_the_reader_or_the_rules() -> None:
    few(BYTES_EXAMPLES)(given(broken(WHOLE, TOKENS))(try_to_judge))()


@pytest.mark.parametrize("name", [row.name for row in FORMATS if row.read and row.name != "ubl"])
def test_no_bytes_break_the_readers_of_other_formats(name: str) -> None:
    def try_to_read_it(document: bytes) -> None:
        with contextlib.suppress(UnsafeXml, Unreadable):
            formats.read(document)

    whole = formats.build(every_term(), name).document
    few(BYTES_EXAMPLES // 4)(given(broken(whole, TOKENS))(try_to_read_it))()


@pytest.mark.slow
def test_very_many_bytes_do_not_break_the_reader_or_the_rules() -> None:
    few(BYTES_EXAMPLES_SLOW)(given(broken(WHOLE, TOKENS))(try_to_judge))()


FIGURES = (b"1e999999999", b"-1e-999999999", b"NaN", b"sNaN", b"Infinity", b"0", b"-0.0000", b"1" * 41, b"1_0", b"")
JSON_TOKENS = (
    *FIGURES, *(b'"' + figure + b'"' for figure in FIGURES), b"null", b"true", b"[]", b"{}", b"[" * 2_000, b'"', b",",
    b"\\ud800", b"\\u0000", b'"a":1,', b'"9999-12-31"', b'"0000-00-00"', b"\xff",
)  # fmt: skip


def try_to_take(document: bytes) -> None:
    """A draft is taken, added up and written, or refused as what is no invoice or has no sum."""
    try:
        invoice = from_json(document)
        build(invoice)
        sums_hold(invoice)
        assert from_json(to_json(invoice)) == invoice
    except (msgspec.DecodeError, ValueError, RecursionError):
        return


def test_no_json_breaks_the_model_its_sums_or_the_writer() -> None:
    few(BYTES_EXAMPLES * 2)(given(broken(to_json(every_term()), JSON_TOKENS))(try_to_take))()


@pytest.mark.parametrize("figure", FIGURES)
def test_no_figure_breaks_the_sums_wherever_it_stands(figure: bytes) -> None:
    whole = to_json(every_term())
    for found in re.finditer(rb'"-?\d+(?:\.\d+)?"', whole):
        try_to_take(whole[: found.start()] + b'"' + figure + b'"' + whole[found.end() :])


@few(100)
@given(st.binary(max_size=200))
def test_noise_does_not_break_the_reader(noise: bytes) -> None:
    assume(noise)
    try_to_read(noise)
    try_to_read(b"<?xml version='1.0'?>" + noise)
