"""Documents as other programs write them: what the official rules accept is accepted, and nothing is lost in silence.

Each story is one kind of document that is lawful and unusual. Its docstring says which siblings were looked for.
"""

import io
import re
from decimal import Decimal

import msgspec
import pikepdf
import pytest
from einvoice_format_stories import lost, replace, texts

from einvoice import formats
from einvoice.cii import facturx
from einvoice.cii import writer as cii
from einvoice.examples import BANKGIRO, every_term, swedish
from einvoice.model import Attachment, Invoice, PaymentMeans, PrecedingInvoice, VatCategory, VatExemption
from einvoice.rules import self_billing
from einvoice.rules.validation import validate
from einvoice.sums import round2, totals
from einvoice.ubl.reader import Unreadable, read
from einvoice.ubl.writer import build


def rewritten(document: bytes, *changes: tuple[str, str]) -> bytes:
    """The document with each pattern replaced wherever it stands."""
    text = document.decode()
    for pattern, by in changes:
        text, count = re.subn(pattern, by, text)
        assert count, pattern
    return text.encode()


def fatal(document: bytes) -> list[str]:
    """The rules that a document breaks, in whatever format it is."""
    return [finding.rule for finding in formats.validate(document).findings if finding.level == "fatal"]


def warned(document: bytes) -> set[str]:
    return {finding.rule for finding in formats.validate(document).findings if finding.level == "warning"}


# Who takes part.


@pytest.mark.parametrize("written", ["Vat", "vat", " VAT "])
def test_the_tax_scheme_of_a_vat_number_is_vat_in_letters_of_any_case(written: str) -> None:
    """Siblings: the seller's, buyer's and representative's number, and the categories; `sepa` of a creditor's."""
    document = rewritten(build(every_term()), ("<cbc:ID>VAT</cbc:ID>", f"<cbc:ID>{written}</cbc:ID>"))
    document = rewritten(document, ('schemeID="SEPA"', 'schemeID="Sepa"'))
    result = read(document)
    assert result.invoice == every_term()
    assert result.unknown == ()
    plain = rewritten(build(swedish()), ("<cbc:ID>VAT</cbc:ID>", f"<cbc:ID>{written}</cbc:ID>"))
    assert "NORDIC-VAT-ID" not in fatal(plain)


def test_a_tax_registration_is_of_any_scheme_but_vat() -> None:
    """Siblings: Tax in other letters is the same word; FC, as German programs write it, is told to be another one."""
    tax = rewritten(build(swedish()), ("<cbc:ID>TAX</cbc:ID>", "<cbc:ID>Tax</cbc:ID>"))
    assert (read(tax).invoice, read(tax).unknown) == (swedish(), ())
    german = read(rewritten(tax, ("<cbc:ID>Tax</cbc:ID>", "<cbc:ID>FC</cbc:ID>")))
    assert german.invoice.seller.tax_registration == "Godkänd för F-skatt"
    assert [unknown.text for unknown in german.unknown] == ["FC"]


def test_two_vat_numbers_of_a_seller_break_one_rule_and_none_of_other_countries() -> None:
    """Siblings: 24 rules of Norway, Italy, Greece and Sweden, and the same of a buyer."""
    group = r"(<cac:PartyTaxScheme><cbc:CompanyID>SE.*?</cac:PartyTaxScheme>)"
    seller = replace(swedish().seller, tax_registration=None)
    assert fatal(rewritten(build(replace(swedish(), seller=seller)), (group, r"\1\1"))) == ["UBL-SR-12"]


# Self-billing and credit notes.


def self_billed(**changes: object) -> Invoice:
    """An invoice that its buyer writes."""
    made: Invoice = replace(
        swedish(),
        type_code="389",
        specification=self_billing.SPECIFICATION,
        process=self_billing.PROCESS,
        **changes,
    )
    return made


def test_a_self_billed_invoice_and_its_credit_note_are_judged_by_the_rules_of_self_billing() -> None:
    assert fatal(build(self_billed())) == []
    credit_note = replace(
        self_billed(), type_code="261", preceding_invoices=(PrecedingInvoice(number="1"),), due_date=None
    )
    document = build(credit_note)
    assert fatal(document) == []
    assert read(document).invoice == credit_note


def test_self_billing_has_its_own_process_and_types_and_all_other_rules() -> None:
    """Siblings: the four rules that differ, each broken alone, and one that does not differ."""
    document = build(self_billed())
    assert fatal(rewritten(document, ("selfbilling:01:1.0", "billing:01:1.0"))) == ["PEPPOL-EN16931-R007"]
    assert fatal(rewritten(document, (">389<", ">380<"))) == ["PEPPOL-EN16931-P0100"]
    assert fatal(build(self_billed(buyer_reference=None, purchase_order=None))) == ["PEPPOL-EN16931-R003"]
    assert "PEPPOL-EN16931-P0100" in fatal(rewritten(build(swedish()), (">380<", ">389<")))


@pytest.mark.parametrize(
    "code", ["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"]
)
def test_every_type_that_en16931_has_in_a_credit_note_is_read_as_one(code: str) -> None:
    credit_note = replace(every_term(credit_note=True), type_code=code)
    assert credit_note.is_credit_note
    assert read(build(credit_note)).invoice == credit_note


def test_a_credit_note_asks_for_no_payment_so_it_needs_no_due_date() -> None:
    """Siblings: terms of payment, which stand in for a due date, are not asked for either."""
    undated = replace(every_term(credit_note=True), due_date=None, payment_terms=None)
    assert "NORDIC-DUE" not in fatal(build(undated))
    assert "NORDIC-DUE" in fatal(build(replace(swedish(), due_date=None, payment_terms=None)))


# Figures.


def test_no_amount_is_ever_minus_zero() -> None:
    """Siblings: VAT of a negative line of 0 %, and whatever rounds to nothing from below, in each format."""
    assert str(round2(Decimal("-0.001"))) == str(round2(Decimal("-0.00"))) == "0.00"
    line = replace(swedish().lines[0], quantity=Decimal(-1), vat=VatCategory(code="E", rate=Decimal(0)))
    invoice = replace(swedish(), lines=(line,), vat_exemptions=(VatExemption(category="E", reason="Pant"),))
    for name in ("ubl", "cii"):
        assert b"-0.00<" not in formats.build(invoice, name).document


def test_zeros_that_end_a_figure_are_no_digits() -> None:
    """Siblings: quantities and percents, and zeros behind decimals that count."""
    price = r"(<cbc:PriceAmount[^>]*>)[^<]*"
    for written, meant in [("100." + "0" * 30, "100"), ("0.25" + "0" * 30, "0.25")]:
        document = rewritten(build(swedish()), (price, rf"\g<1>{written}"))
        assert {str(line.price.net) for line in read(document).invoice.lines} == {meant}
        assert "NORDIC-READ" not in fatal(document)
    with pytest.raises(Unreadable, match="too many digits"):
        read(rewritten(build(swedish()), (price, r"\g<1>0." + "3" * 21)))


# What would be lost.


def test_a_leaf_with_elements_inside_tells_them_as_unknown() -> None:
    """Siblings: a leaf that is read alone, one with attributes, and one inside a group of its own; text behind it."""
    document = rewritten(
        build(every_term()),
        ("</cbc:BuyerReference>", "<cbc:Note>one</cbc:Note>behind</cbc:BuyerReference>"),
        ('(<cbc:EndpointID schemeID="0007">[^<]*)', r"\1<cbc:Note>two</cbc:Note>"),
        (r"(<cac:PaymentTerms><cbc:Note>[^<]*)", r"\1<cbc:Note>three</cbc:Note>"),
    )
    told = {unknown.text for unknown in read(document).unknown}
    assert {"one behind", "two", "three"} <= told


@pytest.mark.parametrize("name", ["ubl", "cii", "oioubl"])
def test_a_file_of_no_bytes_is_read_with_its_name_and_told_as_lost_when_it_is_written(name: str) -> None:
    """Siblings: UBL, CII and OIOUBL; Svefaktura carries no files at all and tells each."""
    invoice = replace(
        swedish(), attachments=(Attachment(id="1", content=b"x", mime="application/pdf", filename="a.pdf"),)
    )
    if name != "oioubl":
        empty = rewritten(formats.build(invoice, name).document, (r"(filename=\"a.pdf\">)[^<]*", r"\1"))
        [attachment] = formats.read(empty).invoice.attachments
        assert (attachment.content, attachment.mime, attachment.filename) == (b"", "application/pdf", "a.pdf")
    emptied = replace(invoice, attachments=(replace(invoice.attachments[0], content=b""),))
    assert "attachments[0].content" in lost(formats.build(emptied, name))


@pytest.mark.parametrize("name", ["ubl", "cii", "svefaktura", "oioubl"])
def test_vat_in_a_second_currency_needs_one_and_says_so_when_it_is_left_out(name: str) -> None:
    """Siblings: no BT-6, and a BT-6 that is the currency of the invoice, which BR-53 and R005 refuse."""
    alone = replace(swedish(), vat_amount_in_vat_currency=Decimal("287.55"))
    assert "vat_amount_in_vat_currency" in lost(formats.build(alone, name))
    same = replace(alone, vat_currency=alone.currency)
    built = formats.build(same, name)
    assert {"vat_currency", "vat_amount_in_vat_currency"} <= lost(built)
    assert b"TaxCurrencyCode" not in built.document


def test_terms_of_payment_keep_the_line_break_that_discounts_end_with() -> None:
    """XRechnung's DE-R-018 asks for it. Siblings: CII; a note's or a reference's outer space still means nothing."""
    terms = "#SKONTO#TAGE=14#PROZENT=2.25#\n"
    invoice = replace(swedish(), payment_terms=terms)
    for name in ("ubl", "cii"):
        assert formats.read(formats.build(invoice, name).document).invoice.payment_terms == terms
    blank = rewritten(build(invoice), (r"#SKONTO#[^<]*", "\n"))
    assert read(blank).invoice.payment_terms is None


# CII and Factur-X.


def test_a_payment_reference_without_a_way_to_pay_is_kept() -> None:
    """Siblings: the mandate of a direct debit, which CII tells beside the terms; and UBL has a place for both."""
    document = cii.build(replace(swedish(), payment_means=(BANKGIRO,))).document
    bare = rewritten(
        document,
        (r"<ram:SpecifiedTradeSettlementPaymentMeans>.*?</ram:SpecifiedTradeSettlementPaymentMeans>", ""),
        (
            "</ram:SpecifiedTradePaymentTerms>",
            "<ram:DirectDebitMandateID>M-1</ram:DirectDebitMandateID></ram:SpecifiedTradePaymentTerms>",
        ),
    )
    result = formats.read(bare)
    assert result.unknown == ()
    assert result.invoice.payment_means == (PaymentMeans(code="1", payment_id="10017", mandate="M-1"),)
    assert texts(build(result.invoice), ".//cbc:PaymentID") == ["10017"]


@pytest.mark.parametrize("place", ["IssueDateTime", "DueDateDateTime", "FormattedIssueDateTime"])
@pytest.mark.parametrize("written", ["DK", "20261301", "2026-11-30"])
def test_a_date_of_cii_that_is_none_is_found_by_the_rules_as_it_is_by_the_reader(place: str, written: str) -> None:
    dated = replace(swedish(), preceding_invoices=(PrecedingInvoice(number="1", issue_date=swedish().issue_date),))
    document = cii.build(dated).document
    assert fatal(document) == []
    broken = rewritten(document, (rf"(<ram:{place}><[uq]dt:DateTimeString format=\"102\">)\d+", rf"\g<1>{written}"))
    assert fatal(broken) == ["CII-DT-097"]
    with pytest.raises(Unreadable, match="no date"):
        formats.read(broken)


def test_what_cen_only_warns_of_in_cii_is_a_warning_and_an_error_in_facturx_alone() -> None:
    """Siblings: the five rules that CEN flags so, and each element that EN 16931 does not use."""
    document = cii.build(swedish()).document
    department = rewritten(
        document, (r"(<ram:PersonName>Erik Ek</ram:PersonName>)", r"\1<ram:DepartmentName>Ekonomi</ram:DepartmentName>")
    )
    reference = rewritten(
        document,
        (
            "</ram:ApplicableHeaderTradeAgreement>",
            "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>R</ram:IssuerAssignedID>"
            "<ram:TypeCode>4711</ram:TypeCode></ram:AdditionalReferencedDocument></ram:ApplicableHeaderTradeAgreement>",
        ),
    )
    assert fatal(department) == [] and "CII-SR-465" in warned(department)
    assert fatal(reference) == [] and "FX-SCH" in warned(reference)


def test_the_invoice_of_a_facturx_is_found_by_its_own_name_and_other_files_are_told() -> None:
    """The name-tree key is free (ISO 32000-1, 7.11.4). Siblings: the older names, and files beside the invoice."""
    with pikepdf.open(io.BytesIO(facturx.build(swedish()).document)) as pdf:
        inside = pdf.attachments["factur-x.xml"].get_file().read_bytes()
        del pdf.attachments["factur-x.xml"]
        pdf.attachments["0001"] = pikepdf.AttachedFileSpec(pdf, inside, filename="factur-x.xml")
        pdf.attachments["0002"] = pikepdf.AttachedFileSpec(pdf, b"%PDF-", filename="Tidrapport.pdf")
        changed = io.BytesIO()
        pdf.save(changed)
    result = facturx.read(changed.getvalue())
    assert totals(result.invoice) == totals(swedish())
    assert [unknown.where for unknown in result.unknown] == ["/EmbeddedFiles/Tidrapport.pdf"]


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("H87", "EA"),
        ("KMT", "KTM"),
        ("XPK", "PK"),
        ("E48", "ZZ"),
        ("E51", "ZZ"),
        ("STC", "ZZ"),
        ("HUR", "HUR"),
        ("C62", "C62"),
    ],
)
def test_units_that_the_older_list_of_oioubl_does_not_have_are_told_otherwise_and_said_to_be(
    unit: str, told: str
) -> None:
    line = replace(swedish().lines[0], unit=unit)
    built = formats.build(msgspec.structs.replace(swedish(), lines=(line,)), "oioubl")
    assert f'unitCode="{told}"'.encode() in built.document
    assert ("lines[0].unit" in lost(built)) is (unit != told)


def test_a_document_whose_sums_are_right_and_rules_are_kept_stays_valid() -> None:
    assert validate(build(swedish())).valid
