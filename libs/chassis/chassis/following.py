"""Keeps read models up to date; builds a new version beside the old one and swaps it in when it has caught up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.event import Happened
from chassis.failpoints import failpoint
from chassis.mapper import Mapper, happened
from chassis.outbox import SAVE
from chassis.postgres import LOST, PASSING, Leadership, Pool, is_lost
from chassis.sealing import Sealer
from chassis.setaside import LOOK_S, SetAside
from chassis.settings import Settings
from chassis.signals import Signal
from chassis.store import COLUMNS, PostgresStore
from chassis.telemetry import log
from chassis.unit import StoredRow
from chassis.views import Db, View
from contracts.fact import Redacted

LEAD = 7200
RECALL = f"""SELECT {COLUMNS} FROM store.stored_events
             WHERE notification_id = ANY($1::bigint[]) AND NOT EXISTS
               (SELECT FROM store.set_aside WHERE follower = $2 AND position = notification_id AND solved_at IS NULL)
             ORDER BY notification_id"""
SERVING, BUILDING, REPLAYING = "views", "views_next", "views_replay"


class Stopped(Exception):
    """A view stands still: it cannot take the event at `row`, and has taken everything before it."""

    def __init__(self, row: StoredRow, cause: Exception) -> None:
        super().__init__(f"{row.topic} at {row.position}")
        self.row = row
        self.reached = row.position - 1
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Built:
    """How far tables were filled, and before which event that ended, if it did not come to the end."""

    position: int
    stopped: Stopped | None = None


class Follower:
    """One view behind the store. One leader per service and view.

    A batch that fails is taken again event by event, so the good events before a bad one are shown. Before the bad one
    the view stands still, alone, and tries again; an independent view sets the event aside and goes on.
    """

    def __init__(
        self,
        view: View,
        url: str,
        pool: Pool,
        store: PostgresStore,
        sealer: Sealer,
        mapper: Mapper,
        settings: Settings,
        set_aside: SetAside,
        moved: Callable[[], None],
        number: int,
    ) -> None:
        self.view = view
        self._pool = pool
        self._store = store
        self._sealer = sealer
        self._mapper = mapper
        self._settings = settings
        self._set_aside = set_aside
        self._moved = moved
        self._leadership = Leadership(url, LEAD + number, settings.leader_poll_s)
        self._cursor = cursor_of(view)
        self._topics = [kind.TOPIC for kind in view.follows]
        view.recall = self._recall

    async def run(self, signal: Signal) -> None:
        """Never returns; cancel it, then call close()."""
        while True:
            try:
                await self._lead(await self._leadership.gained(), signal)
            except LOST as error:
                log.warning("view.lead-lost", view=self.view.name, error=type(error).__name__)

    async def close(self) -> None:
        await self._leadership.close()

    async def _lead(self, connection: Any, signal: Signal) -> None:
        await self._set_aside.due_now(self._cursor)
        while True:
            position: int | None = await self._pool.fetchval(
                "SELECT position FROM store.cursors WHERE name = $1", self._cursor
            )
            if position is None:
                position = await self._made_anew(connection)
            self._moved()
            try:
                await self._follow_on(position, signal)
            except Stopped as stopped:
                await self._stand_still(connection, stopped)

    async def _follow_on(self, position: int, signal: Signal) -> None:
        """Keeps the serving tables up to date. Raises Stopped."""
        fresh = True
        while True:
            reached = await self.catch_up(SERVING, position, None, self._settings.view_batch_max)
            if fresh:
                await self._set_aside.gone_past(self._cursor, reached)
                fresh = False
            if self.view.independent:
                await self._try_again()
            if reached == position:
                await signal.wait(self._settings.view_poll_s)
            else:
                position = reached
                self._moved()

    async def _stand_still(self, connection: Any, stopped: Stopped) -> None:
        """Names the event, and waits until it may be tried again or is skipped."""
        await connection.fetchval(
            "SELECT 1"
        )  # the lock lives with this connection: two leaders spoil each other's rows
        row = stopped.row
        reason = await self._set_aside.put(self._cursor, row.position, row.topic, stopped.cause, stops=True)
        log.error("view.stopped", view=self.view.name, topic=row.topic, position=row.position, reason=reason)
        self._moved()
        while not await self._set_aside.is_due(self._cursor, row.position):
            await asyncio.sleep(LOOK_S)
            await connection.fetchval("SELECT 1")

    async def _try_again(self) -> None:
        """What an independent view has set aside, one by one."""
        due = await self._set_aside.due(self._cursor, self._settings.view_batch_max)
        for row in await self._store.at(due):
            try:
                await self._patiently(SERVING, row, None)
            except Exception as error:
                if is_lost(error):
                    raise
                await self._set_aside.put(self._cursor, row.position, row.topic, error)
            else:
                await self._set_aside.taken(self._cursor, row.position)
                self._moved()

    async def _made_anew(self, connection: Any) -> int:
        """Builds this version beside what serves, and swaps it in; answers with its position.

        When it cannot take an event that an older version has gone past, the older one goes on serving, as it stands.
        """
        built = await self.build(BUILDING)
        while built.stopped and await self._older_is_further(built.position):
            await self._stand_still(connection, built.stopped)
            built = await self._filled(BUILDING, built.position, None)
        await self._swap(built.position)
        return built.position

    async def build(self, schema: str, until: int | None = None) -> Built:
        """Fresh tables in a schema, filled from position 0 (`until` a position, for a proof)."""
        async with self._pool.transaction(schema) as db:
            for table in self.view.tables:
                await db.execute(f"DROP TABLE IF EXISTS {schema}.{table} CASCADE")
            await db.execute(self.view.ddl)
        return await self._filled(schema, 0, until)

    async def _filled(self, schema: str, position: int, until: int | None) -> Built:
        while True:
            try:
                reached = await self.catch_up(schema, position, until, self._settings.view_batch_max)
            except Stopped as stopped:
                return Built(stopped.reached, stopped)
            if reached == position:
                return Built(position)
            position = reached

    async def catch_up(self, schema: str, position: int, until: int | None, limit: int) -> int:
        """The next events into the tables; rows and cursor are committed together. Raises Stopped."""
        rows, reached = await self._store.tail(position, self._topics, limit)
        if until is not None:
            rows = [row for row in rows if row.position <= until]
            reached = min(reached, until)
        if reached == position:
            return position
        try:
            await self._write(schema, rows, reached)
        except Exception as error:
            if is_lost(error) or not rows:
                raise
            await self._one_by_one(schema, rows)
            await self._write(schema, [], reached)
        return reached

    async def _one_by_one(self, schema: str, rows: list[StoredRow]) -> None:
        """Together they failed. Raises Stopped before the first that cannot be taken nor passed over."""
        for row in rows:
            try:
                await self._patiently(schema, row, row.position)
            except Exception as error:
                if is_lost(error):
                    raise
                passed = await self._passed_over(schema, row, error)
                await self._write(schema, [], row.position if passed else row.position - 1)
                if not passed:
                    raise Stopped(row, error) from error

    async def _passed_over(self, schema: str, row: StoredRow, error: Exception) -> bool:
        """Whether the view goes on without this event; a proof writes nothing down."""
        if isinstance(error, Redacted):  # the person was erased: the view shows nothing of them
            return True
        if await self._set_aside.skipped(self._cursor, row.position, row.topic, error):
            return True
        if self.view.independent and schema != REPLAYING:
            reason = await self._set_aside.put(self._cursor, row.position, row.topic, error)
            log.error("view.set-aside", view=self.view.name, topic=row.topic, position=row.position, reason=reason)
        return self.view.independent

    async def _patiently(self, schema: str, row: StoredRow, reached: int | None) -> None:
        """One event alone, tried again while what is wrong may go over."""
        for delay_s in self._settings.passing_retry_delays_s:
            try:
                return await self._write(schema, [row], reached)
            except PASSING as error:
                log.warning("view.waits", view=self.view.name, error=type(error).__name__)
                await asyncio.sleep(delay_s)
        return await self._write(schema, [row], reached)

    async def _write(self, schema: str, rows: list[StoredRow], reached: int | None) -> None:
        """Events into the tables and, where they serve, the cursor: all or nothing."""
        await self._sealer.prepare_for(row.state for row in rows)
        failpoint("view.before")
        async with self._pool.transaction(schema) as db:
            for row in rows:
                event = self._mapper.decode(row.topic, row.state, row.stream, row.version)
                await self.view.follow(happened(row, event), db)
            if schema == SERVING and reached is not None:
                await db.execute(SAVE, self._cursor, reached)
        failpoint("view.after")

    async def _older_is_further(self, position: int) -> bool:
        """Whether another version of this view has come further than a position."""
        further = "SELECT true FROM store.cursors WHERE name LIKE $1 AND name <> $2 AND position > $3 LIMIT 1"
        return bool(await self._pool.fetchval(further, f"view:{self.view.name}@%", self._cursor, position))

    async def _recall(self, positions: Sequence[int], db: Db) -> list[Happened[Any]]:
        """Over the view's own connection, keys included: the pool may have none left. What was passed over stays so."""
        rows = [StoredRow(*row) for row in await db.fetch(RECALL, list(positions), self._cursor)]
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
            await self._set_aside.replaced(self._cursor, db)
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
