"""The sums of a draft, and what each part of it comes to."""

from __future__ import annotations

from decimal import Decimal

from contracts.values import DraftSums, InvoiceDraft, Money, VatSum
from einvoice import sums
from einvoice.priced import bare


def figures(draft: InvoiceDraft) -> sums.Totals:
    """The sums of a draft, however incomplete. Its figures must be `findings.is_summable`."""
    return sums.totals(bare(draft))


def parts(draft: InvoiceDraft) -> DraftSums:
    """What each part of a draft comes to, for whoever reads it. Its figures must be `findings.is_summable`."""
    invoice = bare(draft)
    totals = sums.totals(invoice)

    def money(amount: Decimal) -> Money:
        return Money(amount, draft.currency)

    again = totals.vat_in_vat_currency
    return DraftSums(
        lines=tuple(map(money, totals.line_nets)),
        charges=tuple(money(sums.amount_of(one)) for one in invoice.charges),
        vat=tuple(
            VatSum(row.category, row.rate, money(row.taxable), money(row.tax))
            for row in sorted(totals.vat_breakdown, key=lambda row: (-(row.rate or 0), row.category))
        ),
        rounding=money(totals.rounding),
        allowances=tuple(money(sums.amount_of(one)) for one in invoice.allowances),
        vat_again=None if again is None else Money(again, draft.vat_currency),
    )
