"""Events of every kind of a service with hostile texts in them, made from the classes themselves."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import msgspec
from pydantic import BaseModel, ValidationError

from chassis.aggregate import STREAMS
from chassis.event import TOPICS, Event
from chassis.ids import new_id
from chassis.running.running import Running
from chassis.session import Cause, metadata
from chassis.store.mapper import person_of
from chassis.store.unit import EventRow, Unit
from chassis.testing import unguarded
from contracts.fact import FACTS, Fact, Personal

GOOD = "Åsa"
SURROGATE = "a lone surrogate"
"""Stands for U+D800, which Python does not encode: it is put into the stored bytes, as a foreign program would."""
UNIT_MAX = 20
FIXED: dict[type, str] = {
    date: "2026-11-30",
    datetime: "2026-11-30T12:00:00+00:00",
    time: "12:00:00",
    timedelta: "PT1H",
    Decimal: "1.00",
    bytes: "",
}


def incompressible(length: int) -> str:
    """So many characters that PostgreSQL cannot make small: no index takes them."""
    blocks = (hashlib.sha256(str(n).encode()).hexdigest() for n in range(length // 64 + 1))
    return "".join(blocks)[:length]


HOSTILE = {
    "NUL": "A\0B",
    "control": "A\u0081B",
    "empty": "",
    "surrogate": SURROGATE,
    "long": incompressible(20_000),
}


@dataclass(slots=True)
class Texts:
    """Fills text fields: the one of number `only`, or each of them; counts how many there are."""

    text: str
    only: int | None = None
    seen: int = 0

    def next(self) -> str:
        self.seen += 1
        return self.text if self.only in (None, self.seen) else GOOD


def sample(hint: Any, texts: Texts) -> Any:
    """A value of a type as JSON has it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, NewType):
        return sample(hint.__supertype__, texts)
    if origin in (Annotated, Personal):
        return sample(arguments[0], texts)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return sample(next(kind for kind in arguments if kind is not NoneType), texts)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {sample(arguments[0], texts): sample(arguments[1], texts)}
    if isinstance(origin, type) and issubclass(origin, tuple) and arguments[-1] is not Ellipsis:
        return [sample(kind, texts) for kind in arguments]
    if isinstance(origin, type) and issubclass(origin, Sequence | set | frozenset):
        return [sample(arguments[0], texts)]
    return plain(hint, texts)


def plain(kind: Any, texts: Texts) -> Any:
    if kind in (str, Any):
        return texts.next()
    if kind is UUID:
        return str(uuid4())
    if kind in (int, float, bool):
        return kind(1)
    if kind in FIXED:
        return FIXED[kind]
    if issubclass(kind, Enum):
        return next(iter(kind)).value
    if issubclass(kind, BaseModel):
        return {name: sample(field.annotation, texts) for name, field in kind.model_fields.items()}
    if issubclass(kind, tuple):  # a NamedTuple, which JSON has as an array
        return [sample(hint, texts) for hint in get_type_hints(kind, include_extras=True).values()]
    assert issubclass(kind, msgspec.Struct) or dataclasses.is_dataclass(kind), f"no sample of a {kind} can be made"
    hints = get_type_hints(kind, include_extras=True)
    names = kind.__struct_fields__ if issubclass(kind, msgspec.Struct) else [f.name for f in dataclasses.fields(kind)]
    values = {name: sample(hints[name], texts) for name in names}
    in_order = issubclass(kind, msgspec.Struct) and kind.__struct_config__.array_like
    return list(values.values()) if in_order else values


def variants(kind: Any, text: str, field_by_field: bool) -> Iterator[Any]:
    """The value with the text in all its text fields, or in one after the other."""
    counted = Texts(text)
    whole = plain(kind, counted)
    if not field_by_field:
        yield whole
        return
    for number in range(1, counted.seen + 1):
        yield plain(kind, Texts(text, number))


def events_of(service: str, text: str, field_by_field: bool = False) -> Iterator[Event]:
    """Events of every kind of a service; the portal's also with each fact that it keeps in them."""
    for topic, kind in sorted(TOPICS.items()):
        if topic.startswith(f"{service}.") and service != "portal":
            for content in variants(kind, text, field_by_field):
                yield msgspec.convert(content, kind, dec_hook=personal)
    if service == "portal":
        yield from facts_kept(text, field_by_field)


def facts_kept(text: str, field_by_field: bool) -> Iterator[Event]:
    from portal.app import service as portal
    from portal.telling.events import Acted, Shown

    told: list[type[Fact]] = [kind for kind in FACTS.values() if kind.SERVICE == "portal"]
    for event, kinds in ((Acted, told), (Shown, list(portal.hears))):
        for kind in sorted(kinds, key=lambda kind: kind.type()):
            for content in variants(kind, text, field_by_field):
                body = json.dumps(content, ensure_ascii=False)
                try:
                    kind.read(body.encode())
                except ValidationError:  # a field with a form of its own: the stored text has it
                    continue
                more = {"digest": ""} if event is Acted else {}
                yield event(fact=kind.type(), body=body, **more)  # type: ignore[arg-type]


def personal(kind: Any, value: Any) -> Any:
    assert get_origin(kind) is Personal or kind is Personal, kind
    inner = (get_args(kind) or (Any,))[0]
    return Personal(value if inner in (Any, str) else msgspec.convert(value, inner))


def stream_of(kind: type[Event]) -> str:
    """The kind of stream that an event belongs to, read from the declaration of its aggregate."""
    for name, aggregate in STREAMS.items():
        for base in getattr(aggregate, "__orig_bases__", ()):
            (union,) = get_args(base)
            if kind in (get_args(union) or (union,)):
                return name
    raise AssertionError(f"no aggregate has {kind.__name__}")


async def write(running: Running, events: list[Event]) -> int:
    """Each into a stream of its own, straight into the store; answers with the last position."""
    at = datetime.now(UTC)
    for some in (events[start : start + UNIT_MAX] for start in range(0, len(events), UNIT_MAX)):
        rows = []
        for event in some:
            stream = new_id()
            await running.sealer.prepare([person_of(event, stream)], create=True)
            with unguarded():
                state = running.mapper.encode(event, stream, 1).replace(SURROGATE.encode(), b"\\ud800")
            beside = metadata(stream_of(type(event)), Cause(new_id(), new_id(), at), at)
            rows.append(EventRow(stream, 1, event.TOPIC, state, beside))
        await running.store.append(Unit(events=rows))
    running.signals.nudge()
    return await running.store.head()
