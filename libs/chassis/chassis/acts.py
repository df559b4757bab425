"""Effects on the outside world: they follow the store, happen at least once, and answer with a command."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from chassis.aggregate import Aggregate
from chassis.clock import Clock
from chassis.documents import Documents
from chassis.errors import NotYet
from chassis.event import Happened
from chassis.failpoints import failpoint
from chassis.gates import Gates
from chassis.mapper import happened
from chassis.outbox import SAVE
from chassis.postgres import LOST, Leadership
from chassis.service import Act, Service
from chassis.session import Cause, Session
from chassis.setaside import SetAside
from chassis.settings import Settings
from chassis.signals import Signal
from chassis.store import PostgresStore
from chassis.surroundings import Surroundings
from chassis.telemetry import child_of, log
from chassis.unit import InboxKey, StoredRow
from chassis.vault import Vault
from chassis.work import Job, Outcome, Work

A = TypeVar("A", bound=Aggregate[Any])
R = TypeVar("R")

LEAD = 7111
CURSOR = "acts"


@dataclass(frozen=True, slots=True)
class Acting:
    """What an effect works with. `key` is its idempotency key: the same for every attempt."""

    happened: Happened[Any]
    now: datetime
    _around: Surroundings

    @property
    def key(self) -> UUID:
        return self.happened.id

    @property
    def stream(self) -> UUID:
        """The aggregate that the event belongs to."""
        return self.happened.stream

    @property
    def documents(self) -> Documents:
        return self._around.documents

    @property
    def vault(self) -> Vault:
        """Documents that tell of a person, sealed with that person's key."""
        return Vault(self._around.documents, self._around.sealer)

    def use(self, kind: type[R]) -> R:
        """A resource that the service declared in `uses`, such as an outside party's adapter."""
        return self._around.resource(kind)

    async def load(self, kind: type[A], id: UUID) -> A:  # noqa: A002 - the word of the field
        """An aggregate to look at; an effect never changes one, it returns a command."""
        return await Session(self._around).load(kind, id)


@dataclass(frozen=True, slots=True)
class Planned:
    """An effect that can be begun: what happened, what is to be done, and what that strains."""

    happened: Happened[Any]
    act: Act
    destination: str


class ActRunner:
    """Follows the store and acts. One leader per service; a window of effects is under way at a time.

    The cursor stands before the oldest effect that is not done; which of the later ones are done, the inbox knows. An
    effect that cannot be begun, or fails again and again, is set aside: the cursor passes it, and it is tried again.
    """

    def __init__(
        self,
        service: Service,
        url: str,
        store: PostgresStore,
        around: Surroundings,
        work: Work,
        set_aside: SetAside,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._service = service
        self._store = store
        self._around = around
        self._work = work
        self._set_aside = set_aside
        self._settings = settings
        self._clock = clock
        self._leadership = Leadership(url, LEAD, settings.leader_poll_s)
        self._consumer = f"{service.name}.acts"
        self._acts = {kind.TOPIC: act for kind, act in service.acts.items()}
        self._gates = Gates()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._again: dict[int, asyncio.Task[None]] = {}

    async def run(self, signal: Signal) -> None:
        """Never returns; cancel it, then call close()."""
        while self._acts:
            try:
                connection = await self._leadership.gained()
                await self._lead(connection, signal)
            except LOST as error:
                log.warning("acts.lead-lost", error=type(error).__name__)

    async def close(self) -> None:
        """Ends what is under way; it is done again after the next start."""
        tasks = [*self._under_way.values(), *self._again.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._leadership.close()

    async def _lead(self, connection: Any, signal: Signal) -> None:
        await self._set_aside.due_now(CURSOR)
        saved = read = await connection.fetchval("SELECT position FROM store.cursors WHERE name = $1", CURSOR) or 0
        while True:
            await connection.fetchval("SELECT 1")  # the lock lives with this connection
            room = self._room()
            if room > 0:
                limit = min(room, self._settings.act_batch_max)
                rows, read = await self._store.tail(read, list(self._acts), limit)
                aside = await self._set_aside.among(CURSOR, [row.position for row in rows]) if rows else set()
                new = [row for row in rows if row.position not in aside]
                await self._begin(new, self._under_way, self._settings.act_retry_delays_s)
            await self._try_again()
            safe = min(self._under_way, default=read + 1) - 1
            if safe > saved:
                saved = safe
                await connection.execute(SAVE, CURSOR, saved)
            if room <= 0 or not rows:
                await signal.wait(self._settings.act_poll_s)

    def _room(self) -> int:
        """What waits for a destination that hangs takes room among what waits, not among what runs."""
        running = len(self._under_way) + len(self._again) - self._gates.idle
        return min(self._settings.act_window_max - running, self._settings.act_waiting_max - self._gates.idle)

    async def _try_again(self) -> None:
        """What is set aside and due, once each; it holds up neither the cursor nor what is new."""
        room = min(self._settings.act_window_max - len(self._again), self._settings.act_batch_max)
        due = await self._set_aside.due(CURSOR, room, self._again)
        await self._begin(await self._store.at(due), self._again, self._settings.act_retry_delays_s[-1:])

    async def _begin(
        self, rows: list[StoredRow], under_way: dict[int, asyncio.Task[None]], delays_s: Sequence[float]
    ) -> None:
        """Begins what is not done yet. What cannot be read or planned is set aside, alone."""
        await self._around.sealer.prepare_what_can_be(row.state for row in rows)
        plans = [plan for row in rows if (plan := await self._planned(row)) is not None]
        keys = {InboxKey(self._consumer, plan.happened.id) for plan in plans}
        done = await self._store.handled(keys) if keys else set()
        for plan in plans:
            position = plan.happened.position
            if InboxKey(self._consumer, plan.happened.id) in done:
                await self._set_aside.taken(CURSOR, position)
            elif position not in under_way:
                under_way[position] = asyncio.create_task(self._act(plan, under_way, delays_s))

    async def _planned(self, row: StoredRow) -> Planned | None:
        try:
            await self._around.sealer.prepare_for([row.state])
            event = self._around.mapper.decode(row.topic, row.state, row.stream, row.version)
            act = self._acts[row.topic]
            return Planned(happened(row, event), act, act.destination(event))
        except Exception as error:
            if isinstance(error, LOST):
                raise
            reason = await self._set_aside.put(CURSOR, row.position, row.topic, error)
            log.error("act.set-aside", act=row.topic, position=row.position, reason=reason)
            return None

    async def _act(self, plan: Planned, under_way: dict[int, asyncio.Task[None]], delays_s: Sequence[float]) -> None:
        """Until it is done, or was tried as often as there are delays: then it is set aside."""
        position, topic = plan.happened.position, plan.happened.event.TOPIC
        try:
            failed = await self._tried(plan, delays_s)
            if failed:
                last = delays_s[-1:]
                await self._surely(lambda: self._set_aside.put(CURSOR, position, topic, failed, delays_s=last))
            elif under_way is self._again:
                await self._surely(lambda: self._set_aside.taken(CURSOR, position))
        finally:
            under_way.pop(position, None)

    async def _tried(self, plan: Planned, delays_s: Sequence[float]) -> Exception | None:
        """Does it, once for each delay at most; answers with what went wrong the last time."""
        failed: Exception | None = None
        for tries, delay_s in enumerate(delays_s, 1):
            try:
                async with self._gates.through(plan.destination, plan.act.at_once):
                    await self._once(plan.act, plan.happened)
                return None
            except Exception as error:
                topic = plan.happened.event.TOPIC
                log.exception("act.failed", act=topic, error=type(error).__name__, tries=tries)
                failed = error
            if tries < len(delays_s):
                await self._gates.rest(delay_s)
        return failed

    async def _surely(self, write: Callable[[], Awaitable[object]]) -> None:
        """Written down before the cursor may pass, however long the database is away."""
        while True:
            try:
                await write()
                return
            except LOST as error:
                log.warning("acts.wait", error=type(error).__name__)
                await asyncio.sleep(self._settings.act_poll_s)

    async def _once(self, act: Act, item: Happened[Any]) -> None:
        await self._clock.right()
        failpoint("act.before")
        acting = Acting(item, self._clock.now(), self._around)
        async with asyncio.timeout(act.timeout_s):
            command = await act.do(item.event, acting)
        failpoint("act.after")
        cause = Cause(item.id, item.correlation, item.at, item.actor, child_of(item.traceparent))
        commands = () if command is None else (command,)
        (outcome,) = await self._work.do([Job(commands, cause, InboxKey(self._consumer, item.id))])
        if outcome is Outcome.NOT_YET:
            raise NotYet(f"the outcome of {item.event.TOPIC} cannot be recorded yet")
