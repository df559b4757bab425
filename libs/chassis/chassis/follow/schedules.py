"""What is due, and when: a table rebuilt from events, from which each due time becomes a command once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from chassis.bus.outbox import SAVE
from chassis.command import Command
from chassis.deciding.clock import Clock
from chassis.deciding.surroundings import Surroundings
from chassis.deciding.work import Job, Outcome, Work
from chassis.errors import NotYet
from chassis.event import Event, Happened
from chassis.follow.batch import Read, read, topics_of
from chassis.follow.showing import move_cursors
from chassis.service import Service
from chassis.session import Cause
from chassis.settings import Settings
from chassis.signals import Signal
from chassis.store.event_store import COLUMNS, PostgresStore
from chassis.store.postgres import LOST, Pool
from chassis.store.set_aside import SetAside
from chassis.store.unit import InboxKey, StoredRow
from chassis.telemetry import child_of, log
from chassis.views import Db

NAME = "schedules"
REST_MAX_S = 30.0
"""The longest sleep, since the clock may be set meanwhile."""
DDL = """CREATE TABLE IF NOT EXISTS views.due (position bigint PRIMARY KEY, at timestamptz NOT NULL);
         CREATE INDEX IF NOT EXISTS due_at_idx ON views.due (at)"""
ENTER = """INSERT INTO views.due (position, at) SELECT * FROM unnest($1::bigint[], $2::timestamptz[])
           ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Planned:
    """What an event makes due: the time (UTC), and the command for it."""

    happened: Happened[Any]
    command: Command
    at: datetime


class ScheduleRunner:
    """Keeps a table of what is due, in step with the reader of the log, and does it when its time has come.

    The cursor is named after the events that are followed: when a line of `schedules` comes or goes, the table is made
    anew from position 0, so a new line sees old events and a line that went leaves nothing behind. What was done before
    is known by the inbox.
    """

    def __init__(
        self,
        service: Service,
        pool: Pool,
        store: PostgresStore,
        around: Surroundings,
        work: Work,
        set_aside: SetAside,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._pool = pool
        self._store = store
        self._around = around
        self._work = work
        self._set_aside = set_aside
        self._settings = settings
        self._clock = clock
        self._consumer = f"{service.name}.schedules"
        self._schedules = service.schedules
        self.kinds = frozenset(service.schedules)
        self.name, self.cursor = NAME, cursor_of(self.kinds)
        self.position = 0
        self._topics = topics_of(self.kinds)
        self._tries: dict[int, int] = {}
        self._wake = Signal()
        self._soonest: datetime | None = None
        self._next_at: datetime | None = None
        self._doing: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Makes the table of what is due."""
        await self._pool.execute(DDL)

    def begin(self) -> None:
        """Begins to do what is due, since this process leads."""
        if self.kinds:
            self._doing = asyncio.create_task(self._do_for_ever())

    async def let_go(self) -> None:
        """Cancels what is under way; another process does it, or this one after the next start."""
        if self._doing is not None:
            self._doing.cancel()
            await asyncio.gather(self._doing, return_exceptions=True)
            self._doing = None

    # In step with the reader.

    async def take(self, events: Sequence[Read], db: Db) -> None:
        """Enters what these events make due. Only an event that cannot be planned is set aside."""
        plans: list[Planned] = []
        for event in events:
            try:
                plan = self._plan(event)
            except Exception as error:
                await self._put_aside(event.row, error, db=db)
            else:
                plans += [plan] if plan else []
        await self._enter(plans, db)

    async def catch_up(self, until: Callable[[], int]) -> None:
        """Reads up to a position, which may move meanwhile; from 0 where this set of schedules has no cursor yet."""
        found = await self._pool.fetchval("SELECT position FROM store.cursors WHERE name = $1", self.cursor)
        self.position = await self._made_anew() if found is None else found
        while self.position < until():
            await self.step(until())

    async def step(self, until: int) -> None:
        """Takes the next events up to a position, at most one batch."""
        if self.position >= until:
            return
        rows, reached = await self._store.tail(self.position, self._topics, self._settings.schedule_batch_max)
        reached = min(reached, until)
        async with self._pool.transaction() as db:
            await self.take(await self._new([row for row in rows if row.position <= until]), db)
            await move_cursors(db, [self.cursor], self.position, reached)
        self.position = reached
        self.moved()

    async def _new(self, rows: Sequence[StoredRow]) -> list[Read]:
        """Drops what was due and is done already, and what is set aside or skipped."""
        aside = await self._set_aside.among(NAME, [row.position for row in rows]) if rows else set()
        events = await read(
            [row for row in rows if row.position not in aside], self._around.sealer, self._around.mapper
        )
        keys = {event.row.position: InboxKey(self._consumer, event.happened.id) for event in events if event.happened}
        done = await self._store.handled(set(keys.values())) if keys else set()
        return [event for event in events if keys.get(event.row.position) not in done]

    async def _made_anew(self) -> int:
        """Empties the table that another set of schedules has left."""
        async with self._pool.transaction() as db:
            await db.execute("DELETE FROM views.due")
            await db.execute("DELETE FROM store.cursors WHERE name = $1 OR name LIKE $2", NAME, f"{NAME}@%")
            await db.execute(SAVE, self.cursor, 0)
        log.info("schedules.made-anew", topics=len(self._topics))
        return 0

    def moved(self) -> None:
        """Sets the timer to the soonest, since what was entered is committed."""
        if self._soonest is not None and (self._next_at is None or self._soonest < self._next_at):
            self._wake.nudge()
        self._soonest = None

    async def try_again(self) -> None:
        """Tries once each what was set aside: it is planned again, and done when its time has come."""
        if not self._clock.is_right:
            return
        due = await self._set_aside.due(NAME, self._settings.schedule_batch_max)
        for event in await read(await self._store.at(due), self._around.sealer, self._around.mapper):
            try:
                plan = self._plan(event)
            except Exception as error:
                await self._put_aside(event.row, error)
                continue
            if plan and plan.at > self._clock.now():
                await self._enter([plan], self._pool)
                self.moved()
            elif plan and (failed := await self._failed(plan)):
                await self._put_aside(event.row, failed, self._settings.schedule_retry_delays_s[-1:])
                continue
            await self._set_aside.taken(NAME, event.row.position)

    def _plan(self, event: Read) -> Planned | None:
        """Plans what an event makes due. Raises whatever reading it or its schedule raises."""
        item = event.opened()
        schedule = self._schedules.get(type(item.event))
        if schedule is None:  # The line was removed while this was due.
            log.warning("schedule.unknown", topic=event.row.topic, position=event.row.position)
            return None
        due = schedule(item.event, item)
        return None if due is None else Planned(item, due.command, due.at.astimezone(UTC))

    async def _enter(self, plans: Sequence[Planned], db: Db) -> None:
        if plans:
            times = [plan.at for plan in plans]
            await db.execute(ENTER, [plan.happened.position for plan in plans], times)
            self._soonest = min(times, default=None) if self._soonest is None else min(*times, self._soonest)

    async def _put_aside(
        self, row: StoredRow, error: Exception, delays_s: Sequence[float] = (), db: Db | None = None
    ) -> None:
        """Sets an event aside. Raises the error again if the database is away."""
        if isinstance(error, LOST):
            raise error
        reason = await self._set_aside.put(NAME, row.position, row.topic, error, delays_s=delays_s, db=db)
        log.error("schedule.set-aside", topic=row.topic, position=row.position, reason=reason)

    # When its time has come.

    async def _do_for_ever(self) -> None:
        while True:
            await self._clock.right()
            try:
                if not await self._do_what_is_due():
                    self._next_at = await self._pool.fetchval("SELECT min(at) FROM views.due")
                    left_s = (self._next_at - self._clock.now()).total_seconds() if self._next_at else REST_MAX_S
                    await self._wake.wait(min(max(left_s, 0.0), REST_MAX_S))
            except LOST as error:
                log.warning("schedules.wait", error=type(error).__name__)
                await asyncio.sleep(self._settings.heartbeat_s)

    async def _do_what_is_due(self) -> int:
        """Does what is due now and returns how much that was; nothing while the clock is wrong."""
        if not self._clock.is_right:
            return 0
        rows = await self._pool.fetch(
            f"""SELECT {COLUMNS} FROM store.stored_events
                JOIN (SELECT position FROM views.due WHERE at <= $1 ORDER BY at LIMIT $2) AS due
                  ON due.position = notification_id""",
            self._clock.now(),
            self._settings.schedule_batch_max,
        )
        stored = [StoredRow(*row) for row in rows]
        for event in await read(stored, self._around.sealer, self._around.mapper):
            await self._do(event)
        return len(rows)

    async def _do(self, event: Read) -> None:
        """Does it once; a failure is tried again later, and set aside after as many tries as there are delays."""
        row = event.row
        delays_s = self._settings.schedule_retry_delays_s
        tries = self._tries.pop(row.position, 0) + 1
        try:
            plan = self._plan(event)
        except Exception as error:
            await self._put_aside(row, error)
        else:
            failed = await self._failed(plan) if plan else None
            if failed and tries < len(delays_s):
                self._tries[row.position] = tries
                later = self._clock.now() + timedelta(seconds=delays_s[tries - 1])
                await self._pool.execute("UPDATE views.due SET at = $2 WHERE position = $1", row.position, later)
                return
            if failed:
                await self._put_aside(row, failed, delays_s[-1:])
        await self._pool.execute("DELETE FROM views.due WHERE position = $1", row.position)

    async def _failed(self, plan: Planned) -> Exception | None:
        """Carries the command out; returns the error, if there was one."""
        item = plan.happened
        cause = Cause(item.id, item.correlation, item.at, item.actor, child_of(item.traceparent))
        key = InboxKey(self._consumer, item.id)
        try:
            (outcome,) = await self._work.do([Job((plan.command,), cause, key)])
        except Exception as error:
            log.exception("schedule.failed", topic=item.event.TOPIC, error=type(error).__name__)
            return error
        return NotYet(f"what {item.event.TOPIC} makes due") if outcome is Outcome.NOT_YET else None


def cursor_of(kinds: Iterable[type[Event]]) -> str:
    """The name of the cursor of a set of schedules; each set has its own."""
    text = " ".join(sorted(kind.TOPIC for kind in kinds))
    return f"{NAME}@{sha256(text.encode()).hexdigest()[:12]}"
