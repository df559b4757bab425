"""Reads the money of an invoice from CII: ways to pay, VAT and totals as they are stated."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from einvoice.cii.payment import mandate_holders, reference_holders
from einvoice.cii.reader_lines import read_vat_category
from einvoice.cii.reader_node import read_day
from einvoice.cii.writer import TAX_POINT_CODES
from einvoice.model import PaymentMeans, PrecedingInvoice, VatExemption
from einvoice.sums import ZERO, Totals, VatSubtotal
from einvoice.ubl.elements import tag
from einvoice.ubl.reader_node import Node
from einvoice.ubl.writer import UNDEFINED_INSTRUMENT

_MODEL_CODES = {theirs: ours for ours, theirs in TAX_POINT_CODES.items()}


class Vat(msgspec.Struct, frozen=True):
    """BG-23 as stated, why some categories carry no VAT, and the tax point that is told beside them."""

    rows: tuple[VatSubtotal, ...]
    exemptions: tuple[VatExemption, ...]
    tax_point_date: date | None = None  # BT-7
    tax_point_code: str | None = None  # BT-8


def read_payment_means(settlement: Node, terms: Node | None) -> tuple[PaymentMeans, ...]:
    """BG-16: the document's one reference and one mandate belong to the ways that `einvoice.cii.payment` says."""
    ways = [_way(node) for node in settlement.all("ram:SpecifiedTradeSettlementPaymentMeans")]
    reference = settlement.text("ram:PaymentReference")
    told_mandate = terms.text("ram:DirectDebitMandateID") if terms else None
    if not ways and (reference or told_mandate):
        ways = [PaymentMeans(code=UNDEFINED_INSTRUMENT)]  # CII has both without a way to pay, and UBL inside one.
    referred, debited = reference_holders(ways), mandate_holders(ways)
    return tuple(
        msgspec.structs.replace(
            way,
            payment_id=reference if index in referred else None,
            mandate=told_mandate if index in debited else None,
        )
        for index, way in enumerate(ways)
    )


def read_preceding_invoices(settlement: Node) -> tuple[PrecedingInvoice, ...]:
    """BG-3."""
    return tuple(
        PrecedingInvoice(
            number=node.required("ram:IssuerAssignedID", "BT-25"),
            issue_date=read_day(node, "ram:FormattedIssueDateTime", "qdt:DateTimeString"),
        )
        for node in settlement.all("ram:InvoiceReferencedDocument")
    )


def read_vat(settlement: Node) -> Vat:
    """BG-23 with BT-7 and BT-8."""
    rows: list[VatSubtotal] = []
    day: date | None = None
    code: str | None = None
    for node in settlement.all("ram:ApplicableTradeTax"):
        told = read_day(node, "ram:TaxPointDate", "udt:DateString")
        day = day or told
        if node.peek("ram:DueDateTypeCode") in _MODEL_CODES and code in (None, node.peek("ram:DueDateTypeCode")):
            code = node.text("ram:DueDateTypeCode")
        rows.append(_row(node))
    exemptions = {
        row.category: VatExemption(category=row.category, reason=row.reason, code=row.reason_code)
        for row in rows
        if row.reason or row.reason_code
    }
    return Vat(tuple(rows), tuple(exemptions.values()), day, _MODEL_CODES.get(code or ""))


def read_totals(
    settlement: Node, currency: str, vat_currency: str | None, vat: Vat, line_nets: Sequence[Decimal | None]
) -> tuple[Totals, Decimal | None, Decimal | None]:
    """The totals as the document states them, and its own BT-113 and BT-114."""
    node = settlement.one("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    if node is None:
        raise settlement.missing("ram:SpecifiedTradeSettlementHeaderMonetarySummation", "BG-22")
    prepaid, rounding = node.figure("ram:TotalPrepaidAmount"), node.figure("ram:RoundingAmount")
    tax, tax_again = _tax_totals(node, currency, vat_currency)
    stated = Totals(
        line_nets=tuple(net or ZERO for net in line_nets),
        line_total=node.figure("ram:LineTotalAmount") or ZERO,
        allowance_total=node.figure("ram:AllowanceTotalAmount") or ZERO,
        charge_total=node.figure("ram:ChargeTotalAmount") or ZERO,
        without_vat=node.figure("ram:TaxBasisTotalAmount") or ZERO,
        vat=tax or ZERO,
        vat_in_vat_currency=tax_again,
        with_vat=node.figure("ram:GrandTotalAmount") or ZERO,
        prepaid=prepaid or ZERO,
        rounding=rounding or ZERO,
        payable=node.figure("ram:DuePayableAmount") or ZERO,
        vat_breakdown=vat.rows,
    )
    return stated, prepaid, rounding


def _way(node: Node) -> PaymentMeans:
    code = node.text("ram:TypeCode")
    if code is None:
        raise node.missing("ram:TypeCode", "BT-81")
    card = node.one("ram:ApplicableTradeSettlementFinancialCard")
    account = node.one("ram:PayeePartyCreditorFinancialAccount")
    iban = account.text("ram:IBANID") if account else None
    return PaymentMeans(
        code=code,
        text=node.text("ram:Information"),
        account=iban or (account.text("ram:ProprietaryID") if account else None),
        account_name=account.text("ram:AccountName") if account else None,
        branch=node.inside("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
        card_number=card.text("ram:ID") if card else None,
        card_holder=card.text("ram:CardholderName") if card else None,
        debited_account=node.inside("ram:PayerPartyDebtorFinancialAccount/ram:IBANID"),
    )


def _row(node: Node) -> VatSubtotal:
    vat = read_vat_category(node)
    return VatSubtotal(
        category=vat.code,
        rate=vat.rate,
        taxable=node.figure("ram:BasisAmount") or ZERO,
        tax=node.figure("ram:CalculatedAmount") or ZERO,
        reason=node.text("ram:ExemptionReason"),
        reason_code=node.text("ram:ExemptionReasonCode"),
    )


def _tax_totals(node: Node, currency: str, vat_currency: str | None) -> tuple[Decimal | None, Decimal | None]:
    """BT-110 and BT-111, told apart by their currency; an amount in a third currency stays where it is."""
    found: dict[str, Decimal | None] = {}
    for element in node.element.iterchildren(tag("ram:TaxTotalAmount")):
        told_in = element.get("currencyID") or currency
        amount = node.quantity("ram:TaxTotalAmount", "currencyID")[0]
        if told_in in found or told_in not in (currency, vat_currency):
            node.leave_leaf()
        else:
            found[told_in] = amount
    return found.get(currency), found.get(vat_currency or "")
