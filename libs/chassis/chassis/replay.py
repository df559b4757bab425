"""Proof that the store is enough: everything is rebuilt from stored events alone, and compared by digest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from chassis.aggregate import STREAMS
from chassis.following import SERVING, cursor_of
from chassis.running import Running
from chassis.store import COLUMNS
from chassis.unit import StoredRow
from contracts.fact import Personal

REPLAYING = "views_replay"
PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found: digests (SHA-256, hex) of the rebuilt state and of what the service serves."""

    events: int
    streams: int
    rebuilt: str
    serving: str

    @property
    def equal(self) -> bool:
        return self.rebuilt == self.serving


async def replay(running: Running) -> Replayed:
    """Rebuilds every aggregate and every view into fresh tables; tells no fact and causes no effect.

    The serving side is read up to the position each view has reached, so the service may run meanwhile.
    """
    aggregates, events, streams = await _aggregates_digest(running)
    rebuilt, serving = sha256(aggregates), sha256(aggregates)
    for follower in running.followers:
        name = cursor_of(follower.view)
        until = await running.pool.fetchval("SELECT position FROM store.cursors WHERE name = $1", name)
        if until is None:
            raise RuntimeError(f"the view {follower.view.name} was never built: start the service once")
        await follower.build(REPLAYING, until)
        for table in follower.view.tables:
            rebuilt.update(await _table_digest(running, REPLAYING, table))
            serving.update(await _table_digest(running, SERVING, table))
    return Replayed(events, streams, rebuilt.hexdigest(), serving.hexdigest())


async def _table_digest(running: Running, schema: str, table: str) -> bytes:
    """The canonical text of every row, in an order that does not depend on how the rows came."""
    digest = sha256(table.encode())
    async with running.pool.transaction(schema) as db:
        async for row in db.cursor(f'SELECT t::text AS row FROM {schema}.{table} t ORDER BY t::text COLLATE "C"'):
            digest.update(row["row"].encode() + b"\n")
    return digest.digest()


async def _aggregates_digest(running: Running) -> tuple[bytes, int, int]:
    digest, streams, events = sha256(), 0, 0
    async for kind, stream, rows in _streams(running):
        aggregate = STREAMS[kind](stream)
        await running.sealer.prepare_for(row.state for row in rows)
        for row in rows:
            aggregate.replay(running.mapper.decode(row.topic, row.state, row.stream, row.version))
        digest.update(canonical(kind, aggregate))
        streams, events = streams + 1, events + len(rows)
    return digest.digest(), events, streams


async def _streams(running: Running) -> AsyncIterator[tuple[str, UUID, list[StoredRow]]]:
    """Every stream with its kind and rows, in order of id."""
    sql = f"SELECT {COLUMNS} FROM store.stored_events ORDER BY originator_id, originator_version"
    rows: list[StoredRow] = []
    async with running.pool.transaction() as db:
        async for record in db.cursor(sql, prefetch=PAGE):
            row = StoredRow(*record)
            if rows and rows[0].stream != row.stream:
                yield _kind_of(rows[0]), rows[0].stream, rows
                rows = []
            rows.append(row)
    if rows:
        yield _kind_of(rows[0]), rows[0].stream, rows


def _kind_of(row: StoredRow) -> str:
    kind: str = msgspec.json.decode(row.metadata)["stream"]
    return kind


def canonical(kind: str, aggregate: Any) -> bytes:
    """The state of an aggregate as bytes that are equal when, and only when, the state is."""
    state = {name: value for name, value in vars(aggregate).items() if name != "_recorded"}
    return msgspec.json.encode([kind, plain(state)]) + b"\n"


def plain(value: Any) -> Any:
    """A value as lists and texts; what has no order of its own gets one. Raises TypeError for what has no such form."""
    match value:
        case None | bool() | int() | str():
            return value
        case Enum():
            return plain(value.value)
        case Personal():  # by a digest, so that no figure gives one away
            return "redacted" if value.is_redacted else sha256(repr(plain(value.reveal())).encode()).hexdigest()
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
            return [type(value).__name__, *([name, plain(getattr(value, name))] for name in fields_of(value))]


def fields_of(value: Any) -> list[str]:
    """The fields of a struct, a dataclass or a plain object, in order of name."""
    if isinstance(value, msgspec.Struct):
        return sorted(value.__struct_fields__)
    if is_dataclass(value):
        return sorted(field.name for field in fields(value))
    if hasattr(value, "__dict__"):
        return sorted(vars(value))
    raise TypeError(f"the state of an aggregate holds a {type(value).__name__}, which has no canonical form")
