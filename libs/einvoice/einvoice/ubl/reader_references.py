"""Reads what an invoice refers to from UBL: orders, earlier invoices, projects and attachments."""

import base64
import binascii

from einvoice.model import Attachment, PrecedingInvoice
from einvoice.ubl.reader_node import Node, Unreadable
from einvoice.ubl.writer import NOT_GIVEN, PROJECT
from einvoice.xml import location


def read_order(document: Node) -> tuple[str | None, str | None]:
    """BT-13 and BT-14; the "NA" that stands in for a missing order number beside the seller's is no order number."""
    node = document.one("cac:OrderReference")
    if node is None:
        return None, None
    purchase_order, sales_order = node.text("cbc:ID"), node.text("cbc:SalesOrderID")
    return (None if sales_order and purchase_order == NOT_GIVEN else purchase_order), sales_order


def read_preceding_invoices(document: Node) -> tuple[PrecedingInvoice, ...]:
    """BG-3."""
    found = []
    for outer in document.all("cac:BillingReference"):
        node = outer.one("cac:InvoiceDocumentReference")
        if node is not None:
            number = node.required("cbc:ID", "BT-25")
            found.append(PrecedingInvoice(number=number, issue_date=node.day("cbc:IssueDate")))
    return tuple(found)


def read_project(document: Node, *, credit_note: bool) -> str | None:
    """BT-11, which a credit note keeps among its additional documents; must come before `read_attachments`."""
    if not credit_note:
        return document.inside("cac:ProjectReference/cbc:ID")
    project: str | None = None
    for node in document.all("cac:AdditionalDocumentReference"):
        if project is None and node.peek("cbc:DocumentTypeCode") == PROJECT:
            node.expect("cbc:DocumentTypeCode", PROJECT)
            project = node.text("cbc:ID")
        else:
            document.leave(node)
    return project


def read_attachments(document: Node) -> tuple[Attachment, ...]:
    """BG-24: every additional document that is still there."""
    return tuple(map(_attachment, document.all("cac:AdditionalDocumentReference")))


def _attachment(node: Node) -> Attachment:
    inner = node.one("cac:Attachment")
    encoded = mime = filename = uri = None
    is_there = inner is not None and inner.count("cbc:EmbeddedDocumentBinaryObject") > 0
    if inner:
        encoded, mime, filename = inner.coded("cbc:EmbeddedDocumentBinaryObject", "mimeCode", "filename")
        uri = inner.inside("cac:ExternalReference/cbc:URI")
    try:
        content = base64.b64decode("".join((encoded or "").split()), validate=True) if is_there else None
    except binascii.Error as error:
        raise Unreadable(
            "invoice.not-base64", location(node.element), f"the attachment is no base64: {error}"
        ) from None
    return Attachment(
        id=node.required("cbc:ID", "BT-122"),
        description=node.text("cbc:DocumentDescription"),
        uri=uri,
        content=content,
        mime=mime,
        filename=filename,
    )
