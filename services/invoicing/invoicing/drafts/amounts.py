"""The figures of a draft: within what people use, with a reason where one is needed, and such that sums can be made."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from contracts.draft_parts import DraftAllowance
from contracts.values import DraftCharge, DraftLine, Finding, InvoiceDraft
from einvoice.rules.code_lists import code_list
from invoicing.drafts.words import finding

FIGURE_MAX = Decimal(10) ** 12
DECIMALS_MAX = 10
PERCENT_MAX = Decimal(100)
_LINE = ("quantity", "price", "vat_rate", "price_quantity", "gross_price")
_ALLOWANCE = ("amount", "vat_rate", "percent", "base")
_HEAD = ("prepaid", "rounding", "exchange_rate")


def is_summable(draft: InvoiceDraft) -> bool:
    """Whether every figure is within the bounds that people use, so that the sums are too."""
    return all(_reasonable(figure) for _, figure in _figures(draft)) and not any(map(_is_for_nothing, draft.lines))


def findings_on(draft: InvoiceDraft, language: str) -> Iterator[Finding]:
    """Checks all figures, and each allowance and charge."""
    for where, figure in _figures(draft):
        if not _reasonable(figure):
            yield finding("figure.out-of-range", where, language)
    for position, line in enumerate(draft.lines):
        yield from _price(line, f"lines/{position}", language)
        for group in ("allowances", "charges"):
            for place, one in enumerate(getattr(line, group)):
                yield from _entry(one, f"lines/{position}/{group}/{place}", language, group == "charges")
    for group in ("allowances", "charges"):
        for place, entry in enumerate(getattr(draft, group)):
            yield from _entry(entry, f"{group}/{place}", language, group == "charges")


def _price(line: DraftLine, where: str, language: str) -> Iterator[Finding]:
    if line.price < 0:
        yield finding("BR-27", f"{where}/price", language)
    if _is_for_nothing(line):
        yield finding("PEPPOL-EN16931-R121", f"{where}/price_quantity", language)
    if line.gross_price is not None and line.gross_price < line.price:
        yield finding("PEPPOL-EN16931-R046", f"{where}/gross_price", language)


def _is_for_nothing(line: DraftLine) -> bool:
    return line.price_quantity is not None and not line.price_quantity > 0


def _entry(one: DraftAllowance | DraftCharge, where: str, language: str, is_charge: bool) -> Iterator[Finding]:
    """Its reason (BR-33, BR-38), its amount and its percentage."""
    code = one.reason_code.strip()
    if not (one.reason.strip() or code):
        yield finding("BR-38" if is_charge else "BR-33", f"{where}/reason", language)
    listed = "BR-CL-20" if is_charge else "BR-CL-19"
    if code and code not in code_list(listed):
        yield finding(listed, f"{where}/reason_code", language)
    if one.percent is None and one.amount < 0:
        yield finding("charge.negative" if is_charge else "allowance.negative", f"{where}/amount", language)
    if one.percent is not None and not 0 < one.percent <= PERCENT_MAX:
        yield finding("allowance.percent", f"{where}/percent", language)


def _figures(draft: InvoiceDraft) -> Iterator[tuple[str, Decimal]]:
    """Every figure that was given, with its place."""
    yield from _of("", draft, _HEAD)
    for position, line in enumerate(draft.lines):
        yield from _of(f"lines/{position}/", line, _LINE)
        for group in ("allowances", "charges"):
            for place, one in enumerate(getattr(line, group)):
                yield from _of(f"lines/{position}/{group}/{place}/", one, _ALLOWANCE)
    for group in ("allowances", "charges"):
        for place, one in enumerate(getattr(draft, group)):
            yield from _of(f"{group}/{place}/", one, _ALLOWANCE)


def _of(where: str, part: object, names: tuple[str, ...]) -> Iterator[tuple[str, Decimal]]:
    for name in names:
        figure = getattr(part, name)
        if figure is not None:
            yield f"{where}{name}", figure


def _reasonable(figure: Decimal) -> bool:
    if not figure.is_finite():
        return False
    exponent = figure.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -DECIMALS_MAX and abs(figure) < FIGURE_MAX
