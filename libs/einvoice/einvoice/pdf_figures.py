"""The figures of a page as texts: lines, VAT breakdown and totals. Every one of them comes from `einvoice.sums`."""

from collections.abc import Iterator
from dataclasses import dataclass

from einvoice.model import AllowanceCharge, DocumentAllowanceCharge, Invoice, InvoiceLine, VatCategory
from einvoice.pdf_words import Words, clean
from einvoice.sums import ZERO, Totals, VatSubtotal, amount_of

DETAIL_CHARACTERS_MAX = 2_000  # Of a line's description or note.
OUTSIDE_VAT = "O"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice line (BG-25) as seven texts, with smaller texts under its name, and the total of the lines so far."""

    cells: tuple[str, str, str, str, str, str, str]
    details: tuple[str, ...]
    total_so_far: str


@dataclass(frozen=True, slots=True)
class VatRow:
    """One row of the VAT breakdown (BG-23); `reason` tells why there is no VAT."""

    rate: str
    base: str
    vat: str
    reason: str | None


def heads(invoice: Invoice, say: Words) -> tuple[str, ...]:
    """The heads of the seven columns. When the seller numbers no item, the first one holds the line's number."""
    first = "item" if _has_item_numbers(invoice) else "line"
    return tuple(say[label] for label in (first, "description", "quantity", "unit", "price", "vat", "amount"))


def rows(invoice: Invoice, totals: Totals, say: Words) -> Iterator[Row]:
    numbered = _has_item_numbers(invoice)
    so_far = ZERO
    for line, net in zip(invoice.lines, totals.line_nets, strict=True):
        so_far += net
        cells = (
            clean(line.item.sellers_id if numbered else line.id, 60),
            clean(line.item.name),
            say.quantity(line.quantity),
            say.unit(clean(line.unit, 12)),
            say.price(line.price.net),
            _rate(line.vat, say),
            say.amount(net),
        )
        yield Row(cells, tuple(filter(None, _details(line, say))), say.amount(so_far))


def vat_rows(totals: Totals, say: Words) -> Iterator[VatRow]:
    for row in totals.vat_breakdown:
        rate = _rate(VatCategory(code=row.category, rate=row.rate), say)
        yield VatRow(rate, say.amount(row.taxable), say.amount(row.tax), _reason(row, say))


def total_facts(invoice: Invoice, totals: Totals, say: Words) -> Iterator[Fact]:
    """From the sum of the lines to what is left to pay; each allowance and charge by its own name."""
    yield Fact(say["sum_lines"], say.amount(totals.line_total))
    for allowance in invoice.allowances:
        yield Fact(_named(allowance, say["allowance"], say), say.amount(-amount_of(allowance)))
    for charge in invoice.charges:
        yield Fact(_named(charge, say["charge"], say), say.amount(amount_of(charge)))
    if invoice.allowances or invoice.charges:
        yield Fact(say["sum_net"], say.amount(totals.without_vat))
    yield Fact(say["sum_vat"], say.amount(totals.vat))
    if totals.vat_in_vat_currency is not None and invoice.vat_currency:
        label = say["vat_in_currency"].format(currency=clean(invoice.vat_currency, 3))
        yield Fact(label, say.money(totals.vat_in_vat_currency, clean(invoice.vat_currency, 3)))
    if totals.prepaid or totals.rounding:
        yield Fact(say["sum_gross"], say.amount(totals.with_vat))
    if totals.prepaid:
        yield Fact(say["prepaid"], say.amount(-totals.prepaid))
    if totals.rounding:
        yield Fact(say["rounding"], say.amount(totals.rounding))


def _has_item_numbers(invoice: Invoice) -> bool:
    return any(line.item.sellers_id for line in invoice.lines)


def _rate(vat: VatCategory, say: Words) -> str:
    return "–" if vat.code == OUTSIDE_VAT or vat.rate is None else say.percent(vat.rate)


def _reason(row: VatSubtotal, say: Words) -> str | None:
    """Why there is no VAT: the document's own words, with the page's language's name of the category before them."""
    if row.tax or row.category in ("S", "Z"):
        return None
    known = say.labels.get(f"exempt_{row.category}")
    told = clean(row.reason) or row.reason_code
    return " · ".join(dict.fromkeys(filter(None, (known, told)))) or None


def _details(line: InvoiceLine, say: Words) -> Iterator[str]:
    yield clean(line.item.description, DETAIL_CHARACTERS_MAX)
    yield clean(line.note, DETAIL_CHARACTERS_MAX)
    if line.period:
        yield say.days(line.period.start, line.period.end)
    if line.price.base_quantity is not None and line.price.base_quantity != 1:
        unit = say.unit(line.price.base_quantity_unit or line.unit)
        quantity = say.quantity(line.price.base_quantity)
        yield f"{say['price']} " + say["per"].format(quantity=quantity, unit=clean(unit, 12))
    for attribute in line.item.attributes:
        yield clean(f"{attribute.name}: {attribute.value}")
    for allowance in line.allowances:
        yield f"{_named(allowance, say['allowance'], say)} {say.amount(-amount_of(allowance))}"
    for charge in line.charges:
        yield f"{_named(charge, say['charge'], say)} {say.amount(amount_of(charge))}"


def _named(entry: AllowanceCharge | DocumentAllowanceCharge, otherwise: str, say: Words) -> str:
    name = clean(entry.reason) or otherwise
    return f"{name} ({say.percent(entry.percent)})" if entry.percent is not None else name
