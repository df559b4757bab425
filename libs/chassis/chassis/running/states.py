"""What the states of aggregates say, in one form that outlives releases, and how that is kept with a position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as dataclass_fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from chassis.aggregate import STREAMS, Aggregate
from chassis.store.postgres import Pool
from contracts.fact import Personal

LATEST = "SELECT DISTINCT ON (kind) kind, position, digest, kept_at FROM store.states ORDER BY kind, position DESC"
KEEP = "INSERT INTO store.states (kind, position, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Kept:
    """The states of all aggregates of a kind, as an earlier replay found them at a position."""

    kind: str
    position: int
    digest: str
    kept_at: datetime

    @property
    def line(self) -> str:
        return (
            f"{self.kind} up to position {self.position} is not what the replay of {self.kept_at:%Y-%m-%d} found: "
            "today's evolve reads the same events otherwise (docs/decisions/0041-a-store-that-is-read-for-ever.md)"
        )


class States:
    """Digests over the states of each kind of aggregate: as they are, and as they were where one was kept.

    Streams must come in one order, whichever replay it is. A kind is named with the version of its state:
    `wallet.order@1`.
    """

    def __init__(self, kept: Mapping[str, Kept]) -> None:
        self._kept = kept
        self._now: dict[str, Any] = {}
        self._then: dict[str, Any] = {}

    def until(self, kind: str) -> int:
        """The position at which a state of this kind is to be noted on the way."""
        kept = self._kept.get(named(kind))
        return kept.position if kept else 0

    def as_it_was(self, kind: str, aggregate: Aggregate[Any]) -> None:
        """The state at `until`, of a stream that had begun by then."""
        self._then.setdefault(named(kind), sha256()).update(canonical(kind, aggregate))

    def as_it_is(self, kind: str, aggregate: Aggregate[Any]) -> None:
        self._now.setdefault(named(kind), sha256()).update(canonical(kind, aggregate))

    def digests(self) -> dict[str, str]:
        """The digests so far, by kind of aggregate."""
        return {kind: self._now[kind].hexdigest() for kind in sorted(self._now)}

    def changed(self) -> list[Kept]:
        """What was kept and comes out otherwise today; a kind whose state has another version is another kind."""
        return [
            kept
            for kind, kept in sorted(self._kept.items())
            if kind in self._now and self._then.get(kind, sha256()).hexdigest() != kept.digest
        ]


async def last_kept(pool: Pool) -> dict[str, Kept]:
    """Loads what the last replay kept, by kind of aggregate."""
    return {row["kind"]: Kept(**row) for row in await pool.fetch(LATEST)}


async def keep(pool: Pool, digests: Mapping[str, str], position: int) -> None:
    for kind, digest in digests.items():
        await pool.execute(KEEP, kind, position, digest)


def named(kind: str) -> str:
    """A kind of aggregate with the version of its state."""
    return f"{kind}@{STREAMS[kind].STATE}"


def canonical(kind: str, aggregate: Any) -> bytes:
    """The state of an aggregate as bytes that are equal when, and only when, what it says is.

    What is as it was in the beginning, or as its default, is left out: so an attribute, or a field of an event, that
    comes with a release changes nothing until an event fills it. Of personal data it says only that there is some: an
    erasure changes no state, and no figure gives anything away.
    """
    begun = type(aggregate)(aggregate.id)
    said = [[name, plain(value)] for name, value in sorted(vars(aggregate).items()) if name not in ("_recorded", "id")]
    beyond = [[name, text] for name, text in said if not hasattr(begun, name) or plain(getattr(begun, name)) != text]
    return msgspec.json.encode([kind, str(aggregate.id), beyond]) + b"\n"


def plain(value: Any) -> Any:
    """Converts a value to lists and texts, sorting what has no order. Raises TypeError for what cannot be converted."""
    match value:
        case None | bool() | int() | str():
            return value
        case Enum():
            return plain(value.value)
        case Personal():
            return "personal"
        case UUID() | Decimal() | date() | time() | timedelta():
            return str(value)
        case bytes():
            return value.hex()
        case Mapping():
            return sorted(([plain(key), plain(item)] for key, item in value.items()), key=repr)
        case AbstractSet():
            return sorted((plain(item) for item in value), key=repr)
        case Sequence():
            return [plain(item) for item in value]
        case _:
            said = ([name, plain(item)] for name, item in sorted(beyond_defaults(value).items()))
            return [type(value).__name__, *said]


def beyond_defaults(value: Any) -> dict[str, Any]:
    """The fields of a struct, a dataclass or a plain object that are not as their class says without being told."""
    if isinstance(value, msgspec.Struct):
        known = [(field.name, field.default, field.default_factory) for field in msgspec.structs.fields(value)]
    elif is_dataclass(value):
        known = [(field.name, field.default, field.default_factory) for field in dataclass_fields(value)]
    elif hasattr(value, "__dict__"):
        return dict(vars(value))
    else:
        raise TypeError(f"the state of an aggregate holds a {type(value).__name__}, which has no canonical form")
    held = {name: getattr(value, name) for name, _, _ in known}
    factories = {name: factory() for name, _, factory in known if callable(factory)}
    defaults = {name: default for name, default, _ in known} | factories
    return {name: item for name, item in held.items() if not _same(item, defaults[name])}


def _same(item: Any, default: Any) -> bool:
    return type(item) is type(default) and bool(item == default)
