"""A read model for an operator: reservations that have stood for long."""

from typing import Any

from chassis import Db, Happened, View, later
from wallet.reservations.events import ClaimEnded, ClaimQuestioned, ClaimSettled


class Questioned(View):
    """Reservations that have stood for long, and how often it was asked what became of the invoice."""

    name = "questioned_reservations"
    version = 1
    tables = ("questioned_reservations",)
    ddl = """
        CREATE TABLE questioned_reservations (
            claim uuid PRIMARY KEY, company uuid NOT NULL, invoice uuid NOT NULL, questions int NOT NULL,
            asked_at timestamptz NOT NULL, next_at timestamptz
        );
    """
    follows = (ClaimQuestioned, ClaimSettled, ClaimEnded)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        event = happened.event
        if not isinstance(event, ClaimQuestioned):
            await later(
                db, "questioned_reservations", "DELETE FROM questioned_reservations WHERE claim = $1", happened.stream
            )
        elif not event.waiting:
            await later(
                db,
                "questioned_reservations",
                "INSERT INTO questioned_reservations VALUES ($1, $2, $3, $4, $5, $6)"
                " ON CONFLICT (claim) DO UPDATE SET questions = $4, asked_at = $5, next_at = $6",
                happened.stream,
                event.company,
                event.invoice,
                event.question,
                event.asked_at,
                event.question_at,
            )
