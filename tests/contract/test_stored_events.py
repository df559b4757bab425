"""Every event ever stored is read for ever: by its aggregate, by the views, acts and schedules that follow it."""

import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from chassis.aggregate import STREAMS
from chassis.event import TOPICS, Event, Happened
from chassis.person.sealing import MemoryKeys, Sealer
from chassis.service import Service
from chassis.store.mapper import Mapper, happened
from chassis.store.postgres import Pool
from chassis.store.unit import StoredRow
from chassis.views import Db
from devstack import stored
from devstack.catalogue import NAMES, services
from devstack.stored import STORED, golden, missing, place_of, shapes_of, topic_of, topics
from devstack.testing import DatabaseFactory

SERVICES = {service.name: service for service in services()}
GOLDEN = sorted(path for name in NAMES for path in (STORED / name).glob("*.json"))
STREAM = UUID("0190a5f0-0000-7000-8000-00000000abcd")
METADATA = {
    "id": "0190a5f0-0000-7000-8000-000000000001",
    "at": "2026-11-20T08:30:00+00:00",
    "actor": "0190a5f0-0000-7000-8000-000000000002",
    "correlation": "0190a5f0-0000-7000-8000-000000000003",
}


def name_of(path: Path) -> str:
    return f"{path.parent.name}.{path.stem}"


def rows_of(path: Path) -> list[StoredRow]:
    """The golden event in a stream of its own, after what must stand before it."""
    content = json.loads(path.read_text())
    events = [*content.get("after", ()), content]
    metadata = json.dumps(METADATA | {"stream": content["streams"][0]})
    return [
        StoredRow(
            stream=uuid5(STREAM, name_of(path)),
            version=version,
            topic=event["topic"],
            state=json.dumps(event["state"]).encode(),
            position=version,
            recorded_at=None,  # type: ignore[arg-type]
            metadata=metadata,
        )
        for version, event in enumerate(events, 1)
    ]


def read(row: StoredRow) -> Event:
    return Mapper(Sealer(MemoryKeys())).decode(row.topic, row.state, row.stream, row.version)


def test_every_topic_of_today_and_of_yesterday_has_a_golden_event_of_each_shape() -> None:
    without = [topic for topic in topics(NAMES) if not shapes_of(topic)]
    assert (without, list(missing(NAMES))) == ([], []), "run `make catalogue`"


@pytest.mark.parametrize("path", GOLDEN, ids=name_of)
def test_its_aggregates_take_it(path: Path) -> None:
    assert json.loads(path.read_text())["topic"] == topic_of(path)
    for stream in json.loads(path.read_text())["streams"]:
        aggregate = STREAMS[stream](STREAM)
        for row in rows_of(path):
            aggregate.replay(read(row))
        assert aggregate.exists


@pytest.mark.parametrize("path", GOLDEN, ids=name_of)
def test_its_act_and_its_schedule_take_it(path: Path) -> None:
    row = rows_of(path)[-1]
    event = read(row)
    service = SERVICES[path.parent.name]
    if (act := service.acts.get(type(event))) is not None:
        assert act.destination(event)
    if (schedule := service.schedules.get(type(event))) is not None:
        due = schedule(event, happened(row, event))
        assert due is None or type(due.command) in service.handles


@pytest.fixture(params=[service for service in SERVICES.values() if service.shows], ids=lambda service: service.name)
async def shown(request: pytest.FixtureRequest, database: DatabaseFactory) -> AsyncIterator[tuple[Service, Pool]]:
    """A service with its read models, empty."""
    service: Service = request.param
    urls = await database("wallet")  # the views' own tables are all that is used of it, so one schema serves for all
    pool = await Pool.open(urls.app, "views", 2, 10)
    try:
        async with pool.transaction("views") as db:
            for view in service.shows:
                await db.execute(view.ddl)
        yield service, pool
    finally:
        await pool.close()


async def test_its_views_take_it(shown: tuple[Service, Pool]) -> None:
    service, pool = shown
    past: dict[int, Happened[Any]] = {}

    async def recall(positions: Sequence[int], db: Db) -> list[Happened[Any]]:
        return [past[position] for position in positions]

    views = [view() for view in service.shows]
    taken = set()
    rows = [row for path in GOLDEN if path.parent.name == service.name for row in rows_of(path)]
    for position, row in enumerate(rows, 1):
        past[position] = happened(row._replace(position=position), read(row))
        kind = type(past[position].event)
        for view in (view for view in views if kind in view.follows):
            view.recall = recall
            async with pool.transaction("views") as db:
                await view.follow(past[position], db)
            taken.add(kind)
    assert taken == {kind for view in views for kind in view.follows}


def test_a_state_that_misses_a_field_is_not_an_event(tmp_path: Path) -> None:
    """What the tests above are worth: a class that asks for more than was stored fails them."""
    content: dict[str, Any] = json.loads(place_of("wallet.credit_reserved.v1").read_text())
    content["state"].pop("invoice")
    path = tmp_path / "wallet" / "credit_reserved.v1.json"
    path.parent.mkdir()
    path.write_text(json.dumps(content))
    with pytest.raises(Exception, match="invoice"):
        read(rows_of(path)[-1])


def test_a_topic_that_has_no_golden_event_and_a_class_that_got_a_field_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "STORED", tmp_path)
    assert {topic_of(path) for path in missing(NAMES)} == {topic for topic in topics(NAMES) if topic in TOPICS}
    old = json.loads(golden("wallet.credit_reserved.v1"))
    old["state"].pop("invoice")
    first = place_of("wallet.credit_reserved.v1")
    first.parent.mkdir()
    first.write_text(json.dumps(old))
    second = tmp_path / "wallet" / "credit_reserved.v1.2.json"
    written = missing(["wallet"])
    assert first not in written
    assert written[second] == golden("wallet.credit_reserved.v1")
    second.write_text(written[second])
    assert shapes_of("wallet.credit_reserved.v1") == [first, second]
    assert topic_of(second) == "wallet.credit_reserved.v1"
