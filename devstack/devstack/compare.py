"""`stafett compare`: compares what the portal shows with what the owning services told, and lists facts never heard.

Replay compares a view with the events that it was made of; this compares it with the services that own the data.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from devstack.catalogue import services
from devstack.truths import TRUTHS, Body, Key, Truth, plain

POLL_S = 0.5
TOLD = """SELECT split_part(subject, '.', 3) AS fact, body FROM store.outbox
          WHERE split_part(subject, '.', 3) = ANY($1) ORDER BY position"""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the portal shows otherwise than its owner tells; None stands for nothing at all."""

    what: str
    which: str
    told: str | None
    shown: str | None

    def __str__(self) -> str:
        return f"{self.what} {self.which}: told {self.told or 'nothing'}, shown {self.shown or 'nothing'}"


class Databases:
    """The databases of all services, opened only for reading."""

    def __init__(self, connections: Mapping[str, asyncpg.Connection]) -> None:
        self._connections = connections

    async def fetch(self, service: str, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await self._connections[service].fetch(sql, *arguments)
        return rows


async def compare(urls: Mapping[str, str], patience_s: float) -> list[Difference]:
    """Lists what still differs after a while, since facts may be on their way at first. `urls` by service."""
    settings = {"default_transaction_read_only": "on", "search_path": "views"}
    connections = {name: await asyncpg.connect(url, server_settings=settings) for name, url in urls.items()}
    deadline = time.monotonic() + patience_s
    try:
        while True:
            found = await differences(Databases(connections))
            if not found or time.monotonic() > deadline:
                return found
            await asyncio.sleep(POLL_S)
    finally:
        for connection in connections.values():
            await connection.close()


async def differences(databases: Databases) -> list[Difference]:
    """Lists what differs now."""
    found = await unheard(databases)
    for truth in TRUTHS:
        found += beside(truth, await told_of(truth, databases), await shown_of(truth, databases))
    return found


def beside(truth: Truth, told: Mapping[Key, str], shown: Mapping[Key, str]) -> list[Difference]:
    """Compares for each thing what is told with what is shown."""
    pairs = ((key, told.get(key), shown.get(key)) for key in sorted(told.keys() | shown.keys()))
    return [
        Difference(truth.name, " ".join(key), says, shows)
        for key, says, shows in pairs
        if says != shows and shows not in truth.same.get(says or "", ())
    ]


async def told_of(truth: Truth, databases: Databases) -> dict[Key, str]:
    """Folds all facts about each thing into what holds now."""
    held: dict[Key, str | None] = {}
    by_service: dict[str, list[str]] = {}
    for name in truth.says:
        service, fact = name.split(".")
        by_service.setdefault(service, []).append(fact)
    for service, facts in by_service.items():
        for row in await databases.fetch(service, TOLD, facts):
            name = f"{service}.{row['fact']}"
            body: Body = json.loads(row["body"])
            key = truth.key_of[name](body) if name in truth.key_of else tuple(str(body[part]) for part in truth.key)
            says = truth.says[name]
            held[key] = says(held.get(key), body) if callable(says) else says
    return {key: word for key, word in held.items() if word is not None}


async def shown_of(truth: Truth, databases: Databases) -> dict[Key, str]:
    rows = await databases.fetch("portal", truth.shown)
    return {tuple(str(part) for part in row[:-1]): plain(row[-1]) for row in (tuple(row) for row in rows)}


async def unheard(databases: Databases) -> list[Difference]:
    """Facts that were told, and that a service that hears them has neither handled nor refused."""
    found = []
    for hearer in services():
        rows = await databases.fetch(hearer.name, "SELECT message_id FROM store.inbox WHERE consumer = $1", hearer.name)
        handled = {row["message_id"] for row in rows}
        for teller in hearer.tellers:
            heard = {f"{fact.SERVICE}.v{fact.VERSION}.{fact.NAME}" for fact in hearer.hears if teller == fact.SERVICE}
            told = await databases.fetch(
                teller,
                "SELECT position, message_id, subject FROM store.outbox"
                " WHERE regexp_replace(subject, '\\.[^.]*$', '') = ANY($1) ORDER BY position",
                list(heard),
            )
            found += [
                Difference(f"{hearer.name} has not heard", f"{row['subject']} at {row['position']}", "it", None)
                for row in told
                if row["message_id"] not in handled
            ]
    return found
