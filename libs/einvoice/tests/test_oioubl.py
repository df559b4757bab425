"""OIOUBL 2.1: Danish names for Danish things, sums as its own rules want them, and refusals where it cannot say it."""

from decimal import Decimal

import pytest
from einvoice_format_stories import example, faults, lost, replace, said, silent_losses, texts
from lxml import etree

from einvoice.examples import every_term, swedish
from einvoice.losses import CannotExpress
from einvoice.model import (
    AllowanceCharge,
    DocumentAllowanceCharge,
    Identifier,
    Invoice,
    PaymentMeans,
    VatCategory,
    VatExemption,
)
from einvoice.oioubl import writer as oioubl
from einvoice.sums import totals
from einvoice.xml import PREFIXES

STANDARD, ZERO_RATED = VatCategory(code="S", rate=Decimal(25)), VatCategory(code="Z", rate=Decimal(0))


def danish(**changes: object) -> Invoice:
    """An invoice between Danish companies."""
    made: Invoice = replace(example("dk-invoice"), **changes)
    return made


def figures(document: bytes, path: str) -> list[Decimal]:
    return [Decimal(text) for text in texts(document, path)]


def figure(document: bytes, path: str) -> Decimal:
    [one] = figures(document, path)
    return one


def attribute(document: bytes, path: str, name: str) -> str | None:
    element = etree.fromstring(document).find(path, PREFIXES)
    assert element is not None
    return element.get(name)


@pytest.mark.parametrize(
    "invoice",
    [
        danish(),
        example("dk-credit-note"),
        swedish(),
        example("no-invoice-export"),
        example("fi-credit-note"),
        replace(every_term(), type_code="380", prepaid=Decimal(10)),
        replace(every_term(credit_note=True), prepaid=None),
    ],
    ids=lambda invoice: invoice.number,
)
def test_a_document_is_what_the_schema_of_ubl_says(invoice: Invoice) -> None:
    assert faults(oioubl.build(invoice).document) == []


def test_it_says_what_it_is_and_is_the_same_each_time() -> None:
    document = oioubl.build(danish()).document
    assert said(document, "cbc:UBLVersionID") == "2.1"
    assert said(document, "cbc:CustomizationID") == "OIOUBL-2.1"
    assert said(document, "cbc:ProfileID") == "urn:www.nesubl.eu:profiles:profile5:ver2.0"
    assert attribute(document, "cbc:ProfileID", "schemeAgencyID") == "320"
    assert attribute(document, "cbc:InvoiceTypeCode", "listID") == "urn:oioubl:codelist:invoicetypecode-1.1"
    assert oioubl.build(danish()).document == document
    other = oioubl.build(danish(number="10483")).document
    assert said(other, "cbc:UUID") != said(document, "cbc:UUID")


def test_danish_numbers_have_danish_names() -> None:
    document = oioubl.build(danish()).document
    seller, buyer = (f"cac:Accounting{who}Party/cac:Party" for who in ("Supplier", "Customer"))
    assert said(document, f"{seller}/cbc:EndpointID[@schemeID='DK:CVR']") == "DK13585628"
    assert said(document, f"{buyer}/cbc:EndpointID[@schemeID='GLN']") == "5790000435951"
    assert attribute(document, f"{buyer}/cbc:EndpointID", "schemeAgencyID") == "9"
    assert said(document, f"{seller}/cac:PartyTaxScheme/cbc:CompanyID[@schemeID='DK:SE']") == "DK13585628"
    assert said(document, f"{seller}/cac:PartyLegalEntity/cbc:CompanyID[@schemeID='DK:CVR']") == "DK13585628"
    assert said(document, f"{seller}/cac:PartyTaxScheme/cac:TaxScheme/cbc:Name") == "Moms"
    assert said(document, f"{seller}/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID") == "63"
    assert said(document, f"{buyer}/cac:Contact/cbc:ID") == "NN99"  # the buyer's reference: BT-10


def test_vat_outside_denmark_is_not_moms() -> None:
    document = oioubl.build(swedish()).document
    assert said(document, "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:ID") == "VAT"
    assert said(document, "cac:AccountingSupplierParty/cac:Party/cbc:EndpointID[@schemeID='SE:ORGNR']") == "5560360793"


def test_categories_have_names_and_those_of_one_name_make_one_row() -> None:
    """F-LIB315: ZeroRated stands once, whether zero-rated or exempt."""
    built = oioubl.build(danish())
    subtotal = "cac:TaxTotal/cac:TaxSubtotal"
    assert texts(built.document, f"{subtotal}/cac:TaxCategory/cbc:ID") == ["StandardRated", "ZeroRated"]
    assert figures(built.document, f"{subtotal}/cbc:TaxableAmount") == [Decimal("2650.50"), Decimal("3360.00")]
    assert "lines[3].vat.code" in lost(built)
    reversed_charge = oioubl.build(example("dk-credit-note")).document
    assert texts(reversed_charge, f"{subtotal}/cac:TaxCategory/cbc:ID") == ["ReverseCharge"]


def with_everything_summed() -> Invoice:
    return danish(
        prepaid=Decimal("100.00"),
        rounding=Decimal("-0.13"),
        charges=(DocumentAllowanceCharge(amount=Decimal("49.50"), reason="Fragt", vat=STANDARD),),
        lines__0__allowances=(AllowanceCharge(amount=Decimal("68.00"), reason="Rabat"),),
    )


def test_the_sums_are_those_of_oioubl_s_own_rules() -> None:
    """F-INV126 to F-INV134: TaxExclusiveAmount is the VAT, and TaxInclusiveAmount holds the rounding."""
    document, total = oioubl.build(with_everything_summed()).document, "cac:LegalMonetaryTotal"
    lines = sum(figures(document, "cac:InvoiceLine/cbc:LineExtensionAmount"))
    vat = sum(figures(document, "cac:TaxTotal/cbc:TaxAmount"))
    allowances, charges = (figure(document, f"{total}/cbc:{name}TotalAmount") for name in ("Allowance", "Charge"))
    rounding, prepaid = (figure(document, f"{total}/cbc:{name}Amount") for name in ("PayableRounding", "Prepaid"))
    assert figure(document, f"{total}/cbc:LineExtensionAmount") == lines
    assert figure(document, f"{total}/cbc:TaxExclusiveAmount") == vat
    with_vat = figure(document, f"{total}/cbc:TaxInclusiveAmount")
    assert with_vat == lines - allowances + charges + vat + rounding
    assert (
        figure(document, f"{total}/cbc:PayableAmount") == with_vat - prepaid == totals(with_everything_summed()).payable
    )
    assert figure(document, "cac:PrepaidPayment/cbc:PaidAmount") == prepaid
    assert faults(document) == []


def test_a_line_is_its_price_times_its_quantity() -> None:
    """F-INV340, F-INV348: what the line allows is told, and is in the price too."""
    built = oioubl.build(with_everything_summed())
    for line in etree.fromstring(built.document).iterfind("cac:InvoiceLine", PREFIXES):
        quantity, net, price = (
            Decimal(line.findtext(path, namespaces=PREFIXES) or "")
            for path in ("cbc:InvoicedQuantity", "cbc:LineExtensionAmount", "cac:Price/cbc:PriceAmount")
        )
        assert abs(quantity * price - net) < Decimal("0.001")
    assert "lines[0].price.net" in lost(built)
    assert said(built.document, "cac:InvoiceLine/cac:AllowanceCharge/cbc:Amount") == "68.00"


def test_a_percent_is_a_factor_and_needs_its_base() -> None:
    whole = DocumentAllowanceCharge(base_amount=Decimal(200), percent=Decimal("12.5"), vat=STANDARD, reason="Rabat")
    built = oioubl.build(danish(allowances=(whole,)))
    assert said(built.document, "cac:AllowanceCharge/cbc:MultiplierFactorNumeric") == "0.125"
    without = DocumentAllowanceCharge(amount=Decimal(25), percent=Decimal("12.5"), vat=STANDARD, reason="Rabat")
    nothing = DocumentAllowanceCharge(amount=Decimal(0), vat=STANDARD, reason="Ingen")
    built = oioubl.build(danish(allowances=(without, nothing)))
    assert {"allowances[0].percent", "allowances[1]"} <= lost(built)
    assert len(texts(built.document, "cac:AllowanceCharge")) == 1


# Payment


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (
            PaymentMeans(code="93", payment_id="71#000000000000018", account="81234567"),
            {
                "cbc:PaymentMeansCode": "93",
                "cbc:PaymentChannelCode": "DK:FIK",
                "cbc:PaymentID": "71",
                "cbc:InstructionID": "000000000000018",
                "cac:CreditAccount/cbc:AccountID": "81234567",
            },
        ),
        (
            PaymentMeans(code="50", payment_id="01#", account="1234567"),
            {"cbc:PaymentChannelCode": "DK:GIRO", "cbc:PaymentID": "01", "cac:PayeeFinancialAccount/cbc:ID": "1234567"},
        ),
        (
            PaymentMeans(code="42", account="1234567890", branch="4321"),
            {
                "cbc:PaymentChannelCode": "DK:BANK",
                "cac:PayeeFinancialAccount/cbc:ID": "1234567890",
                "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID": "4321",
            },
        ),
        (
            PaymentMeans(code="31", account="DK5000400440116243", branch="DABADKKK", payment_id="10482"),
            {
                "cbc:PaymentMeansCode": "31",
                "cbc:PaymentChannelCode": "IBAN",
                "cac:PayeeFinancialAccount/cbc:ID": "DK5000400440116243",
                "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cac:FinancialInstitution/cbc:ID": "DABADKKK",
            },
        ),
        (
            PaymentMeans(code="30", account="9912346", branch="SE:BANKGIRO", payment_id="10017"),
            {"cbc:PaymentMeansCode": "1", "cbc:PaymentChannelCode": "SE:BANKGIRO", "cbc:PaymentID": "10017"},
        ),
        (
            PaymentMeans(code="48", card_number="1234", card_network="VISA"),
            {"cac:CardAccount/cbc:PrimaryAccountNumberID": "1234", "cac:CardAccount/cbc:NetworkID": "VISA"},
        ),
        (PaymentMeans(code="97"), {"cbc:PaymentChannelCode": "DK:NEMKONTO"}),
    ],
    ids=lambda told: told.code if isinstance(told, PaymentMeans) else "",
)
def test_each_way_to_pay_has_its_own_form(way: PaymentMeans, told: dict[str, str]) -> None:
    document = oioubl.build(danish(payment_means=(way,))).document
    assert {path: said(document, f"cac:PaymentMeans/{path}") for path in told} == told
    assert faults(document) == []


def test_a_due_date_without_a_way_to_pay_is_told_all_the_same() -> None:
    document = oioubl.build(danish(payment_means=())).document
    assert said(document, "cac:PaymentMeans/cbc:PaymentDueDate") == "2026-12-04"
    assert said(document, "cac:PaymentMeans/cbc:PaymentMeansCode") == "1"


def test_a_credit_note_asks_for_no_payment_and_says_that_it_does_not() -> None:
    invoice = replace(danish(), type_code="381")
    built = oioubl.build(invoice)
    assert {"due_date", "payment_terms", "delivery", "payment_means[0]"} <= lost(built)
    assert texts(built.document, "cac:PaymentMeans") == []
    assert faults(built.document) == []
    assert silent_losses(oioubl.build, invoice) == []


def test_vat_in_kroner_is_told_beside_that_in_another_currency() -> None:
    invoice = danish(currency="EUR", vat_currency="DKK", vat_amount_in_vat_currency=Decimal("4942.36"))
    document = oioubl.build(invoice).document
    assert said(document, "cac:TaxTotal/cac:TaxSubtotal/cbc:TransactionCurrencyTaxAmount") == "4942.36"
    built = oioubl.build(replace(invoice, vat_currency="SEK"))
    assert {"vat_currency", "vat_amount_in_vat_currency"} <= lost(built)


# What OIOUBL cannot say


@pytest.mark.parametrize(
    ("changes", "where", "text"),
    [
        ({"type_code": "384"}, "type_code", "no invoices of type 384"),
        ({"seller__endpoint": None}, "seller.endpoint", "needs an electronic address"),
        ({"buyer__endpoint": Identifier(value="a@b.example", scheme="EM")}, "buyer.endpoint", "of the scheme EM"),
        ({"lines__0__vat__rate": Decimal(12)}, "lines.vat.rate", "one rate in a document, not 12, 25"),
        ({"lines__0__vat": VatCategory(code="B", rate=Decimal(25))}, "lines.vat.code", "no VAT category B"),
        ({"lines__0__quantity": Decimal(0)}, "lines[0].quantity", "quantity zero"),
        ({"prepaid": Decimal(99999)}, "totals.payable", "no negative totals"),
        ({"prepaid": Decimal(-1)}, "prepaid", "none below zero"),
        ({"rounding": Decimal("10.01")}, "rounding", "rounds by 10"),
        ({"payment_means__0__payment_id": "71#12"}, "payment_means[0].payment_id", "is no payment id"),
        ({"payment_means__0__account": "12"}, "payment_means[0].account", "no creditor number"),
    ],
)
def test_what_it_cannot_say_is_refused_with_the_field(changes: dict[str, object], where: str, text: str) -> None:
    with pytest.raises(CannotExpress, match=text) as refusal:
        oioubl.build(danish(**changes))
    assert refusal.value.where == where


def test_a_charge_of_a_category_that_no_line_has_is_refused() -> None:
    """F-LIB404."""
    lines = tuple(line for line in danish().lines if line.vat.code == "S")
    charge = DocumentAllowanceCharge(amount=Decimal(10), vat=ZERO_RATED, reason="Porto")
    with pytest.raises(CannotExpress, match="no line is of VAT category Z"):
        oioubl.build(danish(lines=lines, charges=(charge,), vat_exemptions=()))


def test_what_it_tells_otherwise_is_a_loss_with_its_term() -> None:
    built = oioubl.build(swedish())
    units = [loss for loss in built.losses if loss.where.endswith(".unit")]
    assert {(loss.term, loss.text) for loss in units} == {("BT-130", "OIOUBL knows no H87, and tells it as EA")}
    exempt = danish(vat_exemptions=(VatExemption(category="E", reason="Undervisning", code="VATEX-EU-132"),))
    assert "vat_exemptions[0].code" in lost(oioubl.build(exempt))


def test_the_order_of_elements_is_kept_whatever_is_left_out() -> None:
    """Each optional group taken away alone leaves a document that the schema takes."""
    whole = replace(every_term(), type_code="380", prepaid=None)
    for field in ("payee", "tax_representative", "delivery", "period", "object_id", "project", "contract"):
        assert faults(oioubl.build(replace(whole, **{field: None})).document) == []
    for field in ("notes", "attachments", "charges", "preceding_invoices"):
        assert faults(oioubl.build(replace(whole, **{field: ()})).document) == []
