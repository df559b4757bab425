"""Payments over a bank, as the operator's desk sees them: files, what came, what waits for a person."""

from typing import Any
from uuid import UUID

import msgspec

from chassis import Db, Happened, later
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from portal.telling.boundary import as_kept
from portal.telling.reading import Page, Row, one, page_of
from portal.telling.shows import FactView

OfABank = (
    portal.BankFileUploaded
    | wallet.BankFileTaken
    | wallet.BankFileRefused
    | wallet.BankEntriesTaken
    | wallet.BankPaymentArrived
    | wallet.BankPaymentQueued
    | wallet.BankPaymentSettled
    | wallet.BankPaymentDismissed
)


class BankPayments(FactView[OfABank]):
    """`waiting` is what nobody has decided on yet, and `reason` why it waits."""

    name, version, tables = "bank_payments", 4, ("bank_files", "bank_payments")
    ddl = """
        CREATE TABLE bank_files (
          id uuid PRIMARY KEY, name text NOT NULL, format text NOT NULL DEFAULT '', status text NOT NULL,
          entries int NOT NULL DEFAULT 0, done int NOT NULL DEFAULT 0, fresh int NOT NULL DEFAULT 0,
          known int NOT NULL DEFAULT 0, others int NOT NULL DEFAULT 0, unsure int NOT NULL DEFAULT 0, reason text,
          details jsonb, uploaded_at timestamptz NOT NULL
        );
        CREATE TABLE bank_payments (
          id uuid PRIMARY KEY, amount numeric NOT NULL, currency text NOT NULL, reference text NOT NULL,
          text text NOT NULL, payer text NOT NULL, booked_on date NOT NULL, reversal boolean NOT NULL,
          waiting numeric NOT NULL DEFAULT 0, reason text, order_id uuid, same_as uuid, arrived_at timestamptz NOT NULL
        );
        CREATE INDEX bank_payments_waiting ON bank_payments (arrived_at) WHERE waiting <> 0;
    """
    rows = ("bank_files.id", "bank_payments.id")

    def matters(self, fact: OfABank) -> tuple[UUID, ...]:
        match fact:
            case portal.BankFileUploaded() | wallet.BankFileTaken() | wallet.BankFileRefused():
                return (fact.file,)
            case wallet.BankEntriesTaken():
                return (fact.file,)
            case (
                wallet.BankPaymentArrived()
                | wallet.BankPaymentQueued()
                | wallet.BankPaymentSettled()
                | wallet.BankPaymentDismissed()
            ):
                return (fact.payment,)
            case _:
                return ()

    async def show(self, fact: OfABank, happened: Happened[Any], db: Db) -> None:
        match fact:
            case portal.BankFileUploaded():
                await db.execute(
                    "INSERT INTO bank_files (id, name, status, uploaded_at) VALUES ($1, $2, 'read', $3)"
                    " ON CONFLICT DO NOTHING",
                    fact.file,
                    fact.document.name,
                    happened.at,
                )
            case wallet.BankFileTaken():
                await db.execute(
                    "UPDATE bank_files SET format = $2, entries = $3, status = 'taken' WHERE id = $1",
                    fact.file,
                    fact.format,
                    fact.entries,
                )
            case wallet.BankFileRefused():
                await db.execute(
                    "UPDATE bank_files SET status = 'refused', reason = $2, details = $3"
                    " WHERE id = $1 AND status = 'read'",
                    fact.file,
                    fact.code,
                    as_kept(happened, "details"),
                )
            case wallet.BankEntriesTaken():
                await db.execute(
                    "UPDATE bank_files SET done = $2, fresh = fresh + $3, known = known + $4, others = others + $5,"
                    " unsure = unsure + $6"
                    " WHERE id = $1",
                    fact.file,
                    fact.done,
                    fact.new,
                    fact.known,
                    fact.others,
                    fact.unsure,
                )
            case (
                wallet.BankPaymentArrived()
                | wallet.BankPaymentQueued()
                | wallet.BankPaymentSettled()
                | wallet.BankPaymentDismissed()
            ):
                await _payment(fact, happened, db)


OfATransfer = wallet.TransferAwaited | wallet.TransferReceived | invoicing.InvoiceIssued


class Transfers(FactView[OfATransfer]):
    """What an order by transfer is paid by: its reference, its invoice, how much has come."""

    name, version, tables = "transfers", 3, ("transfers",)
    ddl = """
        CREATE TABLE transfers (
          order_id uuid PRIMARY KEY, reference text NOT NULL, total numeric NOT NULL, currency text NOT NULL,
          due_date date, expires_at timestamptz, received numeric NOT NULL DEFAULT 0, invoice_number text,
          document jsonb
        );
    """
    rows = ("transfers.order_id",)

    def matters(self, fact: OfATransfer) -> tuple[UUID, ...]:
        match fact:
            case wallet.TransferAwaited() | wallet.TransferReceived():
                return (fact.order,)
            case invoicing.InvoiceIssued():
                return (fact.invoice,)
            case _:
                return ()

    async def show(self, fact: OfATransfer, happened: Happened[Any], db: Db) -> None:
        match fact:
            case wallet.TransferAwaited():
                await later(
                    db,
                    "transfers",
                    "INSERT INTO transfers (order_id, reference, total, currency, due_date, expires_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                    fact.order,
                    fact.reference,
                    fact.total.amount,
                    fact.total.currency,
                    fact.due_date,
                    fact.expires_at,
                )
            case wallet.TransferReceived():
                await later(
                    db,
                    "transfers",
                    "UPDATE transfers SET received = $2 WHERE order_id = $1",
                    fact.order,
                    fact.received.amount,
                )
            case invoicing.InvoiceIssued():  # the network's own invoice is named by its order
                await later(
                    db,
                    "transfers",
                    "UPDATE transfers SET invoice_number = $2, document = $3 WHERE order_id = $1",
                    fact.invoice,
                    fact.number,
                    as_kept(happened, "document"),
                )


async def _payment(
    fact: wallet.BankPaymentArrived
    | wallet.BankPaymentQueued
    | wallet.BankPaymentSettled
    | wallet.BankPaymentDismissed,
    happened: Happened[Any],
    db: Db,
) -> None:
    match fact:
        case wallet.BankPaymentArrived():
            await db.execute(
                "INSERT INTO bank_payments (id, amount, currency, reference, text, payer, booked_on, reversal,"
                " arrived_at, same_as) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                fact.payment,
                fact.amount.amount,
                fact.amount.currency,
                fact.reference,
                fact.text.reveal(),
                fact.payer.reveal(),
                fact.booked_on,
                fact.reversal,
                happened.at,
                fact.same_as,
            )
        case wallet.BankPaymentQueued():
            await db.execute(
                "UPDATE bank_payments SET waiting = waiting + $2, reason = $3, order_id = $4 WHERE id = $1",
                fact.payment,
                fact.amount.amount,
                fact.reason,
                fact.order,
            )
        case wallet.BankPaymentSettled() | wallet.BankPaymentDismissed():
            await db.execute(
                "UPDATE bank_payments SET waiting = waiting - $2 WHERE id = $1", fact.payment, fact.amount.amount
            )


# What is asked of them.


async def bank_files(db: Db, page: Page) -> list[Row]:
    """The latest first."""
    rows = await page_of(db, "SELECT * FROM bank_files", by="uploaded_at", page=page)
    return [row | {"details": _details(row["details"])} for row in rows]


def _details(text: str | None) -> dict[str, str]:
    found: dict[str, dict[str, str]] = msgspec.json.decode(text) if text else {}
    return found.get("details", {})


async def bank_payments(db: Db, waiting: bool, page: Page) -> list[Row]:
    """Those that wait for a person, the oldest first; or all, the latest first."""
    sql = f"SELECT * FROM bank_payments {'WHERE waiting <> 0' if waiting else ''}"  # noqa: S608 - a phrase of ours
    return await page_of(db, sql, by="arrived_at", page=page, newest_first=not waiting)


async def one_payment(db: Db, payment: UUID) -> Row | None:
    return await one(db, "SELECT * FROM bank_payments WHERE id = $1", payment)


async def transfer_of(db: Db, order: UUID) -> Row | None:
    """What a transfer for an order is made with; None for an order that is paid otherwise."""
    return await one(
        db,
        """SELECT reference, total, currency, due_date, expires_at, received, invoice_number
           FROM transfers WHERE order_id = $1""",
        order,
    )
