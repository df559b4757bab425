"""The blocks below the lines, drawn: VAT and totals, how to pay, and the foot of each page.

`templates/invoice.css` says how they look, and this draws the same when every text is set in the invoice's own typeface
and finds room where it usually does. For any other text a function returns None, and the template lays the block out.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from einvoice.pdf.columns import WIDTH
from einvoice.pdf.drawn import BLUE, GREY, HEAD_GREY, HEAD_RULE_GREY, INK, RULE_GREY, DrawnBlock, DrawnFoot
from einvoice.pdf.figures import Fact
from einvoice.pdf.page import InvoicePage
from einvoice.pdf.setting import LaidOut, lines_of, one_line, write
from einvoice.pdf.tags import COLUMN_HEAD, ROW_HEAD, Element
from einvoice.pdf.text import LEADING, MM, PX, SEMI_BOLD, Ink, baseline, face

THIN, THICK = 0.4 * PX, 0.8 * PX

_TEXT, _SMALL, _FOOT, _GRAND = 8.6 * PX, 6.9 * PX, 7 * PX, 12 * PX
TEXT = Ink(_TEXT, INK)
HEADING = Ink(_SMALL, BLUE, SEMI_BOLD, 0.08 * _SMALL)
TABLE_HEAD = Ink(_SMALL, HEAD_GREY, SEMI_BOLD)
REASON = Ink(7.3 * PX, GREY)
GRAND = Ink(_GRAND, BLUE, SEMI_BOLD)
LABEL, VALUE = Ink(_SMALL, HEAD_GREY, tracking=0.02 * _SMALL), Ink(9.6 * PX, INK, SEMI_BOLD)
FOOT, FOOT_LABEL = Ink(_FOOT, GREY), Ink(_FOOT, INK, SEMI_BOLD)

VAT_WIDTH, TOTALS_LEFT = 82.8 * MM, 90.8 * MM
PAYMENT_WIDTH, FIELDS_WIDTH = 167.6 * MM, 132 * MM  # Without a code beside them, and with one.
FOOT_COLUMN, FOOT_ROOM, FOOT_LINES_MAX = 44.5 * MM, 41.5 * MM, 4
FOOT_HEIGHT, FOOT_TOP, FOOT_LINE = 19.5 * MM + THIN, 2.5 * MM + THIN, 1.45 * _FOOT


def sums_block(page: InvoicePage, fonts: dict[int, Any]) -> DrawnBlock | None:
    """`.sums`: the VAT breakdown at the left, and at the right what the sums are and what is left to pay."""
    block = DrawnBlock("Div", WIDTH, fonts)
    try:
        block.height = max(_draw_vat(block, page), _draw_totals(block, page))
    except LaidOut:
        return None
    return block


def payment_block(page: InvoicePage, fonts: dict[int, Any]) -> DrawnBlock | None:
    """`.fields`: accounts and references, up to three side by side; a note or a barcode is laid out."""
    pay = page.payment
    if not pay or pay.note or pay.barcode or not pay.fields:
        return None
    room = FIELDS_WIDTH if pay.qr else PAYMENT_WIDTH
    block = DrawnBlock("Div", room, fonts)
    left, below = 0.0, LEADING * _SMALL + 2.4 * MM
    block.height = below
    try:
        write(block.root.add("H2"), [one_line(page.labels["payment"].upper(), HEADING, room)], 0, 0, HEADING)
        for field in pay.fields:
            width = field.columns * 41 * MM
            if left + width > room:
                left, block.height = 0.0, below
            element, top = block.root.add("Div"), block.height
            write(element.add("P"), [one_line(field.label, LABEL, width - 2 * MM)], left, top, LABEL)
            top += LEADING * _SMALL + 0.5 * MM
            value = lines_of(field.value, VALUE, width - 2 * MM)
            write(element.add("P"), value, left, top, VALUE)
            below = max(below, top + len(value) * LEADING * VALUE.size + 2.4 * MM)
            left += width
    except LaidOut:
        return None
    block.height = below
    return block


def foot_block(page: InvoicePage, fonts: dict[int, Any]) -> DrawnFoot | None:
    """`.foot`: three columns about the seller, and one about the document."""
    foot = DrawnFoot(WIDTH, FOOT_HEIGHT, fonts)
    foot.rules.append((HEAD_RULE_GREY, 0, 0, WIDTH, THIN))
    try:
        for column, facts in enumerate(page.foot):
            _draw_foot_column(foot.content, column * FOOT_COLUMN, facts)
        document = lines_of(f"{page.title} {page.number}", FOOT, FOOT_COLUMN, FOOT_LINES_MAX - 1)
        write(foot.content, document, WIDTH, FOOT_TOP + FOOT_LINE, FOOT, FOOT_LINE, right=True)
    except LaidOut:
        return None
    foot.number = (page.labels["page"], WIDTH, FOOT_TOP + baseline(_FOOT, FOOT_LINE), FOOT)
    return foot


def _draw_vat(block: DrawnBlock, page: InvoicePage) -> float:
    """Draw the left half; returns how far down it goes."""
    section = block.root.add("Sect")
    write(section.add("H2"), [one_line(page.labels["vat_breakdown"].upper(), HEADING, VAT_WIDTH)], 0, 0, HEADING)
    table = section.add("Table")
    top = LEADING * _SMALL + 1.4 * MM
    heads = (page.labels["vat_rate"], page.labels["vat_base"], page.labels["vat"])
    _draw_vat_row(table, top, heads, TABLE_HEAD, is_head=True)
    top += LEADING * _SMALL + 1 * MM
    block.rule(HEAD_RULE_GREY, 0, top, VAT_WIDTH, THIN)
    top += THIN
    for row in page.vat_rows:
        _draw_vat_row(table, top + 1.1 * MM, (row.rate, row.base, row.vat), TEXT)
        top += LEADING * _TEXT + 2.2 * MM
        if row.reason:
            reason = lines_of(row.reason, REASON, VAT_WIDTH)
            write(table.add("TR").add("TD", "/ColSpan 3"), reason, 0, top, REASON)
            top += len(reason) * LEADING * REASON.size + 1.1 * MM
    return top


def _draw_vat_row(table: Element, top: float, texts: Sequence[str], ink: Ink, *, is_head: bool = False) -> None:
    row, third = table.add("TR"), VAT_WIDTH / 3
    for column, text in enumerate(texts):
        cell = row.add("TH", COLUMN_HEAD) if is_head else row.add("TD")
        x = (column + 1) * third if column else 0.0
        write(cell, [one_line(text, ink, third)], x, top, ink, right=column > 0)


def _draw_totals(block: DrawnBlock, page: InvoicePage) -> float:
    """Draw the right half; returns how far down it goes."""
    section, top = block.root.add("Sect"), 0.0
    table = section.add("Table")
    for fact in page.totals:
        label = lines_of(fact.label, TEXT, 52 * MM)
        row = table.add("TR")
        write(row.add("TH", ROW_HEAD), label, TOTALS_LEFT, top + 1.1 * MM, TEXT)
        write(row.add("TD"), [one_line(fact.value, TEXT, 32.2 * MM)], WIDTH, top + 1.1 * MM, TEXT, right=True)
        top += len(label) * LEADING * _TEXT + 2.2 * MM
        block.rule(RULE_GREY, TOTALS_LEFT, top, WIDTH - TOTALS_LEFT, THIN)
        top += THIN
    block.rule(BLUE, TOTALS_LEFT, top, WIDTH - TOTALS_LEFT, THICK)
    top += THICK + 2 * MM
    row = section.add("Table").add("TR")
    label = lines_of(page.payable.label, GRAND, 33 * MM)
    write(row.add("TH", ROW_HEAD), label, TOTALS_LEFT, top, GRAND)
    write(row.add("TD"), [one_line(page.payable.value, GRAND, 54.2 * MM)], WIDTH, top, GRAND, right=True)
    return top + len(label) * LEADING * _GRAND + 1.1 * MM


def _draw_foot_column(content: Element, left: float, facts: Iterable[Fact]) -> None:
    lines = 0
    for fact in facts:
        if fact.label and fact.value:
            reach = face(SEMI_BOLD).width(fact.label, _FOOT)
            _write_foot(content, [one_line(fact.label, FOOT_LABEL, FOOT_ROOM)], left, lines, FOOT_LABEL)
            _write_foot(content, [one_line(f" {fact.value}", FOOT, FOOT_ROOM - reach)], left + reach, lines, FOOT)
            lines += 1
            continue
        ink = FOOT_LABEL if fact.label else FOOT
        texts = lines_of(fact.label or fact.value, ink, FOOT_ROOM)
        _write_foot(content, texts, left, lines, ink)
        lines += len(texts)
    if lines > FOOT_LINES_MAX:
        raise LaidOut


def _write_foot(content: Element, lines: Sequence[str], x: float, before: int, ink: Ink) -> None:
    write(content, lines, x, FOOT_TOP + before * FOOT_LINE, ink, FOOT_LINE)
