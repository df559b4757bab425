"""Requests and their answers: whoever waits looks here, so any replica can answer any request."""

from typing import Any

from chassis import Db, Happened
from contracts.fact import Fact
from contracts.portal import v1, v2
from portal.answers import likeness
from portal.boundary import as_kept
from portal.events import Acted, ActedPersonally
from portal.shows import FactView

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
