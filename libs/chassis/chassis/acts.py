"""Effects on the outside world: they follow the store, happen at least once, and answer with a command."""

from __future__ import annotations

import asyncio
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


class ActRunner:
    """Follows the store and acts. One leader per service; a window of effects is under way at a time.

    The cursor stands before the oldest effect that is not done; which of the later ones are done, the inbox knows.
    """

    def __init__(
        self,
        service: Service,
        url: str,
        store: PostgresStore,
        around: Surroundings,
        work: Work,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._service = service
        self._store = store
        self._around = around
        self._work = work
        self._settings = settings
        self._clock = clock
        self._leadership = Leadership(url, LEAD, settings.leader_poll_s)
        self._consumer = f"{service.name}.acts"
        self._acts = {kind.TOPIC: act for kind, act in service.acts.items()}
        self._gates = Gates()
        self._under_way: dict[int, asyncio.Task[None]] = {}

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
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        await self._leadership.close()

    async def _lead(self, connection: Any, signal: Signal) -> None:
        saved = read = await connection.fetchval("SELECT position FROM store.cursors WHERE name = 'acts'") or 0
        while True:
            await connection.fetchval("SELECT 1")  # the lock lives with this connection
            room = self._room()
            if room > 0:
                limit = min(room, self._settings.act_batch_max)
                rows, read = await self._store.tail(read, list(self._acts), limit)
                await self._begin(rows)
            safe = min(self._under_way, default=read + 1) - 1
            if safe > saved:
                saved = safe
                await connection.execute(SAVE, "acts", saved)
            if room <= 0 or not rows:
                await signal.wait(self._settings.act_poll_s)

    def _room(self) -> int:
        """What waits for a destination that hangs takes room among what waits, not among what runs."""
        running = len(self._under_way) - self._gates.idle
        return min(self._settings.act_window_max - running, self._settings.act_waiting_max - self._gates.idle)

    async def _begin(self, rows: list[StoredRow]) -> None:
        await self._around.sealer.prepare_for(row.state for row in rows)
        decoded = [
            happened(row, self._around.mapper.decode(row.topic, row.state, row.stream, row.version)) for row in rows
        ]
        keys = {InboxKey(self._consumer, item.id) for item in decoded}
        done = await self._store.handled(keys) if keys else set()
        for item in decoded:
            if InboxKey(self._consumer, item.id) not in done and item.position not in self._under_way:
                task = asyncio.create_task(self._act(item))
                self._under_way[item.position] = task

    async def _act(self, item: Happened[Any]) -> None:
        act = self._acts[item.event.TOPIC]
        destination = act.destination(item.event)
        tries = 0
        try:
            while True:
                tries += 1
                try:
                    async with self._gates.through(destination, act.at_once):
                        await self._once(act, item)
                    return
                except Exception as error:
                    delays_s = self._settings.act_retry_delays_s
                    log.exception("act.failed", act=item.event.TOPIC, error=type(error).__name__, tries=tries)
                    await self._gates.rest(delays_s[min(tries, len(delays_s)) - 1])
        finally:
            self._under_way.pop(item.position, None)

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
