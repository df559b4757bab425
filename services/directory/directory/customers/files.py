"""Uploaded registers, each read once in a process of its own, and kept at hand while they are imported."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from chassis import Documents, Refused
from chassis.apart import MEBIBYTE, Apart, ReadingLimits
from directory.connections.customer_number import number_key
from directory.customers.events import Source
from directory.customers.file import read_apart
from directory.customers.row import Reading, read_row
from directory.settings import DirectorySettings

AT_HAND_MAX: Final = 4
UNREADABLE: Final = "customer-register.unreadable"
TOO_HEAVY: Final = "customer-register.too-heavy"


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """The rows of a file, each with its number and its cells in the order of FIELDS."""

    columns: dict[str, str]
    rows: list[list[Any]]
    merged: frozenset[int]
    first_rows: Mapping[str, int]
    """The row in which each customer number stands first."""

    def readings(self, first: int, last: int, source: Source) -> list[Reading]:
        """Reads the rows from one place up to another, each with its findings."""
        found = []
        for number, *cells in self.rows[first:last]:
            reading = read_row(number, cells, source.country)
            earlier = self.first_rows.get(number_key(cells[0]), number)
            if cells[0] and earlier != number:
                reading.find("customer_number", "customer-row.number-twice", "error", first_row=earlier)
                reading.customer = None
            if number in self.merged:
                reading.find("", "customer-row.merged-cells", "warning")
            found.append(reading)
        return found


class CustomerFiles:
    """Reads files and remembers the latest few: an import asks for its rows part by part."""

    def __init__(self, settings: DirectorySettings) -> None:
        self.batch_max = settings.import_batch_max
        self._bytes_max = settings.import_file_bytes_max
        self._asked = {
            "rows_max": settings.import_rows_max,
            "columns_max": settings.import_columns_max,
        }
        limits = ReadingLimits(
            timeout_s=settings.import_timeout_s,
            cpu_s=settings.import_cpu_s,
            memory_bytes_max=settings.import_memory_mb_max * MEBIBYTE,
            answer_bytes_max=settings.import_rows_bytes_max,
            at_once=1,
        )
        self._apart = Apart(read_apart, too_heavy=TOO_HEAVY, unreadable=UNREADABLE, limits=limits)
        self._at_hand: OrderedDict[str, CustomerFile] = OrderedDict()
        self._reading = asyncio.Lock()  # one at a time: each may take much memory

    async def file(self, source: Source, documents: Documents) -> CustomerFile:
        """The file with its rows. Raises Refused when it cannot be imported."""
        key = msgspec.json.encode([source.document.sha256, source.columns]).decode()
        async with self._reading:
            if key not in self._at_hand:
                if source.document.size > self._bytes_max:
                    raise Refused("customer-register.too-large", size_max=self._bytes_max)
                self._at_hand[key] = await self._read(await documents.read(source.document), source)
                while len(self._at_hand) > AT_HAND_MAX:
                    self._at_hand.popitem(last=False)
            return self._at_hand[key]

    async def _read(self, content: bytes, source: Source) -> CustomerFile:
        said = await self._apart.read(content, {**self._asked, "columns": dict(source.columns)})
        answer: dict[str, Any] = msgspec.json.decode(said)
        first_rows: dict[str, int] = {}
        for number, customer_number, *_ in answer["rows"]:
            first_rows.setdefault(number_key(customer_number), number)
        return CustomerFile(answer["columns"], answer["rows"], frozenset(answer["merged"]), first_rows)


def customer_files(settings: DirectorySettings) -> CustomerFiles:
    """The factory named in `uses`."""
    return CustomerFiles(settings)
