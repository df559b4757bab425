"""Proof that the store is enough: everything is rebuilt from stored events alone, and compared by digest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from chassis.aggregate import STREAMS
from chassis.follow.showing import REPLAYING, SERVING, cursor_of
from chassis.running.running import Running
from chassis.store.event_store import COLUMNS
from chassis.store.postgres import LOST
from chassis.store.unit import StoredRow
from contracts.fact import Personal

PAGE = 5_000


@dataclass(slots=True)
class Replayed:
    """What a replay found: digests (SHA-256, hex) of the rebuilt state and of what the service serves.

    `notes` name, in words, what was skipped and what waits; `complete` says whether every event reached its aggregate
    and every view. Without that, equal digests prove nothing.
    """

    events: int = 0
    streams: int = 0
    rebuilt: str = ""
    serving: str = ""
    complete: bool = True
    notes: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return self.complete and self.rebuilt == self.serving

    def not_reached(self, note: str) -> None:
        self.complete = False
        self.notes.append(f"not reached: {note}")


async def replay(running: Running) -> Replayed:
    """Rebuilds every aggregate and every view into fresh tables; tells no fact and causes no effect.

    The serving side is read up to the position each view has reached, so the service may run meanwhile.
    """
    found = Replayed()
    aggregates = await _aggregates_digest(running, found)
    rebuilt, serving = sha256(aggregates), sha256(aggregates)
    for follower in running.showing:
        name = cursor_of(follower.view)
        until = await running.pool.fetchval("SELECT position FROM store.cursors WHERE name = $1", name)
        if until is None:
            raise RuntimeError(f"the view {follower.view.name} was never built: start the service once")
        built = await follower.build(REPLAYING, until)
        if built.stopped:
            reason = running.set_aside.reason_of(built.stopped.cause)
            found.not_reached(f"{name} from {built.stopped} on, which it serves and cannot be rebuilt: {reason}")
        for table in follower.view.tables:
            rebuilt.update(await _table_digest(running, REPLAYING, table))
            serving.update(await _table_digest(running, SERVING, table))
    found.rebuilt, found.serving = rebuilt.hexdigest(), serving.hexdigest()
    await _note_what_is_set_aside(running, found)
    return found


async def _note_what_is_set_aside(running: Running, found: Replayed) -> None:
    """What views lack makes the proof incomplete; acts, schedules and facts that wait are told beside it."""
    for aside in await running.set_aside.open():
        if aside.follower.startswith("view:"):
            found.not_reached(aside.line)
        else:
            found.notes.append(f"waits: {aside.line}")
    for aside in await running.set_aside.passed_over([cursor_of(follower.view) for follower in running.showing]):
        why = f"by {aside.skipped_by} on {aside.skipped_at:%Y-%m-%d}: {aside.skip_reason}"
        found.notes.append(f"skipped: {aside.follower} without {aside.topic} at {aside.position}, {why}")


async def _table_digest(running: Running, schema: str, table: str) -> bytes:
    """The canonical text of every row, in an order that does not depend on how the rows came."""
    digest = sha256(table.encode())
    async with running.pool.transaction(schema) as db:
        async for row in db.cursor(f'SELECT t::text AS row FROM {schema}.{table} t ORDER BY t::text COLLATE "C"'):
            digest.update(row["row"].encode() + b"\n")
    return digest.digest()


async def _aggregates_digest(running: Running, found: Replayed) -> bytes:
    digest = sha256()
    async for kind, stream, rows in _streams(running):
        found.streams, found.events = found.streams + 1, found.events + len(rows)
        at = rows[0]
        try:
            aggregate = STREAMS[kind](stream)
            await running.sealer.prepare_for(row.state for row in rows)
            for at in rows:
                aggregate.replay(running.mapper.decode(at.topic, at.state, at.stream, at.version))
            digest.update(canonical(kind, aggregate))
        except Exception as error:
            if isinstance(error, LOST):
                raise
            reason = running.set_aside.reason_of(error)
            found.not_reached(f"{kind} {stream} from {at.topic} at {at.position} on: {reason}")
    return digest.digest()


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
