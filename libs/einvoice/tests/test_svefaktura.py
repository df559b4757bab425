"""Svefaktura 1.0: SFTI's structure and rules, giros as its banks, and refusals where it cannot say it."""

import os
from decimal import Decimal

import pytest
from einvoice_format_stories import example, faults, lost, replace, said, texts
from lxml import etree

from einvoice import formats
from einvoice.examples import every_term, swedish
from einvoice.losses import CannotExpress
from einvoice.model import (
    Address,
    AllowanceCharge,
    Identifier,
    Invoice,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    VatCategory,
)
from einvoice.rules.parsed import ParsedDocument
from einvoice.sums import round_to_whole, totals
from einvoice.svefaktura import writer as svefaktura
from einvoice.svefaktura.rules import SCHEMAS_DIR, SvefakturaStructure, svefaktura_schemas
from einvoice.xml import PREFIXES, parse

PARTY = "sac:{}Party/sac:Party"
TOTAL = "sac:LegalTotal/sbc:{}"


def fit(invoice: Invoice) -> Invoice:
    """The invoice without what Svefaktura refuses."""
    made: Invoice = replace(invoice, type_code="381" if invoice.is_credit_note else "380", prepaid=None)
    return made


DOCUMENTS = {
    "plain": swedish(),
    "whole": fit(every_term()),
    "whole credit note": fit(every_term(credit_note=True)),
    "credit note": example("se-credit-note"),
    "finnish": example("fi-invoice"),
    "danish": example("dk-invoice"),
}


def build(invoice: Invoice) -> bytes:
    return svefaktura.build(invoice).document


def figure(document: bytes, path: str) -> Decimal:
    return Decimal(said(document, path))


@pytest.mark.parametrize("invoice", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_has_the_structure_of_sftis_schemas(invoice: Invoice) -> None:
    assert faults(build(invoice)) == []


@pytest.mark.skipif(not os.environ.get(SCHEMAS_DIR), reason="SFTI's schemas are not ours to ship")
@pytest.mark.parametrize("invoice", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_is_what_sftis_schemas_say_where_we_have_them(invoice: Invoice) -> None:
    assert svefaktura_schemas().check(ParsedDocument(parse(build(invoice)))) == []


def test_it_says_who_and_what_in_sftis_names() -> None:
    document = build(swedish())
    assert etree.fromstring(document).tag == "{urn:sfti:documents:BasicInvoice:1:0}Invoice"
    assert said(document, "sfti:ID") == "1001"
    assert said(document, "sfti:InvoiceTypeCode") == "380"
    assert said(document, "sfti:LineItemCountNumeric") == "3"
    assert said(document, "sfti:RequisitionistDocumentReference/sac:ID") == "AB12"
    seller = PARTY.format("Seller")
    assert texts(document, f"{seller}/sac:PartyTaxScheme/sac:CompanyID") == ["5560360793", "SE556036079301"]
    assert texts(document, f"{seller}/sac:PartyTaxScheme/sac:TaxScheme/sac:ID") == ["SWT", "VAT"]
    assert said(document, f"{seller}/sac:PartyTaxScheme/sbc:ExemptionReason") == "Godkänd för F-skatt"
    assert said(document, f"{seller}/sac:PartyTaxScheme/sbc:RegistrationName") == "Nordleverans AB"
    assert said(document, f"{seller}/sac:Contact/sbc:Telephone") == "+468123456"
    assert (
        texts(document, "sac:InvoiceLine/sac:OrderLineReference/sac:OrderReference/sac:BuyersID") == ["AO1234567"] * 3
    )


def test_a_gln_stands_as_gs1s_number_and_other_addresses_are_the_envelopes() -> None:
    gln = Identifier(value="7300010000001", scheme="0088")
    built = svefaktura.build(replace(swedish(), buyer__endpoint=gln))
    path = f"{PARTY.format('Buyer')}/sac:PartyIdentification/sac:ID"
    assert said(built.document, path) == gln.value
    [number] = etree.fromstring(built.document).iterfind(path, PREFIXES)
    assert number.get("identificationSchemeAgencyID") == "9"
    assert "buyer.endpoint" not in lost(built)
    assert "seller.endpoint" in lost(built)


def test_the_seat_of_the_board_is_told() -> None:
    seat = replace(swedish(), seller__legal_form="Styrelsens säte: Örebro")
    path = f"{PARTY.format('Seller')}/sac:PartyTaxScheme/sac:RegistrationAddress/sbc:CityName"
    assert said(build(seat), path) == "Örebro"
    assert "seller.legal_form" in lost(svefaktura.build(replace(seat, seller__legal_form="Publikt aktiebolag")))


@pytest.mark.parametrize(
    ("way", "account", "bank"),
    [
        (PaymentMeans(code="30", account="991-2346", branch="SE:BANKGIRO", payment_id="10017"), "9912346", "BGABSESS"),
        (PaymentMeans(code="30", account="4738-8", branch="SE:PLUSGIRO", payment_id="10017"), "47388", "PGSISESS"),
        (
            PaymentMeans(code="58", account="SE45 5000 0000 0583 9825 7466", branch="ESSESESS", payment_id="10017"),
            "SE4550000000058398257466",
            "ESSESESS",
        ),
    ],
)
def test_giros_are_told_by_their_banks_and_accounts_without_signs(way: PaymentMeans, account: str, bank: str) -> None:
    built = svefaktura.build(replace(swedish(), payment_means=(way,)))
    path = "sac:PaymentMeans/sac:PayeeFinancialAccount"
    assert said(built.document, f"{path}/sac:ID") == account
    branch = "sac:FinancialInstitutionBranch/sac:FinancialInstitution/sac:ID"
    assert said(built.document, f"{path}/{branch}") == bank
    assert said(built.document, f"{path}/sac:PaymentInstructionID") == "10017"
    assert said(built.document, "sac:PaymentMeans/sbc:DuePaymentDate") == "2026-12-20"
    assert not {place for place in lost(built) if place.startswith("payment_means")}


def test_the_sums_are_sftis() -> None:
    """R-71 and its like: lines, charges and VAT make the total, which holds öresavrundning."""
    invoice = round_to_whole(swedish())
    document, sums = build(invoice), totals(invoice)
    lines = sum(map(Decimal, texts(document, "sac:InvoiceLine/sbc:LineExtensionAmount")))
    assert figure(document, TOTAL.format("LineExtensionTotalAmount")) == lines
    without_vat = figure(document, TOTAL.format("TaxExclusiveTotalAmount"))
    assert without_vat == lines + figure(document, "sfti:AllowanceCharge/sbc:Amount")
    vat = figure(document, "sac:TaxTotal/sbc:TotalTaxAmount")
    rounding = figure(document, "sac:LegalTotal/sac:RoundOffAmount")
    with_vat = figure(document, TOTAL.format("TaxInclusiveTotalAmount"))
    assert rounding and with_vat == without_vat + vat + rounding == sums.payable


def test_vat_in_another_currency_is_told_with_its_rate_and_adds_up() -> None:
    """R-3, R-68."""
    invoice = replace(swedish(), currency="EUR", vat_currency="SEK", vat_amount_in_vat_currency=Decimal("39567.97"))
    document = build(invoice)
    assert said(document, "sfti:TaxCurrencyCode") == "SEK"
    assert said(document, "sac:ExchangeRate/sac:TargetCurrencyCode") == "SEK"
    told = texts(document, "sac:TaxTotal/sac:TaxSubTotal/sac:TaxCurrencyTaxAmount")
    assert sum(map(Decimal, told)) == Decimal("39567.97")
    rate = figure(document, "sac:ExchangeRate/sbc:CalculationRate")
    assert abs(rate * totals(invoice).vat - Decimal("39567.97")) < Decimal("0.01")


def test_what_is_exempt_says_why() -> None:
    built = svefaktura.build(example("se-credit-note"))
    category = "sac:TaxTotal/sac:TaxSubTotal/sac:TaxCategory"
    assert "E" in texts(built.document, f"{category}/sac:ID")
    assert all(texts(built.document, f"{category}[sac:ID='E']/sbc:ExemptionReason"))
    reverse = replace(swedish(), lines__0__vat=VatCategory(code="AE", rate=Decimal(0)))
    assert "lines[0].vat.code" in lost(svefaktura.build(reverse))


def test_a_credit_note_names_the_invoice_it_is_about() -> None:
    note = replace(swedish(), type_code="381", preceding_invoices=(PrecedingInvoice(number="999"),))
    document = build(note)
    assert said(document, "sfti:InvoiceTypeCode") == "381"
    assert said(document, "sfti:InitialInvoiceDocumentReference/sac:ID") == "999"


def test_a_line_has_one_allowance_and_several_are_told_together() -> None:
    one = AllowanceCharge(amount=Decimal(10), reason="Rabatt")
    single = svefaktura.build(replace(swedish(), lines__0__allowances=(one,)))
    assert said(single.document, "sac:InvoiceLine/sac:AllowanceCharge/sbc:Amount") == "10.00"
    assert "lines[0].allowances[0].reason" in lost(single)
    several = svefaktura.build(replace(swedish(), lines__0__allowances=(one, one), lines__0__charges=(one,)))
    assert said(several.document, "sac:InvoiceLine/sac:AllowanceCharge/sbc:ChargeIndicator") == "false"
    assert {"lines[0].allowances[0]", "lines[0].allowances[1]", "lines[0].charges[0]"} <= lost(several)
    assert faults(several.document) == []


def test_what_has_a_place_only_beside_something_else_is_a_loss_without_it() -> None:
    half = svefaktura.build(replace(swedish(), period=Period(start=swedish().issue_date)))
    assert "period" in lost(half)
    ways = tuple(PaymentMeans(code="30", account=str(number)) for number in range(1000, 1004))
    assert "payment_means[3]" in lost(svefaktura.build(replace(swedish(), payment_means=ways)))
    alone = replace(swedish(), seller__legal_id=None, seller__legal_form="Styrelsens säte: Örebro")
    assert {"seller.tax_registration", "seller.legal_form"} <= lost(svefaktura.build(alone))


# What Svefaktura cannot say


@pytest.mark.parametrize(
    ("changes", "where", "text"),
    [
        ({"type_code": "384"}, "type_code", "380 and 381, and not 384"),
        ({"prepaid": Decimal(1)}, "prepaid", "would ask for all of it"),
        ({"rounding": Decimal(-99999)}, "totals.payable", "no negative totals"),
        ({"buyer_reference": None, "purchase_order": None}, "buyer_reference", "whoever ordered"),
        ({"buyer__address": None}, "buyer.address", "needs an address"),
        ({"seller__vat_id": None}, "seller.vat_id", "R-88"),
        ({"lines__1__vat": VatCategory(code="L", rate=Decimal(7))}, "lines.vat.code", "no VAT category L"),
    ],
)
def test_what_it_cannot_say_is_refused_with_the_field(changes: dict[str, object], where: str, text: str) -> None:
    with pytest.raises(CannotExpress, match=text) as refusal:
        svefaktura.build(replace(swedish(), **changes))
    assert refusal.value.where == where


# The structure as a check


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("<InvoiceTypeCode>380</InvoiceTypeCode>", "", "/sfti:Invoice"),
        ("<ID>1001</ID>", "<ID>1001</ID><ID>1002</ID>", "/sfti:Invoice"),
        ("<cbc:Name>Infranord AB</cbc:Name>", "", "/sfti:Invoice/sac:BuyerParty/sac:Party/sac:PartyName"),
        ("<cac:ID>AB12</cac:ID>", "<cac:Odd/>", "/sfti:Invoice/sfti:RequisitionistDocumentReference"),
        ("<InvoiceTypeCode>380", "<InvoiceTypeCode>380<x/>", "/sfti:Invoice/sfti:InvoiceTypeCode"),
    ],
)
def test_an_element_out_of_place_is_found_where_it_stands(old: str, new: str, where: str) -> None:
    document = build(swedish()).decode()
    assert old in document
    report = formats.validate(document.replace(old, new, 1).encode())
    assert where in [finding.where for finding in report.findings]
    assert [run.state for run in report.layers] == ["failed", "not reached"]


def test_without_sftis_schemas_the_verdict_is_not_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SCHEMAS_DIR, raising=False)
    report = formats.validate(build(swedish()))
    assert not report.complete
    assert SCHEMAS_DIR in str(report.layers[-1].reason)
    assert formats.validate(build(swedish()), ("structure",)).valid


def test_another_document_is_no_svefaktura() -> None:
    [finding] = SvefakturaStructure().check(ParsedDocument(parse(b"<Finvoice/>")))
    assert "no Svefaktura" in finding.text


def test_an_address_has_what_sfti_gives_it_room_for() -> None:
    address = Address(
        line1="Storgatan 1", line2="Plan 4", line3="Port B", city="Kiruna", subdivision="BD", country="SE"
    )
    built = svefaktura.build(replace(swedish(), buyer__address=address))
    assert {"buyer.address.line3", "buyer.address.subdivision"} <= lost(built)
    assert faults(built.document) == []
