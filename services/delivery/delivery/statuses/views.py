"""The work list of what did not arrive: what is being tried again, and what somebody must act on."""

from __future__ import annotations

from typing import Any, ClassVar

from chassis import Db, Event, Happened, View, later
from delivery.dispatch.events import DeliveryAttemptFailed, DeliveryPlanned, DocumentHandedOver, DocumentUndeliverable

PLANNED = """
    INSERT INTO undelivered (document, company, receiver, supplier_name, receiver_name, number, status, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, 'on its way', $7) ON CONFLICT (document) DO NOTHING
"""
FAILED = """
    UPDATE undelivered SET status = 'trying again', attempts = $2, cause = $3, next_attempt_at = $4, changed_at = $5
    WHERE document = $1
"""
GIVEN_UP = """
    UPDATE undelivered SET status = 'undeliverable', attempts = attempts + 1, cause = $2, repair = $3,
        next_attempt_at = NULL, changed_at = $4
    WHERE document = $1
"""


class Undelivered(View):
    """One row for each document that has not been handed over; `repair` is empty while it is tried again."""

    name: ClassVar[str] = "undelivered"
    version: ClassVar[int] = 1
    tables: ClassVar[tuple[str, ...]] = ("undelivered",)
    ddl: ClassVar[str] = """
        CREATE TABLE undelivered (
            document uuid PRIMARY KEY,
            company uuid NOT NULL,
            receiver uuid NOT NULL,
            supplier_name text NOT NULL,
            receiver_name text NOT NULL,
            number text NOT NULL,
            status text NOT NULL,
            attempts integer NOT NULL DEFAULT 0,
            cause text NOT NULL DEFAULT '',
            repair text NOT NULL DEFAULT '',
            next_attempt_at timestamptz,
            changed_at timestamptz NOT NULL
        );
        CREATE INDEX undelivered_status ON undelivered (status, changed_at DESC);
    """
    follows: ClassVar[tuple[type[Event], ...]] = (
        DeliveryPlanned,
        DeliveryAttemptFailed,
        DocumentUndeliverable,
        DocumentHandedOver,
    )

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        document, at = happened.stream, happened.at
        match happened.event:
            case DeliveryPlanned() as planned:
                names = (planned.supplier_name, planned.receiver_name, planned.number)
                await later(db, "undelivered", PLANNED, document, planned.company, planned.receiver, *names, at)
            case DeliveryAttemptFailed() as failed:
                await later(
                    db, "undelivered", FAILED, document, failed.attempt, failed.cause, failed.next_attempt_at, at
                )
            case DocumentUndeliverable() as given_up:
                await later(db, "undelivered", GIVEN_UP, document, given_up.cause, given_up.repair, at)
            case DocumentHandedOver():
                await later(db, "undelivered", "DELETE FROM undelivered WHERE document = $1", document)
            case _:
                pass
