"""Stories for tests: given these events, when this is asked, then that happens; also with a whole service in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Self, TypeVar
from unittest.mock import patch
from uuid import UUID

import msgspec

from chassis.aggregate import STREAMS, Aggregate
from chassis.deciding.surroundings import AggregateCache, Surroundings
from chassis.deciding.work import Job, Outcome, Work, asked
from chassis.errors import REPEATED, Conflict, Duplicate, Refused
from chassis.event import Event, Happened
from chassis.follow.acts import Acting
from chassis.ids import new_id
from chassis.person.sealing import MemoryKeys, Sealer
from chassis.service import Heard, Service
from chassis.session import Cause
from chassis.store.documents import MemoryDocuments
from chassis.store.mapper import Mapper, happened
from chassis.store.unit import FactRow, InboxKey, LoadedRow, StoredRow, Unit
from contracts.fact import FACTS, Fact, Refusal

A = TypeVar("A", bound=Aggregate[Any])
F = TypeVar("F", bound=Fact)


class Story(Generic[A]):
    """One aggregate: `Story(Invoice).given(drafted).when(lambda i: i.issue(command)).then(issued)`."""

    def __init__(self, kind: type[A], id: UUID | None = None) -> None:  # noqa: A002 - the word of the field
        self.aggregate = kind(id or new_id())
        self._refused: Refused | None = None

    def given(self, *events: Event) -> Self:
        for event in events:
            self.aggregate.replay(event)
        return self

    def when(self, decide: Callable[[A], None]) -> Self:
        try:
            decide(self.aggregate)
        except Refused as refused:
            self._refused = refused
        return self

    def then(self, *events: Event) -> Self:
        """Asserts that exactly these events were recorded, without a refusal."""
        assert self._refused is None, f"it was refused: {self._refused}"
        assert self.aggregate.take_recorded() == list(events)
        return self

    def then_nothing(self) -> Self:
        return self.then()

    def then_refused(self, code: str, **details: object) -> Self:
        """Asserts this refusal, with at least these details, and that nothing was recorded."""
        assert self._refused is not None, f"it was not refused, but {self.aggregate.take_recorded()} happened"
        assert self._refused.code == code, f"refused with {self._refused}"
        for name, value in details.items():
            assert self._refused.details.get(name) == str(value), self._refused.details
        assert not self.aggregate.has_recorded
        return self


@contextmanager
def unguarded() -> Iterator[None]:
    """Inside this block the store accepts forbidden characters, as an older release may have stored some."""
    with ExitStack() as stack:
        for module in ("chassis.store.mapper", "chassis.person.sealing", "chassis.session"):
            stack.enter_context(patch(f"{module}.clean", lambda write, _what: write()))
        yield


class MemoryStore:
    """An event store in memory that keeps the rules of the real one."""

    def __init__(self) -> None:
        self.rows: list[StoredRow] = []
        self.facts: list[FactRow] = []
        self.inbox: set[InboxKey] = set()

    async def load(self, stream: UUID) -> Sequence[LoadedRow]:
        return [LoadedRow(*row[:4]) for row in self.rows if row.stream == stream]

    async def append(self, unit: Unit) -> None:
        if not self.inbox.isdisjoint(unit.inbox):
            raise Duplicate
        versions = {row.stream: row.version for row in self.rows}
        for event in unit.events:
            if event.version != versions.get(event.stream, 0) + 1:
                raise Conflict
            versions[event.stream] = event.version
        for event in unit.events:
            self.rows.append(
                StoredRow(
                    *event[:4], position=len(self.rows) + 1, recorded_at=datetime.now(UTC), metadata=event.metadata
                )
            )
        self.facts.extend(unit.facts)
        self.inbox.update(unit.inbox)

    async def handled(self, keys: Iterable[InboxKey]) -> set[InboxKey]:
        return self.inbox & set(keys)


class Rehearsal:
    """A whole service in memory: it hears facts, acts, waits for its time, and what it told can be looked at.

    `uses` stands in for the service's resources: `Rehearsal(service, uses=[FakeRegister()])`.
    """

    def __init__(self, service: Service, uses: Iterable[Any] = (), now: datetime | None = None) -> None:
        self.service = service
        self.now = now or datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
        self.store = MemoryStore()
        self.documents = MemoryDocuments()
        self.keys = MemoryKeys()
        sealer = Sealer(self.keys)
        self.around = Surroundings(
            service=service.name,
            store=self.store,
            sealer=sealer,
            mapper=Mapper(sealer),
            documents=self.documents,
            told_by=service.told_by,
            secret=b"rehearsal",
            cache=AggregateCache(0),
            resources={type(resource): resource for resource in uses},
        )
        self.work = Work(service, self.around, lambda: self.now)
        self._seen = 0
        self._acted = 0
        self._fired: set[UUID] = set()

    async def hear(self, fact: Fact, id: UUID | None = None, at: datetime | None = None) -> list[Fact]:  # noqa: A002
        """Lets the service hear a fact; returns what it told because of it. The same `id` is heard once."""
        heard = Heard(id=id or new_id(), at=at or self.now, correlation=new_id())
        commands, refused = asked(self.service, fact, heard)
        lanes = {command.lane for command in commands}
        assert len(lanes) <= 1, f"{fact.NAME} asks for commands of several lanes"
        cause = Cause(heard.id, heard.correlation, heard.at)
        (outcome,) = await self.work.do([Job(commands, cause, InboxKey(self.service.name, heard.id), fact, refused)])
        if outcome is Outcome.NOT_YET:
            raise AssertionError(f"{fact.NAME}: not yet")
        return self.new_facts()

    async def act(self) -> list[Fact]:
        """Carries out every outstanding effect, and the effects that follow; returns what was told.

        An effect that was interrupted, as by a crash, begins again the next time.
        """
        while self._acted < len(self.store.rows):
            happened = await self._happened(self.store.rows[self._acted])
            act = self.service.acts.get(type(happened.event))
            act = act if act and act.concerns(happened.event) else None
            command = await act.do(happened.event, Acting(happened, self.now, self.around)) if act else None
            if command is not None:
                cause = Cause(happened.id, happened.correlation, happened.at)
                await self.work.perform([command], cause, InboxKey(f"{self.service.name}.acts", happened.id))
            self._acted += 1
        return self.new_facts()

    async def pass_time(self, by: timedelta) -> list[Fact]:
        """Moves the time forward, and does what becomes due, in order."""
        end = self.now + by
        while True:
            due: deque[tuple[datetime, Happened[Any], Any]] = deque()
            for row in self.store.rows:
                happened = await self._happened(row)
                schedule = self.service.schedules.get(type(happened.event))
                planned = schedule(happened.event, happened) if schedule and happened.id not in self._fired else None
                if planned and planned.at <= end:
                    due.append((planned.at, happened, planned.command))
            if not due:
                break
            at, happened, command = min(due, key=lambda item: item[0])
            self._fired.add(happened.id)
            self.now = max(self.now, at)
            cause = Cause(happened.id, happened.correlation, self.now)
            await self.work.perform([command], cause)
        self.now = end
        return self.new_facts()

    async def events(self) -> list[Event]:
        """Returns every stored event, in order."""
        return [(await self._happened(row)).event for row in self.store.rows]

    def new_facts(self) -> list[Fact]:
        """Returns the facts told since the last call, as they are sent."""
        told = self.store.facts[self._seen :]
        self._seen = len(self.store.facts)
        return [self._read(id_, headers, body) for id_, _, headers, body in told]

    def told(self, kind: type[F]) -> list[F]:
        """Returns every fact of one kind told so far."""
        facts = [self._read(id_, headers, body) for id_, _, headers, body in self.store.facts]
        return [fact for fact in facts if isinstance(fact, kind)]

    async def state(self, kind: type[A], id: UUID) -> A:  # noqa: A002 - the word of the field
        """Rebuilds an aggregate from its events alone."""
        aggregate = kind(id)
        for row in [row for row in self.store.rows if row.stream == id]:
            aggregate.replay((await self._happened(row)).event)
        return aggregate

    def _read(self, id: UUID, headers: str, body: bytes) -> Fact:  # noqa: A002 - the word of the field
        kind = FACTS[msgspec.json.decode(headers)["ce-type"]]
        return kind.read(self.around.sealer.open_body(body, str(id)))

    async def _happened(self, row: StoredRow) -> Happened[Any]:
        await self.around.sealer.prepare_for([row.state])
        event = self.around.mapper.decode(row.topic, row.state, row.stream, row.version)
        return happened(row, event)


def is_answered_as_repeated(told: Sequence[Fact]) -> bool:
    """Whether an act changed nothing, and is answered with `request.repeated`."""
    return [fact.code for fact in told if isinstance(fact, Refusal)] == [REPEATED] and len(told) == 1


__all__ = ["STREAMS", "MemoryStore", "Rehearsal", "Story", "is_answered_as_repeated"]
