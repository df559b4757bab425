"""Events a second when aggregates are rebuilt, 100 events each: ours beside the library's own aggregate and JSON."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import assert_never
from uuid import UUID, uuid4

from eventsourcing.domain import Aggregate as StockAggregate
from eventsourcing.domain import event as stock_event
from eventsourcing.persistence import DatetimeAsISO, JSONTranscoder, Mapper as StockMapper, UUIDAsHex

from chassis.aggregate import Aggregate
from chassis.event import Event
from chassis.mapper import Mapper
from chassis.sealing import MemoryKeys, Sealer

EVENTS_PER_AGGREGATE = 100
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


@dataclass
class Stored:
    """What a store gives back for one aggregate of ours."""

    stream: UUID
    rows: list[bytes]


def measure() -> dict[str, object]:
    ours, stock = _ours(), _stock()
    return {"rebuild_events_per_s": {"ours": ours, "stock": stock}, "ratio_to_stock": round(ours / stock, 1)}


def _ours() -> int:
    mapper = Mapper(Sealer(MemoryKeys()))
    author = uuid4()
    stored = []
    for _ in range(AGGREGATES):
        stream = uuid4()
        rows = [
            mapper.encode(NoteAdded(text=f"note {n}", number=n, at=datetime.now(UTC), author=author), stream, n)
            for n in range(1, EVENTS_PER_AGGREGATE + 1)
        ]
        stored.append(Stored(stream, rows))
    began = time.perf_counter()
    for item in stored:
        note = Note(item.stream)
        for version, state in enumerate(item.rows, 1):
            note.replay(mapper.decode(NoteAdded.TOPIC, state, item.stream, version))  # type: ignore[arg-type]
        assert note.count == EVENTS_PER_AGGREGATE
    return round(AGGREGATES * EVENTS_PER_AGGREGATE / (time.perf_counter() - began))


def _stock() -> int:
    transcoder = JSONTranscoder()
    transcoder.register(UUIDAsHex())
    transcoder.register(DatetimeAsISO())
    mapper = StockMapper(transcoder)
    author = uuid4()
    stored = []
    for _ in range(AGGREGATES // 4):
        note = StockNote()
        for n in range(EVENTS_PER_AGGREGATE - 1):
            note.add(text=f"note {n}", number=n, at=datetime.now(UTC), author=author)
        stored.append([mapper.to_stored_event(event) for event in note.collect_events()])
    began = time.perf_counter()
    for rows in stored:
        rebuilt = None
        for row in rows:
            rebuilt = mapper.to_domain_event(row).mutate(rebuilt)
        assert rebuilt is not None and rebuilt.count == EVENTS_PER_AGGREGATE - 1
    return round(len(stored) * EVENTS_PER_AGGREGATE / (time.perf_counter() - began))
