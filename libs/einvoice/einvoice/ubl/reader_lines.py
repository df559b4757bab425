"""Reads what an invoice charges for from UBL: lines, items, prices, allowances, charges and their VAT categories."""

from decimal import Decimal

from einvoice.model import (
    AllowanceCharge,
    Attribute,
    Classification,
    DocumentAllowanceCharge,
    Identifier,
    InvoiceLine,
    Item,
    Period,
    Price,
    VatCategory,
)
from einvoice.ubl.lines import INVOICED_OBJECT
from einvoice.ubl.reader_node import Node, parted


def read_line(node: Node) -> tuple[InvoiceLine, Decimal | None]:
    """BG-25, and the line's net (BT-131) as it is stated."""
    credited = node.count("cbc:CreditedQuantity") > 0
    quantity, unit = node.quantity("cbc:CreditedQuantity" if credited else "cbc:InvoicedQuantity")
    item, price = node.one("cac:Item"), node.one("cac:Price")
    if quantity is None or item is None or price is None:
        raise node.missing("a quantity, an item or a price", "BT-129, BG-31 or BG-29")
    net = node.figure("cbc:LineExtensionAmount")
    allowances, charges = _line_allowances_and_charges(node)
    line = InvoiceLine(
        id=node.required("cbc:ID", "BT-126"),
        note=node.text("cbc:Note"),
        object_id=read_invoiced_object(node, "cac:DocumentReference"),
        quantity=quantity,
        unit=unit or "",
        order_line=node.inside("cac:OrderLineReference/cbc:LineID"),
        accounting_cost=node.text("cbc:AccountingCost"),
        period=read_period(node)[0],
        allowances=allowances,
        charges=charges,
        price=_price(price),
        vat=_line_vat(item),
        item=_item(item),
    )
    return line, net


def read_period(parent: Node) -> tuple[Period | None, str | None]:
    """BG-14 or BG-26, and the code of the tax point (BT-8)."""
    node = parent.one("cac:InvoicePeriod")
    if node is None:
        return None, None
    start, end = node.day("cbc:StartDate"), node.day("cbc:EndDate")
    period = Period(start=start, end=end) if start or end else None
    return period, node.text("cbc:DescriptionCode")


def read_invoiced_object(parent: Node, name: str) -> Identifier | None:
    """BT-18 or BT-128: the first reference that says it names the invoiced object; others stay where they are."""
    found: Identifier | None = None
    for node in parent.all(name):
        if found is None and node.peek("cbc:DocumentTypeCode") == INVOICED_OBJECT:
            node.expect("cbc:DocumentTypeCode", INVOICED_OBJECT)
            found = node.identifier("cbc:ID")
        else:
            parent.leave(node)
    return found


def read_document_allowances_and_charges(
    document: Node,
) -> tuple[tuple[DocumentAllowanceCharge, ...], tuple[DocumentAllowanceCharge, ...]]:
    """BG-20 and BG-21."""
    entries: dict[bool, list[DocumentAllowanceCharge]] = {False: [], True: []}
    for node in document.all("cac:AllowanceCharge"):
        charge, plain = _allowance_charge(node)
        category = node.one("cac:TaxCategory")
        if category is None:
            raise node.missing("cac:TaxCategory", "BT-95 or BT-102")
        entries[charge].append(
            DocumentAllowanceCharge(
                amount=plain.amount,
                base_amount=plain.base_amount,
                percent=plain.percent,
                reason=plain.reason,
                reason_code=plain.reason_code,
                vat=read_vat_category(category),
            )
        )
    return tuple(entries[False]), tuple(entries[True])


def read_vat_category(node: Node) -> VatCategory:
    """A VAT category and its rate."""
    node.expect("cac:TaxScheme/cbc:ID", "VAT")
    return VatCategory(code=node.required("cbc:ID", "a VAT category"), rate=node.figure("cbc:Percent"))


def _line_allowances_and_charges(line: Node) -> tuple[tuple[AllowanceCharge, ...], tuple[AllowanceCharge, ...]]:
    return parted(_allowance_charge(node) for node in line.all("cac:AllowanceCharge"))


def _allowance_charge(node: Node) -> tuple[bool, AllowanceCharge]:
    entry = AllowanceCharge(
        amount=node.figure("cbc:Amount"),
        base_amount=node.figure("cbc:BaseAmount"),
        percent=node.figure("cbc:MultiplierFactorNumeric"),
        reason=node.text("cbc:AllowanceChargeReason"),
        reason_code=node.text("cbc:AllowanceChargeReasonCode"),
    )
    return node.text("cbc:ChargeIndicator") in ("true", "1"), entry


def _line_vat(item: Node) -> VatCategory:
    category = item.one("cac:ClassifiedTaxCategory")
    if category is None:
        raise item.missing("cac:ClassifiedTaxCategory", "BT-151")
    return read_vat_category(category)


def _item(node: Node) -> Item:
    standard = node.one("cac:StandardItemIdentification")
    return Item(
        name=node.text("cbc:Name") or "",
        description=node.text("cbc:Description"),
        sellers_id=node.inside("cac:SellersItemIdentification/cbc:ID"),
        buyers_id=node.inside("cac:BuyersItemIdentification/cbc:ID"),
        standard_id=standard.identifier("cbc:ID") if standard else None,
        classifications=tuple(map(_classification, node.all("cac:CommodityClassification"))),
        origin_country=node.inside("cac:OriginCountry/cbc:IdentificationCode"),
        attributes=tuple(
            Attribute(name=entry.text("cbc:Name") or "", value=entry.text("cbc:Value") or "")
            for entry in node.all("cac:AdditionalItemProperty")
        ),
    )


def _classification(node: Node) -> Classification:
    code, list_id, version = node.coded("cbc:ItemClassificationCode", "listID", "listVersionID")
    return Classification(code=code or "", list_id=list_id, list_version=version)


def _price(node: Node) -> Price:
    net = node.figure("cbc:PriceAmount")
    if net is None:
        raise node.missing("cbc:PriceAmount", "BT-146")
    base_quantity, unit = node.quantity("cbc:BaseQuantity")
    discount = node.one("cac:AllowanceCharge")
    if discount:
        discount.expect("cbc:ChargeIndicator", "false")
    return Price(
        net=net,
        discount=discount.figure("cbc:Amount") if discount else None,
        gross=discount.figure("cbc:BaseAmount") if discount else None,
        base_quantity=base_quantity,
        base_quantity_unit=unit,
    )
