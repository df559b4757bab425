"""One million recipients: the portal's search beside a plain ILIKE scan over the same rows, in the same run."""

import asyncio
import random
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID

import asyncpg

from devstack.postgres import EmbeddedPostgres
from portal.recipients.search import everybody
from portal.search_words import Limits
from portal.search_words import folded, marked
from portal.recipients.view import Recipients

SEED = 20261121
FIRST = re.findall(
    r"\w+",
    """
    Norrsken Björk Gran Ek Tall Rönn Hav Sten Älv Fjäll Lind Sol Kråk Mås Örn Ljung Ås Sjö Vinter
    Sommar Fjord Dal Berg Skog Holm Nor Sund Vik Lund Ström Kvarn Berga Hed Mo Näs Ö Sø Bæk Skov
    Strand Bro Kirke Nordsjø Vest Øst Syd Koivu Järvi Saari Mäki Lahti Niemi Kallio Ranta Pohja
    Metsä
    """,
)
SECOND = re.findall(
    r"\w+",
    """
    dal bäck vik sten hult skär näs ungen backa hem ö å mo berg ljung by strand borg fors lund rud
    tun haug li bø gård bæk toft rup sted lev kulma la nen ranta salo
    """,
)
TRADES = re.findall(
    r"\w+",
    """
    Bygg El Rör Måleri Åkeri Konsult Data Livs Städ Verkstad Entreprenad Fastighet Järnväg Transport
    Anlæg Maskin Handel Media Revision Redovisning Arkitekt Skog Energi Teknik Service Rengøring
    Kiinteistö Sähkö Kuljetus
    """,
)
FORMS = ("AB", "AB", "AB", "HB", "ApS", "A/S", "AS", "ASA", "Oy", "Oyj")


def names(count: int) -> Iterator[str]:
    """Invented names: few of the words are rare, as in life."""
    chance = random.Random(SEED)
    weights = [1 / (place + 1) for place in range(len(TRADES))]
    for _ in range(count):
        first = chance.choice(FIRST) + (chance.choice(SECOND) if chance.random() < 0.8 else "")
        second = f" {chance.choice(FIRST).title()}{chance.choice(SECOND)}s" if chance.random() < 0.5 else ""
        trade = chance.choices(TRADES, weights)[0]
        number = f" {chance.randint(2, 99)}" if chance.random() < 0.1 else ""
        yield f"{first}{second} {trade}{number} {chance.choice(FORMS)}"


async def measure(server: EmbeddedPostgres, entries: int, rounds: int) -> dict[str, Any]:
    """p50 and p95 in ms for each kind of query, ours and the scan's; how long the index took, and its size."""
    urls = await server.create_database("search", service="portal")
    pool = await asyncpg.create_pool(urls.owner, min_size=1, max_size=1)
    try:
        table, *indexes = [statement for statement in Recipients.ddl.split(";") if statement.strip()]
        await pool.execute(table)
        kept = await _filled(pool, entries)
        began = time.perf_counter()
        for index in indexes:
            await pool.execute(index)
        await pool.execute("ANALYZE recipients")
        indexed_s = time.perf_counter() - began
        queries = _queries(kept, rounds)
        ours = {
            kind: await _timed(lambda query: everybody(pool, query, "", Limits()), asked)
            for kind, asked in queries.items()
        }
        scan = {kind: await _timed(lambda query: _scan(pool, query), asked[:5]) for kind, asked in queries.items()}
        every = [spent for found in ours.values() for spent in found["all_ms"]]
        size = await pool.fetchval("SELECT pg_total_relation_size('recipients')")
        report = {kind: {"ours": _shown(ours[kind]), "ilike_scan": _shown(scan[kind])} for kind in queries}
        return {
            "entries": entries,
            "indexed_s": round(indexed_s, 1),
            "size_mb": round(size / 1e6),
            "p50_ms": _percentile(every, 50),
            "p95_ms": _percentile(every, 95),
            "scan_p50_ms": _percentile([spent for found in scan.values() for spent in found["all_ms"]], 50),
            "by_kind": report,
        }
    finally:
        await pool.close()


async def _filled(pool: Any, entries: int) -> list[str]:
    kept: list[str] = []
    rows: list[tuple[Any, ...]] = []
    for place, name in enumerate(names(entries)):
        number = f"55{place:08d}"
        words = folded(name)
        marks = marked(words, [f"#{number}", f"#SE{number}01", f"#0007:{number}"])
        rows.append(
            (UUID(int=place), 1, name, "SE", number, f"0007:{number}", None, "", True, False, None, None, words, marks)
        )
        if place % (entries // 1000 or 1) == 0:
            kept.append(f"{name}\t{number}")
        if len(rows) == 20_000:
            await pool.copy_records_to_table("recipients", records=rows)
            rows.clear()
    if rows:
        await pool.copy_records_to_table("recipients", records=rows)
    return kept


def _queries(kept: list[str], rounds: int) -> dict[str, list[tuple[str, str]]]:
    """What people type: numbers, beginnings, words from the middle, other alphabets' letters, slips of the hand."""
    chance = random.Random(SEED + 1)
    chosen = [chance.choice(kept).split("\t") for _ in range(rounds)]
    names_ = [name for name, _ in chosen]
    return {
        "number": [(number, name) for name, number in chosen],
        "whole name": [(name, name) for name in names_],
        "beginning": [(name[: chance.randint(4, 8)], "") for name in names_],
        "words in another order": [(" ".join(reversed(name.split()[:-1])), name) for name in names_],
        "accents left out": [(folded(name), name) for name in names_],
        "one slip": [(_slipped(name, chance), name) for name in names_],
        "a common word": [(chance.choice(TRADES), "") for _ in range(rounds)],
        "nobody": [("".join(chance.choices("qwxzjkvpf", k=8)), "") for _ in range(rounds)],
    }


def _slipped(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(name) - 4))
    match chance.randrange(4):
        case 0:
            return name[:place] + name[place + 1 :]
        case 1:
            return name[:place] + chance.choice("aeiorst") + name[place:]
        case 2:
            return name[:place] + chance.choice("aeiorst") + name[place + 1 :]
        case _:
            return name[:place] + name[place : place + 2][::-1] + name[place + 2 :]


async def _scan(pool: Any, asked: str) -> Any:
    return await pool.fetch(
        "SELECT id, name FROM recipients WHERE name ILIKE $1 OR number = $2 LIMIT 20", f"%{asked}%", asked
    )


async def _timed(search: Callable[[str], Awaitable[Any]], asked: list[tuple[str, str]]) -> dict[str, Any]:
    """`found`: how often the wanted name is among the hits, or anything where none is wanted."""
    spent, hits = [], 0
    for query, wanted in asked:
        began = time.perf_counter()
        found = await search(query)
        spent.append((time.perf_counter() - began) * 1000)
        hits += any(not wanted or row["name"] == wanted for row in found)
    return {"all_ms": spent, "found": hits / len(asked)}


def _shown(found: dict[str, Any]) -> dict[str, float]:
    spent = found["all_ms"]
    return {"p50_ms": _percentile(spent, 50), "p95_ms": _percentile(spent, 95), "found": round(found["found"], 3)}


def _percentile(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 2)


if __name__ == "__main__":
    import json
    import sys

    with EmbeddedPostgres(durable=True) as postgres:
        print(json.dumps(asyncio.run(measure(postgres, int(sys.argv[1]), int(sys.argv[2]))), indent=2))
