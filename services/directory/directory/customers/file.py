"""Reads an uploaded register into plain rows, in a process of its own (`chassis.apart`), as it is not trusted."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import python_calamine

from directory.customers.columns import FIELDS, MANDATORY, header_row, mapped

HEADER_WITHIN_ROWS: Final = 20
CELL_CHARACTERS_MAX: Final = 2_000
HEADERS_SHOWN_MAX: Final = 60
MERGED_MAX: Final = 1_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

for _encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
    codecs.lookup(_encoding)  # The codec is loaded now, since no file can be opened while an upload is read.

Row = tuple[int, list[str]]
"""The row's number as a spreadsheet shows it, and its cells."""


class Unusable(Exception):
    """The file cannot be imported; `code` and details say why."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: str(value) for name, value in details.items()}


def read_apart(content: bytes, asked: dict[str, Any]) -> bytes:
    """Returns as JSON what `read` finds."""
    return json.dumps(read(content, asked), ensure_ascii=False, separators=(",", ":")).encode()


def read(content: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """The rows under the header, with the cells of our fields in the order of FIELDS. Raises Unusable."""
    if not content.strip():
        raise Unusable("customer-register.empty")
    rows, merged = (
        _workbook(content) if content.startswith((_ZIP, _OLE)) else (_text_rows(content, asked["columns_max"]), [])
    )
    kept = _within(rows, asked["rows_max"] + HEADER_WITHIN_ROWS, asked["columns_max"])
    if not kept:
        raise Unusable("customer-register.empty")
    top = [cells for _, cells in kept[:HEADER_WITHIN_ROWS]]
    at = header_row(top, asked["columns"])
    places = _places(top[at], asked["columns"])
    body = [[number, *_chosen(cells, places)] for number, cells in kept[at + 1 :]]
    filled = [row for row in body if any(row[1:])]
    if not filled:
        raise Unusable("customer-register.empty")
    if len(filled) > asked["rows_max"]:
        raise Unusable("customer-register.too-many-rows", rows_max=asked["rows_max"])
    columns = {name: top[at][place] for name, place in places.items()}
    return {"columns": columns, "rows": filled, "merged": sorted(set(merged) & {row[0] for row in filled})}


def _places(header: Sequence[str], chosen: dict[str, str]) -> dict[str, int]:
    try:
        places = mapped(header, chosen)
    except KeyError as missing:
        raise Unusable("customer-register.no-such-column", column=missing.args[0]) from missing
    absent = [name for name in MANDATORY if name not in places]
    if absent:
        shown = header if _is_header(header) else ()  # A row of personal data is never repeated.
        found = ", ".join(cell for cell in shown[:HEADERS_SHOWN_MAX] if cell)
        raise Unusable("customer-register.columns-missing", columns=", ".join(absent), found=found or "–")
    return places


def _is_header(cells: Sequence[str]) -> bool:
    return not any(sum(sign.isdigit() for sign in cell) > 4 or "@" in cell for cell in cells)


def _chosen(cells: Sequence[str], places: dict[str, int]) -> Iterator[str]:
    for name in FIELDS:
        place = places.get(name, len(cells))
        yield cells[place][:CELL_CHARACTERS_MAX] if place < len(cells) else ""


def _within(rows: Iterable[Row], rows_max: int, columns_max: int) -> list[Row]:
    """Yields the rows that are not empty. Raises Unusable for too many rows or columns."""
    kept: list[Row] = []
    for number, cells in rows:
        if not any(cells):
            continue
        _must_be_few(cells, columns_max)
        if len(kept) > rows_max:
            raise Unusable("customer-register.too-many-rows", rows_max=rows_max - HEADER_WITHIN_ROWS)
        kept.append((number, cells))
    return kept


def _must_be_few(cells: Sequence[str], columns_max: int) -> None:
    if len(cells) > columns_max and any(cells[columns_max:]):
        raise Unusable("customer-register.too-many-columns", columns_max=columns_max)


def _workbook(content: bytes) -> tuple[Iterator[Row], list[int]]:
    """Finds the first sheet that is not empty, and those of its rows that have merged cells."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                return _sheet_rows(sheet), _merged_rows(sheet.merged_cell_ranges or ())
    except python_calamine.PasswordError as error:
        raise Unusable("customer-register.protected") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unusable("customer-register.unreadable") from error
    raise Unusable("customer-register.empty")


def _merged_rows(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> list[int]:
    return [row + 1 for (first, _), (last, _) in ranges[:MERGED_MAX] for row in range(first, min(last, first + 50) + 1)]


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    first, indent = sheet.start or (0, 0)
    for number, cells in enumerate(sheet.iter_rows(), first + 1):
        yield number, [""] * indent + [_written(cell) for cell in cells]


def _written(cell: Any) -> str:
    """A cell as a person reads it: numbers without the .0 that spreadsheets add."""
    match cell:
        case bool() | None:
            return ""
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() | date() | time() | timedelta():
            return str(cell)
        case _:
            return _line(str(cell))


def _text_rows(content: bytes, columns_max: int) -> Iterator[Row]:
    text = _decoded(content)
    if "\0" in text or sum(not sign.isprintable() and sign not in "\r\n\t\v\f\x85" for sign in text[:4096]) > 8:
        raise Unusable("customer-register.unreadable")
    csv.field_size_limit(CELL_CHARACTERS_MAX * 50)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        before = 0
        for cells in reader:
            _must_be_few(cells, columns_max)
            yield before + 1, [_line(cell) for cell in cells[:columns_max]]
            before = reader.line_num
    except csv.Error as error:
        raise Unusable("customer-register.unreadable") from error


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 with or without a mark, else what Windows writes (CP1252), which takes nearly anything."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded_as(content, "utf-16")
    sample = content[:4096]
    if sample.count(0) > len(sample) // 4:
        return _decoded_as(content, "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unusable("customer-register.unreadable") from error


def _delimiter(text: str) -> str:
    """Guesses the delimiter: the sign that most of the first rows hold, and most often."""
    lines = [line for line in itertools.islice(io.StringIO(text), HEADER_WITHIN_ROWS) if line.strip()]
    return max(";,\t|", key=lambda sign: (sum(sign in line for line in lines), sum(line.count(sign) for line in lines)))


def _line(text: str) -> str:
    """Puts a cell on one line, trimmed, without invisible characters, and no longer than a cell may be."""
    shown = (sign if sign.isprintable() else " " for sign in text[:CELL_CHARACTERS_MAX])
    return " ".join("".join(shown).split())
