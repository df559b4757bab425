"""Writes an invoice or credit note as CII D16B, every business term of EN 16931, in the element order of the schema."""

import base64
import re

from lxml import etree

from einvoice.cii.elements import day, money, reference
from einvoice.cii.lines import VAT, write_allowance_charge, write_invoiced_object, write_line, write_period
from einvoice.cii.parties import write_delivery, write_party, write_payee, write_tax_representative
from einvoice.cii.payment import mandate, payment_reference, write_means, write_terms
from einvoice.losses import Built, Losses
from einvoice.model import Attachment, Invoice
from einvoice.sums import Totals, totals
from einvoice.ubl.elements import figure, group, remove_empty, tag, text, wrapped
from einvoice.xml import PREFIXES

TENDER, ATTACHMENT = "50", "916"
"""UNTDID 1001: a document reference that names the tender or lot (BT-17), or a supporting document (BG-24)."""
PROJECT_NAME = "Project reference"
"""What EN 16931's CII says as the name of a project, which the schema demands beside its number (BT-11)."""
TAX_POINT_CODES = {"3": "5", "35": "29", "432": "72"}
"""BT-8 as UNTDID 2005, which UBL and the model have, and as UNTDID 2475, which CII has."""
_SUBJECT = re.compile(r"#([A-Z]{3})#(.+)", re.DOTALL)


def build(invoice: Invoice) -> Built:
    """The invoice as UTF-8 XML, with every total derived from its lines.

    Lost are what is no business term (the network of a card), and references and mandates of single ways to pay, of
    which CII tells one for the document. Raises ValueError as `einvoice.ubl.writer.build` does.
    """
    sums, losses = totals(invoice), Losses()
    document = etree.Element(tag("rsm:CrossIndustryInvoice"), nsmap={name: PREFIXES[name] for name in _NAMES})
    _head(document, invoice)
    transaction = group(document, "rsm:SupplyChainTradeTransaction")
    for line, net in zip(invoice.lines, sums.line_nets, strict=True):
        write_line(transaction, line, net)
    _agreement(transaction, invoice)
    delivery = _delivery(transaction, invoice)
    settlement = _settlement(transaction, invoice, sums, losses)
    remove_empty(document)
    if delivery.getparent() is None:
        settlement.addprevious(delivery)  # The schema wants this group even when nothing was delivered.
    losses.add_idle(invoice, sums.vat_breakdown)
    for index, way in enumerate(invoice.payment_means):
        if way.card_network:
            losses.add(f"payment_means[{index}].card_network", f"CII has no place for it: {way.card_network}")
    return Built(document=etree.tostring(document, encoding="UTF-8", xml_declaration=True), losses=losses.told())


_NAMES = ("rsm", "ram", "udt", "qdt")


def _head(document: etree._Element, invoice: Invoice) -> None:
    context = group(document, "rsm:ExchangedDocumentContext")
    wrapped(context, "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", invoice.process)
    wrapped(context, "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", invoice.specification)
    head = group(document, "rsm:ExchangedDocument")
    text(head, "ram:ID", invoice.number)
    text(head, "ram:TypeCode", invoice.type_code)
    day(head, "ram:IssueDateTime", invoice.issue_date)
    for told in invoice.notes:
        subject = _SUBJECT.fullmatch(told)
        note = group(head, "ram:IncludedNote")
        text(note, "ram:Content", subject[2] if subject else told)
        text(note, "ram:SubjectCode", subject[1] if subject else None)


def _agreement(transaction: etree._Element, invoice: Invoice) -> None:
    element = group(transaction, "ram:ApplicableHeaderTradeAgreement")
    text(element, "ram:BuyerReference", invoice.buyer_reference)
    write_party(element, "ram:SellerTradeParty", invoice.seller)
    write_party(element, "ram:BuyerTradeParty", invoice.buyer)
    if invoice.tax_representative:
        write_tax_representative(element, invoice.tax_representative)
    reference(element, "ram:SellerOrderReferencedDocument", invoice.sales_order)
    reference(element, "ram:BuyerOrderReferencedDocument", invoice.purchase_order)
    reference(element, "ram:ContractReferencedDocument", invoice.contract)
    for attachment in invoice.attachments:
        _attachment(element, attachment)
    tender = reference(element, "ram:AdditionalReferencedDocument", invoice.tender_or_lot)
    if tender is not None:
        text(tender, "ram:TypeCode", TENDER)
    write_invoiced_object(element, invoice.object_id)
    if invoice.project:
        project = group(element, "ram:SpecifiedProcuringProject")
        text(project, "ram:ID", invoice.project)
        text(project, "ram:Name", PROJECT_NAME)


def _attachment(agreement: etree._Element, attachment: Attachment) -> None:
    element = group(agreement, "ram:AdditionalReferencedDocument")
    text(element, "ram:IssuerAssignedID", attachment.id)
    text(element, "ram:URIID", attachment.uri)
    text(element, "ram:TypeCode", ATTACHMENT)
    text(element, "ram:Name", attachment.description)
    if attachment.content is not None:
        content = base64.b64encode(attachment.content).decode("ascii")
        text(element, "ram:AttachmentBinaryObject", content, mimeCode=attachment.mime, filename=attachment.filename)


def _delivery(transaction: etree._Element, invoice: Invoice) -> etree._Element:
    element = group(transaction, "ram:ApplicableHeaderTradeDelivery")
    if invoice.delivery:
        write_delivery(element, invoice.delivery)
    reference(element, "ram:DespatchAdviceReferencedDocument", invoice.despatch_advice)
    reference(element, "ram:ReceivingAdviceReferencedDocument", invoice.receiving_advice)
    return element


def _settlement(transaction: etree._Element, invoice: Invoice, sums: Totals, losses: Losses) -> etree._Element:
    element = group(transaction, "ram:ApplicableHeaderTradeSettlement")
    text(element, "ram:CreditorReferenceID", invoice.creditor_id)
    text(element, "ram:PaymentReference", payment_reference(invoice.payment_means, losses))
    text(element, "ram:TaxCurrencyCode", invoice.accounting_currency)
    text(element, "ram:InvoiceCurrencyCode", invoice.currency)
    if invoice.payee:
        write_payee(element, invoice.payee)
    for way in invoice.payment_means:
        write_means(element, way)
    _vat(element, invoice, sums, losses)
    write_period(element, invoice.period)
    for entry in invoice.allowances:
        write_allowance_charge(element, entry, charge=False, vat=entry.vat)
    for entry in invoice.charges:
        write_allowance_charge(element, entry, charge=True, vat=entry.vat)
    write_terms(element, invoice, mandate(invoice.payment_means, losses))
    _totals(element, invoice, sums)
    for preceding in invoice.preceding_invoices:
        told = reference(element, "ram:InvoiceReferencedDocument", preceding.number)
        if told is not None:
            day(told, "ram:FormattedIssueDateTime", preceding.issue_date, "qdt:DateTimeString")
    wrapped(element, "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", invoice.accounting_cost)
    return element


def _vat(settlement: etree._Element, invoice: Invoice, sums: Totals, losses: Losses) -> None:
    """BG-23; the tax point (BT-7, BT-8) is told in its first row alone (CII-SR-461, CII-SR-462)."""
    tax_point, code = invoice.tax_point_date, invoice.tax_point_code
    if code and code not in TAX_POINT_CODES:
        losses.add("tax_point_code", f"CII knows no code for {code} of UNTDID 2005")
    for row in sums.vat_breakdown:
        element = group(settlement, "ram:ApplicableTradeTax")
        money(element, "ram:CalculatedAmount", row.tax)
        text(element, "ram:TypeCode", VAT)
        text(element, "ram:ExemptionReason", row.reason)
        money(element, "ram:BasisAmount", row.taxable)
        text(element, "ram:CategoryCode", row.category)
        text(element, "ram:ExemptionReasonCode", row.reason_code)
        day(element, "ram:TaxPointDate", tax_point, "udt:DateString")
        text(element, "ram:DueDateTypeCode", TAX_POINT_CODES.get(code or ""))
        figure(element, "ram:RateApplicablePercent", row.rate)
        tax_point = code = None
    if tax_point or code in TAX_POINT_CODES:
        losses.add("tax_point_date" if tax_point else "tax_point_code", "CII tells it beside VAT, and there is none")


def _totals(settlement: etree._Element, invoice: Invoice, sums: Totals) -> None:
    element = group(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    money(element, "ram:LineTotalAmount", sums.line_total)
    money(element, "ram:ChargeTotalAmount", sums.charge_total if invoice.charges else None)
    money(element, "ram:AllowanceTotalAmount", sums.allowance_total if invoice.allowances else None)
    money(element, "ram:TaxBasisTotalAmount", sums.without_vat)
    money(element, "ram:TaxTotalAmount", sums.vat, invoice.currency)
    if invoice.accounting_currency:
        money(element, "ram:TaxTotalAmount", sums.vat_in_vat_currency, invoice.accounting_currency)
    money(element, "ram:RoundingAmount", None if invoice.rounding is None else sums.rounding)
    money(element, "ram:GrandTotalAmount", sums.with_vat)
    money(element, "ram:TotalPrepaidAmount", None if invoice.prepaid is None else sums.prepaid)
    money(element, "ram:DuePayableAmount", sums.payable)
