"""Requests and their answers: whoever waits looks here, so any replica can answer any request (decision 0028)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from chassis import REPEATED, Db, Happened
from contracts.fact import Fact
from contracts.portal import v1, v2
from portal.telling.boundary import as_kept
from portal.telling.events import Acted, ActedPersonally
from portal.telling.reading import Row, one
from portal.telling.shows import FactView

ANSWERING = frozenset(
    name
    for told in (v1, v2)
    for fact in vars(told).values()
    if isinstance(fact, type) and issubclass(fact, Fact)
    for name in fact.answered_by
)


class Answers(FactView):
    """Who asked what, and the answers. Each event writes its own row, so one that fails holds up no other answer."""

    independent = True
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
            await db.execute(
                "INSERT INTO requests VALUES ($1, $2, $3, $4, $5)",
                happened.stream,
                happened.actor,
                fact.type(),
                happened.at,
                None if isinstance(happened.event, ActedPersonally) else likeness(happened.event, happened.stream),
            )
            return
        name = f"{fact.SERVICE}.{fact.NAME}"
        if name in ANSWERING:
            await db.execute(
                "INSERT INTO answers VALUES ($1, $2, $3, $4, $5, $6)",
                happened.position,
                happened.correlation,
                name,
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
