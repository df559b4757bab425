"""What is due, and when: a table rebuilt from events; time comes back as a command, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.clock import Clock
from chassis.command import Command
from chassis.errors import NotYet
from chassis.event import Happened
from chassis.mapper import happened
from chassis.outbox import SAVE
from chassis.postgres import LOST, Leadership, Pool
from chassis.service import Service
from chassis.session import Cause
from chassis.setaside import SetAside
from chassis.settings import Settings
from chassis.signals import Signal
from chassis.store import COLUMNS, PostgresStore
from chassis.surroundings import Surroundings
from chassis.telemetry import child_of, log
from chassis.unit import InboxKey, StoredRow
from chassis.work import Job, Outcome, Work

LEAD = 7112
CURSOR = "schedules"
DDL = """CREATE TABLE IF NOT EXISTS views.due (position bigint PRIMARY KEY, at timestamptz NOT NULL);
         CREATE INDEX IF NOT EXISTS due_at_idx ON views.due (at)"""
ENTER = "INSERT INTO views.due (position, at) VALUES ($1, $2) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Planned:
    """What an event makes due: when (UTC), and what is then to be done."""

    happened: Happened[Any]
    command: Command
    at: datetime


class ScheduleRunner:
    """Follows the store, keeps what is due, and does it when its time has come. One leader per service."""

    def __init__(
        self,
        service: Service,
        url: str,
        pool: Pool,
        store: PostgresStore,
        around: Surroundings,
        work: Work,
        set_aside: SetAside,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._service = service
        self._pool = pool
        self._store = store
        self._around = around
        self._work = work
        self._set_aside = set_aside
        self._settings = settings
        self._clock = clock
        self._leadership = Leadership(url, LEAD, settings.leader_poll_s)
        self._schedules = {kind.TOPIC: schedule for kind, schedule in service.schedules.items()}
        self._tries: dict[int, int] = {}

    async def run(self, signal: Signal) -> None:
        """Never returns; cancel it, then call close()."""
        await self._pool.execute(DDL)
        while self._schedules:
            try:
                connection = await self._leadership.gained()
                await self._lead(connection, signal)
            except LOST as error:
                log.warning("schedules.lead-lost", error=type(error).__name__)

    async def close(self) -> None:
        await self._leadership.close()

    async def _lead(self, connection: Any, signal: Signal) -> None:
        await self._set_aside.due_now(CURSOR)
        position = await connection.fetchval("SELECT position FROM store.cursors WHERE name = $1", CURSOR) or 0
        while True:
            position = await self._follow(connection, position)
            await self._try_again(connection)
            if not await self._do_what_is_due(connection):
                await signal.wait(self._settings.schedule_poll_s)

    async def _follow(self, connection: Any, position: int) -> int:
        """Enters what new events make due; answers with the position reached. What cannot be planned is set aside."""
        while True:
            rows, reached = await self._store.tail(position, list(self._schedules), self._settings.schedule_batch_max)
            if reached == position:
                return position
            await self._around.sealer.prepare_what_can_be(row.state for row in rows)
            aside = await self._set_aside.among(CURSOR, [row.position for row in rows]) if rows else set()
            plans: list[Planned] = []
            for row in rows:
                if row.position in aside:
                    continue
                try:
                    plan = await self._plan(row)
                except Exception as error:
                    await self._put_aside(row, error)
                else:
                    plans += [plan] if plan else []
            async with connection.transaction():
                for plan in plans:
                    await connection.execute(ENTER, plan.happened.position, plan.at)
                await connection.execute(SAVE, CURSOR, reached)
            position = reached

    async def _plan(self, row: StoredRow) -> Planned | None:
        """What an event makes due. Raises whatever reading it or its schedule raises."""
        await self._around.sealer.prepare_for([row.state])
        item = happened(row, self._around.mapper.decode(row.topic, row.state, row.stream, row.version))
        due = self._schedules[row.topic](item.event, item)
        return None if due is None else Planned(item, due.command, due.at.astimezone(UTC))

    async def _put_aside(self, row: StoredRow, error: Exception, delays_s: Sequence[float] = ()) -> None:
        """Raises the error again when it is the database that is away."""
        if isinstance(error, LOST):
            raise error
        reason = await self._set_aside.put(CURSOR, row.position, row.topic, error, delays_s=delays_s)
        log.error("schedule.set-aside", topic=row.topic, position=row.position, reason=reason)

    async def _do_what_is_due(self, connection: Any) -> int:
        """Does what is due now; answers with how much that was. While the clock is wrong nobody knows what is due."""
        if not self._clock.is_right:
            return 0
        rows = await connection.fetch(
            f"""SELECT {COLUMNS} FROM store.stored_events
                JOIN (SELECT position FROM views.due WHERE at <= $1 ORDER BY at LIMIT $2) AS due
                  ON due.position = notification_id""",
            self._clock.now(),
            self._settings.schedule_batch_max,
        )
        for row in rows:
            await self._do(connection, StoredRow(*row))
        return len(rows)

    async def _do(self, connection: Any, row: StoredRow) -> None:
        """Once; tried again later when it fails, and set aside when it has failed as often as there are delays."""
        delays_s = self._settings.schedule_retry_delays_s
        tries = self._tries.pop(row.position, 0) + 1
        try:
            plan = await self._plan(row)
        except Exception as error:
            await self._put_aside(row, error)
        else:
            failed = await self._failed(plan) if plan else None
            if failed and tries < len(delays_s):
                self._tries[row.position] = tries
                later = self._clock.now() + timedelta(seconds=delays_s[tries - 1])
                await connection.execute("UPDATE views.due SET at = $2 WHERE position = $1", row.position, later)
                return
            if failed:
                await self._put_aside(row, failed, delays_s[-1:])
        await connection.execute("DELETE FROM views.due WHERE position = $1", row.position)

    async def _failed(self, plan: Planned) -> Exception | None:
        """Carries the command out; answers with what went wrong."""
        item = plan.happened
        cause = Cause(item.id, item.correlation, item.at, item.actor, child_of(item.traceparent))
        key = InboxKey(f"{self._service.name}.schedules", item.id)
        try:
            (outcome,) = await self._work.do([Job((plan.command,), cause, key)])
        except Exception as error:
            log.exception("schedule.failed", topic=item.event.TOPIC, error=type(error).__name__)
            return error
        return NotYet(f"what {item.event.TOPIC} makes due") if outcome is Outcome.NOT_YET else None

    async def _try_again(self, connection: Any) -> None:
        """What was set aside, once each: planned again, and done when its time has come."""
        if not self._clock.is_right:
            return
        for row in await self._store.at(await self._set_aside.due(CURSOR, self._settings.schedule_batch_max)):
            try:
                plan = await self._plan(row)
            except Exception as error:
                await self._put_aside(row, error)
                continue
            if plan and plan.at > self._clock.now():
                await connection.execute(ENTER, row.position, plan.at)
            elif plan and (failed := await self._failed(plan)):
                await self._put_aside(row, failed, self._settings.schedule_retry_delays_s[-1:])
                continue
            await self._set_aside.taken(CURSOR, row.position)
