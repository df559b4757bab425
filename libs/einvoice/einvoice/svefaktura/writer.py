"""Writes an invoice or credit note as Svefaktura 1.0, SFTI's basic invoice, for receivers that take no UBL 2.1.

Made after SFTI's schemas and its rules of 2016-10-25, which the letter R names. A credit note is an Invoice of type
381. The document is told alone, without SFTI's envelope, which is where attachments would be.
"""

from decimal import Decimal

from lxml import etree

from einvoice.losses import Built, CannotExpress, Losses
from einvoice.model import CREDIT_NOTE, INVOICE, PEPPOL_PROCESS, Invoice, PaymentMeans, VatCategory
from einvoice.sums import ZERO, Totals, round2, totals
from einvoice.svefaktura.elements import midnight, money, undecorated
from einvoice.svefaktura.lines import write_allowance_charge, write_category, write_line
from einvoice.svefaktura.parties import write_delivery, write_parties
from einvoice.ubl.elements import day, figure, group, remove_empty, tag, text, wrapped
from einvoice.xml import PREFIXES
from nordic.bankgiro import UBL_BANKGIRO, UBL_PLUSGIRO

NAME = "Svefaktura"
ROOT = tag("sfti:Invoice")
TYPES = frozenset({INVOICE, CREDIT_NOTE})
PAYMENT_MEANS_MAX = 3
AGENCY = "SFTI"
CONTRACT, DELIVERY_NOTE = "CT", "DQ"
"""UNTDID 1153, as SFTI uses it to say what an additional document reference is (R-29)."""
GIROS = {UBL_BANKGIRO: "BGABSESS", UBL_PLUSGIRO: "PGSISESS"}
"""The banks by which Svefaktura tells that an account is a Bankgiro or Plusgiro."""
TRANSFERS = frozenset({"30", "31", "42", "58"})
RATE_PLACES = Decimal("0.000001")

CARRIED = frozenset(
    {
        *("number", "issue_date", "type_code", "currency", "vat_currency", "vat_amount_in_vat_currency"),
        *("tax_point_date", "due_date", "buyer_reference", "contract", "purchase_order", "despatch_advice"),
        *("payment_terms", "notes", "process", "specification", "preceding_invoices.number", "seller", "buyer"),
        *("payee.name", "delivery", "period", "allowances", "charges", "prepaid", "rounding", "vat_exemptions"),
        *("payment_means.code", "payment_means.payment_id", "payment_means.account", "payment_means.branch"),
        *("lines.id", "lines.note", "lines.quantity", "lines.unit", "lines.order_line", "lines.allowances"),
        *("lines.charges", "lines.price.net", "lines.price.base_quantity", "lines.price.base_quantity_unit"),
        *("lines.vat", "lines.item.name", "lines.item.description", "lines.item.sellers_id", "lines.item.buyers_id"),
        "lines.item.standard_id",
    }
)
"""The fields that have a place; of some, what the place cannot hold is told while they are written."""


def build(invoice: Invoice) -> Built:
    """The invoice as UTF-8 XML.

    Raises CannotExpress for what no Svefaktura can be (a type but 380 and 381, prepaid amounts, a negative total, no
    reference of the buyer, a party without address, a seller without VAT number), and ValueError as
    `einvoice.ubl.writer.build` does.
    """
    sums, losses = totals(invoice), Losses()
    _check(invoice, sums)
    prefixes = {None: PREFIXES["sfti"], "cac": PREFIXES["sac"], "cbc": PREFIXES["sbc"]}
    document = etree.Element(ROOT, nsmap=prefixes)  # type: ignore[arg-type]
    _head(document, invoice)
    write_parties(document, invoice, losses)
    if invoice.delivery:
        write_delivery(document, invoice.delivery, losses)
    _payment(document, invoice, losses)
    for name, entries in (("allowances", invoice.allowances), ("charges", invoice.charges)):
        for index, entry in enumerate(entries):
            where = f"{name}[{index}]"
            write_allowance_charge(document, entry, invoice.currency, where, losses, charge=name == "charges")
    _vat(document, invoice, sums, losses)
    _totals(document, sums, invoice.currency)
    for index, (line, net) in enumerate(zip(invoice.lines, sums.line_nets, strict=True)):
        write_line(document, line, net, invoice.currency, invoice.purchase_order, f"lines[{index}]", losses)
    _references(document, invoice, losses)
    losses.add_untold(invoice, CARRIED, NAME)
    remove_empty(document)
    return Built(document=etree.tostring(document, encoding="UTF-8", xml_declaration=True), losses=losses.told())


def _check(invoice: Invoice, sums: Totals) -> None:
    if invoice.type_code not in TYPES:
        raise CannotExpress("type_code", f"{NAME} has types 380 and 381, and not {invoice.type_code} (R-22)")
    if invoice.prepaid:
        raise CannotExpress("prepaid", f"{NAME} has no prepaid amounts: it would ask for all of it")
    if sums.payable < 0:
        raise CannotExpress("totals.payable", f"{NAME} has no negative totals (R-105)")
    if not (invoice.buyer_reference or invoice.purchase_order):
        raise CannotExpress("buyer_reference", f"{NAME} needs the reference of whoever ordered")


def _head(document: etree._Element, invoice: Invoice) -> None:
    text(document, "sfti:ID", invoice.number)
    day(document, "sbc:IssueDate", invoice.issue_date)
    text(document, "sfti:InvoiceTypeCode", invoice.type_code)
    text(document, "sbc:Note", "\n".join(invoice.notes))
    day(document, "sfti:TaxPointDate", invoice.tax_point_date)
    text(document, "sfti:InvoiceCurrencyCode", invoice.currency)
    text(document, "sfti:TaxCurrencyCode", invoice.vat_currency if _rate(invoice, totals(invoice)) else None)
    text(document, "sfti:LineItemCountNumeric", str(len(invoice.lines)))
    for kind, told in ((CONTRACT, invoice.contract), (DELIVERY_NOTE, invoice.despatch_advice)):
        element = group(document, "sfti:AdditionalDocumentReference")
        scheme = {"identificationSchemeID": kind, "identificationSchemeAgencyName": AGENCY}
        text(element, "sac:ID", told, **scheme)


def _payment(document: etree._Element, invoice: Invoice, losses: Losses) -> None:
    ways = invoice.payment_means
    if invoice.due_date and not ways:
        ways = (PaymentMeans(code="1"),)
    for index, way in enumerate(ways):
        where = f"payment_means[{index}]"
        if index >= PAYMENT_MEANS_MAX:
            losses.add(where, f"{NAME} has {PAYMENT_MEANS_MAX} ways to pay at most")
            continue
        element = group(document, "sac:PaymentMeans")
        text(element, "sac:PaymentMeansTypeCode", "1")
        day(element, "sbc:DuePaymentDate", invoice.due_date)
        account = group(element, "sac:PayeeFinancialAccount")
        text(account, "sac:ID", undecorated(way.account))
        bank = GIROS.get(way.branch or "", way.branch)
        wrapped(account, "sac:FinancialInstitutionBranch/sac:FinancialInstitution/sac:ID", bank)
        text(account, "sac:PaymentInstructionID", way.payment_id)
        if invoice.payee:
            wrapped(element, "sac:PayeePartyName/sbc:Name", invoice.payee.name)
        if way.code != "1" and not (way.account and way.code in TRANSFERS):
            losses.add(f"{where}.code", f"{NAME} tells no way to pay but an account, and not {way.code}")
    if invoice.payee and not ways:
        losses.add("payee.name", f"{NAME} tells it beside a way to pay, and there is none")
    wrapped(document, "sac:PaymentTerms/sbc:Note", invoice.payment_terms)


def _rate(invoice: Invoice, sums: Totals) -> Decimal | None:
    """How much of the VAT currency (BT-6) one of the invoice's makes, from what both say the VAT is."""
    told = sums.vat_in_vat_currency
    if invoice.vat_currency in (None, invoice.currency) or told is None or not sums.vat:
        return None
    return (told / sums.vat).quantize(RATE_PLACES)


def _vat(document: etree._Element, invoice: Invoice, sums: Totals, losses: Losses) -> None:
    """BG-23, each row with its VAT in the VAT currency too, which together are BT-111 (R-3, R-68)."""
    rate, left = _rate(invoice, sums), sums.vat_in_vat_currency or ZERO
    if rate and invoice.vat_currency:
        exchange = group(document, "sac:ExchangeRate")
        text(exchange, "sac:SourceCurrencyCode", invoice.currency)
        text(exchange, "sac:TargetCurrencyCode", invoice.vat_currency)
        figure(exchange, "sbc:CalculationRate", rate)
    elif invoice.vat_currency:
        for where in ("vat_currency", "vat_amount_in_vat_currency"):
            losses.add(where, f"{NAME} tells it only of VAT that is not zero, and with its amount")
    element = group(document, "sac:TaxTotal")
    money(element, "sbc:TotalTaxAmount", sums.vat, invoice.currency)
    for row in sums.vat_breakdown:
        subtotal = group(element, "sac:TaxSubTotal")
        money(subtotal, "sbc:TaxableAmount", row.taxable, invoice.currency)
        money(subtotal, "sbc:TaxAmount", row.tax, invoice.currency)
        category = VatCategory(code=row.category, rate=row.rate)
        write_category(subtotal, category, "lines.vat", None, row.reason or row.reason_code)
        if rate and invoice.vat_currency:
            share = left if row is sums.vat_breakdown[-1] else round2(row.tax * rate)
            left -= share
            money(subtotal, "sac:TaxCurrencyTaxAmount", share, invoice.vat_currency)
    losses.add_idle(invoice, sums.vat_breakdown)
    for index, exemption in enumerate(invoice.vat_exemptions):
        if exemption.reason and exemption.code:
            losses.add(f"vat_exemptions[{index}].code", f"{NAME} tells reasons in words, and not {exemption.code}")


def _totals(document: etree._Element, sums: Totals, currency: str) -> None:
    element = group(document, "sac:LegalTotal")
    money(element, "sbc:LineExtensionTotalAmount", sums.line_total, currency)
    money(element, "sbc:TaxExclusiveTotalAmount", sums.without_vat, currency)
    money(element, "sbc:TaxInclusiveTotalAmount", sums.with_vat + sums.rounding, currency)
    money(element, "sac:RoundOffAmount", sums.rounding or None, currency)


def _references(document: etree._Element, invoice: Invoice, losses: Losses) -> None:
    ordered = invoice.buyer_reference or invoice.purchase_order
    wrapped(document, "sfti:RequisitionistDocumentReference/sac:ID", ordered)
    for preceding in invoice.preceding_invoices:
        wrapped(document, "sfti:InitialInvoiceDocumentReference/sac:ID", preceding.number)
    period = invoice.period
    if period and period.start and period.end:
        element = group(document, "sfti:InvoicingPeriod")
        midnight(element, "sbc:StartDateTime", period.start)
        midnight(element, "sbc:EndDateTime", period.end)
    elif period:
        losses.add("period", f"{NAME} tells a period with both its days (R-80)")
    if invoice.process not in (None, PEPPOL_PROCESS):
        losses.add("process", f"{NAME} has no place for it: {invoice.process}")
