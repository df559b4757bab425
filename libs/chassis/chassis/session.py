"""One unit of work: aggregates are loaded, decide, and are saved together at most once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import msgspec

from chassis.aggregate import Aggregate
from chassis.errors import clean
from chassis.ids import natural_id, new_id
from chassis.store.mapper import holds_personal, person_of
from chassis.store.unit import EventRow, FactRow, InboxKey, Unit
from chassis.store.vault import Vault
from contracts.fact import Envelope, Fact

if TYPE_CHECKING:
    from chassis.deciding.surroundings import Surroundings
    from chassis.store.documents import Documents

A = TypeVar("A", bound=Aggregate[Any])
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is done: the fact or request, and the chain of cause that it belongs to."""

    id: UUID
    correlation: UUID
    at: datetime
    actor: str = ""
    traceparent: str = ""


class Session:
    """What a handler works with. It loads aggregates; the chassis saves what they recorded."""

    def __init__(self, surroundings: Surroundings, *, is_first_try: bool = True) -> None:
        self._around = surroundings
        self._is_first_try = is_first_try
        self._loaded: dict[UUID, Aggregate[Any]] = {}
        self._decided: list[tuple[Aggregate[Any], int, Any, Cause]] = []
        self._told: list[tuple[Fact, str, Cause]] = []
        self._inbox: list[InboxKey] = []

    async def load(self, kind: type[A], id: UUID) -> A:  # noqa: A002 - the word of the field
        """The aggregate as it stands; a new one, with version 0, when nothing has happened to it yet.

        An id comes from outside and may belong to another kind of aggregate, which counts as not existing.
        """
        known = self._loaded.get(id) or self._around.cache.take(id)
        if known is None or not (known.exists or isinstance(known, kind)):
            known = await self._rebuilt(kind, id)
            if known is None:
                return kind.shut_out(id)
        self._loaded[id] = known
        return known if isinstance(known, kind) else kind.shut_out(id)

    async def begin(self, kind: type[A], id: UUID) -> A:  # noqa: A002 - the word of the field
        """The aggregate of an id to which nothing should have happened yet, such as a request: it is not loaded.

        Where something has happened to it all the same, saving meets a conflict, and the next try loads it.
        """
        if not self._is_first_try or id in self._loaded:
            return await self.load(kind, id)
        begun = self._loaded[id] = kind(id)
        return begun

    def use(self, kind: type[R]) -> R:
        """A resource that the service declared in `uses`, such as the official rules."""
        return self._around.resource(kind)

    @property
    def documents(self) -> Documents:
        return self._around.documents

    @property
    def vault(self) -> Vault:
        """Documents about a person, encrypted with that person's key."""
        return Vault(self._around.documents, self._around.sealer)

    def natural_id(self, kind: str, *parts: str) -> UUID:
        """The id of what must be unique by a natural key; the store itself then refuses the second one."""
        return natural_id(self._around.secret, kind, *parts)

    async def _rebuilt(self, kind: type[A], stream: UUID) -> A | None:
        """Rebuilds an aggregate; None when the stream begins with an event of another kind."""
        around = self._around
        aggregate = kind(stream)
        rows = await around.store.load(stream)
        await around.sealer.prepare_for(row.state for row in rows)
        for row in rows:
            event = around.mapper.decode(row.topic, row.state, row.stream, row.version)
            if not aggregate.exists and type(event) not in kind.EVENTS:
                return None
            aggregate.replay(event)
        return aggregate

    # What follows is the chassis's side: a handler never calls it.

    def conclude(self, cause: Cause) -> bool:
        """Ends one job and tells what it recorded, under its cause. Returns whether there was anything."""
        before = len(self._decided)
        for aggregate in self._loaded.values():
            if not aggregate.has_recorded:
                continue
            recorded = aggregate.take_recorded()
            first = aggregate.version - len(recorded) + 1
            for version, event in enumerate(recorded, first):
                self._decided.append((aggregate, version, event, cause))
                for fact in self._around.told_by(event, aggregate):
                    self._told.append((fact, f"{aggregate.STREAM}/{aggregate.id}", cause))
        return len(self._decided) > before

    def tell(self, fact: Fact, about: str, cause: Cause) -> None:
        """Tells a fact that has no event, which is a refusal."""
        self._told.append((fact, about, cause))

    def handled(self, key: InboxKey) -> None:
        self._inbox.append(key)

    async def undo(self) -> None:
        """Undoes what a refused command had recorded on the aggregates that it touched."""
        for id_, aggregate in list(self._loaded.items()):
            if not aggregate.has_recorded:
                continue
            fresh = await self._rebuilt(type(aggregate), id_)
            assert fresh is not None, "it was loaded as this kind before"
            for other, _, event, _ in self._decided:
                if other is aggregate:
                    fresh.replay(event)
            self._decided = [(fresh if a is aggregate else a, v, e, c) for a, v, e, c in self._decided]
            self._loaded[id_] = fresh

    @property
    def is_empty(self) -> bool:
        return not (self._decided or self._told or self._inbox)

    async def save(self, now: datetime) -> None:
        """Appends everything in one unit. Raises Conflict or Duplicate, and nothing is stored then."""
        if self.is_empty:
            return
        await self._around.store.append(await self._unit(now))
        for aggregate in self._loaded.values():
            self._around.cache.keep(aggregate)

    async def _unit(self, now: datetime) -> Unit:
        await self._around.sealer.prepare(self._persons(), create=True)
        facts = [self._fact_row(fact, about, cause, now) for fact, about, cause in self._told]
        return Unit([self._event_row(*decided, now) for decided in self._decided], facts, list(self._inbox))

    def _persons(self) -> Iterable[UUID]:
        for aggregate, _, event, _ in self._decided:
            if holds_personal(type(event)):
                yield person_of(event, aggregate.id)
        for fact, _, _ in self._told:
            if holds_personal(type(fact)) and fact.sealed_for:
                yield fact.sealed_for

    def _event_row(self, aggregate: Aggregate[Any], version: int, event: Any, cause: Cause, now: datetime) -> EventRow:
        state = self._around.mapper.encode(event, aggregate.id, version)
        return EventRow(aggregate.id, version, event.TOPIC, state, metadata(aggregate.STREAM, cause, now))

    def _fact_row(self, fact: Fact, about: str, cause: Cause, now: datetime) -> FactRow:
        id_ = new_id()
        envelope = Envelope(
            id=id_,
            type=fact.type(),
            source=f"/{self._around.service}",
            about=about,
            time=now,
            tenant=fact.tenant,
            correlation=cause.correlation,
            causation=cause.id,
            traceparent=cause.traceparent,
        )
        seal = None
        if (person := fact.sealed_for) is not None and holds_personal(type(fact)):
            sealer = self._around.sealer
            seal = {"seal": lambda value: sealer.seal(person, value, str(id_))}
        body = clean(lambda: fact.model_dump_json(context=seal).encode(), fact.NAME)
        return FactRow(id_, fact.subject, msgspec.json.encode(envelope.headers()).decode(), body)


def metadata(stream: str, cause: Cause, now: datetime) -> str:
    """The metadata of an event: its id, the kind of its stream, when, who and why."""
    return msgspec.json.encode(
        {
            "id": new_id(),
            "stream": stream,
            "at": now,
            "actor": cause.actor,
            "correlation": cause.correlation,
            "causation": cause.id,
            "traceparent": cause.traceparent,
        }
    ).decode()
