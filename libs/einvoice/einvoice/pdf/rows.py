"""Lines of an invoice, drawn as one image a page instead of laid out as table cells, with totals carried over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from einvoice.pdf.columns import GAP, HEAD_SIZE, NAME, NOTE_SIZE, RIGHT_ALIGNED, TEXT_SIZE, WIDTH
from einvoice.pdf.drawn import BLUE, GREY, HEAD_GREY, INK, RULE_GREY, DrawnBlock
from einvoice.pdf.figures import Row
from einvoice.pdf.page import InvoicePage
from einvoice.pdf.pen import Pen
from einvoice.pdf.tags import COLUMN_HEAD
from einvoice.pdf.text import ELLIPSIS, LEADING, MM, PX, REGULAR, SEMI_BOLD, Ink, baseline, face

# The same measures as `.lines` in templates/invoice.css, in CSS pixels.
RULE, THIN_RULE = 0.8 * PX, 0.4 * PX
ABOVE, BELOW = 1.5 * MM, 1.75 * MM
LINE_HEIGHT, NOTE_HEIGHT = LEADING * TEXT_SIZE, LEADING * NOTE_SIZE
HEAD_HEIGHT = LEADING * HEAD_SIZE + ABOVE + RULE
HEAD_BASELINE = baseline(HEAD_SIZE, LEADING * HEAD_SIZE)
BASELINE, NOTE_BASELINE = baseline(TEXT_SIZE, LINE_HEIGHT), baseline(NOTE_SIZE, NOTE_HEIGHT)
CARRIED_HEIGHT = ABOVE + LINE_HEIGHT + BELOW + THIN_RULE

HEAD = Ink(HEAD_SIZE, HEAD_GREY, SEMI_BOLD)
FIRST_CELL, CELL, NOTE = Ink(TEXT_SIZE, GREY), Ink(TEXT_SIZE, INK), Ink(NOTE_SIZE, GREY)
CARRIED_LABEL, CARRIED = Ink(TEXT_SIZE, HEAD_GREY), Ink(TEXT_SIZE, INK, SEMI_BOLD)

CELL_LINES_MAX, DETAIL_LINES_MAX = 6, 12  # A row can never be taller than a page.

_SPACES = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row broken into lines, and how tall that makes it."""

    cells: tuple[list[str], ...]
    details: list[list[str]]
    height: float
    total_so_far: str
    is_whole: bool
    """Whether all of it is there, set in the invoice's own typeface."""


def lay_rows(rows: Sequence[Row], widths: Sequence[float]) -> list[LaidRow]:
    """Break every cell to its column's width."""
    text = face(REGULAR)
    rooms = [width - GAP for width in widths[:-1]] + [widths[-1]]
    laid = []
    for row in rows:
        cells = tuple(
            text.wrap(_SPACES.sub(" ", cell), TEXT_SIZE, room, CELL_LINES_MAX)
            for cell, room in zip(row.cells, rooms, strict=True)
        )
        details, room = [], DETAIL_LINES_MAX
        for detail in row.details:
            details.append(text.wrap(detail, NOTE_SIZE, rooms[NAME], DETAIL_LINES_MAX)[:room])
            room -= len(details[-1])
        broken = (*cells, *filter(None, details))
        is_whole = room > 0 and not any(lines[-1].endswith(ELLIPSIS) for lines in broken)
        is_whole = is_whole and all(text.knows(line) for lines in broken for line in lines)
        lines = max(map(len, cells))
        height = max(lines * LINE_HEIGHT, len(cells[NAME]) * LINE_HEIGHT + sum(map(len, details)) * NOTE_HEIGHT)
        laid.append(LaidRow(cells, details, ABOVE + height + BELOW + THIN_RULE, row.total_so_far, is_whole))
    return laid


def split_pages(rows: Sequence[LaidRow], first_room: float, room: float) -> list[list[LaidRow]]:
    """The rows page by page, the first of them `first_room` high; each leaves room for the totals carried over.

    The first page gets none when not even one row fits below its heads.
    """
    pages: list[list[LaidRow]] = [[]]
    left = first_room - HEAD_HEIGHT - CARRIED_HEIGHT
    for row in rows:
        if row.height > left:
            pages.append([])
            left = room - HEAD_HEIGHT - 2 * CARRIED_HEIGHT
        pages[-1].append(row)
        left -= row.height
    return pages


class DrawnRows(DrawnBlock):
    """The lines on one page, with the heads that are repeated on each."""

    def __init__(
        self,
        page: InvoicePage,
        widths: Sequence[float],
        rows: Sequence[LaidRow],
        brought: str | None,
        carried: str | None,
        fonts: dict[int, Any],
    ) -> None:
        super().__init__("Table", WIDTH, fonts)
        self._lefts = [sum(widths[:column]) for column in range(len(widths))]
        self._rights = [left + width - GAP for left, width in zip(self._lefts[:-1], widths[:-1], strict=True)] + [WIDTH]
        self._add_heads(page.heads)
        if brought is not None:
            self._add_total(page.labels["brought"], brought)
            self._rule_below()
        for row in rows:
            self._add_row(row)
        if carried is not None:
            self._add_total(page.labels["carried"], carried)  # The last on its page: nothing is parted from it.

    def _add_heads(self, heads: Sequence[str]) -> None:
        element = self.root.add("TR")
        for column, head in enumerate(heads):
            x, right = self._place(column)
            element.add("TH", COLUMN_HEAD).write(head, x, HEAD_BASELINE, HEAD, right=right)
        self.height += HEAD_HEIGHT
        self.rule(BLUE, 0, self.height - RULE, WIDTH, RULE)

    def _add_row(self, row: LaidRow) -> None:
        element = self.root.add("TR")
        for column, lines in enumerate(row.cells):
            cell = element.add("TD")
            details = row.details if column == NAME else []
            x, right = self._place(column)
            y = self.height + ABOVE
            text = cell.add("Span") if details else cell
            for line in lines:
                text.write(line, x, y + BASELINE, CELL if column else FIRST_CELL, right=right)
                y += LINE_HEIGHT
            for detail in filter(None, details):
                paragraph = cell.add("P")
                for line in detail:
                    paragraph.write(line, x, y + NOTE_BASELINE, NOTE)
                    y += NOTE_HEIGHT
        self.height += row.height
        self._rule_below()

    def _add_total(self, label: str, amount: str) -> None:
        element = self.root.add("TR")
        y = self.height + ABOVE + BASELINE
        element.add("TD", f"/ColSpan {len(self._lefts) - 1}").write(label, self._lefts[1], y, CARRIED_LABEL)
        element.add("TD").write(amount, WIDTH, y, CARRIED, right=True)
        self.height += CARRIED_HEIGHT

    def _rule_below(self) -> None:
        self.rule(RULE_GREY, 0, self.height - THIN_RULE, WIDTH, THIN_RULE)

    def _place(self, column: int) -> tuple[float, bool]:
        right = column in RIGHT_ALIGNED
        return (self._rights[column] if right else self._lefts[column]), right


class PageNumber:
    """ "Sida 1 / 3" at the foot, drawn when all pages are laid out: counting them in CSS would lay all out twice."""

    def __init__(self, label: str, width: float, height: float, size: float, fonts: dict[int, Any]) -> None:
        self._label, self._width, self._height = label, width, height
        self._ink = Ink(size, GREY)
        self._fonts = fonts
        self._page = 0
        self.pages = 0

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return self._width, self._height, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        self._page += 1
        pen = Pen(stream, style, self._fonts)
        pen.write(f"{self._label} {self._page} / {self.pages}", width, height * 0.76, self._ink, right=True)
        stream.begin_text()
        stream.stream.append(pen.taken())
        stream.end_text()
