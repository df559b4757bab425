"""Group commit: the units of work that wait are sent to PostgreSQL in one call and one commit."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from chassis.errors import Conflict, Duplicate
from chassis.failpoints import failpoint
from chassis.store.postgres import APPEND_SETTINGS, LOST, Line
from chassis.store.unit import InboxKey, Unit
from chassis.telemetry import log

APPEND_LOCK = 7101
CALL = "SELECT duplicates, conflicts FROM store.append_units($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)"


OnCommit = Callable[[Sequence[Unit]], None]
"""Is told of the units that were sent together, also of those among them that lost."""


@dataclass(slots=True)
class Waiting:
    """A unit in the queue, and the future of its answer."""

    unit: Unit
    done: asyncio.Future[None]


class Appender:
    """Gathers units and appends them; one that fails does not affect the others.

    Two connections let client and server work at once. No batch waits to be filled: it is what came while the last one
    was on its way.
    """

    def __init__(self, url: str, connections: int, batch_max: int, queue_max: int, on_commit: OnCommit) -> None:
        self._batch_max = batch_max
        self._on_commit = on_commit
        self._queue: deque[Waiting] = deque()
        self._room = asyncio.Semaphore(queue_max)
        self._wake = asyncio.Event()
        self._lines = [Line(url, APPEND_SETTINGS) for _ in range(connections)]
        self._tasks = [asyncio.create_task(self._run(line)) for line in self._lines]

    async def append(self, unit: Unit) -> None:
        """Appends a unit. Raises Conflict or Duplicate; Conflict also when a new load must show the outcome."""
        async with self._room:
            failpoint("append.before")
            waiting = Waiting(unit, asyncio.get_running_loop().create_future())
            self._queue.append(waiting)
            self._wake.set()
            await waiting.done
            failpoint("append.after")

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in self._lines:
            await line.close()

    async def _run(self, line: Line) -> None:
        while True:
            if not self._queue:
                self._wake.clear()
                await self._wake.wait()
                continue
            connection = await line.get()
            batch = self._take()
            if batch:
                await self._send(connection, batch)

    def _take(self) -> list[Waiting]:
        """Takes a batch without two units of one stream or message, which keeps the SQL simple; a second one waits."""
        batch: list[Waiting] = []
        later: list[Waiting] = []
        streams: set[UUID] = set()
        keys: set[InboxKey] = set()
        while self._queue and len(batch) < self._batch_max:
            waiting = self._queue.popleft()
            ids = {event.stream for event in waiting.unit.events}
            clash = not (streams.isdisjoint(ids) and keys.isdisjoint(waiting.unit.inbox))
            streams |= ids
            keys.update(waiting.unit.inbox)
            (later if clash else batch).append(waiting)
        self._queue.extendleft(reversed(later))
        return batch

    async def _send(self, connection: Any, batch: list[Waiting]) -> None:
        try:
            row = await connection.fetchrow(CALL, APPEND_LOCK, *columns([waiting.unit for waiting in batch]))
        except (*LOST, asyncpg.QueryCanceledError) as error:
            log.warning("append.outcome-unknown", error=type(error).__name__, units=len(batch))
            self._answer(batch, dict.fromkeys(range(len(batch)), Conflict("the connection was lost in mid-append")))
            return
        except (asyncpg.PostgresError, ValueError) as error:
            self._answer(batch, dict.fromkeys(range(len(batch)), error))
            return
        losers: dict[int, Exception] = {n: Conflict("a stream has moved on") for n in row["conflicts"] or ()}
        losers.update({n: Duplicate("handled before") for n in row["duplicates"] or ()})
        self._answer(batch, losers)
        self._on_commit([waiting.unit for waiting in batch])

    @staticmethod
    def _answer(batch: list[Waiting], losers: dict[int, Exception]) -> None:
        for n, waiting in enumerate(batch):
            if waiting.done.done():
                continue
            if n in losers:
                waiting.done.set_exception(losers[n])
            else:
                waiting.done.set_result(None)


def columns(units: list[Unit]) -> list[list[Any]]:
    """The units as the arrays that append_units takes: column by column, each row with the number of its unit."""
    inbox = [(n, *key) for n, unit in enumerate(units) for key in unit.inbox]
    events = [(n, *event) for n, unit in enumerate(units) for event in unit.events]
    facts = [(n, *fact) for n, unit in enumerate(units) for fact in unit.facts]
    return [*_turned(inbox, 3), *_turned(events, 6), *_turned(facts, 5)]


def _turned(rows: list[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
