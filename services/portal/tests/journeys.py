"""Real journeys as facts: recorded from the bus of a whole network, and heard by a view in whatever order is asked."""

import gzip
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import msgspec

from chassis import Db, Happened
from chassis.views import Gathered
from portal.telling.events import Acted, Shown
from portal.telling.shows import FactView

RECORDED = Path(__file__).parent / "journeys.jsonl.gz"
ORDERED = {"timeline": "invoice", "partner_history": "entry", "case_messages": "case_id", "customer_findings": "import"}
"""Tables in which the order of lines is the order of their position; each with what the lines belong to."""
HEARD_ANYHOW = {"position", "place", "nth"}
"""Columns that say where a fact stands, which is another place whenever facts come in another order."""


@cache
def recorded() -> tuple[Happened[Any], ...]:
    """Everything that was told, in the order of telling: acts of people, and facts of services."""
    lines = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).splitlines()]
    for line in lines:
        line["teller"] = line["type"].split(".")[1]
    lines.sort(key=lambda line: (line["time"], line["teller"] != "portal", line["teller"], line["sequence"]))
    return tuple(_happened(line) for line in lines)


def _happened(line: dict[str, Any]) -> Happened[Any]:
    at, correlation = datetime.fromisoformat(line["time"]), UUID(line["correlation"])
    body = json.dumps(line["body"])
    event: Acted | Shown
    if line["type"].startswith("stafett.portal."):
        event = Acted(fact=line["type"], body=body, digest="")
    else:
        event = Shown(fact=line["type"], body=body, told_at=at, sequence=line["sequence"])
    stream = uuid5(correlation, f"{line['type']} {line['sequence']}")
    return Happened(event=event, id=stream, stream=stream, version=1, position=0, at=at, correlation=correlation)


def shuffled(told: Sequence[Happened[Any]], chance: Random) -> list[Happened[Any]]:
    """Any order, and some facts twice; only what people did at this very portal is stored in its order."""
    heard = [happened for happened in told for _ in range(2 if _is_fact(happened) and chance.random() < 0.3 else 1)]
    chance.shuffle(heard)
    acts = iter(sorted((each for each in heard if not _is_fact(each)), key=lambda each: each.at))
    return [happened if _is_fact(happened) else next(acts) for happened in heard]


def redelivered(told: Sequence[Happened[Any]], moves: Sequence[tuple[int, int, bool]]) -> list[Happened[Any]]:
    """As after a kill: a fact comes so many facts later, instead of at its time or (True) once more."""
    heard = list(told)
    for index, later, twice in moves:
        happened = told[index % len(told)]
        if _is_fact(happened):
            if not twice and happened in heard:
                heard.remove(happened)
            heard.insert(index % len(told) + later, happened)
    return heard


def out_of_step(told: Sequence[Happened[Any]], clocks_s: dict[str, int]) -> list[Happened[Any]]:
    """The same, told by services whose clocks are wrong by so much, and heard in the order in which it happened."""
    return [
        msgspec.structs.replace(happened, event=msgspec.structs.replace(happened.event, told_at=happened.at + off))
        if _is_fact(happened) and (off := timedelta(seconds=clocks_s.get(happened.event.fact.split(".")[1], 0)))
        else happened
        for happened in told
    ]


def _is_fact(happened: Happened[Any]) -> bool:
    return isinstance(happened.event, Shown)


async def rows_after(
    view: FactView[Any],
    heard: Sequence[Happened[Any]],
    db: asyncpg.Connection,
    *,
    in_batches: Random | None = None,
    and_order: bool = False,
) -> dict[str, Any]:
    """What the tables of a view hold when it has heard this, one by one or in batches; nothing of it stays."""
    stored = [msgspec.structs.replace(happened, position=place) for place, happened in enumerate(heard, 1)]

    in_hand = 0

    async def recall(positions: Sequence[int], _: Db) -> list[Happened[Any]]:
        """Without the event in hand: one that was set aside and is tried again is not among those of the past."""
        return [stored[position - 1] for position in sorted(positions) if position != in_hand]

    view.recall = recall
    transaction = db.transaction()
    await transaction.start()
    try:
        for happened in stored if in_batches is None else ():
            in_hand = happened.position
            await view.follow(happened, db)
        if in_batches is not None:
            await _follow_in_batches(view, stored, db, in_batches)
        return {table: await _rows(table, db) for table in view.tables if and_order or not table.endswith("_order")}
    finally:
        await transaction.rollback()


async def _follow_in_batches(
    view: FactView[Any], stored: Sequence[Happened[Any]], db: asyncpg.Connection, chance: Random
) -> None:
    done = 0
    while done < len(stored):
        gathered, size = Gathered(db), chance.choice((1, 2, 5, 20, 200))
        await view.follow_all(stored[done : done + size], gathered)
        await gathered.written()
        done += size


async def _rows(table: str, db: asyncpg.Connection) -> list[list[str]]:
    column = ORDERED.get(table)
    position = "place" if table == "customer_findings" else "position"
    order = f" ORDER BY {column}, {position}" if column else ""
    rows = [
        [f"{name}={value}" for name, value in row.items() if name not in HEARD_ANYHOW]
        for row in await db.fetch(f"SELECT * FROM {table}{order}")
    ]
    return rows if column else sorted(rows)
