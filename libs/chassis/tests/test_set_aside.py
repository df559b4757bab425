"""What a view cannot take stops that view alone: named in health and a replay, taken after a new release, or skipped.

The NUL of finding C1 stands for every fault that comes back however often one tries; siblings that were looked for:
an event of an unknown topic, a broken seal, an argument that asyncpg itself refuses, a person who was erased.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from chassis import Db, Event, Happened, Service, View
from chassis.ids import new_id
from chassis.running.health import positions, unready
from chassis.running.replay import replay
from chassis.running.running import Running
from chassis.session import Cause, metadata
from chassis.store.set_aside import Aside
from chassis.store.unit import EventRow, Unit
from chassis.testing import unguarded
from contracts.fact import Personal

from .small_services import OrderConfirmed, OrderWanted, Pair, Wishes, eventually, now, small_portal

QUICK = {"set_aside_retry_delays_s": (600,)}
"""Settings by which nothing is tried again during a test, except at a start or on request."""


class Quantities(View):
    """A second view, which never reads the note."""

    name, version, tables = "quantities", 1, ("quantities",)
    ddl = "CREATE TABLE quantities (id uuid PRIMARY KEY, quantity int)"
    follows = (OrderWanted,)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        await db.execute("INSERT INTO quantities VALUES ($1, $2)", happened.stream, happened.event.quantity)


class CleanWishes(Wishes):
    """The view in a release without the fault."""

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        event = happened.event
        if isinstance(event, OrderWanted):
            event = msgspec.structs.replace(event, note=Personal(event.note.reveal().replace("\0", "")))
        await super().follow(msgspec.structs.replace(happened, event=event), db)


class NewCleanWishes(CleanWishes):
    version = 2


class NewWishes(Wishes):
    version = 2


class LoneWishes(Wishes):
    independent = True


class LoneCleanWishes(CleanWishes):
    independent = True


def showing(*views: type[View]) -> Service:
    return replace(small_portal, hears={}, tells={}, shows=views)


async def stored(running: Running, *events: Event, raw: Callable[[bytes], bytes] = bytes) -> UUID:
    """Writes events of a new wish to the store without the checks of the aggregate."""
    stream, cause = new_id(), Cause(new_id(), new_id(), now())
    rows = []
    await running.sealer.prepare([event.company for event in events if hasattr(event, "company")], create=True)
    for version, event in enumerate(events, 1):
        with unguarded():
            state = raw(running.mapper.encode(event, stream, version))
        rows.append(EventRow(stream, version, event.TOPIC, state, metadata("small_portal.wish", cause, now())))
    await running.store.append(Unit(events=rows))
    running.signals.nudge()
    return stream


def wanted(note: str = "Åsa Öst", quantity: int = 100, company: UUID | None = None) -> OrderWanted:
    return OrderWanted(company=company or uuid4(), quantity=quantity, note=Personal(note))


async def shown(running: Running, table: str, streams: list[UUID]) -> None:
    """Waits until exactly these rows are there."""

    async def look() -> bool:
        exists = await running.db.fetchval("SELECT to_regclass($1) IS NOT NULL", f"views.{table}")
        rows = await running.db.fetch(f"SELECT id FROM {table}") if exists else []
        return sorted(row["id"] for row in rows) == sorted(streams)

    await eventually(look)


async def aside(running: Running, follower: str, position: int) -> Aside:
    """Waits until one event alone is set aside for a follower."""
    found: list[Aside] = []

    async def look() -> bool:
        found[:] = [one for one in await running.set_aside.open() if one.follower == follower]
        return bool(found)

    await eventually(look)
    (one,) = found
    assert one.position == position
    return one


async def nothing_aside(running: Running) -> None:
    async def look() -> bool:
        return not await running.set_aside.open()

    await eventually(look)


async def poisoned(running: Running) -> tuple[UUID, UUID, UUID]:
    """A good wish, one with a NUL, which no text column takes, and a good one; both views stand where they will."""
    first, bad, last = [await stored(running, wanted(note)) for note in ("Åsa", "A\0B", "Öst")]
    await shown(running, "quantities", [first, bad, last])
    return first, bad, last


async def test_an_event_that_a_view_cannot_take_stops_that_view_alone(pair: Pair) -> None:
    async with pair.running(showing(Wishes, Quantities), **QUICK) as running:
        first, *_ = await poisoned(running)
        one = await aside(running, "view:wishes@1", 2)
        assert one.stops and one.topic == OrderWanted.TOPIC
        assert "CharacterNotInRepertoireError" in one.reason and "A" + chr(0) not in one.reason
        await shown(running, "wishes", [first])
        assert await unready(running) == ""
        state = await positions(running)
        assert state["set_aside"] == 1 and state["first_set_aside"][0].follower == "view:wishes@1"
        assert await running.shown(await running.store.head(), 5), "nobody waits for a view that stands still"


async def test_a_replay_names_what_it_did_not_reach_and_is_not_equal(pair: Pair) -> None:
    async with pair.running(showing(Wishes, Quantities), **QUICK) as running:
        await poisoned(running)
        one = await aside(running, "view:wishes@1", 2)
        found = await replay(running)
        assert not found.equal and not found.complete
        assert [note for note in found.notes if "view:wishes@1 stands still before" in note]
        await running.set_aside.skip(one.number, "Åsa at the desk", "a test that somebody sent")
        await nothing_aside(running)
        assert await running.shown(3, 5)
        found = await replay(running)
        assert found.equal, found.notes
        (note,) = found.notes
        assert note.startswith("skipped: view:wishes@1") and "Åsa at the desk" in note


async def test_what_is_skipped_is_passed_over_alone_and_a_later_version_passes_it_over_too(pair: Pair) -> None:
    async with pair.running(showing(Wishes, Quantities), **QUICK) as running:
        first, _, last = await poisoned(running)
        one = await aside(running, "view:wishes@1", 2)
        await running.set_aside.skip(one.number, "Åsa", "known")
        await shown(running, "wishes", [first, last])
        with pytest.raises(KeyError):
            await running.set_aside.skip(one.number, "Åsa", "twice")
    async with pair.running(showing(NewWishes, Quantities), **QUICK) as running:

        async def swapped() -> bool:
            return await running.views_serve()

        await eventually(swapped)
        await shown(running, "wishes", [first, last])
        assert await running.set_aside.open() == []
        assert [one.follower for one in await running.set_aside.passed_over(["view:wishes@2"])] == ["view:wishes@2"]
        assert (await replay(running)).equal


@pytest.mark.parametrize("cure", [CleanWishes, NewCleanWishes])
async def test_a_release_that_can_take_it_shows_everything(pair: Pair, cure: type[View]) -> None:
    async with pair.running(showing(Wishes, Quantities), **QUICK) as running:
        streams = await poisoned(running)
        await aside(running, "view:wishes@1", 2)
    async with pair.running(showing(cure, Quantities), **QUICK) as running:
        await shown(running, "wishes", list(streams))
        await nothing_aside(running)
        assert (await replay(running)).equal


async def test_a_release_that_cannot_take_it_stands_still_at_every_start_and_serves(pair: Pair) -> None:
    async with pair.running(showing(Wishes, Quantities), **QUICK) as running:
        first, *_ = await poisoned(running)
        before = await aside(running, "view:wishes@1", 2)
    for view in (Wishes, NewWishes):
        async with pair.running(showing(view, Quantities), **QUICK) as running:

            async def tried(running: Running = running, name: str = f"view:wishes@{view.version}") -> bool:
                found = await running.set_aside.open()
                return [one.follower for one in found if one.tried_at > before.tried_at] == [name]

            await eventually(tried)
            await shown(running, "wishes", [first])
            assert await unready(running) == ""


async def test_a_new_version_that_stops_where_the_old_one_went_on_leaves_the_old_one_serving(pair: Pair) -> None:
    async with pair.running(showing(CleanWishes, Quantities), **QUICK) as running:
        streams = await poisoned(running)
        await shown(running, "wishes", list(streams))
    async with pair.running(showing(NewWishes, Quantities), **QUICK) as running:
        one = await aside(running, "view:wishes@2", 2)
        await shown(running, "wishes", list(streams))
        assert "view:wishes@2" in await unready(running), "a roll-out halts here, and the old replicas go on"
        await running.set_aside.skip(one.number, "Åsa", "the old row was wrong too")
        await shown(running, "wishes", [streams[0], streams[2]])
        assert await unready(running) == ""


async def test_an_independent_view_goes_on_and_takes_it_later(pair: Pair) -> None:
    async with pair.running(showing(LoneWishes, Quantities), **QUICK) as running:
        first, bad, last = await poisoned(running)
        one = await aside(running, "view:wishes@1", 2)
        assert not one.stops
        await shown(running, "wishes", [first, last])
        assert not (await replay(running)).equal
    async with pair.running(showing(LoneCleanWishes, Quantities), **QUICK) as running:
        await shown(running, "wishes", [first, bad, last])
        await nothing_aside(running)
        assert (await replay(running)).equal


def broken_seal(state: bytes) -> bytes:
    return state.replace(b"sealed:v1:", b"sealed:v1:", 1)[:-6] + b'AAAA"}'


@pytest.mark.parametrize(
    ("event", "raw"),
    [
        (wanted(quantity=2**40), bytes),
        (wanted(), broken_seal),
        (wanted(), lambda _state: b"{"),
    ],
    ids=["an argument that asyncpg refuses", "a broken seal", "no JSON"],
)
async def test_whatever_the_fault_is_the_service_lives(
    pair: Pair, event: OrderWanted, raw: Callable[[bytes], bytes]
) -> None:
    async with pair.running(showing(Wishes, Quantities), **QUICK) as running:
        await stored(running, event, raw=raw)
        one = await aside(running, "view:wishes@1", 1)
        assert one.stops
        found = await replay(running)
        assert not found.equal


async def test_a_person_who_was_erased_is_passed_over_by_a_view_that_is_rebuilt(pair: Pair) -> None:
    company = uuid4()
    async with pair.running(showing(Wishes), **QUICK) as running:
        kept = await stored(running, wanted())
        erased = await stored(running, wanted(company=company), OrderConfirmed(company=company))
        await shown(running, "wishes", [kept, erased])
        await running.keys.destroy(company)
    async with pair.running(showing(NewWishes), **QUICK) as running:
        await shown(running, "wishes", [kept])
        assert await running.set_aside.open() == []
        assert (await replay(running)).equal
