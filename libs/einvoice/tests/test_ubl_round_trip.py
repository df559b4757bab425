"""UBL out and in again: no business term is lost, and what is no business term is told."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from einvoice.examples import every_term, line, swedish
from einvoice.model import Address, Contact, Identifier, Invoice, PaymentMeans, VatCategory, from_json, to_json
from einvoice.sums import totals
from einvoice.ubl.reader import Unreadable, read
from einvoice.ubl.writer import build

DATA = Path(__file__).parent / "data"
DOCUMENTS = sorted(DATA.glob("*/*.xml"))
UNREADABLE = {"date-format.xml"}
printable = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=20)


def empty_terms(part: object, path: str = "") -> Iterator[str]:
    """Every field of the model that has no value anywhere in a document."""
    if isinstance(part, tuple):
        for entry in part:
            yield from empty_terms(entry, path)
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            value = getattr(part, name)
            yield from [f"{path}.{name}"] if value in (None, ()) else empty_terms(value, f"{path}.{name}")


@pytest.mark.parametrize("credit_note", [False, True])
def test_every_business_term_survives_a_round_trip(credit_note: bool) -> None:
    invoice = every_term(credit_note=credit_note)
    result = read(build(invoice))
    assert result.invoice == invoice
    assert result.unknown == ()
    assert result.stated == totals(invoice)
    assert result.differences() == []


def test_the_example_leaves_no_term_of_the_document_parties_or_periods_untried() -> None:
    assert [path for path in empty_terms(every_term()) if path.count(".") == 1] == []
    for group in ("payee", "tax_representative", "delivery", "period", "object_id", "preceding_invoices"):
        assert list(empty_terms(getattr(every_term(), group), group)) == []
    assert list(empty_terms(every_term().seller)) == [".identifiers.scheme"]
    assert list(empty_terms(every_term().lines[0].item)) == list(empty_terms(every_term().lines[0].price)) == []


@pytest.mark.parametrize("credit_note", [False, True])
def test_json_carries_the_same_document(credit_note: bool) -> None:
    invoice = every_term(credit_note=credit_note)
    assert from_json(to_json(invoice)) == invoice


def test_json_with_an_unknown_field_or_a_wrong_type_is_refused_by_its_path() -> None:
    with pytest.raises(msgspec.ValidationError, match="colour"):
        from_json(to_json(swedish()).replace(b'"number"', b'"colour"', 1))
    with pytest.raises(msgspec.ValidationError, match=r"\$\.issue_date"):
        from_json(to_json(swedish()).replace(b"2026-11-20", b"20-11-2026", 1))


@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if path.name not in UNREADABLE], ids=lambda path: path.stem
)
def test_a_received_document_keeps_every_term_when_it_is_written_again(path: Path) -> None:
    received = read(path.read_bytes())
    again = read(build(received.invoice))
    told_why = again.invoice.vat_exemptions  # a category without VAT gets its standard reason when it had none
    assert msgspec.structs.replace(received.invoice, vat_exemptions=told_why) == again.invoice
    assert again.differences() == []


def test_a_received_document_whose_totals_are_off_says_which() -> None:
    (difference,) = read((DATA / "derived/payable-off.xml").read_bytes()).differences()
    assert difference.term == "BT-115"
    assert difference.stated == difference.computed + 1


def test_what_is_no_business_term_is_told_with_its_place() -> None:
    document = build(swedish()).decode()
    document = document.replace(
        "<cbc:BuyerReference>", "<cbc:LineCountNumeric>3</cbc:LineCountNumeric><cbc:BuyerReference>"
    )
    document = document.replace('unitCode="H87">5', 'unitCode="H87" unitCodeListID="x">5')
    document = document.replace("<cbc:Name>Artikel 3", "<cbc:Keyword>k</cbc:Keyword><cbc:Name>Artikel 3")
    result = read(document.encode())
    assert {found.where: found.text for found in result.unknown} == {
        "/Invoice/cbc:LineCountNumeric": "3",
        "/Invoice/cac:InvoiceLine[2]/cbc:InvoicedQuantity/@unitCodeListID": "x",
        "/Invoice/cac:InvoiceLine[3]/cac:Item/cbc:Keyword": "k",
    }
    assert result.invoice == swedish()


def test_an_amount_in_another_currency_is_told() -> None:
    (unknown,) = read((DATA / "derived/mixed-currency.xml").read_bytes()).unknown
    assert (unknown.where, unknown.text) == ("/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount/@currencyID", "EUR")


def test_a_credit_note_keeps_its_due_date_without_any_payment_means() -> None:
    credit = msgspec.structs.replace(swedish(), type_code="381", payment_means=())
    again = read(build(credit)).invoice
    assert again.due_date == credit.due_date
    assert again.payment_means == (PaymentMeans(code="1"),)


def test_a_sellers_order_number_alone_does_not_invent_a_buyers() -> None:
    invoice = msgspec.structs.replace(swedish(), purchase_order=None, sales_order="SO-1")
    assert b"<cbc:ID>NA</cbc:ID><cbc:SalesOrderID>SO-1" in build(invoice)
    assert read(build(invoice)).invoice == invoice


def test_no_empty_element_is_ever_written() -> None:
    blank = Identifier(value="")
    seller = msgspec.structs.replace(
        swedish().seller, contact=Contact(), identifiers=(blank,), legal_id=blank, address=Address(line1="", country="")
    )
    document = build(msgspec.structs.replace(swedish(), seller=seller, notes=("",), contract="")).decode()
    assert "/>" not in document
    assert not re.search(r"<([\w:]+)[^<>]*></\1>", document)


def test_outside_the_scope_of_vat_there_is_no_rate() -> None:
    invoice = msgspec.structs.replace(swedish(), charges=(), lines=(line(1, "1", "1", VatCategory(code="O")),))
    assert b"Percent" not in build(invoice)
    assert read(build(invoice)).invoice.lines[0].vat == VatCategory(code="O")


def test_a_control_character_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="XML compatible"):
        build(msgspec.structs.replace(swedish(), buyer_reference="a\x00b"))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (">2026-11-20<", ">2026-02-30<", "invoice.not-a-date"),
        (">747.06<", ">7e2<", "invoice.not-a-figure"),
        (">747.06<", f">0.{'1' * 21}<", "invoice.not-a-figure"),
        ("<cbc:ID>1001</cbc:ID>", "", "invoice.term-missing"),
        (">380<", ">381<", "invoice.type-and-root-differ"),
        ("Invoice-2", "Order-2", "invoice.not-ubl"),
    ],
)
def test_what_the_model_cannot_hold_is_refused_with_a_reason_and_a_place(old: str, new: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(build(swedish()).decode().replace(old, new).encode())
    assert refusal.value.code == code
    assert refusal.value.where.startswith("/")


def test_seventeen_decimals_of_a_price_are_kept() -> None:
    invoice = msgspec.structs.replace(swedish(), lines=(line(1, "1", "0.12345678901234567"),))
    assert read(build(invoice)).invoice.lines[0].price.net == Decimal("0.12345678901234567")


def test_a_date_with_a_time_zone_is_read_as_the_day_and_the_zone_is_told() -> None:
    result = read(build(swedish()).replace(b">2026-11-20<", b">2026-11-20+01:00<"))
    assert result.invoice.issue_date == date(2026, 11, 20)
    assert [found.where for found in result.unknown] == ["/Invoice/cbc:IssueDate"]


@settings(max_examples=50)
@given(printable, printable, st.decimals(-1000, 1000, places=4), st.decimals(0, 1000, places=6))
def test_any_text_and_figures_survive(name: str, reference: str, quantity: Decimal, price: Decimal) -> None:
    tested = line(1, str(quantity), str(price))
    tested = msgspec.structs.replace(tested, item=msgspec.structs.replace(tested.item, name=name))
    invoice: Invoice = msgspec.structs.replace(swedish(), buyer_reference=reference, lines=(tested,))
    assert read(build(invoice)).invoice == invoice
