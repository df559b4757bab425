"""Writes what an invoice charges for as UBL: lines, items, prices, allowances, charges and their VAT categories."""

from decimal import Decimal

from lxml import etree

from einvoice.model import AllowanceCharge, Identifier, InvoiceLine, Item, Period, Price, VatCategory
from einvoice.sums import amount_of
from einvoice.ubl.elements import amount, day, figure, group, identifier, text, wrapped

INVOICED_OBJECT = "130"
"""UNTDID 1001: this document reference names the object that is invoiced (BT-18, BT-128)."""


def write_line(document: etree._Element, line: InvoiceLine, net: Decimal, currency: str, *, credit_note: bool) -> None:
    """BG-25. Inside a credit note only the names differ."""
    element = group(document, "cac:CreditNoteLine" if credit_note else "cac:InvoiceLine")
    text(element, "cbc:ID", line.id)
    text(element, "cbc:Note", line.note)
    quantity = "cbc:CreditedQuantity" if credit_note else "cbc:InvoicedQuantity"
    figure(element, quantity, line.quantity, unitCode=line.unit)
    amount(element, "cbc:LineExtensionAmount", net, currency)
    text(element, "cbc:AccountingCost", line.accounting_cost)
    if line.period:
        write_period(element, line.period)
    wrapped(element, "cac:OrderLineReference/cbc:LineID", line.order_line)
    if line.object_id:
        write_invoiced_object(element, "cac:DocumentReference", line.object_id)
    for entry in line.allowances:
        write_allowance_charge(element, entry, currency, charge=False)
    for entry in line.charges:
        write_allowance_charge(element, entry, currency, charge=True)
    _item(element, line.item, line.vat)
    _price(element, line.price, currency)


def write_period(parent: etree._Element, period: Period | None, code: str | None = None) -> None:
    """BG-14 with BT-8, or BG-26."""
    start, end = (period.start, period.end) if period else (None, None)
    element = group(parent, "cac:InvoicePeriod")
    day(element, "cbc:StartDate", start)
    day(element, "cbc:EndDate", end)
    text(element, "cbc:DescriptionCode", code)


def write_invoiced_object(parent: etree._Element, name: str, value: Identifier) -> None:
    """BT-18 or BT-128."""
    element = group(parent, name)
    identifier(element, "cbc:ID", value)
    text(element, "cbc:DocumentTypeCode", INVOICED_OBJECT)


def write_allowance_charge(
    parent: etree._Element, entry: AllowanceCharge, currency: str, *, charge: bool, vat: VatCategory | None = None
) -> None:
    """BG-20 and BG-21 with their VAT category, BG-27 and BG-28 without."""
    element = group(parent, "cac:AllowanceCharge")
    text(element, "cbc:ChargeIndicator", "true" if charge else "false")
    text(element, "cbc:AllowanceChargeReasonCode", entry.reason_code)
    text(element, "cbc:AllowanceChargeReason", entry.reason)
    figure(element, "cbc:MultiplierFactorNumeric", entry.percent)
    amount(element, "cbc:Amount", amount_of(entry), currency)
    amount(element, "cbc:BaseAmount", entry.base_amount, currency)
    if vat:
        write_vat_category(element, "cac:TaxCategory", vat)


def write_vat_category(
    parent: etree._Element, name: str, vat: VatCategory, *, reason: str | None = None, reason_code: str | None = None
) -> None:
    """A VAT category with its rate; category O has no rate on a line (BR-O-05)."""
    element = group(parent, name)
    text(element, "cbc:ID", vat.code)
    figure(element, "cbc:Percent", vat.rate)
    text(element, "cbc:TaxExemptionReasonCode", reason_code)
    text(element, "cbc:TaxExemptionReason", reason)
    wrapped(element, "cac:TaxScheme/cbc:ID", "VAT")


def _item(line: etree._Element, item: Item, vat: VatCategory) -> None:
    element = group(line, "cac:Item")
    text(element, "cbc:Description", item.description)
    text(element, "cbc:Name", item.name)
    wrapped(element, "cac:BuyersItemIdentification/cbc:ID", item.buyers_id)
    wrapped(element, "cac:SellersItemIdentification/cbc:ID", item.sellers_id)
    if item.standard_id:
        identifier(group(element, "cac:StandardItemIdentification"), "cbc:ID", item.standard_id)
    wrapped(element, "cac:OriginCountry/cbc:IdentificationCode", item.origin_country)
    for told in item.classifications:
        code = group(element, "cac:CommodityClassification")
        text(code, "cbc:ItemClassificationCode", told.code, listID=told.list_id, listVersionID=told.list_version)
    write_vat_category(element, "cac:ClassifiedTaxCategory", vat)
    for attribute in item.attributes:
        added = group(element, "cac:AdditionalItemProperty")
        text(added, "cbc:Name", attribute.name)
        text(added, "cbc:Value", attribute.value)


def _price(line: etree._Element, price: Price, currency: str) -> None:
    element = group(line, "cac:Price")
    figure(element, "cbc:PriceAmount", price.net, currencyID=currency)
    figure(element, "cbc:BaseQuantity", price.base_quantity, unitCode=price.base_quantity_unit)
    if price.discount is None and price.gross is None:
        return
    discount = group(element, "cac:AllowanceCharge")
    text(discount, "cbc:ChargeIndicator", "false")
    figure(discount, "cbc:Amount", price.discount or Decimal(0), currencyID=currency)
    figure(discount, "cbc:BaseAmount", price.gross, currencyID=currency)
