"""Bad and odd invoices that are well-formed XML: an error with its reason or a correct result, never a crash."""

import re
import resource
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from einvoice.examples import STANDARD, line, swedish
from einvoice.model import AllowanceCharge, Invoice, InvoiceLine, VatCategory
from einvoice.rules.limits import ValidationLimits
from einvoice.rules.validation import validate
from einvoice.sums import totals
from einvoice.ubl.reader import Unreadable, read
from einvoice.ubl.writer import build
from einvoice.xml import UnsafeXml

DATA = Path(__file__).parent / "data"
VALID = (DATA / "derived/SE-base.xml").read_bytes()


def changed(**changes: Any) -> Invoice:
    return msgspec.structs.replace(swedish(), **changes)


def lines_of(*quantities_and_prices: tuple[str, str]) -> tuple[InvoiceLine, ...]:
    return tuple(line(number, *told) for number, told in enumerate(quantities_and_prices, 1))


def rules_in(document: bytes) -> set[str]:
    return {finding.rule for finding in validate(document).findings}


# Too large


def test_fifty_megabytes_are_refused_at_once_whatever_they_hold() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for document in (b"x" * 50_000_000, b"<Invoice>" + b" " * 50_000_000 + b"</Invoice>"):
        with pytest.raises(UnsafeXml) as refusal:
            read(document)
        assert refusal.value.code == "xml.too-large"
        assert rules_in(document) == {"xml.too-large"}
    grown_bytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown_bytes < 200_000_000, "nothing was made of them"


def test_a_thousand_lines_are_valid_and_read_back_equal() -> None:
    invoice = changed(lines=lines_of(*[(str(number), f"{number}.37") for number in range(1, 1001)]))
    document = build(invoice)
    assert validate(document).findings == ()
    assert read(document).invoice == invoice


def test_a_large_document_that_breaks_the_schema_everywhere_is_told_so_without_looking_up_every_place() -> None:
    broken = VALID.replace(b"</Invoice>", b"<cac:InvoiceLine/>" * 60_000 + b"</Invoice>")
    report = validate(broken)
    assert [finding.where for finding in report.findings] == ["/Invoice"]
    assert "Missing child element" in report.findings[0].text
    few = VALID.replace(b"</Invoice>", b"<cac:InvoiceLine/></Invoice>").replace(b"<cbc:Note>", b"<cbc:Note x='1'>")
    assert all(finding.where != "/Invoice" for finding in validate(few).findings)


def test_a_large_document_with_one_error_in_its_schema_says_where_it_is() -> None:
    document = build(changed(lines=lines_of(*[("1", "1")] * 2_000)))
    broken = document.replace(b'unitCode="H87">1<', b'unitCode="H87">one<', 1)
    assert document.count(b"<") > 50_000
    assert validate(document, ("en16931",)).valid
    [finding] = validate(broken).findings
    assert finding.where == "/Invoice/cac:InvoiceLine[1]/cbc:InvoicedQuantity"


def test_more_findings_than_a_report_has_room_for_are_counted() -> None:
    lines = tuple(msgspec.structs.replace(one, unit="PARSEC") for one in lines_of(*[("1", "1")] * 30))
    report = validate(build(changed(lines=lines)), ("en16931",), limits=ValidationLimits(findings_max=20))
    assert len(report.findings) == 20
    assert report.layers[1].findings_left_out == 10
    assert not report.valid


def test_a_finding_does_not_repeat_millions_of_characters() -> None:
    document = VALID.replace(b"<cbc:IssueDate>", b"<cbc:IssueDate>" + b"9" * 5_000_000)
    assert max(len(finding.text) for finding in validate(document).findings) <= 1_000
    with pytest.raises(Unreadable) as refusal:
        read(document)
    assert len(refusal.value.text) < 200


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<a xmlns="urn:x">' * 150 + "</a>" * 150, "elements stand more than 100 deep"),
        ("".join(f'<a{number} xmlns="urn:x"/>' for number in range(6_000)), "more than 5000 distinct paths"),
    ],
)
def test_an_extension_that_no_rule_engine_should_walk_through_is_a_finding(inside: str, said: str) -> None:
    extension = (
        '<x:UBLExtensions xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">'
        f'<x:UBLExtension><x:ExtensionContent><e xmlns="urn:x">{inside}</e></x:ExtensionContent></x:UBLExtension>'
        "</x:UBLExtensions><cbc:CustomizationID>"
    )
    report = validate(VALID.decode().replace("<cbc:CustomizationID>", extension, 1).encode(), ("en16931",))
    assert [(finding.rule, finding.text) for finding in report.findings] == [("xml.too-large", said)]
    assert report.complete and not report.valid


# Not what was expected


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("<cbc:ID>", "<cbc:UnknownThing/><cbc:ID>", "/Invoice"),
        ("<cbc:IssueDate>", "<cbc:IssueDate>2026-13-45", "/Invoice/cbc:IssueDate"),
        ("</cbc:InvoiceTypeCode>", "</cbc:InvoiceTypeCode><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "/Invoice"),
        ('unitCode="', 'unitCoda="', "/Invoice/cac:InvoiceLine"),
        ("cac:LegalMonetaryTotal", "cac:AllowanceCharge", "/Invoice"),
        ("<cac:Price>", "<cac:Price><cac:Price/>", "/Invoice/cac:InvoiceLine"),
        (' currencyID="', ' nothing="', "/Invoice"),
    ],
)
def test_ubl_that_breaks_the_schema_is_a_finding_of_the_schema_and_read_or_refused(
    old: str, new: str, where: str
) -> None:
    document = VALID.decode().replace(old, new).encode()
    report = validate(document)
    assert {finding.rule for finding in report.findings} == {"XSD"}
    assert any(finding.where.startswith(where) for finding in report.findings)
    assert [run.state for run in report.layers] == ["failed", "not reached", "not reached", "not reached"]
    try:
        assert read(document).invoice.number
    except Unreadable as refusal:
        assert refusal.where.startswith("/Invoice")


def test_an_unknown_customization_is_a_finding_and_still_read() -> None:
    document = re.sub(
        rb"<cbc:CustomizationID>.*?<", b"<cbc:CustomizationID>urn:example:my-own-invoice:7.0<", VALID, count=1
    )
    fatal = {finding.rule for finding in validate(document).findings if finding.level == "fatal"}
    assert fatal == {"PEPPOL-EN16931-R004"}
    assert read(document).invoice.specification == "urn:example:my-own-invoice:7.0"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            b'<x:CrossIndustryInvoice xmlns:x="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>',
            "a Cross Industry Invoice (CII",
        ),
        (b'<Invoice xmlns="urn:sfti:documents:BasicInvoice:1:0"/>', "a Svefaktura 1.0"),
        (b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>', "a UBL Order"),
        (
            b'<a:StandardBusinessDocument xmlns:a="http://www.unece.org/cefact/namespaces/'
            b'StandardBusinessDocumentHeader"/>',
            "an envelope (SBDH)",
        ),
        (b'<Finvoice Version="3.0"/>', "a Finvoice"),
        (b"<html><body>Faktura</body></html>", "a document whose root is html"),
        (b"<Invoice/>", "a document whose root is Invoice"),
    ],
)
def test_a_document_in_another_syntax_is_refused_and_called_what_it_is(document: bytes, said: str) -> None:
    [finding] = validate(document).findings
    assert finding.rule == "XSD" and said in finding.text
    with pytest.raises(Unreadable) as refusal:
        read(document)
    assert refusal.value.code == "invoice.not-ubl" and said in refusal.value.text


@pytest.mark.parametrize("document", [b"", b" ", b"\x00", b"%PDF-1.7", b"PK\x03\x04", b"{}", b"null", "åäö".encode()])
def test_what_is_no_xml_is_refused(document: bytes) -> None:
    assert rules_in(document) == {"xml.not-well-formed"}
    with pytest.raises(UnsafeXml):
        read(document)


# Figures


def test_negative_lines_and_negative_totals_are_summed_half_up_away_from_zero() -> None:
    returned = changed(lines=lines_of(("-1", "0.005"), ("-3", "10.00"), ("2", "0.125")), charges=())
    sums = totals(returned)
    assert sums.line_nets == (Decimal("-0.01"), Decimal("-30.00"), Decimal("0.25"))
    assert (sums.without_vat, sums.vat, sums.payable) == (Decimal("-29.76"), Decimal("-7.44"), Decimal("-37.20"))
    assert validate(build(returned)).findings == ()
    assert read(build(returned)).invoice == returned


def test_an_invoice_of_nought_is_valid() -> None:
    nothing = changed(lines=lines_of(("0", "0"), ("1", "0.00")), charges=())
    assert totals(nothing).payable == 0
    assert validate(build(nothing)).findings == ()


def test_a_negative_price_is_a_finding() -> None:
    assert "BR-27" in rules_in(build(changed(lines=lines_of(("1", "-5")))))


@pytest.mark.parametrize(("quantity", "price"), [("0.12345678901234567", "1"), ("1", "0.12345678901234567")])
def test_seventeen_decimals_in_quantity_and_price_are_kept_and_the_amount_rounded_once(
    quantity: str, price: str
) -> None:
    invoice = changed(lines=lines_of((quantity, price)))
    document = build(invoice)
    assert validate(document).findings == ()
    assert read(document).invoice == invoice
    assert totals(invoice).line_nets == (Decimal("0.12"),)


def test_seventeen_decimals_in_an_amount_are_a_finding_and_read_as_they_stand() -> None:
    document = re.sub(rb"(PayableAmount currencyID=\"SEK\">[\d.]+)", rb"\g<1>000000000000001", VALID)
    assert "BR-DEC-18" in rules_in(document)
    assert read(document).stated.payable.as_tuple().exponent == -17


def test_seventeen_decimals_in_what_we_write_are_rounded_to_two() -> None:
    charged = AllowanceCharge(amount=Decimal("1.00499999999999999"), reason="Tull")
    invoice = changed(lines=(msgspec.structs.replace(line(1, "1", "1"), charges=(charged,)),))
    assert totals(invoice).line_nets == (Decimal("2.00"),)
    assert validate(build(invoice)).findings == ()


@pytest.mark.parametrize("figure", ["1e5", "NaN", "INF", "-INF", "0x10", "1,5", "٣", "--1", "+", ".", "9" * 21])
def test_what_is_no_figure_is_refused_by_the_reader_and_never_passes(figure: str) -> None:
    document = re.sub(r'unitCode="H87">[\d.]+', f'unitCode="H87">{figure}', VALID.decode(), count=1).encode()
    assert not validate(document).valid
    with pytest.raises(Unreadable) as refusal:
        read(document)
    assert refusal.value.code == "invoice.not-a-figure"


# Texts


LEAVES = sorted(set(re.findall(r"<(cbc:\w+)(?: [^>]*)?>[^<]", VALID.decode())))


@pytest.mark.parametrize("leaf", LEAVES)
def test_an_empty_element_is_a_finding_and_read_as_absent_or_refused_with_its_place(leaf: str) -> None:
    document = re.sub(rf"(<{leaf}(?: [^>]*)?>)[^<]*(</{leaf}>)", r"\1\2", VALID.decode(), count=1).encode()
    report = validate(document)
    assert not report.valid and report.complete
    assert {"PEPPOL-EN16931-R008", "XSD"} & {finding.rule for finding in report.findings}
    try:
        assert read(document).invoice.lines
    except Unreadable as refusal:
        assert refusal.code in ("invoice.term-missing", "invoice.type-and-root-differ")


NAMES = {
    "right to left": "شركة المثال للتجارة المحدودة",
    "both directions": "Acme \u202eמפעל\u202c AB",
    "very long": "Donaudampfschifffahrtsgesellschaft" * 3_000,
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
    "outside the first plane": "𠮷野家 😀 𝕬𝕭",
    "markup": """<b>&amp;</b> <!-- --> ]]> <?x?> "'`${7*7}{{7*7}}%s""",
    "spaces within": "A\u00a0B\u2003C",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_strange_names_are_written_judged_and_read_as_they_are(name: str) -> None:
    seller = msgspec.structs.replace(swedish().seller, name=name, trading_name=name)
    first = msgspec.structs.replace(line(1, "1", "1"), item=msgspec.structs.replace(line(1, "1", "1").item, name=name))
    invoice = changed(seller=seller, buyer_reference=name, notes=(name,), lines=(first,))
    document = build(invoice)
    assert validate(document).findings == ()
    assert read(document).invoice == invoice


def test_a_vat_category_that_does_not_exist_is_a_finding_and_not_an_error() -> None:
    invoice = changed(lines=(line(1, "1", "1", VatCategory(code="<S>", rate=STANDARD.rate)),))
    assert {"BR-CL-18", "BR-CL-17"} <= rules_in(build(invoice))
