"""Writes what an invoice charges for as OIOUBL: lines with their own VAT, items, prices, allowances and charges."""

from decimal import Decimal

from lxml import etree

from einvoice.losses import CannotExpress, Losses
from einvoice.model import AllowanceCharge, InvoiceLine, Item, Price, VatCategory
from einvoice.oioubl.codes import AGENCY, CATEGORIES, GS1, TaxScheme, unit
from einvoice.oioubl.parties import write_tax_scheme
from einvoice.sums import ZERO, amount_of, round2
from einvoice.ubl.elements import amount, figure, group, identifier, text, wrapped
from einvoice.ubl.lines import write_invoiced_object, write_period

CATEGORY_LIST = "urn:oioubl:id:taxcategoryid-1.2"
GTIN = "0160"
PRICE_PLACES = Decimal("0.00000001")
"""Decimals of a price that must hold a line's allowances and charges: a line must be its price times its quantity."""


def write_line(
    document: etree._Element,
    line: InvoiceLine,
    net: Decimal,
    currency: str,
    scheme: TaxScheme,
    where: str,
    losses: Losses,
    *,
    credit_note: bool,
) -> None:
    """BG-25 with the VAT of the line, which OIOUBL wants although it is summed up once for each rate."""
    if not line.quantity:
        raise CannotExpress(f"{where}.quantity", "OIOUBL has no lines of quantity zero (F-INV147)")
    element = group(document, "cac:CreditNoteLine" if credit_note else "cac:InvoiceLine")
    text(element, "cbc:ID", line.id)
    text(element, "cbc:Note", line.note)
    told_unit = unit(line.unit, f"{where}.unit", losses)
    quantity = "cbc:CreditedQuantity" if credit_note else "cbc:InvoicedQuantity"
    figure(element, quantity, line.quantity, unitCode=told_unit)
    amount(element, "cbc:LineExtensionAmount", net, currency)
    text(element, "cbc:AccountingCost", line.accounting_cost)
    if line.period:
        write_period(element, line.period)
    wrapped(element, "cac:OrderLineReference/cbc:LineID", line.order_line)
    if line.object_id:
        write_invoiced_object(element, "cac:DocumentReference", line.object_id)
    allowances = [(entry, f"{where}.allowances[{index}]", False) for index, entry in enumerate(line.allowances)]
    allowances += [(entry, f"{where}.charges[{index}]", True) for index, entry in enumerate(line.charges)]
    if credit_note:  # The schema has them the other way round there.
        _tax(element, line.vat, net, currency, scheme)
    for entry, place, charge in allowances:
        write_allowance_charge(element, entry, line.vat, currency, scheme, place, losses, charge=charge)
    if not credit_note:
        _tax(element, line.vat, net, currency, scheme)
    _item(element, line.item, where, losses)
    _price(element, line, net, currency, told_unit)
    if line.price.base_quantity_unit not in (None, line.unit):
        told = f"OIOUBL tells it in the unit of the line, and not in {line.price.base_quantity_unit}"
        losses.add(f"{where}.price.base_quantity_unit", told)
    if line.price.gross is not None and not line.price.discount:
        told = f"OIOUBL has a gross price only beside a discount: {line.price.gross}"
        losses.add(f"{where}.price.gross", told)
    if allowances:
        losses.add(
            f"{where}.price.net", f"OIOUBL's price holds what the line allows and charges; it was {line.price.net}"
        )


def write_allowance_charge(
    parent: etree._Element,
    entry: AllowanceCharge,
    vat: VatCategory,
    currency: str,
    scheme: TaxScheme,
    where: str,
    losses: Losses,
    *,
    charge: bool,
) -> None:
    """BG-20, BG-21, BG-27 and BG-28; one of nothing is not told (F-LIB019). OIOUBL's percent is a factor of a base."""
    if not amount_of(entry):
        losses.add(where, "OIOUBL has no allowances and charges of nothing (F-LIB019)")
        return
    element = group(parent, "cac:AllowanceCharge")
    text(element, "cbc:ChargeIndicator", "true" if charge else "false")
    text(element, "cbc:AllowanceChargeReasonCode", entry.reason_code)
    text(element, "cbc:AllowanceChargeReason", entry.reason)
    if entry.percent is not None and not entry.base_amount:
        losses.add(f"{where}.percent", f"OIOUBL tells no percent without an amount that it is of: {entry.percent}")
    elif entry.percent is not None:
        figure(element, "cbc:MultiplierFactorNumeric", entry.percent / 100)
    if entry.base_amount is not None and not entry.base_amount:
        losses.add(f"{where}.base_amount", "OIOUBL tells no base amount of nothing")
    amount(element, "cbc:Amount", amount_of(entry), currency)
    amount(element, "cbc:BaseAmount", entry.base_amount or None, currency)
    write_category(element, vat, scheme)


def write_category(parent: etree._Element, vat: VatCategory, scheme: TaxScheme, reason: str | None = None) -> None:
    """A VAT category with its rate, 0 where EN 16931 has none."""
    element = group(parent, "cac:TaxCategory")
    text(element, "cbc:ID", CATEGORIES[vat.code], schemeID=CATEGORY_LIST, schemeAgencyID=AGENCY)
    figure(element, "cbc:Percent", vat.rate or Decimal(0))
    text(element, "cbc:TaxExemptionReason", reason)
    write_tax_scheme(element, scheme)


def _tax(line: etree._Element, vat: VatCategory, net: Decimal, currency: str, scheme: TaxScheme) -> None:
    tax = round2(net * (vat.rate or ZERO) / 100)
    element = group(line, "cac:TaxTotal")
    amount(element, "cbc:TaxAmount", tax, currency)
    subtotal = group(element, "cac:TaxSubtotal")
    amount(subtotal, "cbc:TaxableAmount", net, currency)
    amount(subtotal, "cbc:TaxAmount", tax, currency)
    write_category(subtotal, vat, scheme)


def _item(line: etree._Element, item: Item, where: str, losses: Losses) -> None:
    element = group(line, "cac:Item")
    text(element, "cbc:Description", item.description)
    text(element, "cbc:Name", item.name)
    wrapped(element, "cac:BuyersItemIdentification/cbc:ID", item.buyers_id)
    wrapped(element, "cac:SellersItemIdentification/cbc:ID", item.sellers_id)
    if item.standard_id and item.standard_id.scheme == GTIN:
        number = group(element, "cac:StandardItemIdentification")
        text(number, "cbc:ID", item.standard_id.value, schemeID="GTIN", schemeAgencyID=GS1)
    elif item.standard_id:
        identifier(group(element, "cac:StandardItemIdentification"), "cbc:ID", item.standard_id)
    for told in item.classifications:
        code = group(element, "cac:CommodityClassification")
        text(code, "cbc:ItemClassificationCode", told.code, listID=told.list_id, listVersionID=told.list_version)
    for attribute in item.attributes:
        added = group(element, "cac:AdditionalItemProperty")
        text(added, "cbc:Name", attribute.name)
        text(added, "cbc:Value", attribute.value)
    if item.origin_country:
        losses.add(f"{where}.item.origin_country", f"OIOUBL has no place for it (F-INV211): {item.origin_country}")


def _price(parent: etree._Element, line: InvoiceLine, net: Decimal, currency: str, told_unit: str) -> None:
    price = _price_of_all(line, net) if line.allowances or line.charges else line.price
    element = group(parent, "cac:Price")
    figure(element, "cbc:PriceAmount", price.net, currencyID=currency)
    figure(element, "cbc:BaseQuantity", price.base_quantity or Decimal(1), unitCode=told_unit)
    text(element, "cbc:OrderableUnitFactorRate", "1")
    if price.discount:
        discount = group(element, "cac:AllowanceCharge")
        text(discount, "cbc:ChargeIndicator", "false")
        figure(discount, "cbc:Amount", price.discount, currencyID=currency)
        gross = price.net + price.discount if price.gross is None else price.gross
        figure(discount, "cbc:BaseAmount", gross, currencyID=currency)


def _price_of_all(line: InvoiceLine, net: Decimal) -> Price:
    """The price at which the quantity alone makes the line's net (F-INV340, F-INV348)."""
    each = net * (line.price.base_quantity or Decimal(1)) / line.quantity
    return Price(
        net=each.quantize(PRICE_PLACES),
        discount=line.price.discount,
        gross=line.price.gross,
        base_quantity=line.price.base_quantity,
    )
