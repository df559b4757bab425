"""The blocks above the lines, drawn: dates and what is to be paid, the buyer, and references. See `pdf.blocks`."""

from typing import Any

from einvoice.pdf.blocks import HEADING, LABEL, TEXT, VALUE
from einvoice.pdf.columns import WIDTH
from einvoice.pdf.drawn import BLUE, GREY, HEAD_GREY, INK, DrawnBlock
from einvoice.pdf.page import InvoicePage
from einvoice.pdf.setting import LaidOut, lines_of, one_line, write
from einvoice.pdf.tags import ROW_HEAD, Element
from einvoice.pdf.text import LEADING, MEDIUM, MM, PX, SEMI_BOLD, Color, Ink

WHITE: Color = (1, 1, 1)
BAND_GREY: Color = (0.933, 0.957, 0.965)
BAND_RULE: Color = (0.835, 0.882, 0.902)
DUE_LABEL_BLUE: Color = (0.812, 0.89, 0.918)

DUE_LABEL = LABEL._replace(color=DUE_LABEL_BLUE)
DUE = Ink(15 * PX, WHITE, SEMI_BOLD, -0.01 * 15 * PX)
LONG_DUE = Ink(11 * PX, WHITE, SEMI_BOLD, -0.01 * 11 * PX)
BUYER, BUYER_ID = Ink(9.4 * PX, INK, SEMI_BOLD), Ink(TEXT.size, GREY)
REFERENCE_LABEL, REFERENCE = Ink(TEXT.size, HEAD_GREY), Ink(TEXT.size, INK, MEDIUM)

BAND_ABOVE, BAND_BESIDE, DUE_WIDTH, RADIUS = 3.4 * MM, 4 * MM, 57 * MM, 2.2 * MM
LABEL_HEIGHT, DUE_LEADING = LEADING * LABEL.size + 0.5 * MM, 1.15
HEADING_HEIGHT, LINE = LEADING * HEADING.size + 1.4 * MM, LEADING * TEXT.size
PARTY, PARTY_ROOM = 89 * MM, 84 * MM
REFERENCE_LEFT, REFERENCE_LABEL_ROOM, REFERENCE_ROOM = 29 * MM, 27 * MM, 55 * MM
THIN = 0.4 * PX


def band_block(page: InvoicePage, fonts: dict[int, Any]) -> DrawnBlock | None:
    """`.band`: the dates, and at the right what is to be paid."""
    block = DrawnBlock("Div", WIDTH, fonts)
    due = LONG_DUE if page.payable_is_long else DUE
    width = (WIDTH - DUE_WIDTH) / max(len(page.band), 1)
    bottom = 0.0
    try:
        for column, fact in enumerate(page.band):
            left = column * width + (THIN if column else 0) + BAND_BESIDE
            room = (column + 1) * width - BAND_BESIDE - left
            element = block.root.add("Div")
            write(element.add("P"), [one_line(fact.label, LABEL, room)], left, BAND_ABOVE, LABEL)
            value = lines_of(fact.value, VALUE, room)
            write(element.add("P"), value, left, BAND_ABOVE + LABEL_HEIGHT, VALUE)
            bottom = max(bottom, len(value) * LEADING * VALUE.size)
        element, room, right = block.root.add("Div"), DUE_WIDTH - 2 * BAND_BESIDE, WIDTH - BAND_BESIDE
        label, amount = one_line(page.payable.label, DUE_LABEL, room), one_line(page.payable.value, due, room)
    except LaidOut:
        return None
    write(element.add("P"), [label], right, BAND_ABOVE, DUE_LABEL, right=True)
    write(element.add("P"), [amount], right, BAND_ABOVE + LABEL_HEIGHT, due, DUE_LEADING * due.size, right=True)
    block.height = 2 * BAND_ABOVE + LABEL_HEIGHT + max(bottom, DUE_LEADING * due.size)
    block.surface(BAND_GREY, 0, WIDTH, block.height, RADIUS, RADIUS)
    block.surface(BLUE, WIDTH - DUE_WIDTH, DUE_WIDTH, block.height, 0, RADIUS)
    for column in range(1, len(page.band)):
        block.rule(BAND_RULE, column * width, 0, THIN, block.height)
    return block


def parties_block(page: InvoicePage, fonts: dict[int, Any]) -> DrawnBlock | None:
    """`.parties`: who buys and where it is delivered to, and beside them the references."""
    if not page.references:
        return None
    block = DrawnBlock("Div", WIDTH, fonts)
    try:
        block.height = max(_draw_buyer(block.root.add("Sect"), page), _draw_references(block.root.add("Sect"), page))
    except LaidOut:
        return None
    return block


def _draw_buyer(section: Element, page: InvoicePage) -> float:
    """Draw the left half; returns how far down it goes."""
    top = _heading(section, page.labels["buyer"], 0, 0)
    top = _paragraph(section, page.buyer, top, BUYER)
    for line in page.buyer_lines:
        top = _paragraph(section, line, top, TEXT)
    for line in page.buyer_ids:
        top = _paragraph(section, line, top, BUYER_ID)
    if page.delivery_lines:
        top = _heading(section, page.labels["delivery_to"], 0, top + 2.5 * MM)
        for line in page.delivery_lines:
            top = _paragraph(section, line, top, TEXT)
    return top


def _draw_references(section: Element, page: InvoicePage) -> float:
    top = _heading(section, page.labels["references"], PARTY, 0)
    table = section.add("Table")
    for fact in page.references:
        row = table.add("TR")
        label = lines_of(fact.label, REFERENCE_LABEL, REFERENCE_LABEL_ROOM)
        value = lines_of(fact.value, REFERENCE, REFERENCE_ROOM)
        write(row.add("TH", ROW_HEAD), label, PARTY, top, REFERENCE_LABEL)
        write(row.add("TD"), value, PARTY + REFERENCE_LEFT, top, REFERENCE)
        top += max(len(label), len(value)) * LINE + 0.5 * MM
    return top


def _heading(section: Element, text: str, left: float, top: float) -> float:
    write(section.add("H2"), [one_line(text.upper(), HEADING, PARTY_ROOM)], left, top, HEADING)
    return top + HEADING_HEIGHT


def _paragraph(section: Element, text: str, top: float, ink: Ink) -> float:
    lines = lines_of(text, ink, PARTY_ROOM)
    write(section.add("P"), lines, 0, top, ink)
    return top + len(lines) * LEADING * ink.size
