"""The work list of what did not arrive: what is being tried again, and what somebody must mend."""

from __future__ import annotations

from typing import Any, ClassVar

from chassis import Db, Event, Happened, View
from delivery.events import DeliveryAttemptFailed, DeliveryPlanned, DocumentHandedOver, DocumentUndeliverable

PLANNED = """
    INSERT INTO dispatches (document, company, receiver, supplier_name, receiver_name, number)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (document) DO NOTHING
"""
FAILED = """
    INSERT INTO undelivered (document, status, attempts, cause, repair, next_attempt_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (document) DO UPDATE SET status = excluded.status, cause = excluded.cause, repair = excluded.repair,
        attempts = greatest(undelivered.attempts, excluded.attempts), next_attempt_at = excluded.next_attempt_at,
        changed_at = excluded.changed_at
"""


class Undelivered(View):
    """One row for each document that met trouble and has not arrived; `repair` is empty while it is tried again."""

    name: ClassVar[str] = "undelivered"
    version: ClassVar[int] = 1
    tables: ClassVar[tuple[str, ...]] = ("dispatches", "undelivered")
    ddl: ClassVar[str] = """
        CREATE TABLE dispatches (
            document uuid PRIMARY KEY,
            company uuid NOT NULL,
            receiver uuid NOT NULL,
            supplier_name text NOT NULL,
            receiver_name text NOT NULL,
            number text NOT NULL
        );
        CREATE TABLE undelivered (
            document uuid PRIMARY KEY,
            status text NOT NULL,
            attempts integer NOT NULL,
            cause text NOT NULL,
            repair text NOT NULL,
            next_attempt_at timestamptz,
            changed_at timestamptz NOT NULL
        );
        CREATE INDEX undelivered_changed_at ON undelivered (changed_at DESC);
    """
    follows: ClassVar[tuple[type[Event], ...]] = (
        DeliveryPlanned,
        DeliveryAttemptFailed,
        DocumentUndeliverable,
        DocumentHandedOver,
    )

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        document = happened.stream
        match happened.event:
            case DeliveryPlanned() as planned:
                names = (planned.supplier_name, planned.receiver_name, planned.number)
                await db.execute(PLANNED, document, planned.company, planned.receiver, *names)
            case DeliveryAttemptFailed() as failed:
                trying = ("trying again", failed.attempt, failed.cause, "", failed.next_attempt_at)
                await db.execute(FAILED, document, *trying, happened.at)
            case DocumentUndeliverable() as failed:
                await db.execute(FAILED, document, "undeliverable", 0, failed.cause, failed.repair, None, happened.at)
            case DocumentHandedOver():
                await db.execute("DELETE FROM undelivered WHERE document = $1", document)
