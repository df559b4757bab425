"""Events of every kind with hostile texts, past every edge, in the store of every service: each service lives.

What is proven of each: the process goes on and is ready; health names what was set aside; every other view comes to the
end of the store; a replay names what was not reached; an operator who skips sees the rest.
"""

import base64
import importlib
import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import structlog

import chassis.follow.showing
import chassis.store.set_aside
from chassis import Act, Acting, Event, Service
from chassis.bus.declarations import resources
from chassis.running.health import positions, unready
from chassis.running.replay import replay
from chassis.running.running import Running
from chassis.settings import Settings
from devstack.nats import EmbeddedNats
from devstack.network import SERVICES
from devstack.provisioner import provision
from devstack.testing import DatabaseFactory

from .poisoned import GOOD, HOSTILE, SURROGATE, events_of, incompressible, write

PATIENCE_S = 120
UNREADABLE_MAX = 3
"""What no follower can even read stops all of them: a few are enough."""


@pytest.fixture(autouse=True)
def quick_and_quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Followers look at once, and nobody prints the tracebacks, which hold every hostile text."""
    for module in (chassis.follow.showing, chassis.store.set_aside):
        monkeypatch.setattr(module, "LOOK_S", 0.05)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
def deaths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Exit codes of a process that would have died."""
    found: list[int] = []
    monkeypatch.setattr(os, "_exit", found.append)
    return found


@pytest.fixture
def bus() -> Iterator[EmbeddedNats]:
    """A bus of one's own: one that another database has told its facts would be ahead of this one."""
    with EmbeddedNats(durable=False) as server:
        yield server


async def nothing(event: Any, acting: Acting) -> None:
    """Stands for the outside world."""


@asynccontextmanager
async def alone(name: str, database: DatabaseFactory, bus: EmbeddedNats) -> AsyncIterator[Running]:
    """A service with its views, acts and schedules; it hears nobody, and the outside world does nothing."""
    whole: Service = importlib.import_module(f"{name}.app").service
    acts = {kind: Act(nothing, act.destination, act.at_once) for kind, act in whole.acts.items()}
    service = replace(whole, hears={}, uses=(), site=None, acts=acts)
    await provision(bus.url, resources([service]))
    settings = Settings(
        database_url=(await database(name)).app,
        nats_url=bus.url,
        master_key=base64.b64encode(os.urandom(32)).decode(),
        set_aside_retry_delays_s=(3600,),
        schedule_retry_delays_s=(3600, 3600),
    )
    running = Running(service, settings)
    await running.open()
    await running.serve()
    try:
        yield running
    finally:
        await running.stop()


async def settled(running: Running, head: int) -> None:
    """Waits until each follower has come to the end of the store, or stands still before what it cannot take."""
    followers = [view.cursor for view in running.showing]
    followers += ["acts"] if running.service.acts else []
    followers += [running.reader.schedules.cursor] if running.service.schedules else []

    async def look() -> bool | None:
        behind = """SELECT true FROM unnest($1::text[]) AS f(name) LEFT JOIN store.cursors c USING (name)
                    WHERE coalesce(c.position, 0) < $2 AND NOT EXISTS
                      (SELECT FROM store.set_aside s WHERE s.follower = f.name AND s.stops AND s.skipped_at IS NULL
                       AND s.solved_at IS NULL) LIMIT 1"""
        return None if await running.pool.fetchval(behind, followers, head) else True

    assert await running.until(look, PATIENCE_S)


async def lives(running: Running, head: int, deaths: list[int]) -> None:
    await settled(running, head)
    assert deaths == []
    assert await unready(running) == ""
    aside = await running.what_is_set_aside()
    assert (await positions(running))["set_aside"] == len(aside)
    found = await replay(running)
    views = [one for one in aside if one.follower.startswith("view:")]
    for one in aside:
        assert [note for note in found.notes if one.follower in note and f"at {one.position}:" in note], one
    assert found.complete == (not any(note.startswith("not reached") for note in found.notes))
    assert not found.equal or not views
    assert found.rebuilt == found.serving, "what was reached is what the events make of it"


async def skipped_until_the_end(running: Running, head: int) -> None:
    """An operator skips whatever a view stands still before, again and again."""
    while True:
        await settled(running, head)
        stopped = [one for one in await running.what_is_set_aside() if one.stops]
        if not stopped:
            return
        for one in stopped:
            await running.set_aside.skip(one.number, "an operator of tests", "it is hostile")


async def story(running: Running, texts: dict[str, str], deaths: list[int], field_by_field: bool = False) -> None:
    name = running.service.name
    plain = await write(running, list(events_of(name, GOOD)))
    for text in texts.values():
        events = list(events_of(name, text, field_by_field))
        await write(running, events[:UNREADABLE_MAX] if text == SURROGATE else events)
    last_hostile = await running.store.head()
    head = await write(running, list(events_of(name, GOOD)))
    assert head > last_hostile > plain
    await lives(running, head, deaths)
    await skipped_until_the_end(running, head)
    assert await running.shown(head, 0) or not running.showing
    names = [view.cursor for view in running.showing]
    passed = await running.set_aside.passed_over(names)
    strange = {(one.follower, one.topic) for one in passed if one.position <= plain}
    late = [one for one in passed if one.position > last_hostile and (one.follower, one.topic) not in strange]
    assert late == [], "what is good comes through, but where a plain text is strange too, such as to a catalogue"
    await lives(running, head, deaths)


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_lives_with_a_hostile_event_of_every_kind(
    name: str, database: DatabaseFactory, bus: EmbeddedNats, deaths: list[int]
) -> None:
    async with alone(name, database, bus) as running:
        # Of the portal the sign that began it: its 18 views and 250 facts take minutes with every text (slow, below).
        await story(running, {"NUL": HOSTILE["NUL"]} if name == "portal" else HOSTILE, deaths)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", sorted(HOSTILE))
@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_lives_with_a_hostile_text_in_each_field(
    name: str, hostile: str, database: DatabaseFactory, bus: EmbeddedNats, deaths: list[int]
) -> None:
    async with alone(name, database, bus) as running:
        await story(running, {hostile: HOSTILE[hostile]}, deaths, field_by_field=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_lives_with_a_million_characters_in_each_field(
    name: str, database: DatabaseFactory, bus: EmbeddedNats, deaths: list[int]
) -> None:
    async with alone(name, database, bus) as running:
        await story(running, {"a million": incompressible(1_000_000)}, deaths)


async def test_the_samples_hold_a_text_of_every_service() -> None:
    """Without a text field to spoil, the stories above would prove nothing."""
    for name in SERVICES:
        importlib.import_module(f"{name}.app")
        spoiled = [text for event in events_of(name, "spoiled") if "spoiled" in (text := clear(event))]
        assert spoiled, name


def clear(event: Event) -> str:
    return str(msgspec.to_builtins(event, enc_hook=lambda value: value.reveal()))
