"""Keeps read models up to date; builds a new version beside the old one and swaps it in when it has caught up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chassis.event import Happened
from chassis.failpoints import failpoint
from chassis.mapper import Mapper, happened
from chassis.outbox import SAVE
from chassis.postgres import LOST, Leadership, Pool
from chassis.sealing import Sealer
from chassis.settings import Settings
from chassis.signals import Signal
from chassis.store import COLUMNS, PostgresStore
from chassis.telemetry import log
from chassis.unit import StoredRow
from chassis.views import Db, View

LEAD = 7200
RECALL = f"""SELECT {COLUMNS} FROM store.stored_events
             WHERE notification_id = ANY($1::bigint[]) ORDER BY notification_id"""
SERVING, BUILDING = "views", "views_next"


class Follower:
    """One view behind the store. One leader per service and view."""

    def __init__(
        self,
        view: View,
        url: str,
        pool: Pool,
        store: PostgresStore,
        sealer: Sealer,
        mapper: Mapper,
        settings: Settings,
        moved: Callable[[], None],
        number: int,
    ) -> None:
        self.view = view
        self._pool = pool
        self._store = store
        self._sealer = sealer
        self._mapper = mapper
        self._settings = settings
        self._moved = moved
        self._leadership = Leadership(url, LEAD + number, settings.leader_poll_s)
        self._cursor = cursor_of(view)
        self._topics = [kind.TOPIC for kind in view.follows]
        view.recall = self._recall

    async def run(self, signal: Signal) -> None:
        """Never returns; cancel it, then call close()."""
        while True:
            try:
                await self._leadership.gained()
                await self._lead(signal)
            except LOST as error:
                log.warning("view.lead-lost", view=self.view.name, error=type(error).__name__)

    async def close(self) -> None:
        await self._leadership.close()

    async def _lead(self, signal: Signal) -> None:
        position: int | None = await self._pool.fetchval(
            "SELECT position FROM store.cursors WHERE name = $1", self._cursor
        )
        if position is None:
            position = await self.build(BUILDING)
            await self._swap(position)
        self._moved()
        while True:
            reached = await self.catch_up(SERVING, position, None, self._settings.view_batch_max)
            if reached == position:
                await signal.wait(self._settings.view_poll_s)
            else:
                position = reached
                self._moved()

    async def build(self, schema: str, until: int | None = None) -> int:
        """Fresh tables in a schema, filled from position 0 (`until` a position, for a proof); answers how far."""
        async with self._pool.transaction(schema) as db:
            for table in self.view.tables:
                await db.execute(f"DROP TABLE IF EXISTS {schema}.{table} CASCADE")
            await db.execute(self.view.ddl)
        position = 0
        while True:
            reached = await self.catch_up(schema, position, until, self._settings.view_batch_max)
            if reached == position:
                return position
            position = reached

    async def catch_up(self, schema: str, position: int, until: int | None, limit: int) -> int:
        """The next events into the tables; rows and cursor are committed together."""
        rows, reached = await self._store.tail(position, self._topics, limit)
        if until is not None:
            rows = [row for row in rows if row.position <= until]
            reached = min(reached, until)
        if reached == position:
            return position
        await self._sealer.prepare_for(row.state for row in rows)
        failpoint("view.before")
        async with self._pool.transaction(schema) as db:
            for row in rows:
                event = self._mapper.decode(row.topic, row.state, row.stream, row.version)
                await self.view.follow(happened(row, event), db)
            if schema == SERVING:
                await db.execute(SAVE, self._cursor, reached)
        failpoint("view.after")
        return reached

    async def _recall(self, positions: Sequence[int], db: Db) -> list[Happened[Any]]:
        """Over the view's own connection, keys included: the pool may have none left."""
        rows = [StoredRow(*row) for row in await db.fetch(RECALL, list(positions))]
        await self._sealer.prepare_for((row.state for row in rows), db)
        return [happened(row, self._mapper.decode(row.topic, row.state, row.stream, row.version)) for row in rows]

    async def _swap(self, position: int) -> None:
        """The new tables take the place of the old ones, with their cursor, in one transaction."""
        async with self._pool.transaction(SERVING) as db:
            for table in self.view.tables:
                await db.execute(f"DROP TABLE IF EXISTS {SERVING}.{table} CASCADE")
                await db.execute(f"ALTER TABLE {BUILDING}.{table} SET SCHEMA {SERVING}")
            await db.execute("DELETE FROM store.cursors WHERE name LIKE $1", f"view:{self.view.name}@%")
            await db.execute(SAVE, self._cursor, position)
        log.info("view.swapped", view=self.view.name, version=self.view.version, position=position)


def cursor_of(view: View) -> str:
    """The name of a view's cursor: another version is another cursor."""
    return f"view:{view.name}@{view.version}"


async def drop_views(pool: Pool, views: list[View]) -> None:
    """Throws read models away: the next start rebuilds them."""
    async with pool.transaction(SERVING) as db:
        for view in views:
            for table in view.tables:
                await db.execute(f"DROP TABLE IF EXISTS {SERVING}.{table} CASCADE")
            await db.execute("DELETE FROM store.cursors WHERE name LIKE $1", f"view:{view.name}@%")
