"""An event: a frozen Struct with a stable topic, which records what has happened and is stored for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform
from uuid import UUID

import msgspec
from msgspec import StructMeta

TOPICS: dict[str, type[Event]] = {}
"""Every event class by its topic."""

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: dict[str, tuple[str, Upcaster]] = {}
"""Maps an old topic to the next topic and its upcaster. Chains end at a topic of today."""


class EventMeta(StructMeta):
    """Adds the class keyword `topic` to msgspec's own; it must be taken out before StructMeta sees it."""

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        /,
        *,
        topic: str = "",
        **config: Any,
    ) -> EventMeta:
        namespace["TOPIC"] = topic
        cls = super().__new__(mcls, name, bases, namespace, **{"frozen": True, "kw_only": True, **config})
        if any(isinstance(base, EventMeta) for base in bases):
            if not topic:
                raise TypeError(f'{name}: an event needs topic="service.event_name.vN"')
            if topic in TOPICS:
                raise TypeError(f"{name}: the topic {topic} belongs to {TOPICS[topic].__name__}")
            TOPICS[topic] = cls  # type: ignore[assignment]
        return cls


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Event(msgspec.Struct, metaclass=EventMeta, frozen=True, kw_only=True):
    """The base of all events. Add fields with defaults; anything else is a new version with an upcaster.

    Personal fields are encrypted with the key of `person`, if it has one, else of `company`, else of the stream.
    """

    TOPIC: ClassVar[str]


def upcaster(old: str, new: str) -> Callable[[Upcaster], Upcaster]:
    """Registers a pure function that raises the decoded state of topic `old` to that of topic `new`."""

    def register(raise_state: Upcaster) -> Upcaster:
        if old in UPCASTERS or old in TOPICS:
            raise TypeError(f"the topic {old} is raised already or still in use")
        UPCASTERS[old] = (new, raise_state)
        return raise_state

    return register


def lineage(topic: str) -> tuple[str, ...]:
    """A topic and every older one whose events are raised to it, the newest first."""
    older = [old for old, (new, _) in UPCASTERS.items() if new == topic]
    return (topic, *(name for old in older for name in lineage(old)))


def newest(topic: str) -> str:
    """The topic of today to which events of a stored topic are raised."""
    while topic in UPCASTERS:
        topic = UPCASTERS[topic][0]
    return topic


E = TypeVar("E", bound=Event)


class Happened(msgspec.Struct, Generic[E], frozen=True, kw_only=True):
    """An event with its place in the store, as followers and effects get it.

    `id` is the event's own, `stream` the aggregate's; `position` is dense over the whole store, `version` over
    the stream. `at` is when it was decided.
    """

    event: E
    id: UUID
    stream: UUID
    version: int
    position: int
    at: datetime
    correlation: UUID
    causation: UUID | None = None
    actor: str = ""
    traceparent: str = ""
