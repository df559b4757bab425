"""Reads a UBL invoice or credit note into the model, and says what in it the model does not know."""

from datetime import date
from decimal import Decimal
from itertools import islice

from lxml import etree

from einvoice.model import Invoice, Term, VatExemption
from einvoice.sums import ZERO, Difference, Totals, VatSubtotal, differences, totals
from einvoice.syntaxes import described
from einvoice.ubl.reader_lines import (
    read_document_allowances_and_charges,
    read_invoiced_object,
    read_line,
    read_period,
    read_vat_category,
)
from einvoice.ubl.reader_node import Node, Unknown, Unreadable
from einvoice.ubl.reader_parties import read_delivery, read_party, read_payee, read_tax_representative
from einvoice.ubl.reader_payment import read_payment_means
from einvoice.ubl.reader_references import read_attachments, read_order, read_preceding_invoices, read_project
from einvoice.xml import CREDIT_NOTE_NS, INVOICE_NS, location, parse

__all__ = ["ReadResult", "Unknown", "Unreadable", "read", "read_root"]

_ROOTS = {f"{{{INVOICE_NS}}}Invoice": False, f"{{{CREDIT_NOTE_NS}}}CreditNote": True}

UNKNOWN_MAX = 200
"""Unknown elements and attributes told of one document."""


class ReadResult(Term, frozen=True, kw_only=True):
    """What a document says: every business term, what is no business term, and the totals as it states them."""

    invoice: Invoice
    stated: Totals
    unknown: tuple[Unknown, ...] = ()

    def differences(self) -> list[Difference]:
        """The totals that the document states otherwise than its own lines add up to."""
        return differences(self.stated, totals(self.invoice))


def read(document: bytes) -> ReadResult:
    """The invoice in a UBL document.

    Reads without judging: rules are for `einvoice.rules.validation`. Raises `einvoice.xml.UnsafeXml` for XML that is
    not safe to read, and Unreadable (`invoice.not-ubl`, `invoice.term-missing`, `invoice.not-a-date`,
    `invoice.not-a-figure`, `invoice.not-base64`, `invoice.type-and-root-differ`) where the model cannot hold it.
    """
    return read_root(parse(document))


def read_root(root: etree._Element) -> ReadResult:
    """The invoice in a document that `einvoice.xml.parse` has already read."""
    credit_note = _ROOTS.get(str(root.tag))
    if credit_note is None:
        text = f"this is {described(root)}, neither a UBL Invoice nor a UBL CreditNote"
        raise Unreadable("invoice.not-ubl", location(root), text)
    node = Node(root)
    invoice, stated = _document(node, credit_note=credit_note)
    if invoice.is_credit_note != credit_note:
        text = f"type {invoice.type_code} does not belong in this document (BR-CL-01)"
        raise Unreadable("invoice.type-and-root-differ", location(root), text)
    currencies = frozenset({invoice.currency, invoice.vat_currency or invoice.currency})
    return ReadResult(invoice=invoice, stated=stated, unknown=tuple(islice(node.unknown(currencies), UNKNOWN_MAX)))


def _document(node: Node, *, credit_note: bool) -> tuple[Invoice, Totals]:
    currency = node.required("cbc:DocumentCurrencyCode", "BT-5")
    vat_currency = node.text("cbc:TaxCurrencyCode")
    number, issue_date = node.required("cbc:ID", "BT-1"), _issue_date(node)
    lines = [read_line(line) for line in node.all("cac:CreditNoteLine" if credit_note else "cac:InvoiceLine")]
    if not lines:
        raise node.missing("an invoice line", "BG-25")
    seller, seller_creditor = read_party(node, "cac:AccountingSupplierParty", "BG-4")
    buyer, _ = read_party(node, "cac:AccountingCustomerParty", "BG-7")
    payee, payee_creditor = read_payee(node)
    payment_means, payment_due = read_payment_means(node, credit_note=credit_note)
    allowances, charges = read_document_allowances_and_charges(node)
    vat, breakdown, exemptions = _vat(node, currency)
    vat_again = _tax_total(node, vat_currency)
    vat_in_vat_currency = vat_again.figure("cbc:TaxAmount") if vat_again else None
    stated, prepaid, rounding = _totals(node, vat, vat_in_vat_currency, breakdown, tuple(net for _, net in lines))
    purchase_order, sales_order = read_order(node)
    period, tax_point_code = read_period(node)
    invoice = Invoice(
        number=number,
        issue_date=issue_date,
        type_code=node.required("cbc:CreditNoteTypeCode" if credit_note else "cbc:InvoiceTypeCode", "BT-3"),
        currency=currency,
        vat_currency=vat_currency,
        vat_amount_in_vat_currency=vat_in_vat_currency,
        tax_point_date=node.day("cbc:TaxPointDate"),
        tax_point_code=tax_point_code,
        due_date=payment_due if credit_note else node.day("cbc:DueDate"),
        buyer_reference=node.text("cbc:BuyerReference"),
        project=read_project(node, credit_note=credit_note),
        contract=node.inside("cac:ContractDocumentReference/cbc:ID"),
        purchase_order=purchase_order,
        sales_order=sales_order,
        receiving_advice=node.inside("cac:ReceiptDocumentReference/cbc:ID"),
        despatch_advice=node.inside("cac:DespatchDocumentReference/cbc:ID"),
        tender_or_lot=node.inside("cac:OriginatorDocumentReference/cbc:ID"),
        object_id=read_invoiced_object(node, "cac:AdditionalDocumentReference"),
        accounting_cost=node.text("cbc:AccountingCost"),
        payment_terms=_terms(node),
        notes=node.texts("cbc:Note"),
        process=node.text("cbc:ProfileID"),
        specification=node.text("cbc:CustomizationID") or "",
        preceding_invoices=read_preceding_invoices(node),
        seller=seller,
        buyer=buyer,
        payee=payee,
        tax_representative=read_tax_representative(node),
        delivery=read_delivery(node),
        period=period,
        payment_means=payment_means,
        creditor_id=payee_creditor or seller_creditor,
        allowances=allowances,
        charges=charges,
        prepaid=prepaid,
        rounding=rounding,
        vat_exemptions=exemptions,
        attachments=read_attachments(node),
        lines=tuple(line for line, _ in lines),
    )
    return invoice, stated


def _issue_date(node: Node) -> date:
    issue_date = node.day("cbc:IssueDate")
    if issue_date is None:
        raise node.missing("cbc:IssueDate", "BT-2")
    return issue_date


def _terms(document: Node) -> str | None:
    """BT-20 with the space around it: XRechnung's lines of discounts must each end in a line break (DE-R-018)."""
    group = document.one("cac:PaymentTerms")
    return group.written("cbc:Note") if group else None


def _tax_total(document: Node, currency: str | None) -> Node | None:
    """The first TaxTotal in that currency; the others stay where they are."""
    found: Node | None = None
    for node in document.all("cac:TaxTotal"):
        if found is None and currency and node.peek_attribute("cbc:TaxAmount", "currencyID") == currency:
            found = node
        else:
            document.leave(node)
    return found


def _vat(document: Node, currency: str) -> tuple[Decimal, tuple[VatSubtotal, ...], tuple[VatExemption, ...]]:
    """BT-110, BG-23 as stated, and why some categories carry no VAT."""
    total = _tax_total(document, currency)
    if total is None:
        return ZERO, (), ()
    rows = tuple(map(_subtotal, total.all("cac:TaxSubtotal")))
    exemptions = {
        row.category: VatExemption(category=row.category, reason=row.reason, code=row.reason_code)
        for row in rows
        if row.reason or row.reason_code
    }
    return total.figure("cbc:TaxAmount") or ZERO, rows, tuple(exemptions.values())


def _subtotal(node: Node) -> VatSubtotal:
    category = node.one("cac:TaxCategory")
    if category is None:
        raise node.missing("cac:TaxCategory", "BT-118")
    vat = read_vat_category(category)
    return VatSubtotal(
        category=vat.code,
        rate=vat.rate,
        taxable=node.figure("cbc:TaxableAmount") or ZERO,
        tax=node.figure("cbc:TaxAmount") or ZERO,
        reason=category.text("cbc:TaxExemptionReason"),
        reason_code=category.text("cbc:TaxExemptionReasonCode"),
    )


def _totals(
    document: Node,
    vat: Decimal,
    vat_in_vat_currency: Decimal | None,
    breakdown: tuple[VatSubtotal, ...],
    line_nets: tuple[Decimal | None, ...],
) -> tuple[Totals, Decimal | None, Decimal | None]:
    """The totals as the document states them, and its own BT-113 and BT-114."""
    node = document.one("cac:LegalMonetaryTotal")
    if node is None:
        raise document.missing("cac:LegalMonetaryTotal", "BG-22")
    prepaid, rounding = node.figure("cbc:PrepaidAmount"), node.figure("cbc:PayableRoundingAmount")
    stated = Totals(
        line_nets=tuple(net or ZERO for net in line_nets),
        line_total=node.figure("cbc:LineExtensionAmount") or ZERO,
        allowance_total=node.figure("cbc:AllowanceTotalAmount") or ZERO,
        charge_total=node.figure("cbc:ChargeTotalAmount") or ZERO,
        without_vat=node.figure("cbc:TaxExclusiveAmount") or ZERO,
        vat=vat,
        vat_in_vat_currency=vat_in_vat_currency,
        with_vat=node.figure("cbc:TaxInclusiveAmount") or ZERO,
        prepaid=prepaid or ZERO,
        rounding=rounding or ZERO,
        payable=node.figure("cbc:PayableAmount") or ZERO,
        vat_breakdown=breakdown,
    )
    return stated, prepaid, rounding
