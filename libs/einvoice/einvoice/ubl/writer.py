"""Writes an invoice or credit note as UBL 2.1 for Peppol BIS Billing 3, in the element order of the schema."""

import base64
from typing import Any

from lxml import etree

from einvoice.model import Attachment, Invoice, PaymentMeans, VatCategory
from einvoice.sums import Totals, totals
from einvoice.ubl.elements import amount, day, group, remove_empty, text, wrapped
from einvoice.ubl.lines import (
    write_allowance_charge,
    write_invoiced_object,
    write_line,
    write_period,
    write_vat_category,
)
from einvoice.ubl.parties import write_parties
from einvoice.xml import CAC, CBC, CREDIT_NOTE_NS, INVOICE_NS

PROJECT = "50"
"""UNTDID 1001: in a credit note, the document reference that names the project (BT-11)."""
NOT_GIVEN = "NA"
"""Peppol's word for an order number that UBL demands beside the seller's order number (BT-14)."""
UNDEFINED_INSTRUMENT = "1"
"""UNTDID 4461: the payment means of a credit note that has a due date and no other payment means."""


def build(invoice: Invoice) -> bytes:
    """The invoice as UTF-8 XML, with every total derived from its lines.

    Raises ValueError where `einvoice.sums.totals` does, and for text that XML cannot hold (control characters).
    """
    sums = totals(invoice)
    credit_note = invoice.is_credit_note
    namespace, name = (CREDIT_NOTE_NS, "CreditNote") if credit_note else (INVOICE_NS, "Invoice")
    document = etree.Element(f"{{{namespace}}}{name}", nsmap=_prefixes(namespace))
    _head(document, invoice)
    _references(document, invoice)
    write_parties(document, invoice)
    _payment(document, invoice)
    for entry in invoice.allowances:
        write_allowance_charge(document, entry, invoice.currency, charge=False, vat=entry.vat)
    for entry in invoice.charges:
        write_allowance_charge(document, entry, invoice.currency, charge=True, vat=entry.vat)
    _vat(document, invoice, sums)
    _totals(document, invoice, sums)
    for line, net in zip(invoice.lines, sums.line_nets, strict=True):
        write_line(document, line, net, invoice.currency, credit_note=credit_note)
    remove_empty(document)
    return etree.tostring(document, encoding="UTF-8", xml_declaration=True)


def _prefixes(namespace: str) -> Any:
    """The default namespace has the prefix None, which the type stubs of lxml do not know."""
    return {None: namespace, "cac": CAC, "cbc": CBC}


def _head(document: etree._Element, invoice: Invoice) -> None:
    text(document, "cbc:CustomizationID", invoice.specification)
    text(document, "cbc:ProfileID", invoice.process)
    text(document, "cbc:ID", invoice.number)
    day(document, "cbc:IssueDate", invoice.issue_date)
    if invoice.is_credit_note:
        day(document, "cbc:TaxPointDate", invoice.tax_point_date)
        text(document, "cbc:CreditNoteTypeCode", invoice.type_code)
    else:
        day(document, "cbc:DueDate", invoice.due_date)
        text(document, "cbc:InvoiceTypeCode", invoice.type_code)
    for note in invoice.notes:
        text(document, "cbc:Note", note)
    if not invoice.is_credit_note:
        day(document, "cbc:TaxPointDate", invoice.tax_point_date)
    text(document, "cbc:DocumentCurrencyCode", invoice.currency)
    text(document, "cbc:TaxCurrencyCode", invoice.accounting_currency)
    text(document, "cbc:AccountingCost", invoice.accounting_cost)
    text(document, "cbc:BuyerReference", invoice.buyer_reference)
    write_period(document, invoice.period, invoice.tax_point_code)


def _references(document: etree._Element, invoice: Invoice) -> None:
    if invoice.purchase_order or invoice.sales_order:
        order = group(document, "cac:OrderReference")
        text(order, "cbc:ID", invoice.purchase_order or NOT_GIVEN)
        text(order, "cbc:SalesOrderID", invoice.sales_order)
    for preceding in invoice.preceding_invoices:
        reference = group(group(document, "cac:BillingReference"), "cac:InvoiceDocumentReference")
        text(reference, "cbc:ID", preceding.number)
        day(reference, "cbc:IssueDate", preceding.issue_date)
    wrapped(document, "cac:DespatchDocumentReference/cbc:ID", invoice.despatch_advice)
    wrapped(document, "cac:ReceiptDocumentReference/cbc:ID", invoice.receiving_advice)
    if not invoice.is_credit_note:
        wrapped(document, "cac:OriginatorDocumentReference/cbc:ID", invoice.tender_or_lot)
    wrapped(document, "cac:ContractDocumentReference/cbc:ID", invoice.contract)
    if invoice.object_id:
        write_invoiced_object(document, "cac:AdditionalDocumentReference", invoice.object_id)
    for attachment in invoice.attachments:
        _attachment(document, attachment)
    if not invoice.is_credit_note:
        wrapped(document, "cac:ProjectReference/cbc:ID", invoice.project)
        return
    if invoice.project:
        project = group(document, "cac:AdditionalDocumentReference")
        text(project, "cbc:ID", invoice.project)
        text(project, "cbc:DocumentTypeCode", PROJECT)
    wrapped(document, "cac:OriginatorDocumentReference/cbc:ID", invoice.tender_or_lot)


def _attachment(document: etree._Element, attachment: Attachment) -> None:
    reference = group(document, "cac:AdditionalDocumentReference")
    text(reference, "cbc:ID", attachment.id)
    text(reference, "cbc:DocumentDescription", attachment.description)
    element = group(reference, "cac:Attachment")
    if attachment.content is not None:
        content = base64.b64encode(attachment.content).decode("ascii")
        name = "cbc:EmbeddedDocumentBinaryObject"
        text(element, name, content, mimeCode=attachment.mime, filename=attachment.filename)
    wrapped(element, "cac:ExternalReference/cbc:URI", attachment.uri)


def _payment(document: etree._Element, invoice: Invoice) -> None:
    means = invoice.payment_means
    due_here = invoice.due_date if invoice.is_credit_note else None
    if due_here and not means:
        means = (PaymentMeans(code=UNDEFINED_INSTRUMENT),)
    for way in means:
        element = group(document, "cac:PaymentMeans")
        text(element, "cbc:PaymentMeansCode", way.code, name=way.text)
        day(element, "cbc:PaymentDueDate", due_here)
        text(element, "cbc:PaymentID", way.payment_id)
        _card(element, way)
        _account(element, way)
        mandate = group(element, "cac:PaymentMandate")
        text(mandate, "cbc:ID", way.mandate)
        wrapped(mandate, "cac:PayerFinancialAccount/cbc:ID", way.debited_account)
        due_here = None  # BT-9 is told once (UBL-SR-45).
    wrapped(document, "cac:PaymentTerms/cbc:Note", invoice.payment_terms)


def _card(means: etree._Element, way: PaymentMeans) -> None:
    if way.card_number:
        card = group(means, "cac:CardAccount")
        text(card, "cbc:PrimaryAccountNumberID", way.card_number)
        text(card, "cbc:NetworkID", way.card_network or NOT_GIVEN)
        text(card, "cbc:HolderName", way.card_holder)


def _account(means: etree._Element, way: PaymentMeans) -> None:
    account = group(means, "cac:PayeeFinancialAccount")
    text(account, "cbc:ID", way.account)
    text(account, "cbc:Name", way.account_name)
    wrapped(account, "cac:FinancialInstitutionBranch/cbc:ID", way.branch)


def _vat(document: etree._Element, invoice: Invoice, sums: Totals) -> None:
    total = group(document, "cac:TaxTotal")
    amount(total, "cbc:TaxAmount", sums.vat, invoice.currency)
    for row in sums.vat_breakdown:
        subtotal = group(total, "cac:TaxSubtotal")
        amount(subtotal, "cbc:TaxableAmount", row.taxable, invoice.currency)
        amount(subtotal, "cbc:TaxAmount", row.tax, invoice.currency)
        category = VatCategory(code=row.category, rate=row.rate)
        write_vat_category(subtotal, "cac:TaxCategory", category, reason=row.reason, reason_code=row.reason_code)
    if invoice.accounting_currency and sums.vat_in_vat_currency is not None:
        told_again = group(document, "cac:TaxTotal")
        amount(told_again, "cbc:TaxAmount", sums.vat_in_vat_currency, invoice.accounting_currency)


def _totals(document: etree._Element, invoice: Invoice, sums: Totals) -> None:
    element, currency = group(document, "cac:LegalMonetaryTotal"), invoice.currency
    amount(element, "cbc:LineExtensionAmount", sums.line_total, currency)
    amount(element, "cbc:TaxExclusiveAmount", sums.without_vat, currency)
    amount(element, "cbc:TaxInclusiveAmount", sums.with_vat, currency)
    amount(element, "cbc:AllowanceTotalAmount", sums.allowance_total if invoice.allowances else None, currency)
    amount(element, "cbc:ChargeTotalAmount", sums.charge_total if invoice.charges else None, currency)
    amount(element, "cbc:PrepaidAmount", None if invoice.prepaid is None else sums.prepaid, currency)
    amount(element, "cbc:PayableRoundingAmount", None if invoice.rounding is None else sums.rounding, currency)
    amount(element, "cbc:PayableAmount", sums.payable, currency)
