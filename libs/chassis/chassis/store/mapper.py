"""Converts events to stored bytes and back: typed, upcast to today's version, with personal fields encrypted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec

from chassis.errors import Newer, clean
from chassis.event import TOPICS, UPCASTERS, Event, Happened
from chassis.person.sealing import MARK, Sealer
from chassis.store.unit import StoredRow
from contracts.fact import Personal


class Mapper:
    """The mapper of one service process; it is not thread-safe."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._person: UUID | None = None
        self._stream, self._version = UUID(int=0), 0
        self._encoder = msgspec.json.Encoder(enc_hook=self._seal)
        self._decoders: dict[str, msgspec.json.Decoder[Event]] = {}

    def encode(self, event: Event, stream: UUID, version: int) -> bytes:
        """Encodes the state as it is stored. The key of the event's person must be at hand."""
        self._person, self._stream, self._version = person_of(event, stream), stream, version
        return clean(lambda: self._encoder.encode(event), event.TOPIC)

    def decode(self, topic: str, state: bytes, stream: UUID, version: int) -> Event:
        """Decodes and upcasts an event. Raises Newer when no class or upcaster knows the topic."""
        self._stream, self._version = stream, version
        decoder = self._decoders.get(topic)
        if decoder is not None:
            return decoder.decode(state)
        if topic in TOPICS:
            self._decoders[topic] = msgspec.json.Decoder(TOPICS[topic], dec_hook=self._open)
            return self._decoders[topic].decode(state)
        return self._raised(topic, state)

    def _raised(self, topic: str, state: bytes) -> Event:
        if topic not in UPCASTERS:
            raise Newer(f"no event class knows the topic {topic}")
        content = msgspec.json.decode(state)
        while topic in UPCASTERS:
            topic, raise_state = UPCASTERS[topic]
            content = raise_state(content)
        return msgspec.convert(content, TOPICS[topic], dec_hook=self._open)

    def _seal(self, value: Any) -> Any:
        if not isinstance(value, Personal):
            raise NotImplementedError(f"an event cannot hold a {type(value).__name__}")
        if value.is_redacted:
            return value._value
        assert self._person is not None
        return self._sealer.seal(self._person, value.reveal(), self._place())

    def _place(self) -> str:
        """The place that an encrypted value is bound to; made only when needed, since formatting an id costs time."""
        return f"{self._stream}/{self._version}"

    def _open(self, kind: Any, stored: Any) -> Any:
        sealed = isinstance(stored, str) and stored.startswith(MARK)
        value = self._sealer.open(stored, self._place()) if sealed else stored
        inner = (get_args(kind) or (Any,))[0]
        return Personal(value if inner is Any or isinstance(value, str) else msgspec.convert(value, inner))


def person_of(event: Event, stream: UUID) -> UUID:
    """The person or company whose key encrypts the personal fields of an event."""
    return getattr(event, "person", None) or getattr(event, "company", None) or stream


_PERSONAL: dict[type, bool] = {}


def holds_personal(kind: type) -> bool:
    """Whether a class of events has a personal field, at any depth."""
    if kind not in _PERSONAL:
        _PERSONAL[kind] = any(_mentions_personal(hint, set()) for hint in get_type_hints(kind).values())
    return _PERSONAL[kind]


def _mentions_personal(hint: Any, seen: set[Any]) -> bool:
    if re.search(r"\bPersonal\b", str(hint)):
        return True
    if not isinstance(hint, type) or hint in seen or hint.__module__ == "builtins":
        return any(_mentions_personal(argument, seen) for argument in get_args(hint) if argument is not hint)
    seen.add(hint)
    nested = getattr(hint, "__annotations__", {})
    return bool(nested) and any(_mentions_personal(inner, seen) for inner in get_type_hints(hint).values())


def happened(row: StoredRow, event: Event) -> Happened[Any]:
    """Joins a stored row and its event."""
    metadata: Mapping[str, Any] = msgspec.json.decode(row.metadata)
    return Happened(
        event=event,
        id=UUID(metadata["id"]),
        stream=row.stream,
        version=row.version,
        position=row.position,
        at=datetime.fromisoformat(metadata["at"]),
        correlation=UUID(metadata["correlation"]),
        causation=UUID(metadata["causation"]) if metadata.get("causation") else None,
        actor=metadata.get("actor", ""),
        traceparent=metadata.get("traceparent", ""),
    )
