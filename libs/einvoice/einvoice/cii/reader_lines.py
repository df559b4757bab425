"""Reads what an invoice charges for from CII: lines, items, prices, allowances, charges and their VAT categories."""

from decimal import Decimal

from einvoice.cii.lines import VAT
from einvoice.cii.reader_node import read_day
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
    head, product = (
        _group(node, "ram:AssociatedDocumentLineDocument", "BT-126"),
        _group(node, "ram:SpecifiedTradeProduct", "BG-31"),
    )
    agreement = _group(node, "ram:SpecifiedLineTradeAgreement", "BG-29")
    delivery = _group(node, "ram:SpecifiedLineTradeDelivery", "BT-129")
    settlement = _group(node, "ram:SpecifiedLineTradeSettlement", "BG-30")
    quantity, unit = delivery.quantity("ram:BilledQuantity")
    if quantity is None:
        raise delivery.missing("ram:BilledQuantity", "BT-129")
    total = settlement.one("ram:SpecifiedTradeSettlementLineMonetarySummation")
    allowances, charges = _line_allowances_and_charges(settlement)
    line = InvoiceLine(
        id=head.required("ram:LineID", "BT-126"),
        note=head.inside("ram:IncludedNote/ram:Content"),
        object_id=read_invoiced_object(settlement),
        quantity=quantity,
        unit=unit or "",
        order_line=agreement.inside("ram:BuyerOrderReferencedDocument/ram:LineID"),
        accounting_cost=settlement.inside("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        period=read_period(settlement),
        allowances=allowances,
        charges=charges,
        price=_price(agreement),
        vat=read_vat_category(_group(settlement, "ram:ApplicableTradeTax", "BT-151")),
        item=_item(product),
    )
    return line, total.figure("ram:LineTotalAmount") if total else None


def read_period(parent: Node) -> Period | None:
    """BG-14 or BG-26."""
    node = parent.one("ram:BillingSpecifiedPeriod")
    start, end = read_day(node, "ram:StartDateTime"), read_day(node, "ram:EndDateTime")
    return Period(start=start, end=end) if start or end else None


def read_invoiced_object(parent: Node) -> Identifier | None:
    """BT-18 or BT-128: the first reference of that type; others stay where they are."""
    found: Identifier | None = None
    for node in parent.all("ram:AdditionalReferencedDocument"):
        if found is None and node.peek("ram:TypeCode") == INVOICED_OBJECT:
            node.expect("ram:TypeCode", INVOICED_OBJECT)
            number = node.required("ram:IssuerAssignedID", "BT-18 or BT-128")
            found = Identifier(value=number, scheme=node.text("ram:ReferenceTypeCode"))
        else:
            parent.leave(node)
    return found


def read_vat_category(node: Node) -> VatCategory:
    """A VAT category and its rate."""
    node.expect("ram:TypeCode", VAT)
    code = node.required("ram:CategoryCode", "a VAT category")
    return VatCategory(code=code, rate=node.figure("ram:RateApplicablePercent"))


def read_document_allowances_and_charges(
    settlement: Node,
) -> tuple[tuple[DocumentAllowanceCharge, ...], tuple[DocumentAllowanceCharge, ...]]:
    """BG-20 and BG-21."""
    entries: dict[bool, list[DocumentAllowanceCharge]] = {False: [], True: []}
    for node in settlement.all("ram:SpecifiedTradeAllowanceCharge"):
        charge, plain = _allowance_charge(node)
        entries[charge].append(
            DocumentAllowanceCharge(
                amount=plain.amount,
                base_amount=plain.base_amount,
                percent=plain.percent,
                reason=plain.reason,
                reason_code=plain.reason_code,
                vat=read_vat_category(_group(node, "ram:CategoryTradeTax", "BT-95 or BT-102")),
            )
        )
    return tuple(entries[False]), tuple(entries[True])


def _group(parent: Node, name: str, term: str) -> Node:
    node = parent.one(name)
    if node is None:
        raise parent.missing(name, term)
    return node


def _line_allowances_and_charges(line: Node) -> tuple[tuple[AllowanceCharge, ...], tuple[AllowanceCharge, ...]]:
    return parted(_allowance_charge(node) for node in line.all("ram:SpecifiedTradeAllowanceCharge"))


def _allowance_charge(node: Node) -> tuple[bool, AllowanceCharge]:
    entry = AllowanceCharge(
        amount=node.figure("ram:ActualAmount"),
        base_amount=node.figure("ram:BasisAmount"),
        percent=node.figure("ram:CalculationPercent"),
        reason=node.text("ram:Reason"),
        reason_code=node.text("ram:ReasonCode"),
    )
    return node.inside("ram:ChargeIndicator/udt:Indicator") in ("true", "1"), entry


def _item(node: Node) -> Item:
    return Item(
        name=node.text("ram:Name") or "",
        description=node.text("ram:Description"),
        sellers_id=node.text("ram:SellerAssignedID"),
        buyers_id=node.text("ram:BuyerAssignedID"),
        standard_id=node.identifier("ram:GlobalID"),
        classifications=tuple(map(_classification, node.all("ram:DesignatedProductClassification"))),
        origin_country=node.inside("ram:OriginTradeCountry/ram:ID"),
        attributes=tuple(
            Attribute(name=entry.text("ram:Description") or "", value=entry.text("ram:Value") or "")
            for entry in node.all("ram:ApplicableProductCharacteristic")
        ),
    )


def _classification(node: Node) -> Classification:
    code, list_id, version = node.coded("ram:ClassCode", "listID", "listVersionID")
    return Classification(code=code or "", list_id=list_id, list_version=version)


def _price(agreement: Node) -> Price:
    net = _group(agreement, "ram:NetPriceProductTradePrice", "BT-146")
    amount = net.figure("ram:ChargeAmount")
    if amount is None:
        raise net.missing("ram:ChargeAmount", "BT-146")
    gross = agreement.one("ram:GrossPriceProductTradePrice")
    discount = gross.one("ram:AppliedTradeAllowanceCharge") if gross else None
    if discount:
        discount.expect("ram:ChargeIndicator/udt:Indicator", "false")
    if gross and gross.peek("ram:BasisQuantity") == net.peek("ram:BasisQuantity"):
        gross.quantity("ram:BasisQuantity")  # Many tell it of both prices; of two that differ, only the net's counts.
    base_quantity, unit = net.quantity("ram:BasisQuantity")
    return Price(
        net=amount,
        discount=discount.figure("ram:ActualAmount") if discount else None,
        gross=gross.figure("ram:ChargeAmount") if gross else None,
        base_quantity=base_quantity,
        base_quantity_unit=unit,
    )
