"""Writes what an invoice charges for as Svefaktura: lines, items, prices, allowances and charges."""

from decimal import Decimal

from lxml import etree

from einvoice.losses import CannotExpress, Losses
from einvoice.model import DocumentAllowanceCharge, InvoiceLine, Item, Price, VatCategory
from einvoice.sums import ZERO, amount_of
from einvoice.svefaktura.elements import money, number, price
from einvoice.ubl.elements import figure, group, text, wrapped

TAXED, EXEMPT = "S", "E"
OTHER_REASON = "ZZZ"
"""The one reason code that Svefaktura has for an allowance or a charge; its name is the reason (R-57)."""


def write_line(
    document: etree._Element,
    line: InvoiceLine,
    net: Decimal,
    currency: str,
    purchase_order: str | None,
    where: str,
    losses: Losses,
) -> None:
    """BG-25; the buyer's order number (BT-13) is told on each line."""
    element = group(document, "sac:InvoiceLine")
    text(element, "sac:ID", line.id)
    figure(element, "sbc:InvoicedQuantity", line.quantity, quantityUnitCode=line.unit)
    money(element, "sbc:LineExtensionAmount", net, currency)
    text(element, "sbc:Note", line.note)
    order = group(element, "sac:OrderLineReference")
    text(order, "sac:BuyersLineID", line.order_line)
    wrapped(order, "sac:OrderReference/sac:BuyersID", purchase_order)
    _allowance_charge(element, line, currency, where, losses)
    item = group(element, "sac:Item")
    _item(item, line.item, where, losses)
    write_category(item, line.vat, f"{where}.vat", losses)
    _price(item, line.price, line.unit, currency, where, losses)


def write_category(
    parent: etree._Element, vat: VatCategory, where: str, losses: Losses | None, reason: str | None = None
) -> None:
    """A VAT category: taxed or exempt, for Svefaktura has no others (R-59, R-76)."""
    if vat.code in ("L", "M"):
        raise CannotExpress(f"{where}.code", f"Svefaktura has no VAT category {vat.code}")
    element = group(parent, "sac:TaxCategory")
    text(element, "sac:ID", TAXED if vat.code == TAXED else EXEMPT)
    figure(element, "sbc:Percent", vat.rate or Decimal(0))
    text(element, "sbc:ExemptionReason", reason)
    wrapped(element, "sac:TaxScheme/sac:ID", "VAT")
    if losses and vat.code not in (TAXED, EXEMPT):
        losses.add(f"{where}.code", f"Svefaktura tells {vat.code} as {EXEMPT}, with the reason of it")


def write_allowance_charge(
    document: etree._Element,
    entry: DocumentAllowanceCharge,
    currency: str,
    where: str,
    losses: Losses,
    *,
    charge: bool,
) -> None:
    """BG-20 or BG-21. Its percent is a factor."""
    element = group(document, "sfti:AllowanceCharge")
    text(element, "sbc:ChargeIndicator", "true" if charge else "false")
    text(element, "sac:ReasonCode", OTHER_REASON, name=entry.reason or entry.reason_code)
    if entry.percent is not None:
        figure(element, "sbc:MultiplierFactorNumeric", entry.percent / 100)
    money(element, "sbc:Amount", amount_of(entry), currency)
    write_category(element, entry.vat, f"{where}.vat", losses)
    money(element, "sac:AllowanceChargeBaseAmount", entry.base_amount, currency)
    if entry.reason and entry.reason_code:
        losses.add(f"{where}.reason_code", f"Svefaktura tells reasons in words, and not {entry.reason_code}")


def _allowance_charge(element: etree._Element, line: InvoiceLine, currency: str, where: str, losses: Losses) -> None:
    """BG-27 and BG-28 as the one allowance or charge that a line can have, without its reason."""
    charged = sum(map(amount_of, line.charges), ZERO) - sum(map(amount_of, line.allowances), ZERO)
    told = (*line.allowances, *line.charges)
    if told:
        entry = group(element, "sac:AllowanceCharge")
        text(entry, "sbc:ChargeIndicator", "true" if charged > 0 else "false")
        money(entry, "sbc:Amount", abs(charged), currency)
        if len(told) == 1:
            money(entry, "sac:AllowanceChargeBaseAmount", told[0].base_amount, currency)
    for name, entries in (("allowances", line.allowances), ("charges", line.charges)):
        for index, each in enumerate(entries):
            place = f"{where}.{name}[{index}]"
            if len(told) > 1:
                losses.add(place, f"Svefaktura has one a line, and tells all together as {charged}")
                continue
            for field in ("percent", "reason", "reason_code"):
                if getattr(each, field) is not None:
                    losses.add(f"{place}.{field}", f"Svefaktura has no place for it: {getattr(each, field)}")


def _item(element: etree._Element, item: Item, where: str, losses: Losses) -> None:
    text(element, "sbc:Description", ", ".join(filter(None, (item.name, item.description))))
    wrapped(element, "sac:BuyersItemIdentification/sac:ID", item.buyers_id)
    wrapped(element, "sac:SellersItemIdentification/sac:ID", item.sellers_id)
    if item.standard_id:
        place = group(element, "sac:StandardItemIdentification")
        number(place, "sac:ID", item.standard_id, f"{where}.item.standard_id", losses)
    if item.description:
        losses.add(f"{where}.item.description", "Svefaktura tells it after the name of the item")


def _price(item: etree._Element, told: Price, unit: str, currency: str, where: str, losses: Losses) -> None:
    element = group(item, "sac:BasePrice")
    price(element, "sbc:PriceAmount", told.net, currency)
    figure(element, "sbc:BaseQuantity", told.base_quantity, quantityUnitCode=unit)
    if told.base_quantity_unit not in (None, unit):
        losses.add(f"{where}.price.base_quantity_unit", "Svefaktura tells it in the unit of the line (R-78)")
