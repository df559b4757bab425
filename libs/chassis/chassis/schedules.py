"""What is due, and when: a table rebuilt from events; time comes back as a command, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis.clock import Clock
from chassis.mapper import happened
from chassis.outbox import SAVE
from chassis.postgres import LOST, Leadership, Pool
from chassis.service import Service
from chassis.session import Cause
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
NOT_YET_DELAY = timedelta(seconds=5)


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
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._service = service
        self._pool = pool
        self._store = store
        self._around = around
        self._work = work
        self._settings = settings
        self._clock = clock
        self._leadership = Leadership(url, LEAD, settings.leader_poll_s)
        self._schedules = {kind.TOPIC: schedule for kind, schedule in service.schedules.items()}

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
        position = await connection.fetchval("SELECT position FROM store.cursors WHERE name = $1", CURSOR) or 0
        while True:
            position = await self._follow(connection, position)
            if not await self._do_what_is_due(connection):
                await signal.wait(self._settings.schedule_poll_s)

    async def _follow(self, connection: Any, position: int) -> int:
        """Enters what new events make due; answers with the position reached."""
        while True:
            rows, reached = await self._store.tail(position, list(self._schedules), self._settings.schedule_batch_max)
            if reached == position:
                return position
            await self._around.sealer.prepare_for(row.state for row in rows)
            async with connection.transaction():
                for row in rows:
                    due = self._planned(row)
                    if due is not None:
                        await connection.execute(
                            "INSERT INTO views.due (position, at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                            row.position,
                            due.at,
                        )
                await connection.execute(SAVE, CURSOR, reached)
            position = reached

    def _planned(self, row: StoredRow) -> Any:
        event = self._around.mapper.decode(row.topic, row.state, row.stream, row.version)
        return self._schedules[row.topic](event, happened(row, event))

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
        await self._around.sealer.prepare_for([row.state])
        event = self._around.mapper.decode(row.topic, row.state, row.stream, row.version)
        item = happened(row, event)
        due = self._schedules[row.topic](event, item)
        if due is not None:
            cause = Cause(item.id, item.correlation, item.at, item.actor, child_of(item.traceparent))
            key = InboxKey(f"{self._service.name}.schedules", item.id)
            try:
                (outcome,) = await self._work.do([Job((due.command,), cause, key)])
            except Exception as error:
                log.exception("schedule.failed", event=row.topic, error=type(error).__name__)
                outcome = Outcome.NOT_YET
            if outcome is Outcome.NOT_YET:
                later = self._clock.now() + NOT_YET_DELAY
                await connection.execute("UPDATE views.due SET at = $2 WHERE position = $1", row.position, later)
                return
        await connection.execute("DELETE FROM views.due WHERE position = $1", row.position)
