"""Lines of a long invoice, drawn as one image a page instead of laid out as table cells, with totals carried over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from einvoice.pdf.columns import GAP, HEAD_SIZE, NOTE_SIZE, RIGHT_ALIGNED, TEXT_SIZE, WIDTH
from einvoice.pdf.figures import Row
from einvoice.pdf.page import InvoicePage
from einvoice.pdf.tags import TableTags
from einvoice.pdf.text import REGULAR, SEMI_BOLD, Pen, face

# The same measures as `.lines` in templates/invoice.css, in CSS pixels.
HEAD_HEIGHT = 19.8
HEAD_BASELINE = 9.6
RULE, THIN_RULE = 1.07, 0.53
ABOVE, BELOW = 5.67, 6.61
LINE_HEIGHT, NOTE_HEIGHT = 16.28, 13.82
BASELINE, NOTE_BASELINE = 12.3, 10.2  # From the top of a line to the feet of its letters.
CARRIED_HEIGHT = ABOVE + LINE_HEIGHT + BELOW + THIN_RULE

CELL_LINES_MAX, DETAIL_LINES_MAX = 6, 12  # A row can never be taller than a page.

Color = tuple[float, float, float]
INK: Color = (0.106, 0.153, 0.2)
GREY: Color = (0.353, 0.404, 0.451)
HEAD_GREY: Color = (0.318, 0.376, 0.427)
BLUE: Color = (0.043, 0.31, 0.424)
RULE_GREY: Color = (0.882, 0.906, 0.922)


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row broken into lines, and how tall that makes it."""

    cells: tuple[list[str], ...]
    details: list[str]
    height: float
    total_so_far: str


def lay_rows(rows: Sequence[Row], widths: Sequence[float]) -> list[LaidRow]:
    """Break every cell to its column's width."""
    text = face(REGULAR)
    laid = []
    for row in rows:
        rooms = [width - GAP for width in widths[:-1]] + [widths[-1]]
        cells = tuple(
            text.wrap(cell, TEXT_SIZE, room, CELL_LINES_MAX) for cell, room in zip(row.cells, rooms, strict=True)
        )
        details: list[str] = []
        for detail in row.details:
            details += text.wrap(detail, NOTE_SIZE, rooms[1], DETAIL_LINES_MAX)
        details = details[:DETAIL_LINES_MAX]
        lines = max(map(len, cells))
        height = max(lines * LINE_HEIGHT, len(cells[1]) * LINE_HEIGHT + len(details) * NOTE_HEIGHT)
        laid.append(LaidRow(cells, details, ABOVE + height + BELOW + THIN_RULE, row.total_so_far))
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


class DrawnRows:
    """The lines on one page, as an image in the sense of WeasyPrint's `cache=` option; heads are repeated on each."""

    def __init__(
        self,
        page: InvoicePage,
        widths: Sequence[float],
        rows: Sequence[LaidRow],
        brought: str | None,
        carried: str | None,
    ) -> None:
        self._page = page
        self._rows = rows
        self._brought, self._carried = brought, carried
        self._lefts = [sum(widths[:column]) for column in range(len(widths))]
        self._rights = [left + width - GAP for left, width in zip(self._lefts[:-1], widths[:-1], strict=True)] + [WIDTH]
        self.height = HEAD_HEIGHT + sum(row.height for row in rows)
        self.height += CARRIED_HEIGHT * ((brought is not None) + (carried is not None))
        self.tags = TableTags()

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return WIDTH, self.height, WIDTH / self.height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        with self.tags.table(stream):
            with stream.artifact():
                self._draw_rules(stream)
            stream.begin_text()
            pen = Pen(stream, style)
            self._draw_heads(stream, pen)
            y = HEAD_HEIGHT
            if self._brought is not None:
                y = self._draw_carried(stream, pen, y, self._page.labels["brought"], self._brought)
            for row in self._rows:
                self._draw_row(stream, pen, y, row)
                y += row.height
            if self._carried is not None:
                self._draw_carried(stream, pen, y, self._page.labels["carried"], self._carried)
            stream.end_text()

    def _draw_rules(self, stream: Any) -> None:
        stream.set_color_rgb(*BLUE)
        stream.rectangle(0, HEAD_HEIGHT - RULE, WIDTH, RULE)
        stream.fill()
        stream.set_color_rgb(*RULE_GREY)
        for y in self._row_ends():
            stream.rectangle(0, y - THIN_RULE, WIDTH, THIN_RULE)
        stream.fill()

    def _row_ends(self) -> Iterator[float]:
        y = HEAD_HEIGHT
        if self._brought is not None:
            y += CARRIED_HEIGHT
            yield y
        for row in self._rows:
            y += row.height
            yield y

    def _draw_heads(self, stream: Any, pen: Pen) -> None:
        self.tags.row()
        for column, head in enumerate(self._page.heads):
            with self.tags.cell(stream, is_head=True):
                pen.color(HEAD_GREY)
                self._write(pen, column, head, HEAD_BASELINE, HEAD_SIZE, SEMI_BOLD)

    def _draw_row(self, stream: Any, pen: Pen, top: float, row: LaidRow) -> None:
        self.tags.row()
        for column, lines in enumerate(row.cells):
            with self.tags.cell(stream):
                pen.color(GREY if column == 0 else INK)
                y = top + ABOVE
                for line in lines:
                    self._write(pen, column, line, y + BASELINE, TEXT_SIZE)
                    y += LINE_HEIGHT
                if column == 1 and row.details:
                    pen.color(GREY)
                    for line in row.details:
                        self._write(pen, column, line, y + NOTE_BASELINE, NOTE_SIZE)
                        y += NOTE_HEIGHT

    def _draw_carried(self, stream: Any, pen: Pen, top: float, label: str, amount: str) -> float:
        self.tags.row()
        baseline = top + ABOVE + BASELINE
        with self.tags.cell(stream, columns=len(self._lefts) - 1):
            pen.color(HEAD_GREY)
            self._write(pen, 1, label, baseline, TEXT_SIZE)
        with self.tags.cell(stream):
            pen.color(INK)
            self._write(pen, len(self._lefts) - 1, amount, baseline, TEXT_SIZE, SEMI_BOLD)
        return top + CARRIED_HEIGHT

    def _write(self, pen: Pen, column: int, text: str, y: float, size: float, weight: int = REGULAR) -> None:
        right = column in RIGHT_ALIGNED
        pen.write(text, self._rights[column] if right else self._lefts[column], y, size, weight, right=right)


class PageNumber:
    """ "Sida 1 / 3" at the foot, drawn when all pages are laid out: counting them in CSS would lay all out twice."""

    def __init__(self, label: str, width: float, height: float, size: float) -> None:
        self._label, self._width, self._height, self._size = label, width, height, size
        self._page = 0
        self.pages = 0

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return self._width, self._height, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        self._page += 1
        stream.begin_text()
        pen = Pen(stream, style)
        pen.color(GREY)
        text = f"{self._label} {self._page} / {self.pages}"
        pen.write(text, width, height * 0.76, self._size, right=True)
        stream.end_text()
