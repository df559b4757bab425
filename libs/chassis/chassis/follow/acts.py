"""Effects on the outside world: they follow the store, happen at least once, and return a command."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from chassis.aggregate import Aggregate
from chassis.bus.outbox import SAVE
from chassis.deciding.clock import Clock
from chassis.deciding.surroundings import Surroundings
from chassis.deciding.work import Job, Outcome, Work
from chassis.errors import NotYet
from chassis.event import Happened
from chassis.failpoints import failpoint
from chassis.follow.batch import Batch, Read, read, topics_of
from chassis.follow.gates import Gates
from chassis.service import Act, Service
from chassis.session import Cause, Session
from chassis.settings import Settings
from chassis.store.documents import Documents
from chassis.store.event_store import PostgresStore
from chassis.store.postgres import LOST, Pool
from chassis.store.set_aside import SetAside
from chassis.store.unit import InboxKey
from chassis.store.vault import Vault
from chassis.telemetry import child_of, log

A = TypeVar("A", bound=Aggregate[Any])
R = TypeVar("R")

CURSOR = "acts"
CURSOR_SAVE_S = 0.5
"""How often the cursor is saved at most: after a kill the inbox knows what was done behind it."""


@dataclass(frozen=True, slots=True)
class Acting:
    """What an effect is given. `key` is its idempotency key, the same for every attempt."""

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
        """Documents about a person, encrypted with that person's key."""
        return Vault(self._around.documents, self._around.sealer)

    def use(self, kind: type[R]) -> R:
        """A resource that the service declared in `uses`, such as an outside party's adapter."""
        return self._around.resource(kind)

    async def load(self, kind: type[A], id: UUID) -> A:  # noqa: A002 - the word of the field
        """Loads an aggregate to read; an effect never changes one, but returns a command."""
        return await Session(self._around).load(kind, id)


@dataclass(frozen=True, slots=True)
class Planned:
    """An effect that can begin: the event, the act, and the destination whose limit it counts for."""

    happened: Happened[Any]
    act: Act
    destination: str


class ActRunner:
    """Acts on events of the log, as the reader offers them, in a window of effects that run at the same time.

    When the window is full the reader goes on, and what it offered is read again later. The cursor stands before the
    oldest effect that is not done; which of the later ones are done, the inbox knows. An effect that cannot be begun,
    or fails again and again, is set aside: the cursor passes it, and it is tried again.
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
        self.cursor = CURSOR
        self.kinds = frozenset(service.acts)
        self._topics = topics_of(self.kinds)
        self._consumer = f"{service.name}.acts"
        self._acts = service.acts
        self._gates = Gates()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._again: dict[int, asyncio.Task[None]] = {}
        self._offered: deque[Batch] = deque()
        self._wake = asyncio.Event()
        self._saved = self._read = self._expected = self._latest = 0
        self._led_from = 0
        self._saved_at = 0.0
        self._is_due = False
        self._running: asyncio.Task[None] | None = None

    def begin(self, position: int, latest: int, head: int) -> None:
        """Goes on from where its cursor stands; the reader stands at `latest`, and the log ends at `head`."""
        self._saved = self._read = self._expected = position
        self._latest, self._led_from = latest, head
        if self.kinds:
            self._wake.set()
            self._running = asyncio.create_task(self._run())

    def offer(self, batch: Batch) -> None:
        """Offers a batch of the reader. It is taken if it follows directly on the last one and there is room."""
        if not self.kinds:
            return
        self._latest = batch.reached
        events = [event for event in batch.of(self.kinds) if event.row.position > self._expected]
        waiting = sum(len(offered.events) for offered in self._offered)
        if batch.before <= self._expected and waiting + len(events) <= self._room():
            self._offered.append(Batch(self._expected, batch.reached, events))
            self._expected = batch.reached
        self._wake.set()

    def beat(self, is_due: bool) -> None:
        """Saves the cursor and tries again what is due; the reader calls this once a heartbeat."""
        self._is_due = self._is_due or is_due
        if is_due or self._saved < self._latest:
            self._wake.set()

    async def let_go(self) -> None:
        """Ends what is under way; it is done again after the next start, or by another process."""
        tasks = [*self._under_way.values(), *self._again.values(), *([self._running] if self._running else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._running = None
        self._offered.clear()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                while await self._turn():
                    pass
            except LOST as error:
                log.warning("acts.wait", error=type(error).__name__)
                await asyncio.sleep(self._settings.heartbeat_s)
                self._wake.set()

    async def _turn(self) -> bool:
        """Begins what it can, and saves how far everything is done; returns whether there may be more to begin."""
        if self._is_due:
            self._is_due = False
            await self._try_again()
        more = self._room() > 0 and (bool(self._offered) or self._read < self._latest)
        if more and self._offered:
            batch = self._offered[0]
            await self._begin(batch.events, self._under_way, self._settings.act_retry_delays_s)
            self._offered.popleft()
            self._read = batch.reached
        elif more:
            await self._read_again()
        safe = min(self._under_way, default=self._read + 1) - 1
        if safe > self._saved and time.monotonic() - self._saved_at >= CURSOR_SAVE_S:
            await self._pool.execute(SAVE, CURSOR, safe)
            self._saved, self._saved_at = safe, time.monotonic()
        return more

    async def _read_again(self) -> None:
        """Reads what was offered without room, or happened before this process led, except what is set aside."""
        limit = min(self._room(), self._settings.act_batch_max)
        rows, reached = await self._store.tail(self._read, self._topics, limit)
        aside = await self._set_aside.among(CURSOR, [row.position for row in rows]) if rows else set()
        new = [row for row in rows if row.position not in aside]
        events = await read(new, self._around.sealer, self._around.mapper)
        await self._begin(events, self._under_way, self._settings.act_retry_delays_s)
        self._read = self._expected = max(reached, self._read)

    def _room(self) -> int:
        """How many effects may begin. Those that wait for a hanging destination count as waiting, not as running."""
        running = len(self._under_way) + len(self._again) - self._gates.idle
        return min(self._settings.act_window_max - running, self._settings.act_waiting_max - self._gates.idle)

    async def _try_again(self) -> None:
        """Tries once each what is set aside and due; this delays neither the cursor nor new events."""
        room = min(self._settings.act_window_max - len(self._again), self._settings.act_batch_max)
        due = await self._set_aside.due(CURSOR, room, self._again)
        events = await read(await self._store.at(due), self._around.sealer, self._around.mapper)
        await self._begin(events, self._again, self._settings.act_retry_delays_s[-1:])

    async def _begin(
        self, events: Sequence[Read], under_way: dict[int, asyncio.Task[None]], delays_s: Sequence[float]
    ) -> None:
        """Begins the effects that are not done yet. Only an event that cannot be read or planned is set aside.

        What happened while this process leads is begun by nobody else, so only older events are asked for in the inbox.
        """
        plans = [plan for event in events if (plan := await self._planned(event)) is not None]
        doubtful = [plan for plan in plans if under_way is self._again or plan.happened.position <= self._led_from]
        keys = {InboxKey(self._consumer, plan.happened.id) for plan in doubtful}
        done = await self._store.handled(keys) if keys else set()
        for plan in plans:
            position = plan.happened.position
            if InboxKey(self._consumer, plan.happened.id) in done:
                await self._set_aside.taken(CURSOR, position)
            elif position not in under_way:
                under_way[position] = asyncio.create_task(self._act(plan, under_way, delays_s))

    async def _planned(self, event: Read) -> Planned | None:
        try:
            item = event.opened()
            act = self._acts[type(item.event)]
            if not act.concerns(item.event):
                return None
            return Planned(item, act, act.destination(item.event))
        except Exception as error:
            if isinstance(error, LOST):
                raise
            reason = await self._set_aside.put(CURSOR, event.row.position, event.row.topic, error)
            log.error("act.set-aside", act=event.row.topic, position=event.row.position, reason=reason)
            return None

    async def _act(self, plan: Planned, under_way: dict[int, asyncio.Task[None]], delays_s: Sequence[float]) -> None:
        """Carries an effect out, or sets it aside after as many tries as there are delays."""
        position, topic = plan.happened.position, plan.happened.event.TOPIC
        try:
            failed = await self._tried(plan, delays_s)
            if failed:
                last = delays_s[-1:]
                await self._until_written(lambda: self._set_aside.put(CURSOR, position, topic, failed, delays_s=last))
            elif under_way is self._again:
                await self._until_written(lambda: self._set_aside.taken(CURSOR, position))
        finally:
            under_way.pop(position, None)
            self._wake.set()

    async def _tried(self, plan: Planned, delays_s: Sequence[float]) -> Exception | None:
        """Tries it at most once for each delay; returns the last error, or None when it is done."""
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

    async def _until_written(self, write: Callable[[], Awaitable[object]]) -> None:
        """Writes it to the database before the cursor may pass, however long the database is away."""
        while True:
            try:
                await write()
                return
            except LOST as error:
                log.warning("acts.wait", error=type(error).__name__)
                await asyncio.sleep(self._settings.heartbeat_s)

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
