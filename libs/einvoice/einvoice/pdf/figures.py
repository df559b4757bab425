"""The figures of a page as texts: lines, VAT breakdown and totals. Every one of them comes from `einvoice.sums`."""

from collections.abc import Iterator
from dataclasses import dataclass

from einvoice.model import AllowanceCharge, DocumentAllowanceCharge, Invoice, InvoiceLine, Price, VatCategory
from einvoice.pdf.words import Words, clean, kept_together
from einvoice.sums import ZERO, Totals, VatSubtotal, amount_of

DETAIL_CHARACTERS_MAX = 2_000  # Of a line's description or note.
SEPARATOR = " · "
OUTSIDE_VAT = "O"
OTHER_TAXES = {"L": "IGIC", "M": "IPSI"}  # Of the Canary Islands, and of Ceuta and Melilla: no VAT by name.
GTIN = "0160"


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
            say.unit(clean(line.unit, 12), line.quantity),
            say.price(line.price.net),
            _rate(line.vat, say),
            say.amount(net),
        )
        yield Row(cells, tuple(filter(None, _details(line, say))), say.amount(so_far))


def vat_rows(totals: Totals, say: Words) -> Iterator[VatRow]:
    for row in totals.vat_breakdown:
        rate = _rate(VatCategory(code=row.category, rate=row.rate), say)
        rate = " ".join(filter(None, (rate, OTHER_TAXES.get(row.category))))
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
    return SEPARATOR.join(dict.fromkeys(filter(None, (known, told)))) or None


def _details(line: InvoiceLine, say: Words) -> Iterator[str]:
    yield clean(line.item.description, DETAIL_CHARACTERS_MAX)
    yield clean(line.note, DETAIL_CHARACTERS_MAX)
    if line.period:
        yield say.days(line.period.start, line.period.end)
    yield _price_note(line.price, line.unit, say)
    yield SEPARATOR.join(clean(f"{attribute.name}: {attribute.value}") for attribute in line.item.attributes)
    yield SEPARATOR.join(kept_together(label, value) for label, value in _numbers(line, say) if value)
    for allowance in line.allowances:
        yield f"{_named(allowance, say['allowance'], say)} {say.amount(-amount_of(allowance))}"
    for charge in line.charges:
        yield f"{_named(charge, say['charge'], say)} {say.amount(amount_of(charge))}"


def _price_note(price: Price, unit: str, say: Words) -> str:
    """For how many units the price is, and what it was before its discount, where that is told."""
    notes = []
    if price.base_quantity is not None and price.base_quantity != 1:
        named = clean(say.unit(price.base_quantity_unit or unit), 12)
        notes.append(f"{say['price']} " + say["per"].format(quantity=say.quantity(price.base_quantity), unit=named))
    if price.gross is not None and price.discount:
        notes.append(
            f"{say['gross_price']} {say.price(price.gross)}, {say['allowance'].lower()} {say.price(-price.discount)}"
        )
    return SEPARATOR.join(notes)


def _numbers(line: InvoiceLine, say: Words) -> Iterator[tuple[str, str | None]]:
    """What the buyer knows the line by."""
    item = line.item
    yield say["buyers_item"], item.buyers_id
    if item.standard_id:
        yield "GTIN" if item.standard_id.scheme == GTIN else "ID", item.standard_id.value
    yield say["order_line"], line.order_line
    yield say["object"], line.object_id.value if line.object_id else None
    yield say["accounting_cost"], line.accounting_cost
    yield say["origin"], say.country(item.origin_country) if item.origin_country else None


def _named(entry: AllowanceCharge | DocumentAllowanceCharge, otherwise: str, say: Words) -> str:
    name = clean(entry.reason) or otherwise
    return f"{name} ({say.percent(entry.percent)})" if entry.percent is not None else name
