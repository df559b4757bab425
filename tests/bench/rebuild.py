"""Events a second when aggregates are read and rebuilt, 100 events each: ours beside the library's own."""

import asyncio
import time
from datetime import UTC, datetime
from typing import assert_never
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from eventsourcing.application import Repository
from eventsourcing.domain import Aggregate as StockAggregate
from eventsourcing.domain import event as stock_event
from eventsourcing.persistence import DatetimeAsISO, EventStore, JSONTranscoder, UUIDAsHex
from eventsourcing.persistence import Mapper as StockMapper
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from chassis.aggregate import Aggregate
from chassis.event import Event
from chassis.store.mapper import Mapper
from chassis.store.migrate import migrate
from chassis.store.postgres import Pool
from chassis.person.sealing import MemoryKeys, Sealer
from chassis.settings import Settings
from chassis.store.event_store import PostgresStore
from chassis.store.unit import EventRow, Unit
from devstack.postgres import EmbeddedPostgres

EACH = 100
AGGREGATES = 200


class NoteAdded(Event, topic="bench.note_added.v1"):
    text: str
    number: int
    at: datetime
    author: UUID


class Note(Aggregate[NoteAdded], stream="bench.note"):
    count: int = 0
    last: str = ""

    def evolve(self, event: NoteAdded) -> None:
        match event:
            case NoteAdded():
                self.count += 1
                self.last = event.text
            case _:
                assert_never(event)


class StockNote(StockAggregate):
    @stock_event("Started")
    def __init__(self) -> None:
        self.count = 0
        self.last = ""

    @stock_event("NoteAdded")
    def add(self, text: str, number: int, at: datetime, author: UUID) -> None:
        self.count += 1
        self.last = text


async def measure(server: EmbeddedPostgres) -> dict[str, object]:
    """Both read their own rows from PostgreSQL, one aggregate after another, and rebuild it from them."""
    ours, stock = await _ours(server), await _stock(server)
    return {"rebuild_events_per_s": {"ours": ours, "stock": stock}, "ratio_to_stock": round(ours / stock, 1)}


async def _ours(server: EmbeddedPostgres) -> int:
    urls = await server.create_database("bench_rebuild", service="bench")
    await migrate(urls.owner, "bench_app", "bench_auditor")
    pool = await Pool.open(urls.app, "views", 2, 30)
    store = PostgresStore(urls.app, pool, Settings(), lambda units: None)
    mapper = Mapper(Sealer(MemoryKeys()))
    author, streams = uuid4(), [uuid4() for _ in range(AGGREGATES)]
    for stream in streams:
        notes = [NoteAdded(text=f"note {n}", number=n, at=datetime.now(UTC), author=author) for n in range(1, EACH + 1)]
        rows = [
            EventRow(stream, n, note.TOPIC, mapper.encode(note, stream, n), "{}") for n, note in enumerate(notes, 1)
        ]
        await store.append(Unit(rows))
    began = time.perf_counter()
    for stream in streams:
        note = Note(stream)
        for row in await store.load(stream):
            note.replay(mapper.decode(row.topic, row.state, row.stream, row.version))  # type: ignore[arg-type]
        assert note.count == EACH
    rate = AGGREGATES * EACH / (time.perf_counter() - began)
    await store.close()
    await pool.close()
    return round(rate)


async def _stock(server: EmbeddedPostgres) -> int:
    urls = await server.create_database("bench_rebuild_stock", service="bench")
    return await asyncio.to_thread(_stock_rate, urls.owner)


def _stock_rate(url: str) -> int:
    place = urlsplit(url)
    datastore = PostgresDatastore(
        place.path[1:], place.hostname or "", str(place.port), place.username or "", place.password or ""
    )
    recorder = PostgresApplicationRecorder(datastore, events_table_name="stored_events")
    recorder.create_table()
    transcoder = JSONTranscoder()
    transcoder.register(UUIDAsHex())
    transcoder.register(DatetimeAsISO())
    store = EventStore(StockMapper(transcoder), recorder)
    repository: Repository = Repository(store)
    author, ids = uuid4(), []
    for _ in range(AGGREGATES // 4):
        note = StockNote()
        for n in range(EACH - 1):
            note.add(text=f"note {n}", number=n, at=datetime.now(UTC), author=author)
        store.put(note.collect_events())
        ids.append(note.id)
    began = time.perf_counter()
    for id_ in ids:
        rebuilt: StockNote = repository.get(id_)
        assert rebuilt.count == EACH - 1
    rate = len(ids) * EACH / (time.perf_counter() - began)
    datastore.close()
    return round(rate)
