"""One table of formats: each document is recognised, read, checked or refused by it, and nothing is lost in silence."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from einvoice_format_stories import EXAMPLES, lost, replace, silent_losses
from einvoice_strategies import invoices
from hypothesis import HealthCheck, given, settings

from einvoice import formats
from einvoice.cii import facturx
from einvoice.examples import every_term, swedish
from einvoice.formats import FORMATS, CannotExpress
from einvoice.model import Address, Identifier, Invoice, VatCategory, VatExemption, from_json
from einvoice.rules.limits import ValidationLimits
from einvoice.svefaktura.rules import SCHEMAS_DIR
from einvoice.terms import all_terms
from einvoice.ubl.reader import Unreadable
from einvoice.ubl.writer import build as build_ubl
from einvoice.xml import UnsafeXml

READ = ("ubl", "cii", "factur-x")
LOSSY = ("cii", "oioubl", "svefaktura")


def test_every_line_has_a_name_of_its_own_and_says_what_it_is() -> None:
    assert formats.names() == ("ubl", "cii", "factur-x", "oioubl", "svefaktura", "pdf")
    assert all(row.version and row.what and row.title.startswith(row.name) for row in FORMATS)
    assert formats.named("cii").version == "D16B"
    with pytest.raises(LookupError, match=r"edifact.*ubl, cii"):
        formats.named("edifact")


@pytest.mark.parametrize("row", [row for row in FORMATS if row.checks], ids=lambda row: row.name)
def test_what_is_built_is_recognised_and_passes_its_own_checks(
    row: formats.Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SCHEMAS_DIR, raising=False)
    document = formats.build(swedish(), row.name).document
    assert formats.recognised(document) is row
    report = formats.validate(document)
    assert [finding for finding in report.findings if finding.level == "fatal"] == []
    assert row.checks
    assert [run.name for run in report.layers] == [layer.name for layer in row.checks()]
    assert {run.name for run in report.layers if run.state != "passed"} == (
        {"xsd"} if row.name == "svefaktura" else set()  # whose schemas are not ours to ship
    )


@pytest.mark.parametrize("name", READ)
def test_what_is_built_is_read_again_whatever_the_format(name: str) -> None:
    invoice = replace(swedish(), specification=facturx.SPECIFICATION)
    assert formats.read(formats.build(invoice, name).document).invoice == invoice


@pytest.mark.parametrize("name", ["oioubl", "svefaktura"])
def test_what_is_only_written_is_refused_by_its_name(name: str) -> None:
    document = formats.build(swedish(), name).document
    with pytest.raises(Unreadable, match=f"{name} .* written here and not read; what is read is ubl .*cii") as refusal:
        formats.read(document)
    assert refusal.value.code == "invoice.format-not-read"


@pytest.mark.parametrize(
    ("document", "code", "text"),
    [
        (b"<Finvoice/>", "invoice.format-not-read", "this is a Finvoice; what is read is ubl"),
        (b'<Order xmlns="urn:x"/>', "invoice.format-not-read", "whose root is {urn:x}Order"),
        (b'<i:CrossIndustryDocument xmlns:i="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', None, "a ZUGFeRD 1.0"),
        (b"%PDF-1.7 and no more", "invoice.no-file-in-pdf", "the PDF cannot be opened"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml.doctype", "DOCTYPE"),
        (b"", "xml.not-well-formed", "empty"),
        (b"ISA*00*", "xml.not-well-formed", "not well-formed"),
    ],
)
def test_what_nobody_here_reads_is_refused_with_its_reason(document: bytes, code: str | None, text: str) -> None:
    with pytest.raises((Unreadable, UnsafeXml)) as refusal:
        formats.read(document)
    assert refusal.value.code == code or code is None
    assert text in str(refusal.value)
    assert not formats.validate(document).valid


def test_a_document_that_begins_with_a_long_comment_is_read_all_the_same() -> None:
    document = build_ubl(swedish()).replace(b"?>", b"?><!--" + b"x" * 70_000 + b"-->", 1)
    assert formats.read(document).invoice == swedish()


def test_what_a_document_names_itself_is_looked_for_at_its_beginning_in_any_encoding() -> None:
    document = formats.build(swedish(), "oioubl").document
    for encoding in ("utf-16", "iso-8859-1"):
        told = document.decode().replace("UTF-8", encoding).encode(encoding)
        assert formats.recognised(told) is formats.named("oioubl")


def test_some_checks_can_be_asked_for_and_what_decides_is_always_asked() -> None:
    document = formats.build(swedish(), "factur-x").document
    assert [run.name for run in formats.validate(document, ("en16931",)).layers] == ["xsd", "en16931"]
    small = ValidationLimits(document_bytes_max=1000)
    assert {finding.rule for finding in formats.validate(document, limits=small).findings} == {"xml.too-large"}


def test_a_pdf_without_an_invoice_says_so() -> None:
    document = formats.build(swedish(), "pdf").document
    report = formats.validate(document)
    assert [run.state for run in report.layers] == ["failed", "not reached", "not reached"]
    assert "no file factur-x.xml" in report.findings[0].text


def test_a_page_is_in_the_language_asked_for() -> None:
    assert formats.build(swedish(), "pdf", language="sv") != formats.build(swedish(), "pdf", language="fi")
    assert formats.build(swedish(), "cii", language="sv") == formats.build(swedish(), "cii", language="fi")


# Nothing is lost in silence


def fit_for_all(invoice: Invoice) -> Invoice:
    """The invoice with what Svefaktura and OIOUBL refuse replaced."""
    kind = "381" if invoice.is_credit_note else "380"
    return replace(invoice, type_code=kind, prepaid=None)


@pytest.mark.parametrize("name", LOSSY)
@pytest.mark.parametrize("credit_note", [False, True])
def test_every_value_is_in_the_document_or_told_as_lost(name: str, credit_note: bool) -> None:
    assert silent_losses(formats.named(name).build, fit_for_all(every_term(credit_note=credit_note))) == []


@pytest.mark.parametrize("name", LOSSY)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_example_loses_anything_in_silence(name: str, path: Path) -> None:
    invoice = from_json(path.read_bytes())
    try:
        formats.build(invoice, name)
    except CannotExpress as refusal:
        assert refusal.where.partition(".")[0].partition("[")[0] in (*Invoice.__struct_fields__, "totals")
        invoice = fit_for_all(swedish())
    assert silent_losses(formats.named(name).build, invoice) == []


@pytest.mark.parametrize("name", ["ubl", *LOSSY])
def test_a_reason_for_no_vat_that_nothing_is_of_is_told_as_lost(name: str) -> None:
    reasons = tuple(VatExemption(category=category, reason="Utbildning") for category in ("E", "AE", "E"))
    exempt = replace(swedish(), lines__2__vat=VatCategory(code="E", rate=Decimal(0)), vat_exemptions=reasons)
    assert {"vat_exemptions[0]", "vat_exemptions[1]"} <= lost(formats.build(exempt, name))
    assert "vat_exemptions[2]" not in lost(formats.build(exempt, name))


def test_a_loss_names_its_business_term_and_its_place() -> None:
    losses = {loss.where: loss for loss in formats.build(swedish(), "svefaktura").losses}
    assert losses["seller.endpoint"].term == "BT-34"
    assert "no place" in losses["seller.endpoint"].text
    terms = {term.number for term in all_terms()}
    assert all(loss.term in terms for loss in losses.values())


def test_a_refusal_names_the_term_that_the_format_cannot_say() -> None:
    with pytest.raises(CannotExpress, match=r"BT-3 \(type_code\): Svefaktura has types 380 and 381") as refusal:
        formats.build(replace(swedish(), type_code="384"), "svefaktura")
    assert refusal.value.where == "type_code"


def of_any_invoice(examples: int, holds: Callable[[Invoice], None]) -> None:
    """Whether it holds for so many invoices, of which each format refuses few."""
    chosen = settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    chosen(given(invoices().map(that_few_refuse))(holds))()


def that_few_refuse(invoice: Invoice) -> Invoice:
    """The invoice between two GLNs, with one VAT category, no total below zero, and what Svefaktura asks for."""
    vat, gln = invoice.lines[0].vat, Identifier(value="7300010000001", scheme="0088")
    here = Address(country="SE")
    return fit_for_all(
        replace(
            invoice,
            lines=tuple(replace(line, vat=vat, quantity=abs(line.quantity) + 1) for line in invoice.lines),
            allowances=(),
            charges=tuple(replace(charge, vat=vat) for charge in invoice.charges),
            rounding=None,
            buyer_reference=invoice.buyer_reference or "AB12",
            seller=replace(
                invoice.seller,
                endpoint=gln,
                address=invoice.seller.address or here,
                vat_id=invoice.seller.vat_id or "SE556036079301",
            ),
            buyer=replace(invoice.buyer, endpoint=gln, address=invoice.buyer.address or here),
        )
    )


def nothing_is_lost_in_silence(invoice: Invoice) -> None:
    for name in LOSSY:
        try:
            built = formats.build(invoice, name)
        except CannotExpress:
            continue
        assert formats.recognised(built.document) is formats.named(name)
        assert silent_losses(formats.named(name).build, invoice) == []


def test_no_invoice_at_all_loses_anything_in_silence() -> None:
    of_any_invoice(5, nothing_is_lost_in_silence)


@pytest.mark.slow
def test_very_many_invoices_lose_nothing_in_silence() -> None:
    of_any_invoice(200, nothing_is_lost_in_silence)
