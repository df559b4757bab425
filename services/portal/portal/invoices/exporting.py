"""Files of a company's invoices: a table for a spreadsheet, and the documents of some, packed together.

Both are written while they are sent, so however many rows there are, few are held at a time.
"""

import csv
import io
import re
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi.responses import StreamingResponse

from contracts.values import DocumentRef
from portal.edge.asking import Edge
from portal.edge.downloads import as_attachment
from portal.edge.problems import Problem
from portal.invoices.view import how_many, listed
from portal.invoices.wanted import Wanted
from portal.telling.reading import Page, Row

COLUMNS: Final = (
    *("number", "status", "receiver_name", "issue_date", "due_date", "net", "vat", "payable", "currency"),
    *("created_at", "changed_at", "id"),
)
ROWS_AT_A_TIME: Final = 500
RUNS_AS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet may run. Nobody who writes a customer's name gets a program run elsewhere."""
UTF_8_MARK: Final = "\ufeff"
NOT_IN_NAMES: Final = re.compile(r"[^\w.-]+")

Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How the table is written: with which signs, in which zone, and under which heads."""

    heads: Sequence[str] = COLUMNS
    status: Named = str
    delimiter: str = ","
    decimal_sign: str = "."
    mark: str = ""
    zone: ZoneInfo | None = None
    """None: moments are written in full, as programs read them."""


def for_excel(heads: Sequence[str], status: Named, zone: ZoneInfo) -> Manner:
    """As Excel opens a file by itself in the Nordic countries: semicolons, decimal commas, and a mark for UTF-8."""
    return Manner(heads, status, ";", ",", UTF_8_MARK, zone)


async def table_of(edge: Edge, wanted: Wanted, manner: Manner, name: str) -> StreamingResponse:
    """The invoices that are asked for as CSV. Raises Problem when they are more than one file may hold."""
    rows_max = edge.settings.export_rows_max
    if await how_many(edge.db, wanted, rows_max + 1) > rows_max:
        raise Problem("invoice.too-many-to-export", rows_max=rows_max)
    return StreamingResponse(
        _written(edge, wanted, manner), media_type="text/csv; charset=utf-8", headers=as_attachment(name)
    )


async def _written(edge: Edge, wanted: Wanted, manner: Manner) -> AsyncIterator[str]:
    yield manner.mark + _lines([manner.heads], manner)
    after, left = None, edge.settings.export_rows_max
    while left > 0:
        rows = await listed(edge.db, wanted, Page(min(ROWS_AT_A_TIME, left), after))
        if not rows:
            return
        yield _lines([_cells(row, manner) for row in rows], manner)
        after, left = (rows[-1][wanted.by], rows[-1]["id"]), left - len(rows)


def _lines(rows: Sequence[Sequence[str]], manner: Manner) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=manner.delimiter, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _cells(row: Row, manner: Manner) -> list[str]:
    return [_cell(manner.status(row[name]) if name == "status" else row[name], manner) for name in COLUMNS]


def _cell(value: Any, manner: Manner) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}".replace(".", manner.decimal_sign)
        case datetime():
            return value.astimezone(manner.zone).strftime("%Y-%m-%d %H:%M") if manner.zone else value.isoformat()
        case date():
            return value.isoformat()
        case _:
            return harmless(str(value))


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it, and never runs it."""
    return f"'{text}" if text.startswith(RUNS_AS_FORMULA) else text


def packed(edge: Edge, rows: Sequence[Row], name: str) -> StreamingResponse:
    """The documents of invoices that are issued, each under its number, as one ZIP file."""
    return StreamingResponse(_packed(edge, rows), media_type="application/zip", headers=as_attachment(name))


async def _packed(edge: Edge, rows: Sequence[Row]) -> AsyncIterator[bytes]:
    taken: set[str] = set()
    out = _Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows:
            stem = NOT_IN_NAMES.sub("_", row["number"]).strip(".") or "invoice"
            stem = f"{stem}-{row['id']}" if stem in taken else stem
            taken.add(stem)
            for kind, reference in (("xml", row["document"]), ("pdf", row["pdf"])):
                if reference:
                    archive.writestr(f"{stem}.{kind}", await edge.runtime.documents.read(DocumentRef(**reference)))
                    yield out.taken()
    yield out.taken()


class _Out(io.RawIOBase):
    """What was written and not sent yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        """What has come since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
