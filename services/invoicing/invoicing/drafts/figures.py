"""The sums of a draft, and its lines and charges in the terms of EN 16931."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.values import DraftCharge, DraftLine, DraftSums, InvoiceDraft, Money, VatSum
from einvoice import model, sums

OUTSIDE_VAT = "O"


def figures(draft: InvoiceDraft) -> sums.Totals:
    """The sums of a draft, however incomplete. Its figures must be `findings.is_summable`."""
    bare = model.Invoice(
        number="",
        issue_date=draft.issue_date or date.min,
        currency=draft.currency,
        seller=model.Party(name=""),
        buyer=model.Party(name=""),
        lines=tuple(line(position, one) for position, one in enumerate(draft.lines, 1)),
        charges=tuple(map(charge, draft.charges)),
    )
    return sums.totals(sums.round_to_whole(bare) if draft.round_to_krona else bare)


def parts(draft: InvoiceDraft) -> DraftSums:
    """What each part of a draft comes to, for whoever reads it. Its figures must be `findings.is_summable`."""
    totals = figures(draft)

    def money(amount: Decimal) -> Money:
        return Money(amount, draft.currency)

    return DraftSums(
        lines=tuple(map(money, totals.line_nets)),
        charges=tuple(money(sums.amount_of(charge(one))) for one in draft.charges),
        vat=tuple(
            VatSum(row.category, row.rate, money(row.taxable), money(row.tax))
            for row in sorted(totals.vat_breakdown, key=lambda row: (-(row.rate or 0), row.category))
        ),
        rounding=money(totals.rounding),
    )


def line(position: int, written: DraftLine) -> model.InvoiceLine:
    """Makes an invoice line (BG-25), whose identifier is `position`, counted from 1."""
    attributes = (
        (model.Attribute(name="Custom Clearance No.", value=written.customs_number),) if written.customs_number else ()
    )
    return model.InvoiceLine(
        id=str(position),
        quantity=written.quantity,
        unit=written.unit,
        price=model.Price(net=written.price),
        vat=_vat(written.vat_category, written.vat_rate),
        item=model.Item(
            name=written.name,
            description=written.description or None,
            sellers_id=written.article or None,
            origin_country=written.origin_country or None,
            attributes=attributes,
        ),
    )


def charge(written: DraftCharge) -> model.DocumentAllowanceCharge:
    """A charge on the whole invoice (BG-21)."""
    return model.DocumentAllowanceCharge(
        amount=written.amount,
        reason=written.reason or None,
        reason_code=written.reason_code or None,
        vat=_vat(written.vat_category, written.vat_rate),
    )


def _vat(category: str, rate: Decimal) -> model.VatCategory:
    return model.VatCategory(code=category, rate=None if category == OUTSIDE_VAT else rate)
