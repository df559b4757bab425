"""Starts a service and stops it: database, keys, bus, relay, and the reader of the log."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from chassis.bus.agreement import Agreement
from chassis.bus.connection import BusConnection
from chassis.bus.deadletters import DeadLetter, DeadLetters
from chassis.bus.hearing import Bus
from chassis.bus.outbox import Relay
from chassis.command import Command
from chassis.deciding.clock import Clock, ClockWrong
from chassis.deciding.surroundings import AggregateCache, Surroundings
from chassis.deciding.work import Work
from chassis.errors import DatabaseRefused
from chassis.failpoints import arm
from chassis.follow.acts import ActRunner
from chassis.follow.reader import LogReader
from chassis.follow.schedules import ScheduleRunner
from chassis.follow.showing import Showing
from chassis.ids import new_id
from chassis.person.keys import Master, PersonKeys
from chassis.person.sealing import Sealer
from chassis.running.runtime import Performed
from chassis.service import Service
from chassis.session import Cause
from chassis.settings import Settings
from chassis.signals import Signals
from chassis.store.documents import ForUnits, StoredDocuments
from chassis.store.event_store import PostgresStore
from chassis.store.mapper import Mapper
from chassis.store.migrate import require_current
from chassis.store.postgres import APPENDED, LOST, Pool
from chassis.store.set_aside import Aside, SetAside
from chassis.store.unit import Unit
from chassis.telemetry import child_of, log

T = TypeVar("T")
R = TypeVar("R")

SCHEMAS = "views, accounts"
POSITION = """
    SELECT CASE WHEN count(*) = 0 THEN 0
                ELSE coalesce(min(position) FILTER (WHERE stopped IS NULL),
                              (SELECT max(notification_id) FROM store.stored_events), 0) END
    FROM store.cursors LEFT JOIN (
      SELECT DISTINCT follower AS stopped FROM store.set_aside
      WHERE stops AND solved_at IS NULL AND skipped_at IS NULL
    ) s ON stopped = name
    WHERE name = ANY($1)
"""
EXIT_PART_DIED = 70
STOP_AGAIN_S = 1.0
BEGIN_AGAIN_S = 1.0


def now() -> datetime:
    return datetime.now(UTC)


class Running:
    """A service and everything it needs. `open` needs the database; `serve` also the bus."""

    def __init__(self, service: Service, settings: Settings, now: Callable[[], datetime] = now) -> None:
        self._now = now
        self.service = service
        self.settings: Settings = settings
        self.signals = Signals()
        self._move: asyncio.Future[None] | None = None
        self._tasks: list[asyncio.Task[Any]] = []
        self._telling: asyncio.Future[None] | None = None
        self._at_end: list[Callable[[], None]] = []
        self.bus_connection: BusConnection | None = None

    async def open(self) -> None:
        """Opens the database side: store, keys, documents, resources. Raises DatabaseRefused unless it was migrated."""
        settings, url = self.settings, self.settings.database_url.get_secret_value()
        self.pool = await Pool.open(url, SCHEMAS, settings.query_connections_max, settings.query_timeout_s)
        try:
            await require_current(self.pool, self.service.name, self.service.rows)
        except DatabaseRefused:
            await self.pool.close()
            raise
        self.master = Master(settings.master_key.get_secret_value())
        self.keys = PersonKeys(self.pool, self.master)
        self.sealer = Sealer(self.keys)
        self.mapper = Mapper(self.sealer)
        self.stored_documents = StoredDocuments(
            self.pool, settings.document_bytes_max, settings.document_fetch_timeout_s, self.service.documents_from
        )
        self.store = PostgresStore(url, self.pool, settings, self._appended)
        self.dead_letters = DeadLetters(self.pool, self.master)
        self.set_aside = SetAside(self.pool, self.service.name, settings.set_aside_retry_delays_s)
        self.around = Surroundings(
            service=self.service.name,
            store=self.store,
            sealer=self.sealer,
            mapper=self.mapper,
            documents=ForUnits(self.stored_documents),
            told_by=self.service.told_by,
            secret=self.master.secret,
            cache=AggregateCache(settings.cache_aggregates_max),
        )
        self.clock = Clock(self.service.name, self.pool, settings, self._now)
        self.work = Work(self.service, self.around, self._now, settings.conflict_retries_max, self.clock.right)
        self.showing = [
            Showing(view(), self.pool, self.store, self.sealer, self.mapper, settings, self.set_aside, self._view_moved)
            for view in self.service.shows
        ]

    async def serve(self) -> None:
        """Opens resources and the bus, then starts to hear, tell, act and show."""
        arm(self.settings.failpoints)
        await self._open_resources()
        url = self.settings.database_url.get_secret_value()
        self.bus = Bus(self.service, self.work, self.dead_letters, self.settings, self.clock)
        self.bus_connection = BusConnection(self.service, self.settings, self.bus.reconnected)
        client = await self.bus_connection.open()
        self.stored_documents.connected(client)
        self.relay = Relay(
            self.service.name, url, self.pool, self.sealer, self.stored_documents, self.set_aside, self.settings
        )
        self.agreement = Agreement(self.service.name, self.pool, self.settings)
        self.reader = await self._log_reader(url)
        await self.clock.compare(client)  # The clocks are compared before anything is heard or due.
        self._spawn("relay", self.relay.run(client, self.signals.facts))
        self._spawn("agreement", self.agreement.run(client))
        self._spawn("clock", self.clock.run(client))
        self._spawn("reader", self.reader.run(self.signals.events))
        await self.bus.start(client)
        gc.collect()
        gc.freeze()  # Objects made at start-up stay: the collector need not visit them again.
        log.info("service.up", hears=len(self.service.hears), tells=len(self.service.tells))

    async def _log_reader(self, url: str) -> LogReader:
        parts = (self.service, self.pool, self.store, self.around, self.work, self.set_aside, self.settings, self.clock)
        schedules = ScheduleRunner(*parts)
        await schedules.prepare()
        return LogReader(
            url,
            SCHEMAS,
            self.store,
            self.sealer,
            self.mapper,
            self.set_aside,
            self.showing,
            schedules,
            ActRunner(*parts),
            self.settings,
            self._view_moved,
        )

    async def stop(self) -> None:
        """Stops hearing, finishes what is under way, publishes what was told, then closes everything."""
        if self.bus_connection is not None:
            await self.bus.stop()
        await self._end_tasks()
        if self.bus_connection is not None:
            await self.reader.close()
            await self.relay.close()
            await self.bus_connection.close()
        for resource in self.around.resources.values():
            if hasattr(resource, "stop"):
                await resource.stop()
        await self.store.close()
        await self.pool.close()

    async def _end_tasks(self) -> None:
        """Cancels tasks until all have ended, since a library may swallow a cancellation."""
        pending = {task for task in self._tasks if not task.done()}
        while pending:
            for task in pending:
                task.cancel()
            _, pending = await asyncio.wait(pending, timeout=STOP_AGAIN_S)

    def _spawn(self, name: str, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        task.add_done_callback(lambda done: self._ended(name, done))
        self._tasks.append(task)

    @staticmethod
    def _ended(name: str, task: asyncio.Future[Any]) -> None:
        """Stops the process when a task that must never end has failed, so that it is started again whole."""
        if task.cancelled() or task.exception() is None:
            return
        log.error("task.died", task=name, exc_info=task.exception())
        os._exit(EXIT_PART_DIED)

    async def _open_resources(self) -> None:
        resources: dict[type, Any] = {}
        for factory in self.service.uses:
            resource = factory(self.settings)
            if hasattr(resource, "start"):
                await resource.start()
            resources[type(resource)] = resource
        self.around.resources = resources

    # What a site may ask (chassis.running.runtime.Runtime).

    @property
    def documents(self) -> StoredDocuments:
        return self.stored_documents

    @property
    def db(self) -> Pool:
        return self.pool

    def use(self, kind: type[R]) -> R:
        return self.around.resource(kind)

    @property
    def clock_is_right(self) -> bool:
        return self.clock.is_right

    def at_end(self, call: Callable[[], None]) -> None:
        self._at_end.append(call)

    def begin_to_stop(self) -> None:
        """Ends what a site holds open: its server waits for every answer before it stops."""
        for call in self._at_end:
            call()

    def beside(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._spawn(name, self._again_and_again(name, work))

    async def _again_and_again(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except (*LOST, TimeoutError) as error:
                log.warning("task.interrupted", task=name, error=type(error).__name__)
            await asyncio.sleep(BEGIN_AGAIN_S)

    async def perform(self, command: Command, *, actor: str, correlation: UUID | None = None) -> Performed:
        if not self.clock.is_right:
            raise ClockWrong(f"{self.service.name}: see docs/runbooks/a-wrong-clock.md")
        id_ = correlation or new_id()
        await self.work.perform([command], Cause(id_, id_, command.at, actor, child_of("")))
        return Performed(id_)

    async def until(self, look: Callable[[], Awaitable[T | None]], timeout_s: float) -> T | None:
        deadline = asyncio.get_running_loop().time() + timeout_s
        while True:
            moved = self._next_move()  # This precedes the look, so that no move in between is missed.
            found = await look()
            left_s = deadline - asyncio.get_running_loop().time()
            if found is not None or left_s <= 0:
                return found
            # Another process may lead the views without a signal to this one, so this one looks again regularly.
            await asyncio.wait([moved], timeout=min(left_s, self.settings.view_poll_s))

    async def shown(self, position: int, timeout_s: float) -> bool:
        async def look() -> bool | None:
            return self.reader.shows(position) or await self.position() >= position or None

        return bool(await self.until(look, timeout_s))

    async def moves(self) -> AsyncIterator[int]:
        seen = -1
        while True:
            moved = self._next_move()
            position = await self.position()
            if position != seen:
                seen = position
                yield position
            await asyncio.wait([moved], timeout=self.settings.view_poll_s)

    async def position(self) -> int:
        """How far every view has come, whichever process leads it, except views that have stopped."""
        found: int = await self.pool.fetchval(POSITION, self._view_cursors())
        return found

    async def what_is_set_aside(self) -> list[Aside]:
        return await self.set_aside.open()

    async def try_again(self, number: int) -> None:
        await self.set_aside.retry(number)

    async def skip(self, number: int, by: str, reason: str) -> None:
        await self.set_aside.skip(number, by, reason)

    async def what_died(self) -> list[DeadLetter]:
        return await self.dead_letters.all()

    async def hear_again(self, number: int) -> str:
        letter = await self.dead_letters.get(number)
        wrong = await self.bus.hear_again(letter.subject, letter.headers, letter.body)
        if not wrong:
            await self.dead_letters.solved(number)
        return wrong

    def _appended(self, units: Sequence[Unit]) -> None:
        """Signals that something was committed: to followers in this process, and to another process that leads."""
        self.signals.nudge(events=any(unit.events for unit in units), facts=any(unit.facts for unit in units))
        reader, relay = getattr(self, "reader", None), getattr(self, "relay", None)
        if reader and relay and not (reader.leads and relay.leads) and (self._telling is None or self._telling.done()):
            self._telling = asyncio.ensure_future(self._tell_the_leader())

    async def _tell_the_leader(self) -> None:
        with suppress(*LOST, TimeoutError):  # The other process finds it at its heartbeat anyway.
            await self.pool.execute("SELECT pg_notify($1, '')", APPENDED)

    def _next_move(self) -> asyncio.Future[None]:
        if self._move is None or self._move.done():
            self._move = asyncio.get_running_loop().create_future()
        return self._move

    def _view_moved(self) -> None:
        if self._move is not None and not self._move.done():
            self._move.set_result(None)

    def _view_cursors(self) -> list[str]:
        return [showing.cursor for showing in self.showing]

    async def views_serve(self) -> bool:
        """Whether every view has been built once, here or by another process; until then the service is not ready."""
        names = self._view_cursors()
        built = await self.pool.fetchval("SELECT count(*) FROM store.cursors WHERE name = ANY($1)", names)
        return bool(built == len(names))


@asynccontextmanager
async def opened(service: Service, settings: Settings) -> AsyncIterator[Running]:
    """A service with its database alone: for replay, republish and dead letters."""
    running = Running(service, settings)
    await running.open()
    try:
        yield running
    finally:
        await running.stop()
