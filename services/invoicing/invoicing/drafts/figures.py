"""The sums of a draft, and what each part of it comes to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.values import DraftSums, InvoiceDraft, Money, VatSum
from einvoice import model, sums
from einvoice.drafts import charge, line


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
