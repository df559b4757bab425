"""A read model behind the log: builds a new version beside the old one and swaps it in when it has caught up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from chassis.bus.outbox import SAVE
from chassis.event import Happened
from chassis.failpoints import failpoint
from chassis.follow.batch import Read, read, topics_of
from chassis.person.sealing import Sealer
from chassis.settings import Settings
from chassis.store.event_store import COLUMNS, PostgresStore
from chassis.store.mapper import Mapper, happened
from chassis.store.postgres import PASSING, Pool, is_lost
from chassis.store.set_aside import LOOK_S, SetAside
from chassis.store.unit import StoredRow
from chassis.telemetry import log
from chassis.views import Db, Gathered, View
from contracts.fact import Redacted

RECALL = f"""SELECT {COLUMNS} FROM store.stored_events
             WHERE notification_id = ANY($1::bigint[]) AND NOT EXISTS
               (SELECT FROM store.set_aside WHERE follower = $2 AND position = notification_id AND solved_at IS NULL)
             ORDER BY notification_id"""
MOVE = "UPDATE store.cursors SET position = $3 WHERE name = ANY($1) AND position = $2"
SERVING, BUILDING, REPLAYING = "views", "views_next", "views_replay"


class Stopped(Exception):
    """A view has stopped: it cannot take the event at `row`, and has taken everything before it."""

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


class LeadLost(Exception):
    """Another process has moved the cursor, so it leads now; nothing was written here."""


class Showing:
    """One view that follows the log. In step it is given what the reader has read; apart it reads for itself.

    A batch that fails is halved until the bad event is alone, so the good ones before it are shown. Before the bad one
    the view stands still, alone, and tries again; an independent view sets the event aside and goes on.

    Rows and cursor are committed together, and the cursor moves only from where it was thought to be: two processes
    that both hold themselves for the leader cannot write an event twice.
    """

    def __init__(
        self,
        view: View,
        pool: Pool,
        store: PostgresStore,
        sealer: Sealer,
        mapper: Mapper,
        settings: Settings,
        set_aside: SetAside,
        moved: Callable[[], None],
    ) -> None:
        self.view = view
        self.name = self.cursor = cursor_of(view)
        self.kinds = frozenset(view.follows)
        self.position = 0
        self._pool = pool
        self._store = store
        self._sealer = sealer
        self._mapper = mapper
        self._settings = settings
        self._set_aside = set_aside
        self._moved = moved
        self._topics = topics_of(view.follows)
        view.recall = self._recall

    async def take(self, events: Sequence[Read], db: Db) -> None:
        """Writes what these events change, in the caller's transaction. Raises whatever one of them raises."""
        gathered = Gathered(db)
        await self.view.follow_all([event.opened() for event in events], gathered)
        await gathered.written()

    async def catch_up(self, until: Callable[[], int]) -> None:
        """Reads from its cursor to a position, which may move meanwhile; without a cursor it is built anew.

        It stops before an event that it cannot take, for as long as that lasts.
        """
        found = await self._pool.fetchval("SELECT position FROM store.cursors WHERE name = $1", self.cursor)
        self.position = await self._made_anew(until()) if found is None else found
        self._moved()
        fresh = True
        while fresh or self.position < until():
            try:
                await self.step(until())
            except Stopped as stopped:
                await self._stand_still(stopped)
                fresh = True
                continue
            if fresh:
                await self._set_aside.gone_past(self.cursor, self.position)
                fresh = False
            self._moved()

    async def step(self, until: int) -> None:
        """Takes the next events up to a position, at most one batch. Raises Stopped before one that it cannot take."""
        if self.position < until:
            try:
                self.position = await self.write_next(SERVING, self.position, until, self._settings.view_batch_max)
            except Stopped as stopped:
                self.position = stopped.reached
                raise

    def moved(self) -> None:
        """Does nothing: the reader wakes those who wait, once for all views."""

    async def _stand_still(self, stopped: Stopped) -> None:
        """Names the event, and waits until it may be tried again or is skipped."""
        row = stopped.row
        reason = await self._set_aside.put(self.cursor, row.position, row.topic, stopped.cause, stops=True)
        log.error("view.stopped", view=self.view.name, topic=row.topic, position=row.position, reason=reason)
        self._moved()
        while not await self._set_aside.is_due(self.cursor, row.position):  # noqa: ASYNC110 - somebody else's command
            await asyncio.sleep(LOOK_S)

    async def try_again(self) -> None:
        """Tries one by one what an independent view has set aside; any other view stops instead."""
        due = await self._set_aside.due(self.cursor, self._settings.view_batch_max)
        for row in await self._store.at(due):
            try:
                await self._write_with_retries(SERVING, row, None)
            except Exception as error:
                if is_lost(error):
                    raise
                await self._set_aside.put(self.cursor, row.position, row.topic, error)
            else:
                await self._set_aside.taken(self.cursor, row.position)
                self._moved()

    async def _made_anew(self, until: int) -> int:
        """Builds this version beside the one that serves, and swaps it in; returns its position.

        When it cannot take an event that an older version has gone past, the older one goes on serving, as it stands.
        """
        built = await self.build(BUILDING, until)
        while built.stopped and await self._older_is_further(built.position):
            await self._stand_still(built.stopped)
            built = await self._filled(BUILDING, built.position, until)
        await self._swap(built.position)
        return built.position

    async def build(self, schema: str, until: int | None = None) -> Built:
        """Makes new tables in a schema and fills them from position 0 (`until` a position, for a proof)."""
        async with self._pool.transaction(schema) as db:
            for table in self.view.tables:
                await db.execute(f"DROP TABLE IF EXISTS {schema}.{table} CASCADE")
            await db.execute(self.view.ddl)
        return await self._filled(schema, 0, until)

    async def _filled(self, schema: str, position: int, until: int | None) -> Built:
        while True:
            try:
                reached = await self.write_next(schema, position, until, self._settings.view_batch_max)
            except Stopped as stopped:
                return Built(stopped.reached, stopped)
            if reached == position:
                return Built(position)
            position = reached

    async def write_next(self, schema: str, position: int, until: int | None, limit: int) -> int:
        """Writes the next events into the tables; rows and cursor are committed together. Raises Stopped."""
        rows, reached = await self._store.tail(position, self._topics, limit)
        if until is not None:
            rows = [row for row in rows if row.position <= until]
            reached = min(reached, until)
        if reached == position:
            return position
        try:
            await self._write(schema, rows, position, reached)
        except Exception as error:
            if is_lost(error) or isinstance(error, LeadLost) or not rows:
                raise
            position = await self._parted(schema, rows, position)
            await self._write(schema, [], position, reached)
        return reached

    async def _parted(self, schema: str, rows: list[StoredRow], position: int) -> int:
        """Splits a batch that failed into halves, and the failing half again, until one event is left.

        Returns how far that came. Raises Stopped before the first event that can be neither taken nor skipped.
        """
        if len(rows) == 1:
            return await self._alone(schema, rows[0], position)
        middle = len(rows) // 2
        for half in (rows[:middle], rows[middle:]):
            try:
                await self._write(schema, half, position, half[-1].position)
                position = half[-1].position
            except Exception as error:
                if is_lost(error) or isinstance(error, LeadLost):
                    raise
                position = await self._parted(schema, half, position)
        return position

    async def _alone(self, schema: str, row: StoredRow, position: int) -> int:
        try:
            await self._write_with_retries(schema, row, position)
        except Exception as error:
            if is_lost(error) or isinstance(error, LeadLost):
                raise
            if not await self._passed_over(schema, row, error):
                await self._write(schema, [], position, row.position - 1)
                raise Stopped(row, error) from error
            await self._write(schema, [], position, row.position)
        return row.position

    async def _passed_over(self, schema: str, row: StoredRow, error: Exception) -> bool:
        """Whether the view goes on without this event; in a proof nothing is set aside."""
        if isinstance(error, Redacted):  # The person was erased, so the view shows nothing of them.
            return True
        if await self._set_aside.skipped(self.cursor, row.position, row.topic, error):
            return True
        if self.view.independent and schema != REPLAYING:
            reason = await self._set_aside.put(self.cursor, row.position, row.topic, error)
            log.error("view.set-aside", view=self.view.name, topic=row.topic, position=row.position, reason=reason)
        return self.view.independent

    async def _write_with_retries(self, schema: str, row: StoredRow, position: int | None) -> None:
        """Writes one event alone, and again while the error may pass; `position` is None where no cursor moves."""
        for delay_s in self._settings.passing_retry_delays_s:
            try:
                return await self._write(schema, [row], position, row.position)
            except PASSING as error:
                log.warning("view.waits", view=self.view.name, error=type(error).__name__)
                await asyncio.sleep(delay_s)
        return await self._write(schema, [row], position, row.position)

    async def _write(self, schema: str, rows: list[StoredRow], position: int | None, reached: int) -> None:
        """Writes events and, for tables that serve, moves the cursor from `position` to `reached`: all or nothing."""
        events = await read(rows, self._sealer, self._mapper)
        failpoint("view.before")
        async with self._pool.transaction(schema) as db:
            await self.take(events, db)
            if schema == SERVING and position is not None:
                await move_cursors(db, [self.cursor], position, reached)
        failpoint("view.after")

    async def _older_is_further(self, position: int) -> bool:
        """Whether another version of this view has come further than a position."""
        further = "SELECT true FROM store.cursors WHERE name LIKE $1 AND name <> $2 AND position > $3 LIMIT 1"
        return bool(await self._pool.fetchval(further, f"view:{self.view.name}@%", self.cursor, position))

    async def _recall(self, positions: Sequence[int], db: Db) -> list[Happened[Any]]:
        """Reads earlier events, but no skipped ones, over the view's own connection, since the pool may be full."""
        rows = [StoredRow(*row) for row in await db.fetch(RECALL, list(positions), self.cursor)]
        await self._sealer.prepare_for((row.state for row in rows), db)
        return [happened(row, self._mapper.decode(row.topic, row.state, row.stream, row.version)) for row in rows]

    async def _swap(self, position: int) -> None:
        """Replaces the old tables and their cursor by the new ones in one transaction."""
        async with self._pool.transaction(SERVING) as db:
            for table in self.view.tables:
                await db.execute(f"DROP TABLE IF EXISTS {SERVING}.{table} CASCADE")
                await db.execute(f"ALTER TABLE {BUILDING}.{table} SET SCHEMA {SERVING}")
            await db.execute("DELETE FROM store.cursors WHERE name LIKE $1", f"view:{self.view.name}@%")
            await db.execute(SAVE, self.cursor, position)
            await self._set_aside.replaced(self.cursor, db)
        log.info("view.swapped", view=self.view.name, version=self.view.version, position=position)


async def move_cursors(db: Db, names: Sequence[str], position: int, reached: int) -> None:
    """Moves cursors that all stand at `position`. Raises LeadLost where one does not."""
    if position == reached or not names:
        return
    done = await db.execute(MOVE, list(names), position, reached)
    if done != f"UPDATE {len(names)}":
        raise LeadLost


def cursor_of(view: View) -> str:
    """The name of a view's cursor; each version, and each state of the texts that it depends on, has its own."""
    name = f"view:{view.name}@{view.version}"
    words = "\n".join(sorted(view.hangs_on))
    return f"{name}.{sha256(words.encode()).hexdigest()[:8]}" if words else name


async def drop_views(pool: Pool, views: list[View]) -> None:
    """Deletes read models; the next start rebuilds them."""
    async with pool.transaction(SERVING) as db:
        for view in views:
            for table in view.tables:
                await db.execute(f"DROP TABLE IF EXISTS {SERVING}.{table} CASCADE")
            await db.execute("DELETE FROM store.cursors WHERE name LIKE $1", f"view:{view.name}@%")
