"""Writes what an invoice charges for as CII: lines, items, prices, allowances, charges and their VAT categories."""

from decimal import Decimal

from lxml import etree

from einvoice.cii.elements import day, money, reference
from einvoice.model import AllowanceCharge, Identifier, InvoiceLine, Item, Period, Price, VatCategory
from einvoice.sums import amount_of
from einvoice.ubl.elements import figure, group, identifier, text, wrapped
from einvoice.ubl.lines import INVOICED_OBJECT

VAT = "VAT"


def write_line(transaction: etree._Element, line: InvoiceLine, net: Decimal) -> None:
    """BG-25."""
    element = group(transaction, "ram:IncludedSupplyChainTradeLineItem")
    head = group(element, "ram:AssociatedDocumentLineDocument")
    text(head, "ram:LineID", line.id)
    wrapped(head, "ram:IncludedNote/ram:Content", line.note)
    _item(element, line.item)
    agreement = group(element, "ram:SpecifiedLineTradeAgreement")
    wrapped(agreement, "ram:BuyerOrderReferencedDocument/ram:LineID", line.order_line)
    _price(agreement, line.price)
    delivery = group(element, "ram:SpecifiedLineTradeDelivery")
    figure(delivery, "ram:BilledQuantity", line.quantity, unitCode=line.unit)
    settlement = group(element, "ram:SpecifiedLineTradeSettlement")
    write_vat_category(settlement, "ram:ApplicableTradeTax", line.vat)
    write_period(settlement, line.period)
    for entry in line.allowances:
        write_allowance_charge(settlement, entry, charge=False)
    for entry in line.charges:
        write_allowance_charge(settlement, entry, charge=True)
    money(group(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation"), "ram:LineTotalAmount", net)
    write_invoiced_object(settlement, line.object_id)
    wrapped(settlement, "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", line.accounting_cost)


def write_period(parent: etree._Element, period: Period | None) -> None:
    """BG-14 or BG-26."""
    if period:
        element = group(parent, "ram:BillingSpecifiedPeriod")
        day(element, "ram:StartDateTime", period.start)
        day(element, "ram:EndDateTime", period.end)


def write_invoiced_object(parent: etree._Element, value: Identifier | None) -> None:
    """BT-18 or BT-128."""
    element = reference(parent, "ram:AdditionalReferencedDocument", value.value if value else None)
    if element is not None and value:
        text(element, "ram:TypeCode", INVOICED_OBJECT)
        text(element, "ram:ReferenceTypeCode", value.scheme)


def write_allowance_charge(
    parent: etree._Element, entry: AllowanceCharge, *, charge: bool, vat: VatCategory | None = None
) -> None:
    """BG-20 and BG-21 with their VAT category, BG-27 and BG-28 without."""
    element = group(parent, "ram:SpecifiedTradeAllowanceCharge")
    wrapped(element, "ram:ChargeIndicator/udt:Indicator", "true" if charge else "false")
    figure(element, "ram:CalculationPercent", entry.percent)
    money(element, "ram:BasisAmount", entry.base_amount)
    money(element, "ram:ActualAmount", amount_of(entry))
    text(element, "ram:ReasonCode", entry.reason_code)
    text(element, "ram:Reason", entry.reason)
    if vat:
        write_vat_category(element, "ram:CategoryTradeTax", vat)


def write_vat_category(parent: etree._Element, name: str, vat: VatCategory) -> None:
    """A VAT category with its rate; category O has no rate (BR-O-05)."""
    element = group(parent, name)
    text(element, "ram:TypeCode", VAT)
    text(element, "ram:CategoryCode", vat.code)
    figure(element, "ram:RateApplicablePercent", vat.rate)


def _item(line: etree._Element, item: Item) -> None:
    element = group(line, "ram:SpecifiedTradeProduct")
    identifier(element, "ram:GlobalID", item.standard_id)
    text(element, "ram:SellerAssignedID", item.sellers_id)
    text(element, "ram:BuyerAssignedID", item.buyers_id)
    text(element, "ram:Name", item.name)
    text(element, "ram:Description", item.description)
    for attribute in item.attributes:
        added = group(element, "ram:ApplicableProductCharacteristic")
        text(added, "ram:Description", attribute.name)
        text(added, "ram:Value", attribute.value)
    for told in item.classifications:
        code = group(element, "ram:DesignatedProductClassification")
        text(code, "ram:ClassCode", told.code, listID=told.list_id, listVersionID=told.list_version)
    wrapped(element, "ram:OriginTradeCountry/ram:ID", item.origin_country)


def _price(agreement: etree._Element, price: Price) -> None:
    if price.gross is not None or price.discount is not None:
        element = group(agreement, "ram:GrossPriceProductTradePrice")
        # CII tells a discount only of a gross price, so that is derived when the invoice does not give it.
        figure(element, "ram:ChargeAmount", price.net + (price.discount or 0) if price.gross is None else price.gross)
        if price.discount is not None:
            discount = group(element, "ram:AppliedTradeAllowanceCharge")
            wrapped(discount, "ram:ChargeIndicator/udt:Indicator", "false")
            figure(discount, "ram:ActualAmount", price.discount)
    net = group(agreement, "ram:NetPriceProductTradePrice")
    figure(net, "ram:ChargeAmount", price.net)
    figure(net, "ram:BasisQuantity", price.base_quantity, unitCode=price.base_quantity_unit)
