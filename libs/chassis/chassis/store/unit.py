"""A unit of work as it is stored: events, facts told and messages handled, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID


class EventRow(NamedTuple):
    """One row for `stored_events`; the store gives it its position."""

    stream: UUID
    version: int
    topic: str
    state: bytes
    metadata: str


class StoredRow(NamedTuple):
    """One row of `stored_events`."""

    stream: UUID
    version: int
    topic: str
    state: bytes
    position: int
    recorded_at: datetime
    metadata: str


class LoadedRow(NamedTuple):
    """The columns that rebuilding an aggregate needs; no others are read, because most of the time is spent here."""

    stream: UUID
    version: int
    topic: str
    state: bytes


class FactRow(NamedTuple):
    """One row for the outbox: subject, headers and body as told, with personal fields encrypted."""

    id: UUID
    subject: str
    headers: str
    body: bytes


class InboxKey(NamedTuple):
    """A message that was handled, and by which consumer."""

    consumer: str
    message: UUID


@dataclass(slots=True)
class Unit:
    """What one session appends. The versions of its events say which state it decided on."""

    events: list[EventRow] = field(default_factory=list)
    facts: list[FactRow] = field(default_factory=list)
    inbox: list[InboxKey] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.events or self.facts or self.inbox)


class Store(Protocol):
    """The interface of an event store for sessions."""

    async def load(self, stream: UUID) -> Sequence[LoadedRow]: ...

    async def append(self, unit: Unit) -> None:
        """Appends a unit. Raises Conflict when a stream has moved on, Duplicate when a message was handled before."""
        ...

    async def handled(self, keys: Iterable[InboxKey]) -> set[InboxKey]:
        """Finds out which of these messages were handled before."""
        ...
