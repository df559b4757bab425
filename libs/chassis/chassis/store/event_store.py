"""The event store of one service on PostgreSQL: loads and appends in batches, and a tail that never skips an event."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from chassis.settings import Settings
from chassis.store.appender import Appender, OnCommit
from chassis.store.postgres import APPEND_SETTINGS, LOST, Line, Pool
from chassis.store.unit import InboxKey, LoadedRow, StoredRow, Unit
from chassis.views import Db

COLUMNS = "originator_id, originator_version, topic, state, notification_id, recorded_at, metadata"
LOAD = """SELECT originator_id, originator_version, topic, state FROM store.stored_events
          WHERE originator_id = ANY($1) ORDER BY originator_id, originator_version LIMIT $2"""
NEXT = f"SELECT {COLUMNS} FROM store.stored_events WHERE notification_id > $1 ORDER BY notification_id LIMIT $2"
TAIL = f"""SELECT {COLUMNS} FROM store.stored_events
           WHERE notification_id > $1 AND topic = ANY($2) ORDER BY notification_id LIMIT $3"""


class Loader:
    """Loads all streams that are waited for in one SELECT, as group commit does for writing."""

    def __init__(self, url: str, batch_max: int, rows_max: int) -> None:
        self._batch_max = batch_max
        self._rows_max = rows_max
        self._queue: deque[tuple[UUID, asyncio.Future[Sequence[LoadedRow]]]] = deque()
        self._wake = asyncio.Event()
        self._line = Line(url, APPEND_SETTINGS)
        self._task = asyncio.create_task(self._run())

    def load(self, stream: UUID) -> asyncio.Future[Sequence[LoadedRow]]:
        future: asyncio.Future[Sequence[LoadedRow]] = asyncio.get_running_loop().create_future()
        self._queue.append((stream, future))
        self._wake.set()
        return future

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._line.close()

    async def _run(self) -> None:
        while True:
            if not self._queue:
                self._wake.clear()
                await self._wake.wait()
                continue
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), self._batch_max))]
            try:
                streams = await self._fetch(list({stream for stream, _ in batch}))
            except LOST:
                self._queue.extendleft(reversed(batch))
                continue
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for stream, future in batch:
                if not future.done():
                    future.set_result(streams.get(stream, ()))

    async def _fetch(self, ids: list[UUID]) -> dict[UUID, list[LoadedRow]]:
        connection = await self._line.get()
        rows = await connection.fetch(LOAD, ids, self._rows_max + 1)
        if len(rows) > self._rows_max:
            raise RuntimeError(f"more than {self._rows_max} events in {len(ids)} streams: raise load_rows_max")
        streams: dict[UUID, list[LoadedRow]] = {stream: [] for stream in ids}
        for row in rows:
            streams[row[0]].append(LoadedRow._make(row))
        return streams


class PostgresStore:
    """Appends and loads for sessions, and reads a tail for followers of the store."""

    def __init__(self, url: str, pool: Pool, settings: Settings, on_commit: OnCommit) -> None:
        self._pool = pool
        self._loader = Loader(url, settings.load_batch_max, settings.load_rows_max)
        self._appender = Appender(
            url, settings.append_connections, settings.append_batch_max, settings.append_queue_max, on_commit
        )

    async def load(self, stream: UUID) -> Sequence[LoadedRow]:
        """Loads every event of a stream, in order."""
        return await self._loader.load(stream)

    async def append(self, unit: Unit) -> None:
        """Appends all or nothing. Raises Conflict when a stream has moved on, Duplicate if a message was handled."""
        await self._appender.append(unit)

    async def handled(self, keys: Iterable[InboxKey]) -> set[InboxKey]:
        """Finds out which of these messages were handled before."""
        asked = list(keys)
        rows = await self._pool.fetch(
            """SELECT i.consumer, i.message_id FROM store.inbox i
               JOIN unnest($1::text[], $2::uuid[]) AS u(consumer, message)
                 ON i.consumer = u.consumer AND i.message_id = u.message""",
            [key.consumer for key in asked],
            [key.message for key in asked],
        )
        return {InboxKey(*row) for row in rows}

    async def tail(self, after: int, topics: Sequence[str], limit: int) -> tuple[list[StoredRow], int]:
        """Events of these topics after a position, and the position that is then read up to, other topics included."""
        head = await self.head()
        rows: list[Any] = list(await self._pool.fetch(TAIL, after, list(topics), limit))
        events = [StoredRow(*row) for row in rows]
        reached = events[-1].position if len(events) == limit else max(head, events[-1].position if events else after)
        return events, reached

    async def next(self, after: int, limit: int, db: Db) -> list[StoredRow]:
        """The next events after a position, of whatever topic, over the reader's own connection."""
        return [StoredRow(*row) for row in await db.fetch(NEXT, after, limit)]

    async def at(self, positions: Sequence[int]) -> list[StoredRow]:
        """The events at these positions, in order."""
        sql = f"SELECT {COLUMNS} FROM store.stored_events WHERE notification_id = ANY($1) ORDER BY notification_id"
        return [StoredRow(*row) for row in await self._pool.fetch(sql, list(positions))] if positions else []

    async def head(self) -> int:
        """The last position."""
        position: int = await self._pool.fetchval("SELECT coalesce(max(notification_id), 0) FROM store.stored_events")
        return position

    async def close(self) -> None:
        await self._appender.close()
        await self._loader.close()
