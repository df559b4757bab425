"""Writes an invoice or credit note as OIOUBL 2.1, for receivers in Denmark that do not take Peppol BIS Billing.

Made after OIOUBL's Schematron 1.17 and the Danish authority's own conversion from Peppol BIS 3; the letters F-INV and
F-LIB name its rules. OIOUBL differs from Peppol most where it says the same words: TaxExclusiveAmount is the VAT, and
TaxInclusiveAmount holds the rounding.
"""

import base64
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from einvoice.losses import Built, CannotExpress, Losses
from einvoice.model import PEPPOL_PROCESS, Attachment, Invoice, VatCategory
from einvoice.oioubl.codes import AGENCY, CATEGORIES, ONLY_ONE, TaxScheme, coded, tax_scheme
from einvoice.oioubl.lines import write_allowance_charge, write_category, write_line
from einvoice.oioubl.parties import write_delivery, write_parties
from einvoice.oioubl.payment import write_due_date, write_means
from einvoice.sums import ZERO, Totals, VatSubtotal, totals
from einvoice.ubl.elements import amount, day, group, remove_empty, text, wrapped
from einvoice.ubl.lines import write_invoiced_object
from einvoice.xml import CAC, CBC, CREDIT_NOTE_NS, INVOICE_NS

CUSTOMIZATION = "OIOUBL-2.1"
PROFILE = "urn:www.nesubl.eu:profiles:profile5:ver2.0"
INVOICE_TYPES = frozenset({"325", "380", "393"})
"""UNTDID 1001: the types of OIOUBL's code list invoicetypecode-1.1."""
TAX_CURRENCIES = frozenset({"DKK", "EUR"})
ROUNDING_MAX = Decimal(10)
NO_ORDER = "N/A"
PROJECT = "AEP"
"""UNTDID 1153: project number."""


def build(invoice: Invoice) -> Built:
    """The invoice as UTF-8 XML.

    Raises CannotExpress for what no OIOUBL document can be (no electronic address, several VAT rates, a negative
    total, an unknown type or VAT category), and ValueError as `einvoice.ubl.writer.build` does.
    """
    sums, losses, credit_note = totals(invoice), Losses(), invoice.is_credit_note
    _check(invoice, sums)
    scheme = tax_scheme(invoice)
    namespace, name = (CREDIT_NOTE_NS, "CreditNote") if credit_note else (INVOICE_NS, "Invoice")
    prefixes: dict[str | None, str] = {None: namespace, "cac": CAC, "cbc": CBC}
    document = etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)  # type: ignore[arg-type]
    if invoice.process not in (None, PEPPOL_PROCESS):
        losses.add("process", f"OIOUBL names its own, and not {invoice.process}")
    _head(document, invoice, losses)
    _references(document, invoice, losses)
    write_parties(document, invoice, losses)
    if credit_note:
        _untold_in_credit_notes(invoice, losses)
    else:
        _delivery_and_payment(document, invoice, sums, losses)
    for name, entries in (("allowances", invoice.allowances), ("charges", invoice.charges)):
        for index, entry in enumerate(entries):
            where, charge = f"{name}[{index}]", name == "charges"
            write_allowance_charge(document, entry, entry.vat, invoice.currency, scheme, where, losses, charge=charge)
    _vat(document, invoice, sums, scheme, losses)
    _totals(document, invoice, sums)
    for index, (line, net) in enumerate(zip(invoice.lines, sums.line_nets, strict=True)):
        where = f"lines[{index}]"
        write_line(document, line, net, invoice.currency, scheme, where, losses, credit_note=credit_note)
    remove_empty(document)
    return Built(document=etree.tostring(document, encoding="UTF-8", xml_declaration=True), losses=losses.told())


def _check(invoice: Invoice, sums: Totals) -> None:
    if not invoice.is_credit_note and invoice.type_code not in INVOICE_TYPES:
        raise CannotExpress("type_code", f"OIOUBL has no invoices of type {invoice.type_code}")
    rates = {row.rate for row in sums.vat_breakdown if row.rate}
    if len(rates) > 1:
        told = ", ".join(sorted(map(str, rates)))
        raise CannotExpress("lines.vat.rate", f"OIOUBL has one rate in a document, not {told} (F-LIB315, F-LIB402)")
    on_lines = {CATEGORIES.get(line.vat.code) for line in invoice.lines}
    for row in sums.vat_breakdown:
        if row.category not in CATEGORIES:
            raise CannotExpress("lines.vat.code", f"OIOUBL has no VAT category {row.category}")
        if CATEGORIES[row.category] not in on_lines:
            raise CannotExpress("charges.vat.code", f"no line is of VAT category {row.category} (F-LIB404)")
        if CATEGORIES[row.category] == "StandardRated" and not row.rate:
            raise CannotExpress("lines.vat.rate", f"OIOUBL has no rate of zero in category {row.category} (F-LIB382)")
    if min(sums.payable, sums.with_vat + sums.rounding) < 0:
        raise CannotExpress("totals.payable", "OIOUBL has no negative totals (F-LIB016)")
    if invoice.prepaid and (invoice.prepaid < 0 or invoice.is_credit_note):
        raise CannotExpress("prepaid", "OIOUBL has prepaid amounts of invoices only, and none below zero")
    if abs(sums.rounding) > ROUNDING_MAX:
        raise CannotExpress("rounding", f"OIOUBL rounds by {ROUNDING_MAX} at most (F-INV338)")


def _head(document: etree._Element, invoice: Invoice, losses: Losses) -> None:
    text(document, "cbc:UBLVersionID", "2.1")
    text(document, "cbc:CustomizationID", CUSTOMIZATION)
    text(document, "cbc:ProfileID", PROFILE, schemeID="urn:oioubl:id:profileid-1.2", schemeAgencyID=AGENCY)
    text(document, "cbc:ID", invoice.number)
    text(document, "cbc:CopyIndicator", "false")
    text(document, "cbc:UUID", _uuid(invoice))
    day(document, "cbc:IssueDate", invoice.issue_date)
    if invoice.is_credit_note:
        day(document, "cbc:TaxPointDate", invoice.tax_point_date)
        if invoice.type_code != "381":
            losses.add("type_code", f"OIOUBL has no types of credit notes; this was {invoice.type_code}")
    else:
        coded(document, "cbc:InvoiceTypeCode", invoice.type_code, "invoicetypecode-1.1")
    text(document, "cbc:Note", "\n".join(invoice.notes))
    if not invoice.is_credit_note:
        day(document, "cbc:TaxPointDate", invoice.tax_point_date)
    text(document, "cbc:DocumentCurrencyCode", invoice.currency)
    text(document, "cbc:TaxCurrencyCode", _tax_currency(invoice))
    text(document, "cbc:AccountingCost", invoice.accounting_cost)
    period = group(document, "cac:InvoicePeriod")
    day(period, "cbc:StartDate", invoice.period.start if invoice.period else None)
    day(period, "cbc:EndDate", invoice.period.end if invoice.period else None)
    text(period, "cbc:Description", invoice.tax_point_code)


def _uuid(invoice: Invoice) -> str:
    """The same for the same document: nobody else numbers an invoice so."""
    endpoint = invoice.seller.endpoint
    address = f"{endpoint.scheme}:{endpoint.value}" if endpoint else invoice.seller.name
    return str(uuid5(NAMESPACE_URL, f"invoice:{address}:{invoice.type_code}:{invoice.number}:{invoice.issue_date}"))


def _tax_currency(invoice: Invoice) -> str | None:
    """BT-6, where OIOUBL can tell the VAT in it: beside VAT of the standard rate, in kroner or euro (F-INV016)."""
    has_rate = any(line.vat.rate for line in invoice.lines)
    told = invoice.vat_amount_in_vat_currency is not None and invoice.vat_currency in TAX_CURRENCIES and has_rate
    return invoice.vat_currency if told else None


def _references(document: etree._Element, invoice: Invoice, losses: Losses) -> None:
    if invoice.purchase_order or invoice.sales_order or any(line.order_line for line in invoice.lines):
        order = group(document, "cac:OrderReference")
        text(order, "cbc:ID", invoice.purchase_order or NO_ORDER)
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
    for index, attachment in enumerate(invoice.attachments):
        _attachment(document, attachment, f"attachments[{index}]", losses)
    if invoice.project:
        project = group(document, "cac:AdditionalDocumentReference")
        text(project, "cbc:ID", invoice.project)
        text(project, "cbc:DocumentTypeCode", PROJECT)
    if invoice.is_credit_note:
        wrapped(document, "cac:OriginatorDocumentReference/cbc:ID", invoice.tender_or_lot)


def _attachment(document: etree._Element, attachment: Attachment, where: str, losses: Losses) -> None:
    element = group(document, "cac:AdditionalDocumentReference")
    text(element, "cbc:ID", attachment.id)
    text(element, "cbc:DocumentType", attachment.description or NO_ORDER)
    holder = group(element, "cac:Attachment")
    if attachment.content is None:
        wrapped(holder, "cac:ExternalReference/cbc:URI", attachment.uri)
        return
    content = base64.b64encode(attachment.content).decode("ascii")
    name = "cbc:EmbeddedDocumentBinaryObject"
    text(holder, name, content, mimeCode=attachment.mime, filename=attachment.filename)
    if attachment.uri:
        losses.add(f"{where}.uri", f"OIOUBL tells a file or an address, not both (F-LIB095): {attachment.uri}")


def _untold_in_credit_notes(invoice: Invoice, losses: Losses) -> None:
    """OIOUBL's credit note has neither delivery nor payment."""
    untold = (
        ("due_date", invoice.due_date),
        ("payment_terms", invoice.payment_terms),
        ("delivery", invoice.delivery),
        *((f"payment_means[{index}]", way) for index, way in enumerate(invoice.payment_means)),
    )
    for where, value in untold:
        if value:
            losses.add(where, "an OIOUBL credit note has no place for it")


def _delivery_and_payment(document: etree._Element, invoice: Invoice, sums: Totals, losses: Losses) -> None:
    if invoice.delivery:
        write_delivery(document, invoice.delivery, losses)
    for number, way in enumerate(invoice.payment_means, 1):
        write_means(document, way, number, invoice.due_date, losses)
    if invoice.due_date and not invoice.payment_means:
        write_due_date(document, invoice.due_date)
    if invoice.payment_terms:
        terms = group(document, "cac:PaymentTerms")
        text(terms, "cbc:ID", "1")
        text(terms, "cbc:Note", invoice.payment_terms)
        amount(terms, "cbc:Amount", sums.payable, invoice.currency)
    if invoice.prepaid:
        prepaid = group(document, "cac:PrepaidPayment")
        text(prepaid, "cbc:ID", "1")
        amount(prepaid, "cbc:PaidAmount", sums.prepaid, invoice.currency)


def _vat(document: etree._Element, invoice: Invoice, sums: Totals, scheme: TaxScheme, losses: Losses) -> None:
    """BG-23, in which what OIOUBL calls by one name is one row (F-LIB315)."""
    categories = {f"lines[{index}]": line.vat for index, line in enumerate(invoice.lines)}
    categories |= {f"allowances[{index}]": entry.vat for index, entry in enumerate(invoice.allowances)}
    categories |= {f"charges[{index}]": entry.vat for index, entry in enumerate(invoice.charges)}
    for where, vat in categories.items():
        if vat.code not in ONLY_ONE:
            losses.add(f"{where}.vat.code", f"OIOUBL tells {vat.code} as {CATEGORIES[vat.code]}")
    losses.add_idle(invoice, sums.vat_breakdown)
    for index, exemption in enumerate(invoice.vat_exemptions):
        if exemption.code and exemption.reason:
            losses.add(f"vat_exemptions[{index}].code", f"OIOUBL has other codes of reasons: {exemption.code}")
    if invoice.vat_currency and not _tax_currency(invoice):
        for where in ("vat_currency", "vat_amount_in_vat_currency"):
            losses.add(where, f"OIOUBL tells VAT in {invoice.vat_currency} not, or not for this document")
    element = group(document, "cac:TaxTotal")
    amount(element, "cbc:TaxAmount", sums.vat, invoice.currency)
    rows: dict[str, list[VatSubtotal]] = {}
    for row in sums.vat_breakdown:
        rows.setdefault(CATEGORIES[row.category], []).append(row)
    for category, alike in rows.items():
        subtotal = group(element, "cac:TaxSubtotal")
        amount(subtotal, "cbc:TaxableAmount", sum((row.taxable for row in alike), ZERO), invoice.currency)
        amount(subtotal, "cbc:TaxAmount", sum((row.tax for row in alike), ZERO), invoice.currency)
        if category == "StandardRated" and (currency := _tax_currency(invoice)):
            amount(subtotal, "cbc:TransactionCurrencyTaxAmount", sums.vat_in_vat_currency, currency)
        reasons = dict.fromkeys(row.reason or row.reason_code for row in alike)
        vat = VatCategory(code=alike[0].category, rate=alike[0].rate)
        write_category(subtotal, vat, scheme, "; ".join(filter(None, reasons)))


def _totals(document: etree._Element, invoice: Invoice, sums: Totals) -> None:
    element, currency = group(document, "cac:LegalMonetaryTotal"), invoice.currency
    amount(element, "cbc:LineExtensionAmount", sums.line_total, currency)
    amount(element, "cbc:TaxExclusiveAmount", sums.vat, currency)  # F-INV127
    amount(element, "cbc:TaxInclusiveAmount", sums.with_vat + sums.rounding, currency)  # F-INV128
    amount(element, "cbc:AllowanceTotalAmount", sums.allowance_total or None, currency)
    amount(element, "cbc:ChargeTotalAmount", sums.charge_total or None, currency)
    amount(element, "cbc:PrepaidAmount", sums.prepaid or None, currency)
    amount(element, "cbc:PayableRoundingAmount", sums.rounding or None, currency)
    amount(element, "cbc:PayableAmount", sums.payable, currency)
