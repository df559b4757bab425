"""Proof that the store is enough: everything is rebuilt from stored events alone, and compared by digest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from msgspec import json

from chassis.aggregate import STREAMS
from chassis.follow.showing import REPLAYING, SERVING, Showing, cursor_of
from chassis.running.running import Running
from chassis.running.states import Kept, States, keep, last_kept
from chassis.store.event_store import COLUMNS
from chassis.store.postgres import LOST
from chassis.store.unit import StoredRow
from chassis.views import View

PAGE = 5_000
END = "SELECT coalesce(max(notification_id), 0) FROM store.stored_events"


@dataclass(slots=True)
class Replayed:
    """What a replay found: digests (SHA-256, hex) of the rebuilt state and of what the service serves.

    `notes` name, in words, what was skipped and what waits; `complete` says whether every event reached its aggregate
    and every view. Without that, equal digests prove nothing. `changed` are the states of aggregates that an earlier
    replay found otherwise at the same position: nothing serves these, so they are compared with what was kept then.
    `states` and `views` are the rebuilt digests one by one, by kind of aggregate and by name of view.
    """

    events: int = 0
    streams: int = 0
    rebuilt: str = ""
    serving: str = ""
    complete: bool = True
    notes: list[str] = field(default_factory=list)
    changed: list[Kept] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        return self.complete and not self.changed and self.rebuilt == self.serving

    def not_reached(self, note: str) -> None:
        self.complete = False
        self.notes.append(f"not reached: {note}")


async def replay(running: Running) -> Replayed:
    """Rebuilds every aggregate and every view into fresh tables; tells no fact and causes no effect.

    The serving side is read up to the position each view has reached, so the service may run meanwhile.
    """
    found = Replayed()
    end: int = await running.pool.fetchval(END)
    await _states(running, end, found)
    begun = json.encode(sorted(found.states.items()))
    rebuilt, serving = sha256(begun), sha256(begun)
    for follower in running.showing:
        name = cursor_of(follower.view)
        until = await running.pool.fetchval("SELECT position FROM store.cursors WHERE name = $1", name)
        if until is None:
            raise RuntimeError(f"the view {follower.view.name} was never built: start the service once")
        await rebuild(running, follower, until, found)
        rebuilt.update(found.views[name].encode())
        serving.update((await _view_digest(running, SERVING, follower.view)).encode())
    found.rebuilt, found.serving = rebuilt.hexdigest(), serving.hexdigest()
    await _note_what_is_set_aside(running, found)
    if found.complete:
        changed = {kept.kind for kept in found.changed}
        await keep(running.pool, {kind: said for kind, said in found.states.items() if kind not in changed}, end)
    return found


async def from_events(running: Running) -> Replayed:
    """Every aggregate and every view of a store, whatever serves: nothing is compared and nothing kept."""
    found = Replayed()
    end: int = await running.pool.fetchval(END)
    await _states(running, end, found)
    for follower in running.showing:
        await rebuild(running, follower, end, found)
    return found


async def rebuild(running: Running, follower: Showing, until: int, found: Replayed) -> None:
    """One view from events alone, beside what serves; its digest comes to `found`."""
    name = cursor_of(follower.view)
    built = await follower.build(REPLAYING, until)
    if built.stopped:
        reason = running.set_aside.reason_of(built.stopped.cause)
        found.not_reached(f"{name} from {built.stopped} on, which it serves and cannot be rebuilt: {reason}")
    found.views[name] = await _view_digest(running, REPLAYING, follower.view)


async def _note_what_is_set_aside(running: Running, found: Replayed) -> None:
    """Notes what is set aside: for a view, it makes the proof incomplete; acts, schedules and facts are only named."""
    for aside in await running.set_aside.open():
        if aside.follower.startswith("view:"):
            found.not_reached(aside.line)
        else:
            found.notes.append(f"waits: {aside.line}")
    for aside in await running.set_aside.passed_over([cursor_of(follower.view) for follower in running.showing]):
        why = f"by {aside.skipped_by} on {aside.skipped_at:%Y-%m-%d}: {aside.skip_reason}"
        found.notes.append(f"skipped: {aside.follower} without {aside.topic} at {aside.position}, {why}")


async def _view_digest(running: Running, schema: str, view: View) -> str:
    """The canonical text of every row of every table, in an order that does not depend on how the rows came."""
    digest = sha256()
    async with running.pool.transaction(schema) as db:
        await db.execute("SET LOCAL timezone = 'UTC'")
        for table in view.tables:
            digest.update(table.encode())
            async for row in db.cursor(f'SELECT t::text AS row FROM {schema}.{table} t ORDER BY t::text COLLATE "C"'):
                digest.update(row["row"].encode() + b"\n")
    return digest.hexdigest()


async def _states(running: Running, end: int, found: Replayed) -> None:
    """Every aggregate from its events, and its state where an earlier replay kept one."""
    states = States(await last_kept(running.pool))
    async for kind, stream, rows in _streams(running, end):
        found.streams, found.events = found.streams + 1, found.events + len(rows)
        at = rows[0]
        try:
            aggregate, noted = STREAMS[kind](stream), states.until(kind)
            await running.sealer.prepare_for(row.state for row in rows)
            for at, then in zip(rows, [*rows[1:], None], strict=True):
                aggregate.replay(running.mapper.decode(at.topic, at.state, at.stream, at.version))
                if at.position <= noted and (then is None or then.position > noted):
                    states.as_it_was(kind, aggregate)
            states.as_it_is(kind, aggregate)
        except Exception as error:
            if isinstance(error, LOST):
                raise
            reason = running.set_aside.reason_of(error)
            found.not_reached(f"{kind} {stream} from {at.topic} at {at.position} on: {reason}")
    found.states, found.changed = states.digests(), states.changed()


async def _streams(running: Running, end: int) -> AsyncIterator[tuple[str, UUID, list[StoredRow]]]:
    """Every stream with its kind and rows up to a position, in order of id."""
    sql = f"""SELECT {COLUMNS} FROM store.stored_events WHERE notification_id <= $1
              ORDER BY originator_id, originator_version"""
    rows: list[StoredRow] = []
    async with running.pool.transaction() as db:
        async for record in db.cursor(sql, end, prefetch=PAGE):
            row = StoredRow(*record)
            if rows and rows[0].stream != row.stream:
                yield _kind_of(rows[0]), rows[0].stream, rows
                rows = []
            rows.append(row)
    if rows:
        yield _kind_of(rows[0]), rows[0].stream, rows


def _kind_of(row: StoredRow) -> str:
    kind: str = json.decode(row.metadata)["stream"]
    return kind
