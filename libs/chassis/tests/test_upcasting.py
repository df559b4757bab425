"""An event that was stored years ago is raised to today's class for everybody: aggregate, view, act, schedule, replay.

Looked for besides: the store in memory of Rehearsals, which raises by class; and two steps of raising.
"""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis import Act, Acting, Aggregate, Command, Db, Due, Event, Happened, Service, Session, View, upcaster
from chassis.errors import Poison
from chassis.event import UPCASTERS, lineage, newest
from chassis.ids import new_id
from chassis.running.replay import replay
from chassis.running.running import Running
from chassis.session import Cause, metadata
from chassis.store.unit import EventRow, Unit
from chassis.testing import Rehearsal

from .small_services import Pair, eventually, now


class ParcelLeft(Event, topic="old_post.parcel_left.v3"):
    company: UUID
    grams: int
    colour: str


class ParcelNoted(Event, topic="old_post.parcel_noted.v1"):
    by: str


@upcaster("old_post.parcel_left.v1", "old_post.parcel_left.v2")
def weighed(state: dict[str, Any]) -> dict[str, Any]:
    return {"company": state["company"], "grams": round(float(state["kilos"]) * 1000)}


@upcaster("old_post.parcel_left.v2", "old_post.parcel_left.v3")
def coloured(state: dict[str, Any]) -> dict[str, Any]:
    return state | {"colour": "brown"}


class NoteParcel(Command, lane="parcel"):
    parcel: UUID
    by: str


class Parcel(Aggregate[ParcelLeft | ParcelNoted], stream="old_post.parcel"):
    grams = 0
    noted: frozenset[str] = frozenset()

    def note(self, command: NoteParcel) -> None:
        """Notes each event once for each follower."""
        if command.by not in self.noted:
            self.record(ParcelNoted(by=command.by))

    def evolve(self, event: ParcelLeft | ParcelNoted) -> None:
        match event:
            case ParcelLeft():
                self.grams = event.grams
            case ParcelNoted():
                self.noted |= {event.by}


class Parcels(View):
    name, version, tables = "parcels", 1, ("parcels",)
    ddl = "CREATE TABLE parcels (id uuid PRIMARY KEY, grams int, colour text)"
    follows = (ParcelLeft,)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        event: ParcelLeft = happened.event
        await db.execute("INSERT INTO parcels VALUES ($1, $2, $3)", happened.stream, event.grams, event.colour)


class NewParcels(Parcels):
    version = 2


async def stamp(event: ParcelLeft, acting: Acting) -> NoteParcel:
    return NoteParcel(parcel=acting.stream, by=f"act {event.grams}", at=acting.now)


def look_later(event: ParcelLeft, happened: Happened[ParcelLeft]) -> Due:
    at = happened.at + timedelta(milliseconds=10)
    return Due(at, NoteParcel(parcel=happened.stream, by=f"schedule {event.grams}", at=at))


async def note_parcel(command: NoteParcel, session: Session) -> None:
    (await session.load(Parcel, command.parcel)).note(command)


old_post = Service(
    name="portal",
    handles={NoteParcel: note_parcel},
    acts={ParcelLeft: Act(stamp)},
    schedules={ParcelLeft: look_later},
    shows=[Parcels],
)


async def left_years_ago(running: Running, topic: str = "old_post.parcel_left.v1", **state: Any) -> UUID:
    """A stored event of an old topic, as an older release wrote it."""
    stream, cause = new_id(), Cause(new_id(), new_id(), now())
    content = json.dumps({"company": str(uuid4()), **(state or {"kilos": "1.5"})}).encode()
    row = EventRow(stream, 1, topic, content, metadata("old_post.parcel", cause, now()))
    await running.store.append(Unit(events=[row]))
    return stream


async def shown(running: Running) -> list[tuple[UUID, int, str]]:
    exists = await running.db.fetchval("SELECT to_regclass('views.parcels') IS NOT NULL")
    rows = await running.db.fetch("SELECT id, grams, colour FROM parcels ORDER BY id") if exists else []
    return [tuple(row) for row in rows]


async def noted(running: Running, parcel: UUID) -> frozenset[str]:
    return (await Session(running.around).load(Parcel, parcel)).noted


async def test_everybody_who_follows_it_is_given_the_event_of_today(pair: Pair) -> None:
    async with pair.running(old_post) as running:
        parcel = await left_years_ago(running)

        async def everywhere() -> bool:
            both = await noted(running, parcel) == {"act 1500", "schedule 1500"}
            return both and await shown(running) == [(parcel, 1500, "brown")]

        await eventually(everywhere)
        assert (await replay(running)).equal
        await running.pool.execute("DELETE FROM parcels")
        assert not (await replay(running)).equal, "a replay that raises nothing would find both sides empty"


async def test_a_view_that_is_built_anew_has_what_was_stored_before_the_upcaster(pair: Pair) -> None:
    async with pair.running(old_post) as running:
        parcels = sorted([await left_years_ago(running), await left_years_ago(running)])

        async def both() -> bool:
            return len(await shown(running)) == 2

        await eventually(both)
    async with pair.running(replace(old_post, shows=[NewParcels])) as running:
        await eventually(running.views_serve)
        assert await shown(running) == [(parcel, 1500, "brown") for parcel in parcels]


async def test_a_middle_version_is_raised_from_where_it_stands(pair: Pair) -> None:
    async with pair.running(old_post) as running:
        parcel = await left_years_ago(running, "old_post.parcel_left.v2", grams=20)

        async def there() -> bool:
            return await shown(running) == [(parcel, 20, "brown")]

        await eventually(there)


def test_a_topic_knows_its_line() -> None:
    assert lineage(ParcelLeft.TOPIC) == (
        "old_post.parcel_left.v3",
        "old_post.parcel_left.v2",
        "old_post.parcel_left.v1",
    )
    assert newest("old_post.parcel_left.v1") == ParcelLeft.TOPIC
    assert newest("old_post.unknown.v1") == "old_post.unknown.v1"


async def test_without_the_upcaster_the_event_is_unknown(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """This shows that the tests above depend on the upcaster."""
    monkeypatch.delitem(UPCASTERS, "old_post.parcel_left.v1")
    async with pair.running(old_post) as running:
        parcel = await left_years_ago(running)
        await eventually(running.views_serve)
        assert await running.shown(await running.store.head(), 5)
        assert await shown(running) == []
        with pytest.raises(Poison):
            await noted(running, parcel)


async def test_a_rehearsal_raises_as_the_real_store_does() -> None:
    rehearsal = Rehearsal(old_post)
    cause = Cause(new_id(), new_id(), rehearsal.now)
    state = json.dumps({"company": str(uuid4()), "kilos": "0.2"}).encode()
    row = EventRow(new_id(), 1, "old_post.parcel_left.v1", state, metadata("old_post.parcel", cause, rehearsal.now))
    await rehearsal.store.append(Unit(events=[row]))
    await rehearsal.act()
    await rehearsal.pass_time(timedelta(seconds=1))
    parcel = await rehearsal.state(Parcel, row.stream)
    assert parcel.noted == {"act 200", "schedule 200"}
