"""What operators look at: every invoice, how far it has come, and what was decided on it last."""

from __future__ import annotations

from typing import Any, ClassVar, assert_never

from chassis import Db, Event, Happened, View, later
from invoicing.life.events import (
    InvoiceDelivered,
    InvoiceDiscarded,
    InvoiceDrafted,
    InvoiceEvent,
    InvoiceHandedOver,
    InvoiceHeld,
    InvoiceIssued,
    InvoiceReady,
    InvoiceRefused,
    InvoiceReopened,
    InvoiceUndeliverable,
)

MOVE = "UPDATE invoice_list SET status = $2, reason = $3, changed_at = $4 WHERE invoice = $1"


class InvoiceList(View):
    """One row for each invoice; `reason` is why it is held, refused or undeliverable. An opened one stays opened."""

    name: ClassVar[str] = "invoice_list"
    version: ClassVar[int] = 2
    tables: ClassVar[tuple[str, ...]] = ("invoice_list",)
    ddl: ClassVar[str] = """
        CREATE TABLE invoice_list (
            invoice uuid PRIMARY KEY,
            company uuid NOT NULL,
            receiver_name text NOT NULL,
            number text NOT NULL DEFAULT '',
            status text NOT NULL,
            reason text NOT NULL DEFAULT '',
            payable numeric NOT NULL,
            currency text NOT NULL,
            due_date date,
            changed_at timestamptz NOT NULL
        );
        CREATE INDEX invoice_list_company ON invoice_list (company, changed_at DESC);
        CREATE INDEX invoice_list_status ON invoice_list (status, changed_at DESC);
    """
    follows: ClassVar[tuple[type[Event], ...]] = (
        InvoiceDrafted,
        InvoiceReady,
        InvoiceHeld,
        InvoiceReopened,
        InvoiceDiscarded,
        InvoiceRefused,
        InvoiceIssued,
        InvoiceHandedOver,
        InvoiceDelivered,
        InvoiceUndeliverable,
    )

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        event: InvoiceEvent = happened.event
        match event:
            case InvoiceDrafted():
                await self._drafted(event, happened, db)
            case InvoiceIssued():
                await later(
                    db,
                    "invoice_list",
                    "UPDATE invoice_list SET number = $2, status = 'issued', reason = '', payable = $3, changed_at = $4"
                    " WHERE invoice = $1",
                    happened.stream,
                    event.number,
                    event.payable.amount,
                    happened.at,
                )
            case InvoiceReady():
                await later(db, "invoice_list", MOVE, happened.stream, "ready", "", happened.at)
            case InvoiceHeld():
                await later(db, "invoice_list", MOVE, happened.stream, "held", event.reason, happened.at)
            case InvoiceReopened():
                await later(db, "invoice_list", MOVE, happened.stream, "draft", "", happened.at)
            case InvoiceDiscarded():
                await later(db, "invoice_list", "DELETE FROM invoice_list WHERE invoice = $1", happened.stream)
            case InvoiceRefused():
                await later(db, "invoice_list", MOVE, happened.stream, "draft", event.code, happened.at)
            case InvoiceHandedOver():
                await later(
                    db, "invoice_list", MOVE + " AND status = 'issued'", happened.stream, "handed over", "", happened.at
                )
            case InvoiceDelivered():
                await later(db, "invoice_list", MOVE, happened.stream, "delivered", "", happened.at)
            case InvoiceUndeliverable():
                await later(db, "invoice_list", MOVE, happened.stream, "undeliverable", event.cause, happened.at)
            case _:
                assert_never(event)

    async def _drafted(self, event: InvoiceDrafted, happened: Happened[Any], db: Db) -> None:
        await later(
            db,
            "invoice_list",
            "INSERT INTO invoice_list"
            " (invoice, company, receiver_name, status, payable, currency, due_date, changed_at)"
            " VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7)"
            " ON CONFLICT (invoice) DO UPDATE SET receiver_name = excluded.receiver_name, status = 'draft',"
            " reason = '', payable = excluded.payable, currency = excluded.currency, due_date = excluded.due_date,"
            " changed_at = excluded.changed_at",
            happened.stream,
            event.company,
            event.receiver_name,
            event.payable.amount,
            event.payable.currency,
            event.draft.due_date,
            happened.at,
        )
