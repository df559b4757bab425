"""Replays compare the states of aggregates with what an earlier replay kept, because nothing serves them.

Siblings looked for: a state that differs at the end alone; an aggregate that grew since; an attribute and a field that
came with a release; a person who was erased; an event that no aggregate can take.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from chassis import Event
from chassis.ids import new_id
from chassis.running.replay import Replayed, replay
from chassis.running.running import Running
from chassis.running.states import canonical
from chassis.session import Cause, metadata
from chassis.store.unit import EventRow, Unit
from contracts.fact import Personal

from .small_services import OrderConfirmed, OrderWanted, Pair, Wish, now, small_portal

COMPANY = uuid4()
unseen = replace(small_portal, shows=[])


async def stored(running: Running, *events: Event, stream: UUID | None = None, version: int = 1) -> UUID:
    """Events of a wish, written straight to the store, past every rule."""
    stream = stream or new_id()
    await running.sealer.prepare([COMPANY], create=True)
    rows = [
        EventRow(stream, place, event.TOPIC, running.mapper.encode(event, stream, place), of_a_wish())
        for place, event in enumerate(events, version)
    ]
    await running.store.append(Unit(rows))
    return stream


def of_a_wish() -> str:
    return metadata(Wish.STREAM, Cause(new_id(), new_id(), now()), now())


def wanted(quantity: int) -> OrderWanted:
    return OrderWanted(company=COMPANY, quantity=quantity, note=Personal("Åsa Öst"))


def doubling(self: Wish, event: Any) -> None:
    if isinstance(event, OrderWanted):
        self.quantity = 2 * event.quantity
    else:
        self.confirmed = True


async def replayed(pair: Pair) -> Replayed:
    async with pair.running(unseen) as running:
        return await replay(running)


async def test_an_evolve_that_changed_between_two_replays_is_found(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    async with pair.running(unseen) as running:
        wish = await stored(running, wanted(5))
        assert (await replay(running)).equal
        await stored(running, OrderConfirmed(company=COMPANY), stream=wish, version=2)
        await stored(running, wanted(6))
        assert (await replay(running)).equal, "what came since belongs to no earlier state"
    right = Wish.evolve
    monkeypatch.setattr(Wish, "evolve", doubling)
    for _ in range(2):  # it is not the new standard after having been said once
        found = await replayed(pair)
        assert not found.equal and found.complete
        (changed,) = found.changed
        assert changed.kind == "small_portal.wish@1" and changed.position == 3
        assert "small_portal.wish@1 up to position 3 is not what the replay of" in changed.line
    monkeypatch.setattr(Wish, "evolve", right)
    assert (await replayed(pair)).equal


async def test_a_state_that_is_meant_to_be_another_has_the_next_version(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with pair.running(unseen) as running:
        await stored(running, wanted(5))
        assert (await replay(running)).equal
    monkeypatch.setattr(Wish, "evolve", doubling)
    monkeypatch.setattr(Wish, "STATE", 2)
    assert (await replayed(pair)).equal
    monkeypatch.setattr(Wish, "evolve", lambda self, event: None)
    assert [kept.kind for kept in (await replayed(pair)).changed] == ["small_portal.wish@2"]


async def test_a_person_who_was_erased_changes_no_state(pair: Pair) -> None:
    async with pair.running(unseen) as running:
        await stored(running, wanted(5))
        assert (await replay(running)).equal
        await running.keys.destroy(COMPANY)
    assert (await replayed(pair)).equal


async def test_nothing_is_kept_of_a_replay_that_did_not_reach_everything(pair: Pair) -> None:
    async with pair.running(unseen) as running:
        await stored(running, wanted(5))
        bad = EventRow(new_id(), 1, "small_portal.unknown.v1", b"{}", of_a_wish())
        await running.store.append(Unit([bad]))
        assert not (await replay(running)).complete
        assert await running.pool.fetchval("SELECT count(*) FROM store.states") == 0


async def test_what_was_kept_is_never_changed(pair: Pair) -> None:
    async with pair.running(unseen) as running:
        await stored(running, wanted(5))
        await replay(running)
    owner = await asyncpg.connect(pair.urls["portal"].owner)
    try:
        for statement in ("UPDATE store.states SET digest = ''", "DELETE FROM store.states", "TRUNCATE store.states"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
                await owner.execute(statement)
    finally:
        await owner.close()


class Line(msgspec.Struct):
    item: str


class LineOfToday(msgspec.Struct):
    item: str
    note: str = ""
    marks: list[str] = msgspec.field(default_factory=list)


LineOfToday.__name__ = "Line"


def test_a_field_or_an_attribute_that_came_with_a_release_says_nothing_until_it_is_filled() -> None:
    wish, later = Wish(COMPANY), Wish(COMPANY)
    wish.lines, later.lines = [Line("klip")], [LineOfToday("klip")]  # type: ignore[attr-defined]
    assert canonical("wish", wish) == canonical("wish", later)
    later.quantity = 0
    assert canonical("wish", wish) == canonical("wish", later)
    later.quantity = 1
    assert canonical("wish", wish) != canonical("wish", later)
    later.quantity, later.lines = 0, [LineOfToday("klip", marks=["new"])]  # type: ignore[attr-defined]
    assert canonical("wish", wish) != canonical("wish", later)
