"""Events read together from the log: each decoded once for everybody who follows it, or named as unreadable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.event import TOPICS, Event, Happened, lineage, newest
from chassis.person.sealing import MARK, Sealer
from chassis.store.mapper import Mapper, happened
from chassis.store.postgres import LOST
from chassis.store.unit import StoredRow


@dataclass(frozen=True, slots=True)
class Read:
    """One stored event, or the error with which it cannot be read. `kind` is its class of today, None if unknown."""

    row: StoredRow
    kind: type[Event] | None
    happened: Happened[Any] | None = None
    error: Exception | None = None

    def opened(self) -> Happened[Any]:
        """Returns the event. Raises the error with which it could not be read."""
        if self.happened is None:
            assert self.error is not None
            raise self.error
        return self.happened


@dataclass(frozen=True, slots=True)
class Batch:
    """The events after one position and up to another."""

    before: int
    reached: int
    events: Sequence[Read]

    def of(self, kinds: Collection[type[Event]]) -> list[Read]:
        """Lists the events of these classes, in order."""
        return [event for event in self.events if event.kind in kinds]


def topics_of(kinds: Iterable[type[Event]]) -> list[str]:
    """Every topic under which events of these classes may be stored: today's, and those that are raised to it."""
    return sorted({topic for kind in kinds for topic in lineage(kind.TOPIC)})


def kind_of(topic: str) -> type[Event] | None:
    """The class of a stored topic today; None when the code no longer knows the topic."""
    return TOPICS.get(newest(topic))


async def read(rows: Sequence[StoredRow], sealer: Sealer, mapper: Mapper) -> list[Read]:
    """Decrypts and decodes rows; an error concerns its row alone. Raises only when the database is away."""
    await sealer.prepare_what_can_be(row.state for row in rows)
    return [await _read(row, sealer, mapper) for row in rows]


async def _read(row: StoredRow, sealer: Sealer, mapper: Mapper) -> Read:
    kind = kind_of(row.topic)
    try:
        if MARK.encode() in row.state:
            await sealer.prepare_for([row.state])
        event = mapper.decode(row.topic, row.state, row.stream, row.version)
        return Read(row, kind, happened(row, event))
    except Exception as error:
        if isinstance(error, LOST):
            raise
        return Read(row, kind, error=error)
