"""Requests and their answers: whoever waits looks here, so any replica can answer any request (decision 0028)."""

from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final
from uuid import UUID

import msgspec

from chassis import REPEATED, Db, Happened, later
from contracts.fact import FACTS, Fact
from portal.telling.boundary import as_kept
from portal.telling.events import Acted, ActedPersonally
from portal.telling.reading import Row, one
from portal.telling.shows import FactView


def told_by(service: str) -> list[type[Fact]]:
    """Every fact of a service, in every version."""
    for version in iter_modules(import_module(f"contracts.{service}").__path__):
        import_module(f"contracts.{service}.{version.name}")
    return [fact for fact in FACTS.values() if service == fact.SERVICE]


ACTS: Final = told_by("portal")
"""Everything that people can do."""
ANSWERING: Final = frozenset(name for act in ACTS for name in act.answered_by)
ANSWERS: Final = [
    fact
    for service in sorted({name.partition(".")[0] for name in ANSWERING})
    for fact in told_by(service)
    if f"{service}.{fact.NAME}" in ANSWERING
]


class Answers(FactView[Fact]):
    """Who asked what, and the answers. Each event writes its own row, so one that fails holds up no other answer."""

    independent = True
    facts = frozenset([*ACTS, *ANSWERS])
    hangs_on = tuple(ANSWERING)
    name, version, tables = "answers", 3, ("answers", "requests")
    ddl = """
        CREATE TABLE answers (
          position    bigint PRIMARY KEY,
          correlation uuid NOT NULL,
          name        text NOT NULL,
          fact        text NOT NULL,
          body        jsonb NOT NULL,
          at          timestamptz NOT NULL
        );
        CREATE INDEX answers_correlation ON answers (correlation, position);
        CREATE TABLE requests (
          id uuid PRIMARY KEY, person text NOT NULL, fact text NOT NULL, at timestamptz NOT NULL, likeness text
        );
        CREATE INDEX requests_likeness ON requests (likeness, at DESC);
    """

    async def show(self, fact: Fact, happened: Happened[Any], db: Db) -> None:
        if isinstance(happened.event, Acted | ActedPersonally):
            await later(
                db,
                "requests",
                "INSERT INTO requests VALUES ($1, $2, $3, $4, $5)",
                happened.stream,
                happened.actor,
                fact.type(),
                happened.at,
                None if isinstance(happened.event, ActedPersonally) else likeness(happened.event, happened.stream),
            )
            return
        await later(
            db,
            "answers",
            "INSERT INTO answers VALUES ($1, $2, $3, $4, $5, $6)",
            happened.position,
            happened.correlation,
            f"{fact.SERVICE}.{fact.NAME}",
            fact.type(),
            as_kept(happened),
            happened.at,
        )


OWN = """
    SELECT fact, body, position, body->>'code' = $3 AS repeated FROM answers
    WHERE correlation = $1 AND name = ANY($2) ORDER BY position LIMIT 1"""
LIKE = """
    SELECT a.fact, a.body, a.position
    FROM requests r
    LEFT JOIN LATERAL (
      SELECT fact, body, position FROM answers WHERE correlation = r.id AND name = ANY($2) ORDER BY position LIMIT 1
    ) a ON true
    WHERE r.likeness = (SELECT likeness FROM requests WHERE id = $1) AND r.id <> $1
      AND coalesce(a.body->>'code', '') <> $3
    ORDER BY r.at DESC, r.id LIMIT 1"""


ARRIVED = "SELECT DISTINCT correlation FROM answers WHERE correlation = ANY($1)"


async def arrived_for(requests: Sequence[UUID], db: Db) -> list[UUID]:
    """Those of these requests that anything was told about, be it an answer or not."""
    return [row["correlation"] for row in await db.fetch(ARRIVED, list(requests))]


async def answer_to(request: UUID, names: Sequence[str], db: Db) -> Any:
    """The row of the fact that answers a request, None while there is none.

    Of two who do the same at once, one changes something, and the other hears `request.repeated`: then both have the
    one answer. Where nobody did the like, that refusal itself is the answer.
    """
    asked = (request, list(names), REPEATED)
    own = await db.fetchrow(OWN, *asked)
    if own is None or not own["repeated"]:
        return own
    like = await db.fetchrow(LIKE, *asked)
    if like is None:
        return own
    return like if like["fact"] else None


def likeness(event: Acted, request: UUID) -> str:
    """The same for all who do the same to the same thing; what is personal is not compared."""
    own = f'"{request}"'.encode()
    fields = msgspec.json.decode(event.body, type=dict[str, msgspec.Raw])
    deed = {name: value for name, value in sorted(fields.items()) if name != "person" and bytes(value) != own}
    return sha256(f"{event.fact} ".encode() + msgspec.json.encode(deed)).hexdigest()


async def asked(db: Db, request: UUID) -> Row | None:
    """Who made a request, and the type of what they told."""
    return await one(db, "SELECT person, fact FROM requests WHERE id = $1", request)
