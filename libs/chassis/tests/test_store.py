"""The event store on real PostgreSQL: all or nothing, no holes, nothing skipped, nothing changed afterwards."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from chassis.errors import Conflict, Duplicate
from chassis.ids import new_id
from chassis.settings import Settings
from chassis.store.event_store import PostgresStore
from chassis.store.migrate import migrate
from chassis.store.postgres import Pool
from chassis.store.unit import EventRow, FactRow, InboxKey, Unit
from devstack.postgres import DatabaseUrls
from devstack.testing import DatabaseFactory

METADATA = '{"stream":"rehearsal.order"}'


async def make_schema(urls: DatabaseUrls) -> None:
    await migrate(urls.owner, "shop_app", "shop_auditor")


@pytest.fixture
async def urls(database: DatabaseFactory) -> DatabaseUrls:
    return await database("shop", make_schema)


async def open_store(urls: DatabaseUrls, **settings: int) -> tuple[PostgresStore, Pool]:
    pool = await Pool.open(urls.app, "views", 8, 30)
    return PostgresStore(urls.app, pool, Settings(**settings), lambda units: None), pool  # type: ignore[arg-type]


@pytest.fixture
async def store(urls: DatabaseUrls) -> AsyncIterator[PostgresStore]:
    store, pool = await open_store(urls)
    yield store
    await store.close()
    await pool.close()


def event(stream: UUID, version: int, topic: str = "shop.ordered.v1") -> EventRow:
    return EventRow(stream, version, topic, b'{"x":1}', METADATA)


def fact() -> FactRow:
    return FactRow(new_id(), "shop.v1.ordered.x", "{}", b"{}")


async def test_a_unit_is_stored_whole_and_read_again_in_order(store: PostgresStore) -> None:
    stream = uuid4()
    await store.append(Unit([event(stream, 1), event(stream, 2)], [fact()], [InboxKey("shop", uuid4())]))
    assert [row.version for row in await store.load(stream)] == [1, 2]
    rows, reached = await store.tail(0, ["shop.ordered.v1"], 10)
    assert [row.position for row in rows] == [1, 2] and reached == 2


async def test_who_decided_on_an_old_state_is_refused_and_stores_nothing(
    store: PostgresStore, urls: DatabaseUrls
) -> None:
    stream = uuid4()
    await store.append(Unit([event(stream, 1)]))
    with pytest.raises(Conflict):
        await store.append(Unit([event(uuid4(), 1), event(stream, 1)], [fact()]))
    with pytest.raises(Conflict):
        await store.append(Unit([event(stream, 3)]))
    assert await count(urls, "stored_events") == 1 and await count(urls, "outbox") == 0


async def test_a_message_handled_twice_is_refused_and_harms_no_neighbour(
    store: PostgresStore, urls: DatabaseUrls
) -> None:
    key = InboxKey("shop", uuid4())
    await store.append(Unit([event(uuid4(), 1)], [fact()], [key]))
    twice = Unit([event(uuid4(), 1)], [fact()], [key])
    neighbour = Unit([event(uuid4(), 1)], [fact()], [InboxKey("shop", uuid4())])
    refused, accepted = await asyncio.gather(store.append(twice), store.append(neighbour), return_exceptions=True)
    assert isinstance(refused, Duplicate) and accepted is None
    assert await count(urls, "stored_events") == 2
    assert await store.handled([key, InboxKey("shop", uuid4())]) == {key}


async def test_three_appenders_sixty_workers_and_every_message_twice(urls: DatabaseUrls) -> None:
    """2,000 messages, each delivered twice in random order, to 20 streams: exact counts, no hole, nobody skips."""
    stores = [await open_store(urls, append_batch_max=32) for _ in range(3)]
    streams = [uuid4() for _ in range(20)]
    messages = [uuid4() for _ in range(2000)]
    outcomes: Counter[str] = Counter()
    finished = asyncio.Event()

    async def deliver(number: int) -> None:
        while True:
            store = random.choice(stores)[0]
            rows = await store.load(streams[number % 20])
            unit = Unit([event(streams[number % 20], len(rows) + 1)], [fact()], [InboxKey("shop", messages[number])])
            try:
                await store.append(unit)
                outcomes["stored"] += 1
                return
            except Conflict:
                outcomes["conflict"] += 1
            except Duplicate:
                outcomes["duplicate"] += 1
                return

    async def tail() -> list[int]:
        """Reads the tail, remembering only the last position."""
        seen: list[int] = []
        position = 0
        while True:
            last_look = finished.is_set()
            rows, position = await stores[0][0].tail(position, ["shop.ordered.v1"], 100)
            seen += [row.position for row in rows]
            if last_look and not rows:
                return seen
            await asyncio.sleep(0)

    deliveries = [*range(2000), *range(2000)]
    random.shuffle(deliveries)
    todo = iter(deliveries)

    async def worker() -> None:
        for number in todo:
            await deliver(number)

    reader = asyncio.create_task(tail())
    await asyncio.gather(*(worker() for _ in range(60)))
    finished.set()
    assert await reader == list(range(1, 2001))
    assert (outcomes["stored"], outcomes["duplicate"]) == (2000, 2000)
    assert await count(urls, "outbox") == 2000 and await count(urls, "inbox") == 2000
    connection = await asyncpg.connect(urls.auditor)
    holes = await connection.fetchval(
        """SELECT count(*) FROM (SELECT 1 FROM store.stored_events GROUP BY originator_id
           HAVING max(originator_version) <> count(*)) AS broken"""
    )
    dense = await connection.fetchval("SELECT max(position) = count(*) FROM store.outbox")
    await connection.close()
    assert holes == 0 and dense
    for opened, pool in stores:
        await opened.close()
        await pool.close()


@pytest.mark.parametrize("table", ["stored_events", "inbox", "outbox", "documents"])
@pytest.mark.parametrize("statement", ["DELETE FROM store.{} WHERE false", "TRUNCATE store.{}"])
async def test_what_is_stored_is_never_changed_by_anyone(
    store: PostgresStore, urls: DatabaseUrls, table: str, statement: str
) -> None:
    await store.append(Unit([event(uuid4(), 1)], [fact()], [InboxKey("shop", uuid4())]))
    for url in (urls.owner, urls.app):
        connection = await asyncpg.connect(url)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement.format(table))
        await connection.close()


async def test_the_running_role_cannot_write_past_the_function(urls: DatabaseUrls) -> None:
    connection = await asyncpg.connect(urls.app)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(
            "INSERT INTO store.outbox (position, message_id, subject, headers, body) VALUES (99999, $1, 's', '{}', '')",
            uuid4(),
        )
    await connection.close()


async def test_the_stock_recorder_of_the_library_reads_our_store(store: PostgresStore, urls: DatabaseUrls) -> None:
    """An auditor needs none of our code: a role with SELECT alone, and nothing is created."""
    stream = uuid4()
    await store.append(Unit([event(stream, 1), event(stream, 2)]))
    place = urlsplit(urls.auditor)
    datastore = PostgresDatastore(
        place.path[1:], place.hostname, str(place.port), place.username, place.password, schema="store"
    )
    recorder = PostgresApplicationRecorder(datastore, events_table_name="stored_events")
    assert recorder.max_notification_id() == 2
    assert [(e.originator_id, e.originator_version, e.topic) for e in recorder.select_events(stream)] == [
        (stream, 1, "shop.ordered.v1"),
        (stream, 2, "shop.ordered.v1"),
    ]
    assert [notification.id for notification in recorder.select_notifications(1, 10)] == [1, 2]
    with pytest.raises(Exception, match="permission denied"):
        recorder.insert_events([StoredEvent(uuid4(), 1, "t", b"{}")])
    datastore.close()


async def test_a_connection_goes_back_to_the_pool_unharmed_and_unasked(urls: DatabaseUrls) -> None:
    """Nothing is asked of the server between two queries, and nothing of a transaction that failed is left behind."""
    pool = await Pool.open(urls.app, "views, store", connections_max=1, timeout_s=5)
    assert await pool.fetchval("SHOW search_path") == "views, store"
    with pytest.raises(RuntimeError):
        async with pool.transaction("pg_catalog") as db:
            assert await db.fetchval("SHOW search_path") == "pg_catalog"
            raise RuntimeError
    assert await pool.fetchval("SHOW search_path") == "views, store"
    last = await pool.fetchval("SELECT pg_backend_pid()")
    other = await asyncpg.connect(urls.app)
    query = await other.fetchval("SELECT query FROM pg_stat_activity WHERE pid = $1", last)
    assert query == "SELECT pg_backend_pid()", "the last that was asked is what we asked"
    await other.close()
    await pool.close()


async def count(urls: DatabaseUrls, table: str) -> int:
    connection = await asyncpg.connect(urls.app)
    number: int = await connection.fetchval(f"SELECT count(*) FROM store.{table}")
    await connection.close()
    return number
