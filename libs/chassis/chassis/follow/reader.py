"""The one reader of a service's log: each batch is read and decoded once, and shown by all views in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, Protocol

from chassis.event import Event
from chassis.failpoints import failpoint
from chassis.follow.acts import ActRunner
from chassis.follow.batch import Batch, Read, kind_of, read
from chassis.follow.schedules import ScheduleRunner
from chassis.follow.showing import LeadLost, Showing, Stopped, move_cursors
from chassis.person.sealing import Sealer
from chassis.settings import Settings
from chassis.signals import Signal
from chassis.store.event_store import PostgresStore
from chassis.store.mapper import Mapper
from chassis.store.postgres import LOST, Leadership, Line, is_lost
from chassis.store.set_aside import OPEN, SetAside
from chassis.telemetry import log
from chassis.views import Db

LEAD = 7200
BEAT = f"""SELECT (SELECT coalesce(max(notification_id), 0) FROM store.stored_events) AS head,
                  ARRAY(SELECT DISTINCT follower FROM store.set_aside
                        WHERE {OPEN} AND NOT stops AND next_try_at <= now()) AS due"""

OWN_SETTINGS = {"jit": "off", "synchronous_commit": "off"}
"""Rows of views and their cursors need not be on the disk when they are seen: what a crash of PostgreSQL takes back, it
takes back together, and the reader makes it again from events, which are."""


class InStep(Protocol):
    """A follower that gets each batch in the reader's transaction, as long as it is at the reader's position."""

    name: str
    cursor: str
    position: int
    kinds: frozenset[type[Event]]

    async def take(self, events: Sequence[Read], db: Db) -> None:
        """Writes what these events change, in the reader's transaction; an error undoes what it wrote."""

    async def catch_up(self, until: Callable[[], int]) -> None:
        """Reads for itself until it reaches a position, which may move meanwhile, however long it takes."""

    async def step(self, until: int) -> None:
        """Takes the last events up to a position, at most one batch. Raises Stopped before one that it cannot take."""

    async def try_again(self) -> None:
        """Tries what is set aside and due."""

    def moved(self) -> None:
        """Is called when what was taken is committed."""


class LogReader:
    """One leader for each service. A follower at the reader's position is in step, and is given what was read.

    A follower that is behind (a view that is being built, or has met an event that it cannot take) goes apart: it reads
    for itself, and rejoins when it has caught up, so that no follower waits for another. While nothing happens there is
    one query in a second, for what other processes appended without a signal and for what is due to be tried again.
    """

    def __init__(
        self,
        url: str,
        schemas: str,
        store: PostgresStore,
        sealer: Sealer,
        mapper: Mapper,
        set_aside: SetAside,
        views: Sequence[Showing],
        schedules: ScheduleRunner,
        acts: ActRunner,
        settings: Settings,
        moved: Callable[[], None],
    ) -> None:
        self._store = store
        self._sealer = sealer
        self._mapper = mapper
        self._set_aside = set_aside
        self._settings = settings
        self.acts = acts
        self.schedules = schedules
        self._followers: list[InStep] = [*views, *([schedules] if schedules.kinds else [])]
        self._kinds = frozenset(kind for follower in self._followers for kind in follower.kinds) | acts.kinds
        self._moved = moved
        line = Line(url, {"search_path": schemas, **OWN_SETTINGS}, settings.query_timeout_s)
        self._leadership = Leadership(url, LEAD, settings.leader_poll_s, line)
        self._db: Any = None
        self._in_step: list[InStep] = []
        self._apart: dict[asyncio.Task[None], InStep] = {}
        self.position = 0
        self.leads = False

    async def run(self, signal: Signal) -> None:
        """Never returns; cancel it, then call close()."""
        while self._kinds:
            try:
                await self._lead(await self._leadership.gained(signal.nudge), signal)
            except (LeadLost, *LOST) as error:
                log.warning("reader.lead-lost", error=type(error).__name__)
            finally:
                self.leads = False
                await self._let_go()

    def shows(self, position: int) -> bool:
        """Whether this process leads, and every follower has come so far; else the cursors have to be asked."""
        return self.leads and not self._apart and all(follower.position >= position for follower in self._in_step)

    async def close(self) -> None:
        await self._let_go()
        await self._leadership.close()

    async def _let_go(self) -> None:
        tasks = list(self._apart)
        self._apart, self._in_step = {}, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.acts.let_go()
        await self.schedules.let_go()

    async def _lead(self, connection: Any, signal: Signal) -> None:
        """Reads and writes over the connection that holds the lock: whoever has lost it can do neither."""
        self._db = connection
        await self._begin(connection, signal)
        self.leads = True
        beat_at = monotonic()
        while True:
            signal.look()
            await self._rejoin(signal)
            batch, is_full = await self._next()
            if batch.reached > batch.before:
                await self._show(batch, signal)
                self.acts.offer(batch)
                self.position = batch.reached
            if not is_full:
                await self._until_there_is_more(connection, signal)
            if monotonic() - beat_at >= self._settings.heartbeat_s:
                await self._beat(connection)
                beat_at = monotonic()

    async def _begin(self, connection: Any, signal: Signal) -> None:
        """Reads every cursor: the reader goes on from the furthest, and followers that are behind catch up.

        Other versions count too: a new one does not take the place of an old one that has come further.
        """
        stopped = await self._set_aside.begin()
        rows = await connection.fetch("SELECT name, position FROM store.cursors")
        cursors = {row["name"]: row["position"] for row in rows}
        known = [position for name, position in cursors.items() if name.startswith(("view:", "schedules"))]
        self.position = max(known, default=await self._store.head())
        for follower in self._followers:
            follower.position = cursors.get(follower.cursor, -1)
            if follower.position == self.position and follower.name not in stopped:
                self._in_step.append(follower)
            else:
                self._go_apart(follower, signal)
        self.acts.begin(cursors.get(self.acts.cursor, 0), self.position, await self._store.head())
        self.schedules.begin()

    async def _next(self) -> tuple[Batch, bool]:
        """Reads the next events of the log, and whether there may be more; what nobody follows is not decrypted."""
        rows = await self._store.next(self.position, self._settings.view_batch_max, self._db)
        wanted = [row for row in rows if kind_of(row.topic) in self._kinds]
        reached = rows[-1].position if rows else self.position
        batch = Batch(self.position, reached, await read(wanted, self._sealer, self._mapper))
        return batch, len(rows) == self._settings.view_batch_max

    async def _show(self, batch: Batch, signal: Signal) -> None:
        """Writes all rows and cursors in one transaction; if that fails, each follower behind its own savepoint."""
        try:
            await self._write(batch)
        except Exception as error:
            if is_lost(error) or isinstance(error, LeadLost):
                raise
            for failed in await self._write_apart(batch):
                self._in_step.remove(failed)
                self._go_apart(failed, signal)

    async def _write(self, batch: Batch) -> None:
        if not self._in_step:
            return
        failpoint("view.before")
        async with self._db.transaction():
            for follower in self._in_step:
                if events := batch.of(follower.kinds):
                    await follower.take(events, self._db)
            cursors = [follower.cursor for follower in self._in_step]
            await move_cursors(self._db, cursors, batch.before, batch.reached)
        failpoint("view.after")
        self._moved_to(batch.reached, self._in_step)

    async def _write_apart(self, batch: Batch) -> list[InStep]:
        """Undoes what a failing follower has written, and returns the failed ones; the others go on."""
        failed: list[InStep] = []
        async with self._db.transaction():
            for follower in self._in_step:
                try:
                    async with self._db.transaction():
                        await follower.take(batch.of(follower.kinds), self._db)
                except Exception as error:
                    if is_lost(error):
                        raise
                    failed.append(follower)
            good = [follower for follower in self._in_step if follower not in failed]
            await move_cursors(self._db, [follower.cursor for follower in good], batch.before, batch.reached)
        self._moved_to(batch.reached, good)
        return failed

    def _moved_to(self, position: int, followers: Sequence[InStep]) -> None:
        for follower in followers:
            follower.position = position
            follower.moved()
        self._moved()

    def _go_apart(self, follower: InStep, signal: Signal) -> None:
        task = asyncio.create_task(follower.catch_up(lambda: self.position))
        task.add_done_callback(lambda _: signal.nudge())
        self._apart[task] = follower

    async def _rejoin(self, signal: Signal) -> None:
        """Puts followers that have caught up in step again; they take the latest events here, as the reader waits."""
        for task, follower in [(task, follower) for task, follower in self._apart.items() if task.done()]:
            del self._apart[task]
            task.result()
            with suppress(Stopped):
                await follower.step(self.position)
            if follower.position == self.position:
                self._in_step.append(follower)
            else:
                self._go_apart(follower, signal)

    async def _until_there_is_more(self, connection: Any, signal: Signal) -> None:
        """Waits for a signal from this process, or from another by PostgreSQL; a heartbeat makes up for lost ones."""
        while not await signal.wait(self._settings.heartbeat_s):
            if await self._beat(connection) > self.position:
                return

    async def _beat(self, connection: Any) -> int:
        """Asks in one query how far the log is and what is due to be tried again; an idle service sends no other.

        It is asked on the connection that holds the lock, so a lead that was lost is noticed by it.
        """
        row = await connection.fetchrow(BEAT)
        self.acts.beat(self.acts.cursor in row["due"])
        for follower in list(self._in_step):
            if follower.name in row["due"]:
                await follower.try_again()
        head: int = row["head"]
        return head
