"""Kept whole stores: what every service had stored after a demo, with a digest of all that code makes of it.

    python -m devstack.whole record    plays the demo and keeps its stores as the next number in tests/stored/whole
    python -m devstack.whole digests   adds the digests of views and states that have got another version

A store is kept once and never edited; to a file of digests lines are only added (devstack.frozen). Personal data is
as it was sealed, with the keys of its persons under a master key that everybody knows: nobody in it is real.
"""

import argparse
import asyncio
import base64
import json
import lzma
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import SecretStr

from chassis.person.keys import Master
from chassis.running.replay import Replayed, from_events
from chassis.running.running import Running, opened
from chassis.service import Service
from chassis.settings import Settings
from chassis.store.migrate import migrate
from devstack.catalogue import services
from devstack.compare import compare
from devstack.demo import COMPARE_WAIT_S, Demo
from devstack.network import SERVICES, Network
from devstack.postgres import DatabaseUrls, EmbeddedPostgres

WHOLE = Path(__file__).resolve().parents[2] / "tests/stored/whole"
MASTER_KEY = base64.b64encode(b"a key that everybody knows. 2026").decode()
EVENTS = """SELECT originator_id, originator_version, topic, state, recorded_at, metadata, notification_id
            FROM store.stored_events ORDER BY notification_id"""


def kept_stores() -> list[Path]:
    """Every store of a service that was kept."""
    return sorted(WHOLE.rglob("*.jsonl.xz"))


def service_of(path: Path) -> Service:
    return next(service for service in services() if service.name == path.name.partition(".")[0])


def digests_of(path: Path) -> Path:
    """The file of digests that lies beside a kept store."""
    return path.with_name(path.name.partition(".")[0] + ".digests")


def written(path: Path) -> dict[str, str]:
    """The digests of a kept store, by view and kind of aggregate with their versions."""
    lines = digests_of(path).read_text().splitlines() if digests_of(path).exists() else []
    return dict(line.split(" ") for line in lines)


def found_in(replayed: Replayed) -> dict[str, str]:
    return {name.replace(":", "/"): digest for name, digest in {**replayed.states, **replayed.views}.items()}


@asynccontextmanager
async def loaded(path: Path, urls: DatabaseUrls) -> AsyncIterator[Running]:
    """A service over a kept store in a fresh database: for rebuilding, nothing is told and nothing acts."""
    await load(path, urls.owner)
    service = replace(service_of(path), rows="")  # what is outside replay is not needed for one
    async with opened(service, Settings(database_url=SecretStr(urls.app), master_key=SecretStr(MASTER_KEY))) as running:
        yield running


async def load(path: Path, owner_url: str) -> None:
    """Events and keys of a kept store into a database that has none."""
    lines = lines_in(path)
    keys = [(UUID(line["person"]), base64.b64decode(line["wrapped"])) for line in lines if "person" in line]
    events = [line for line in lines if "stream" in line]
    rows = [
        (
            UUID(event["stream"]),
            event["version"],
            event["topic"],
            event["state"].encode(),
            position,
            datetime.fromisoformat(event["recorded_at"]),
            event["metadata"],
        )
        for position, event in enumerate(events, 1)
    ]
    owner = await asyncpg.connect(owner_url)
    try:
        await owner.copy_records_to_table(
            "person_keys", records=keys, columns=["person", "wrapped"], schema_name="store"
        )
        await owner.copy_records_to_table("stored_events", records=rows, schema_name="store")
    finally:
        await owner.close()


def lines_in(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lzma.decompress(path.read_bytes()).splitlines()]


async def lines_of(url: str, master: Master) -> AsyncIterator[dict[str, Any]]:
    """A store as it is kept: the keys of its persons, then its events in order of position."""
    known = Master(MASTER_KEY)
    connection = await asyncpg.connect(url)
    try:
        for row in await connection.fetch("SELECT person, wrapped FROM store.person_keys ORDER BY person"):
            key = master.unwrap(row["wrapped"], str(row["person"]))
            wrapped = known.wrap(key, str(row["person"]))
            yield {"person": str(row["person"]), "wrapped": base64.b64encode(wrapped).decode()}
        for place, row in enumerate(await connection.fetch(EVENTS), 1):
            if row["notification_id"] != place:
                raise ValueError(f"the store has no position {place}")
            yield {
                "stream": str(row["originator_id"]),
                "version": row["originator_version"],
                "topic": row["topic"],
                "state": bytes(row["state"]).decode(),
                "recorded_at": row["recorded_at"].isoformat(),
                "metadata": row["metadata"],
            }
    finally:
        await connection.close()


async def record() -> None:
    """The demo on a network of its own, and what every service has stored then."""
    network = Network.temporary()
    await network.up()
    try:
        demo = Demo(network)
        await demo.whole()
        if wrong := demo.wrong():
            raise SystemExit(f"the demo is not right, and nothing was kept: {', '.join(wrong)}")
        await keep_stores(network)
    finally:
        await network.down()


async def keep_stores(network: Network) -> None:
    """Everything that the services of a network have stored, as the next number."""
    await compare({name: network.database(name).app for name in SERVICES}, COMPARE_WAIT_S)
    for name in SERVICES:
        await network.stop(name)
    folder = WHOLE / str(1 + max((int(path.name) for path in WHOLE.glob("*")), default=0))
    folder.mkdir(parents=True)
    for name in SERVICES:
        master = Master(network.environment[f"STAFETT_{name.upper()}_MASTER_KEY"])
        lines = [json.dumps(line, ensure_ascii=False) async for line in lines_of(network.database(name).app, master)]
        if not lines:
            continue  # nothing happened there
        kept = lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME)
        (folder / f"{name}.jsonl.xz").write_bytes(kept)
        print(f"kept {len(lines)} lines of {name} in {len(kept):,} bytes")


async def digests() -> None:
    """Adds what is not written yet; what comes out otherwise is said, and stays as it is written."""
    with EmbeddedPostgres(durable=False) as server:
        for number, path in enumerate(kept_stores()):
            urls = await server.create_database(f"whole_{number}", service="whole")
            await migrate(urls.owner, "whole_app", "whole_auditor")
            async with loaded(path, urls) as running:
                replayed = await from_events(running)
            if not replayed.complete:
                raise SystemExit(f"{path.relative_to(WHOLE)}: {'; '.join(replayed.notes)}")
            found, known = found_in(replayed), written(path)
            for line in differing(known, found):
                print(f"{digests_of(path).relative_to(WHOLE)}: {line}")
            new = [f"{name} {digest}\n" for name, digest in found.items() if name not in known]
            with digests_of(path).open("a") as file:
                file.writelines(new)
            print(f"{digests_of(path).relative_to(WHOLE)}: {len(new)} added")


def differing(known: dict[str, str], found: dict[str, str]) -> Iterator[str]:
    """A sentence for each view and kind of aggregate that comes out otherwise than it was written."""
    for name, digest in found.items():
        if known.get(name, digest) != digest:
            what = "its rows" if name.startswith("view/") else "its states"
            do = "raise its `version`" if name.startswith("view/") else "give it the next `state=` beside its stream"
            yield (
                f"{name}: {what} come out otherwise than they did. If that is meant, {do} and run `make digests`; "
                "else something besides stored events decides, or an old event is read wrongly"
            )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m devstack.whole", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("record", "digests"))
    if parser.parse_args().what == "record":
        asyncio.run(record())
    asyncio.run(digests())
    return 0


if __name__ == "__main__":
    sys.exit(main())
