"""What was sent and received, month by month: the bars of a chart, and the rows of the table beside it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from contracts.values import CompanyId
from portal.edge import figures
from portal.edge.asking import Edge
from portal.edge.reader import Reader
from portal.inbox import view as inbox
from portal.invoices import view as invoices

Side = Literal["sent", "received"]
SIDES: Final[tuple[Side, ...]] = ("sent", "received")
MONTHS: Final = 12
WIDTH, HEIGHT = 360, 180
LEFT, BOTTOM, TOP = 44, 20, 8
"""In the units of the picture: room for the figures at the left, the months below, and half a figure above."""
BAR_WIDTH: Final = 9
STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Bar:
    side: Side
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A text at an axis; a figure's line is at `y`, the middle of a month at `x`."""

    text: str
    x: int
    y: float


@dataclass(frozen=True, slots=True)
class Cell:
    """How many in one month, and their sums, one for each currency."""

    many: int
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`rows` are the months in which there was anything, the latest first: a name, what was sent, what was received."""

    currency: str
    has_others: bool
    bars: tuple[Bar, ...]
    months: tuple[Mark, ...]
    lines: tuple[Mark, ...]
    rows: tuple[tuple[str, Cell, Cell], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    bar_width: int = BAR_WIDTH


async def chart_of(company: CompanyId, today: date, reader: Reader, edge: Edge) -> Chart | None:
    """The last twelve months; None when there was nothing in them."""
    months = _months(today)
    told = {
        "sent": await invoices.by_month(edge.db, company, months[0]),
        "received": await inbox.by_month(edge.db, company, months[0]),
    }
    return drawn(told, months, reader)


def drawn(told: dict[str, list[dict[str, Any]]], months: Sequence[date], reader: Reader) -> Chart | None:
    """Bars are of one currency, the one of most invoices: sums of several cannot be compared. The table has all."""
    counted: Counter[str] = Counter()
    for rows in told.values():
        for row in rows:
            counted[row["currency"]] += row["many"]
    if not counted:
        return None
    currency = max(sorted(counted), key=lambda one: counted[one])
    sums = {(side, row["month"]): row["amount"] for side in SIDES for row in told[side] if row["currency"] == currency}
    step = _step(max([Decimal(0), *sums.values()]))
    each = (WIDTH - LEFT) // MONTHS
    floor = HEIGHT - BOTTOM
    unit = float(floor - TOP) / float(step * LINES)
    bars, marks = [], []
    for place, month in enumerate(months):
        middle = LEFT + each * place + each // 2
        marks.append(Mark(figures.month_initial(month, reader.language), middle, HEIGHT - 6))
        for number, side in enumerate(SIDES):
            high = round(max(float(sums.get((side, month), 0)), 0.0) * unit, 1)
            if high:
                bars.append(Bar(side, middle - BAR_WIDTH - 1 + number * (BAR_WIDTH + 2), round(floor - high, 1), high))
    lines = [
        Mark(figures.short(step * number, reader.language), LEFT - 4, round(floor - float(step * number) * unit, 1))
        for number in range(LINES + 1)
    ]
    table = tuple(_rows(told, months, reader))
    return Chart(currency, len(counted) > 1, tuple(bars), tuple(marks), tuple(lines), table)


def _months(today: date) -> list[date]:
    """The first days of the last twelve months, this one included."""
    whole = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(whole - MONTHS + 1, whole + 1)]


def _step(most: Decimal) -> Decimal:
    """Between two lines: a round figure, so that the highest bar fits below the last of them."""
    least = max(most / LINES, Decimal("0.25"))
    power = Decimal(10) ** least.adjusted()
    return next(step * power for step in STEPS if step * power >= least)


def _rows(
    told: dict[str, list[dict[str, Any]]], months: Iterable[date], reader: Reader
) -> Iterable[tuple[str, Cell, Cell]]:
    for month in sorted(months, reverse=True):
        sent, received = (_cell([row for row in told[side] if row["month"] == month], reader) for side in SIDES)
        if sent.many or received.many:
            yield figures.month(month, reader.language), sent, received


def _cell(rows: Sequence[dict[str, Any]], reader: Reader) -> Cell:
    sums = tuple(reader.money(row["amount"], row["currency"]) for row in rows)
    return Cell(sum(row["many"] for row in rows), sums)
