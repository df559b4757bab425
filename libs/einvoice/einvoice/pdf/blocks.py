"""The blocks around the lines, drawn: references, VAT and totals, and the foot of each page.

`templates/invoice.css` says how they look, and this draws the same when every text is set in the invoice's own typeface
and finds room where it usually does. For any other text a function returns None, and the template lays the block out.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from einvoice.pdf.columns import WIDTH
from einvoice.pdf.drawn import BLUE, GREY, HEAD_GREY, HEAD_RULE_GREY, INK, RULE_GREY, DrawnBlock, DrawnFoot
from einvoice.pdf.figures import Fact
from einvoice.pdf.page import InvoicePage
from einvoice.pdf.tags import COLUMN_HEAD, ROW_HEAD, Element
from einvoice.pdf.text import ELLIPSIS, LEADING, MEDIUM, MM, PX, SEMI_BOLD, Ink, baseline, face

LINES_MAX = 6  # Of one text; longer ones are laid out.
THIN, THICK = 0.4 * PX, 0.8 * PX

_TEXT, _SMALL, _FOOT, _GRAND = 8.6 * PX, 6.9 * PX, 7 * PX, 12 * PX
TEXT = Ink(_TEXT, INK)
HEADING = Ink(_SMALL, BLUE, SEMI_BOLD, 0.08 * _SMALL)
TABLE_HEAD = Ink(_SMALL, HEAD_GREY, SEMI_BOLD)
REASON = Ink(7.3 * PX, GREY)
GRAND = Ink(_GRAND, BLUE, SEMI_BOLD)
REFERENCE_LABEL, REFERENCE = Ink(_TEXT, HEAD_GREY), Ink(_TEXT, INK, MEDIUM)
FOOT, FOOT_LABEL = Ink(_FOOT, GREY), Ink(_FOOT, INK, SEMI_BOLD)

REFERENCES_WIDTH, REFERENCE_LEFT, REFERENCE_LABEL_ROOM = 84 * MM, 29 * MM, 27 * MM
VAT_WIDTH, TOTALS_LEFT = 82.8 * MM, 90.8 * MM
FOOT_COLUMN, FOOT_ROOM, FOOT_LINES_MAX = 44.5 * MM, 41.5 * MM, 4
FOOT_HEIGHT, FOOT_TOP, FOOT_LINE = 19.5 * MM + THIN, 2.5 * MM + THIN, 1.45 * _FOOT


class _LaidOut(Exception):
    """A text needs more than drawing."""


def references_block(page: InvoicePage, fonts: dict[int, Any]) -> DrawnBlock | None:
    """`.refs`: a table of labels and values."""
    block = DrawnBlock("Table", REFERENCES_WIDTH, fonts)
    try:
        for fact in page.references:
            row, top = block.root.add("TR"), block.height
            label = _lines(fact.label, REFERENCE_LABEL, REFERENCE_LABEL_ROOM)
            value = _lines(fact.value, REFERENCE, REFERENCES_WIDTH - REFERENCE_LEFT)
            _write(row.add("TH", ROW_HEAD), label, 0, top, REFERENCE_LABEL)
            _write(row.add("TD"), value, REFERENCE_LEFT, top, REFERENCE)
            block.height += max(len(label), len(value)) * LEADING * _TEXT + 0.5 * MM
    except _LaidOut:
        return None
    return block if page.references else None


def sums_block(page: InvoicePage, fonts: dict[int, Any]) -> DrawnBlock | None:
    """`.sums`: the VAT breakdown at the left, and at the right what the sums are and what is left to pay."""
    block = DrawnBlock("Div", WIDTH, fonts)
    try:
        block.height = max(_draw_vat(block, page), _draw_totals(block, page))
    except _LaidOut:
        return None
    return block


def foot_block(page: InvoicePage, fonts: dict[int, Any]) -> DrawnFoot | None:
    """`.foot`: three columns about the seller, and one about the document."""
    foot = DrawnFoot(WIDTH, FOOT_HEIGHT, fonts)
    foot.rules.append((HEAD_RULE_GREY, 0, 0, WIDTH, THIN))
    try:
        for column, facts in enumerate(page.foot):
            _draw_foot_column(foot.content, column * FOOT_COLUMN, facts)
        document = _lines(f"{page.title} {page.number}", FOOT, FOOT_COLUMN, FOOT_LINES_MAX - 1)
        _write(foot.content, document, WIDTH, FOOT_TOP + FOOT_LINE, FOOT, FOOT_LINE, right=True)
    except _LaidOut:
        return None
    foot.number = (page.labels["page"], WIDTH, FOOT_TOP + baseline(_FOOT, FOOT_LINE), FOOT)
    return foot


def _draw_vat(block: DrawnBlock, page: InvoicePage) -> float:
    """Draw the left half; returns how far down it goes."""
    section = block.root.add("Sect")
    _write(section.add("H2"), [_one(page.labels["vat_breakdown"].upper(), HEADING, VAT_WIDTH)], 0, 0, HEADING)
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
            reason = _lines(row.reason, REASON, VAT_WIDTH)
            _write(table.add("TR").add("TD", "/ColSpan 3"), reason, 0, top, REASON)
            top += len(reason) * LEADING * REASON.size + 1.1 * MM
    return top


def _draw_vat_row(table: Element, top: float, texts: Sequence[str], ink: Ink, *, is_head: bool = False) -> None:
    row, third = table.add("TR"), VAT_WIDTH / 3
    for column, text in enumerate(texts):
        cell = row.add("TH", COLUMN_HEAD) if is_head else row.add("TD")
        x = (column + 1) * third if column else 0.0
        _write(cell, [_one(text, ink, third)], x, top, ink, right=column > 0)


def _draw_totals(block: DrawnBlock, page: InvoicePage) -> float:
    """Draw the right half; returns how far down it goes."""
    section, top = block.root.add("Sect"), 0.0
    table = section.add("Table")
    for fact in page.totals:
        label = _lines(fact.label, TEXT, 52 * MM)
        row = table.add("TR")
        _write(row.add("TH", ROW_HEAD), label, TOTALS_LEFT, top + 1.1 * MM, TEXT)
        _write(row.add("TD"), [_one(fact.value, TEXT, 32.2 * MM)], WIDTH, top + 1.1 * MM, TEXT, right=True)
        top += len(label) * LEADING * _TEXT + 2.2 * MM
        block.rule(RULE_GREY, TOTALS_LEFT, top, WIDTH - TOTALS_LEFT, THIN)
        top += THIN
    block.rule(BLUE, TOTALS_LEFT, top, WIDTH - TOTALS_LEFT, THICK)
    top += THICK + 2 * MM
    row = section.add("Table").add("TR")
    label = _lines(page.payable.label, GRAND, 33 * MM)
    _write(row.add("TH", ROW_HEAD), label, TOTALS_LEFT, top, GRAND)
    _write(row.add("TD"), [_one(page.payable.value, GRAND, 54.2 * MM)], WIDTH, top, GRAND, right=True)
    return top + len(label) * LEADING * _GRAND + 1.1 * MM


def _draw_foot_column(content: Element, left: float, facts: Iterable[Fact]) -> None:
    lines = 0
    for fact in facts:
        if fact.label and fact.value:
            reach = face(SEMI_BOLD).width(fact.label, _FOOT)
            _write_foot(content, [_one(fact.label, FOOT_LABEL, FOOT_ROOM)], left, lines, FOOT_LABEL)
            _write_foot(content, [_one(f" {fact.value}", FOOT, FOOT_ROOM - reach)], left + reach, lines, FOOT)
            lines += 1
            continue
        ink = FOOT_LABEL if fact.label else FOOT
        texts = _lines(fact.label or fact.value, ink, FOOT_ROOM)
        _write_foot(content, texts, left, lines, ink)
        lines += len(texts)
    if lines > FOOT_LINES_MAX:
        raise _LaidOut


def _write_foot(content: Element, lines: Sequence[str], x: float, before: int, ink: Ink) -> None:
    _write(content, lines, x, FOOT_TOP + before * FOOT_LINE, ink, FOOT_LINE)


def _write(
    element: Element,
    lines: Sequence[str],
    x: float,
    top: float,
    ink: Ink,
    line_height: float | None = None,
    *,
    right: bool = False,
) -> None:
    height = line_height or LEADING * ink.size
    for number, line in enumerate(lines):
        element.write(line, x, top + number * height + baseline(ink.size, height), ink, right=right)


def _lines(text: str, ink: Ink, width: float, lines_max: int = LINES_MAX) -> list[str]:
    """The text broken to a width; raises _LaidOut when it should be laid out instead."""
    known, text = face(ink.weight), text.replace("\n", " ")
    lines = known.wrap(text, ink.size, width, lines_max)
    if not known.knows(text) or lines[-1].endswith(ELLIPSIS):
        raise _LaidOut
    return lines


def _one(text: str, ink: Ink, width: float) -> str:
    lines = _lines(text, ink, width - ink.tracking * len(text), 1)
    return lines[0]
