"""Reads a CII invoice or credit note into the model, and says what in it the model does not know."""

import base64
import binascii
from itertools import islice

from lxml import etree

from einvoice.cii.reader_lines import (
    read_document_allowances_and_charges,
    read_invoiced_object,
    read_line,
    read_period,
)
from einvoice.cii.reader_node import read_day, read_number
from einvoice.cii.reader_parties import read_delivery, read_party, read_payee, read_tax_representative
from einvoice.cii.reader_settlement import read_payment_means, read_preceding_invoices, read_totals, read_vat
from einvoice.cii.writer import ATTACHMENT, PROJECT_NAME, TENDER
from einvoice.model import Attachment, Invoice
from einvoice.sums import Totals
from einvoice.syntaxes import described
from einvoice.ubl.elements import tag
from einvoice.ubl.reader import UNKNOWN_MAX, ReadResult
from einvoice.ubl.reader_node import Node, Unreadable
from einvoice.xml import location, parse

ROOT = tag("rsm:CrossIndustryInvoice")


def read(document: bytes) -> ReadResult:
    """The invoice in a CII document; raises as `einvoice.ubl.reader.read` does, with `invoice.not-cii`."""
    return read_root(parse(document))


def read_root(root: etree._Element) -> ReadResult:
    """The invoice in a document that `einvoice.xml.parse` has already read; raises as the reader of UBL does."""
    if root.tag != ROOT:
        raise Unreadable("invoice.not-cii", location(root), f"this is {described(root)}, no CII invoice")
    node = Node(root)
    invoice, stated = _document(node)
    currencies = frozenset({invoice.currency, invoice.vat_currency or invoice.currency})
    return ReadResult(invoice=invoice, stated=stated, unknown=tuple(islice(node.unknown(currencies), UNKNOWN_MAX)))


def _document(document: Node) -> tuple[Invoice, Totals]:
    context, head = document.one("rsm:ExchangedDocumentContext"), _group(document, "rsm:ExchangedDocument", "BT-1")
    transaction = _group(document, "rsm:SupplyChainTradeTransaction", "BG-25")
    agreement = _group(transaction, "ram:ApplicableHeaderTradeAgreement", "BG-4")
    delivery = transaction.one("ram:ApplicableHeaderTradeDelivery")
    settlement = _group(transaction, "ram:ApplicableHeaderTradeSettlement", "BG-22")
    issue_date = read_day(head, "ram:IssueDateTime")
    if issue_date is None:
        raise head.missing("ram:IssueDateTime", "BT-2")
    lines = [read_line(node) for node in transaction.all("ram:IncludedSupplyChainTradeLineItem")]
    if not lines:
        raise transaction.missing("an invoice line", "BG-25")
    currency = settlement.required("ram:InvoiceCurrencyCode", "BT-5")
    vat_currency = settlement.text("ram:TaxCurrencyCode")
    terms, vat = settlement.one("ram:SpecifiedTradePaymentTerms"), read_vat(settlement)
    stated, prepaid, rounding = read_totals(settlement, currency, vat_currency, vat, [net for _, net in lines])
    allowances, charges = read_document_allowances_and_charges(settlement)
    invoice = Invoice(
        number=head.required("ram:ID", "BT-1"),
        issue_date=issue_date,
        type_code=head.required("ram:TypeCode", "BT-3"),
        currency=currency,
        vat_currency=vat_currency,
        vat_amount_in_vat_currency=stated.vat_in_vat_currency,
        tax_point_date=vat.tax_point_date,
        tax_point_code=vat.tax_point_code,
        due_date=read_day(terms, "ram:DueDateDateTime"),
        buyer_reference=agreement.text("ram:BuyerReference"),
        project=_project(agreement),
        contract=read_number(agreement, "ram:ContractReferencedDocument"),
        purchase_order=read_number(agreement, "ram:BuyerOrderReferencedDocument"),
        sales_order=read_number(agreement, "ram:SellerOrderReferencedDocument"),
        receiving_advice=read_number(delivery, "ram:ReceivingAdviceReferencedDocument") if delivery else None,
        despatch_advice=read_number(delivery, "ram:DespatchAdviceReferencedDocument") if delivery else None,
        tender_or_lot=_tender(agreement),
        object_id=read_invoiced_object(agreement),
        accounting_cost=settlement.inside("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        payment_terms=terms.written("ram:Description") if terms else None,
        notes=tuple(note for node in head.all("ram:IncludedNote") if (note := _note(node))),
        process=_parameter(context, "ram:BusinessProcessSpecifiedDocumentContextParameter"),
        specification=_parameter(context, "ram:GuidelineSpecifiedDocumentContextParameter") or "",
        preceding_invoices=read_preceding_invoices(settlement),
        seller=read_party(agreement, "ram:SellerTradeParty", "BG-4"),
        buyer=read_party(agreement, "ram:BuyerTradeParty", "BG-7"),
        payee=read_payee(settlement),
        tax_representative=read_tax_representative(agreement),
        delivery=read_delivery(delivery) if delivery else None,
        period=read_period(settlement),
        payment_means=read_payment_means(settlement, terms),
        creditor_id=settlement.text("ram:CreditorReferenceID"),
        allowances=allowances,
        charges=charges,
        prepaid=prepaid,
        rounding=rounding,
        vat_exemptions=vat.exemptions,
        attachments=_attachments(agreement),
        lines=tuple(line for line, _ in lines),
    )
    return invoice, stated


def _group(parent: Node, name: str, term: str) -> Node:
    node = parent.one(name)
    if node is None:
        raise parent.missing(name, term)
    return node


def _parameter(context: Node | None, name: str) -> str | None:
    return context.inside(f"{name}/ram:ID") if context else None


def _note(node: Node) -> str | None:
    content, subject = node.text("ram:Content"), node.text("ram:SubjectCode")
    return f"#{subject}#{content or ''}" if subject else content


def _project(agreement: Node) -> str | None:
    node = agreement.one("ram:SpecifiedProcuringProject")
    if node is None:
        return None
    node.expect("ram:Name", PROJECT_NAME)
    return node.text("ram:ID")


def _tender(agreement: Node) -> str | None:
    """BT-17: the first reference of that type; others stay where they are."""
    tender: str | None = None
    for node in agreement.all("ram:AdditionalReferencedDocument"):
        if tender is None and node.peek("ram:TypeCode") == TENDER:
            node.expect("ram:TypeCode", TENDER)
            tender = node.text("ram:IssuerAssignedID")
        else:
            agreement.leave(node)
    return tender


def _attachments(agreement: Node) -> tuple[Attachment, ...]:
    """BG-24; a document of any other type is no business term, and stays where it is."""
    found = []
    for node in agreement.all("ram:AdditionalReferencedDocument"):
        if node.peek("ram:TypeCode") == ATTACHMENT:
            node.expect("ram:TypeCode", ATTACHMENT)
            found.append(_attachment(node))
        else:
            agreement.leave(node)
    return tuple(found)


def _attachment(node: Node) -> Attachment:
    is_there = node.count("ram:AttachmentBinaryObject") > 0
    encoded, mime, filename = node.coded("ram:AttachmentBinaryObject", "mimeCode", "filename")
    try:
        content = base64.b64decode("".join((encoded or "").split()), validate=True) if is_there else None
    except binascii.Error as error:
        text = f"the attachment is no base64: {error}"
        raise Unreadable("invoice.not-base64", location(node.element), text) from None
    return Attachment(
        id=node.required("ram:IssuerAssignedID", "BT-122"),
        description=node.text("ram:Name"),
        uri=node.text("ram:URIID"),
        content=content,
        mime=mime,
        filename=filename,
    )
