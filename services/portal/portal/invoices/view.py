"""Invoices sent and received, and the timeline of each: one line per fact."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from chassis import Db, Happened, later
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.values import CompanyId
from contracts.wallet import v1 as wallet
from portal.invoices.wanted import Wanted
from portal.telling.boundary import as_kept
from portal.telling.reading import Page, Row, many, one, page_of
from portal.telling.shows import FactView

InTimeline = (
    portal.InvoiceDraftSaved
    | portal.InvoiceSubmitted
    | portal.InvoiceWithdrawn
    | invoicing.InvoiceDrafted
    | invoicing.InvoiceReady
    | invoicing.InvoiceHeld
    | invoicing.InvoiceReopened
    | invoicing.InvoiceRefused
    | invoicing.InvoiceIssued
    | invoicing.InvoiceHandedOver
    | invoicing.InvoiceDelivered
    | invoicing.InvoiceUndeliverable
    | delivery.DeliveryPlanned
    | delivery.DeliveryAttemptFailed
    | wallet.CreditReserved
    | wallet.CreditRefused
    | wallet.CreditCaptured
    | wallet.CreditReleased
)


OfItsPdf = delivery.DocumentReceived | delivery.DocumentRendered
OfTheInvoice = InTimeline | invoicing.InvoiceDraftRefused | invoicing.InvoiceDiscarded
OfAnInvoice = OfTheInvoice | OfItsPdf


class Invoices(FactView[OfAnInvoice]):
    """The supplier's side: drafts and invoices, each as it now stands, with its timeline."""

    name, version, tables = "invoices", 9, ("invoices", "timeline")
    ddl = """
        CREATE TABLE invoices (
          id uuid PRIMARY KEY, company uuid NOT NULL, receiver uuid, receiver_name text NOT NULL DEFAULT '',
          status text NOT NULL, reason text, number text, issue_date date, due_date date,
          net numeric, vat numeric, payable numeric, currency text NOT NULL DEFAULT 'SEK',
          findings jsonb, sums jsonb, draft jsonb, document jsonb, pdf jsonb, rules text,
          saved uuid, kept uuid, kept_draft jsonb, submission uuid,
          created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL
        );
        CREATE INDEX invoices_company ON invoices (company, created_at DESC, id DESC);
        CREATE INDEX invoices_changed ON invoices (company, changed_at, id);
        CREATE INDEX invoices_issued ON invoices (company, issue_date) WHERE number IS NOT NULL;
        CREATE TABLE timeline (
          position bigint PRIMARY KEY, company uuid NOT NULL, invoice uuid NOT NULL, name text NOT NULL,
          body jsonb NOT NULL, actor text NOT NULL, at timestamptz NOT NULL
        );
        CREATE INDEX timeline_invoice ON timeline (invoice, position);
    """
    rows = ("invoices.id", "timeline.invoice")

    def matters(self, fact: OfAnInvoice) -> tuple[UUID, ...]:
        """A document has the id of its invoice; one that came without a PDF says nothing new of it."""
        if isinstance(fact, OfItsPdf):
            return (fact.document,) if fact.pdf else ()
        return (fact.invoice,)

    async def show(self, fact: OfAnInvoice, happened: Happened[Any], db: Db) -> None:
        if isinstance(fact, InTimeline):
            await later(
                db,
                "timeline",
                "INSERT INTO timeline VALUES ($1, $2, $3, $4, $5, $6, $7)",
                happened.position,
                fact.company,
                fact.invoice,
                f"{fact.SERVICE}.{fact.NAME}",
                as_kept(happened, without={"draft"}),
                happened.actor,
                happened.at,
            )
        if isinstance(fact, OfItsPdf):
            await _pdf(fact, happened, db)
        else:
            await self._row(fact, happened, db)

    async def _row(self, fact: OfTheInvoice, happened: Happened[Any], db: Db) -> None:
        match fact:
            case portal.InvoiceDraftSaved():
                await _draft(fact, happened, db)
            case invoicing.InvoiceDrafted():
                await _drafted(fact, happened, db)
            case invoicing.InvoiceDraftRefused():
                await _draft_refused(fact, happened, db)
            case invoicing.InvoiceDiscarded():
                await _discarded(fact, happened, db)
            case invoicing.InvoiceIssued():
                await _issued(fact, happened, db)
            case invoicing.InvoiceRefused():
                await _refused(fact, happened, db)
            case portal.InvoiceSubmitted():
                await later(
                    db, "invoices", "UPDATE invoices SET submission = $2 WHERE id = $1", fact.invoice, happened.stream
                )
                await _status(fact.invoice, fact.company, "submitted", None, happened, db)
            case invoicing.InvoiceHeld():
                await _status(fact.invoice, fact.company, "held", fact.reason, happened, db)
            case invoicing.InvoiceReopened():
                await _status(fact.invoice, fact.company, "draft", None, happened, db)
            case invoicing.InvoiceHandedOver():
                await _status(fact.invoice, fact.company, "handed-over", None, happened, db)
            case invoicing.InvoiceDelivered():
                await _status(fact.invoice, fact.company, "delivered", None, happened, db)
            case invoicing.InvoiceUndeliverable():
                await _status(fact.invoice, fact.company, "undeliverable", fact.cause, happened, db)
            case (
                portal.InvoiceWithdrawn()
                | invoicing.InvoiceReady()
                | delivery.DeliveryPlanned()
                | delivery.DeliveryAttemptFailed()
                | wallet.CreditReserved()
                | wallet.CreditRefused()
                | wallet.CreditCaptured()
                | wallet.CreditReleased()
            ):
                pass  # these stand in the timeline alone


async def _draft(fact: portal.InvoiceDraftSaved, happened: Happened[Any], db: Db) -> None:
    await later(
        db,
        "invoices",
        """INSERT INTO invoices (id, company, receiver, status, currency, draft, created_at, changed_at, saved)
           VALUES ($1, $2, $3, 'draft', $4, $5, $6, $6, $7)
           ON CONFLICT (id) DO UPDATE SET receiver = $3, currency = $4, draft = $5, changed_at = $6, saved = $7
           WHERE invoices.company = $2 AND invoices.number IS NULL AND invoices.status <> 'discarded'""",
        fact.invoice,
        fact.company,
        fact.draft.receiver,
        fact.draft.currency,
        as_kept(happened, "draft"),
        happened.at,
        fact.revision,
    )


async def _drafted(fact: invoicing.InvoiceDrafted, happened: Happened[Any], db: Db) -> None:
    await later(
        db,
        "invoices",
        """UPDATE invoices SET receiver_name = $3, net = $4, vat = $5, payable = $6, due_date = $7, findings = $8,
                  changed_at = $9, kept = $10, sums = $11,
                  kept_draft = CASE WHEN saved = $10 THEN draft ELSE kept_draft END,
                  status = CASE WHEN status = 'refused' THEN 'draft' ELSE status END,
                  reason = CASE WHEN status = 'refused' THEN NULL ELSE reason END
           WHERE id = $1 AND company = $2 AND number IS NULL AND status <> 'discarded'""",
        fact.invoice,
        fact.company,
        fact.receiver_name,
        fact.net.amount,
        fact.vat.amount,
        fact.payable.amount,
        fact.due_date,
        as_kept(happened, "findings"),
        happened.at,
        fact.revision,
        as_kept(happened, "sums"),
    )


async def _draft_refused(fact: invoicing.InvoiceDraftRefused, happened: Happened[Any], db: Db) -> None:
    """What could not be kept is shown no longer: the draft reads as it was kept before, or there is none."""
    saved = happened.correlation  # a revision is named by the request that saved it
    await later(
        db,
        "invoices",
        "DELETE FROM invoices WHERE id = $1 AND company = $2 AND saved = $3 AND net IS NULL",
        fact.invoice,
        fact.company,
        saved,
    )
    await later(
        db,
        "invoices",
        """UPDATE invoices SET saved = kept, draft = coalesce(kept_draft, draft),
                  receiver = (coalesce(kept_draft, draft)->'draft'->>'receiver')::uuid,
                  currency = coalesce(kept_draft, draft)->'draft'->>'currency'
           WHERE id = $1 AND company = $2 AND saved = $3 AND number IS NULL""",
        fact.invoice,
        fact.company,
        saved,
    )


async def _discarded(fact: invoicing.InvoiceDiscarded, happened: Happened[Any], db: Db) -> None:
    """What was written is forgotten; that its id is taken is not."""
    await db.execute(
        """INSERT INTO invoices (id, company, status, created_at, changed_at) VALUES ($1, $2, 'discarded', $3, $3)
           ON CONFLICT (id) DO UPDATE SET status = 'discarded', draft = NULL, kept_draft = NULL, sums = NULL,
             findings = NULL, changed_at = $3
           WHERE invoices.company = $2 AND invoices.number IS NULL""",
        fact.invoice,
        fact.company,
        happened.at,
    )


async def _issued(fact: invoicing.InvoiceIssued, happened: Happened[Any], db: Db) -> None:
    await later(
        db,
        "invoices",
        f"""UPDATE invoices SET number = $3, issue_date = $4, due_date = $5,
                  receiver_name = $6, net = $7, vat = $8, payable = $9, currency = $10, document = $11, rules = $12,
                  findings = NULL, changed_at = $13,
                  reason = CASE WHEN {FURTHER} THEN reason END,
                  status = CASE WHEN {FURTHER} THEN status ELSE 'issued' END
           WHERE id = $1 AND company = $2""",  # noqa: S608 - constants
        fact.invoice,
        fact.company,
        fact.number,
        fact.issue_date,
        fact.due_date,
        fact.receiver_name,
        fact.net.amount,
        fact.vat.amount,
        fact.payable.amount,
        fact.payable.currency,
        as_kept(happened, "document"),
        fact.rules,
        happened.at,
    )


async def _pdf(fact: OfItsPdf, happened: Happened[Any], db: Db) -> None:
    """The one PDF of the document, made for its receiver or its sender: both have the same."""
    if fact.pdf:
        pdf = as_kept(happened, "pdf")
        await later(db, "invoices", "UPDATE invoices SET pdf = $2 WHERE id = $1 AND pdf IS NULL", fact.document, pdf)


async def _refused(fact: invoicing.InvoiceRefused, happened: Happened[Any], db: Db) -> None:
    """A refused Send leaves a draft; a refusal of what was sent already changes nothing that is shown."""
    await later(
        db,
        "invoices",
        """UPDATE invoices SET status = 'refused', reason = $3, findings = $4, changed_at = $5
           WHERE id = $1 AND company = $2 AND number IS NULL AND status <> 'discarded'""",
        fact.invoice,
        fact.company,
        fact.code,
        as_kept(happened, "findings"),
        happened.at,
    )


FURTHER = "status IN ('handed-over', 'delivered', 'undeliverable')"
ORDER = "ARRAY['draft', 'refused', 'submitted', 'held', 'issued', 'handed-over', 'delivered']"


async def _status(
    invoice: UUID, company: CompanyId, status: str, reason: str | None, happened: Happened[Any], db: Db
) -> None:
    """Facts of several tellers may come out of order: a status never goes back once the invoice is issued."""
    await later(
        db,
        "invoices",
        f"""UPDATE invoices SET status = $3, reason = $4, changed_at = $5
            WHERE id = $1 AND company = $2 AND (number IS NULL OR $3 = 'undeliverable'
               OR array_position({ORDER}, $3) > coalesce(array_position({ORDER}, status), 0))
              AND status <> 'discarded'""",  # noqa: S608 - a constant
        invoice,
        company,
        status,
        reason,
        happened.at,
    )


# What is asked of it.


async def invoice_of(db: Db, company: CompanyId, invoice: UUID) -> Row | None:
    """An invoice of a company as it stands; None for a draft that was thrown away."""
    row = await one(
        db, "SELECT * FROM invoices WHERE id = $1 AND company = $2 AND status <> 'discarded'", invoice, company
    )
    return row and row | {name: _read(row, name) for name in ("findings", "sums", "draft", "document", "pdf")}


def _read(row: Row, name: str) -> Any:
    return msgspec.json.decode(row[name]).get(name) if row[name] else None


LINE = """id, number, status, reason, receiver_name, issue_date, due_date, net, vat, payable, currency,
          created_at, changed_at"""
FITS = """company = $1 AND status <> 'discarded' AND ($2 = '' OR status = $2)
          AND ($3 = '' OR number ILIKE $4 OR receiver_name ILIKE $4)
          AND ($5::date IS NULL OR issue_date >= $5) AND ($6::date IS NULL OR issue_date <= $6)
          AND ($7::timestamptz IS NULL OR changed_at > $7)"""


async def listed(db: Db, wanted: Wanted, page: Page) -> list[Row]:
    """The newest first; of changes, the first one first."""
    sql = f"SELECT {LINE} FROM invoices WHERE {FITS}"  # noqa: S608 - constants
    is_newest_first = wanted.updated_after is None
    return await page_of(db, sql, *wanted.arguments, by=wanted.by, page=page, newest_first=is_newest_first)


async def how_many(db: Db, wanted: Wanted, at_most: int) -> int:
    """Of those that are asked for; counted no further than that."""
    sql = f"SELECT count(*) FROM (SELECT FROM invoices WHERE {FITS} LIMIT $8) AS some_of_them"  # noqa: S608 - a constant
    return int(await db.fetchval(sql, *wanted.arguments, at_most))


async def chosen_of(db: Db, company: CompanyId, ids: Sequence[UUID]) -> list[Row]:
    """Those of a company that have one of these ids, as the list shows them, with findings and files."""
    sql = f"""SELECT {LINE}, findings, document, pdf FROM invoices
              WHERE id = ANY($2) AND company = $1 AND status <> 'discarded' ORDER BY created_at DESC, id DESC"""  # noqa: S608
    rows = await many(db, sql, company, list(ids))
    return [row | {name: _read(row, name) for name in ("findings", "document", "pdf")} for row in rows]


async def changed_since(db: Db, position: int, companies: Sequence[CompanyId], at_most: int) -> list[Row]:
    """Which invoices of these companies the facts after a position concern: `company` and `id`."""
    sql = """SELECT DISTINCT company, id FROM invoices_order JOIN invoices ON id = matter
             WHERE position > $1 AND company = ANY($2) LIMIT $3"""
    return await many(db, sql, position, list(companies), at_most)


async def timeline_of(db: Db, company: CompanyId, invoice: UUID) -> list[Row]:
    """One line for each fact, the oldest first."""
    lines = await many(
        db,
        "SELECT name, at, actor, body FROM timeline WHERE invoice = $1 AND company = $2 ORDER BY position LIMIT 500",
        invoice,
        company,
    )
    return [line | {"body": msgspec.json.decode(line["body"])} for line in lines]


async def invoiced(db: Db, company: CompanyId) -> list[Row]:
    """What has been invoiced, by currency."""
    return await many(
        db,
        """SELECT currency, sum(payable) AS amount FROM invoices WHERE company = $1 AND number IS NOT NULL
           GROUP BY currency ORDER BY currency""",
        company,
    )


async def by_month(db: Db, company: CompanyId, since: date) -> list[Row]:
    """How many were issued each month, and what is to be paid for them, by currency."""
    return await many(
        db,
        """SELECT date_trunc('month', issue_date)::date AS month, currency, count(*) AS many, sum(payable) AS amount
           FROM invoices WHERE company = $1 AND number IS NOT NULL AND issue_date >= $2
           GROUP BY month, currency ORDER BY month, currency""",
        company,
        since,
    )


async def counted(db: Db, company: UUID) -> dict[str, int]:
    """How many invoices a company has in each status."""
    rows = await db.fetch(
        "SELECT status, count(*) AS many FROM invoices WHERE company = $1 AND status <> 'discarded' GROUP BY status",
        company,
    )
    return {row["status"]: row["many"] for row in rows}


# What the operator's desk asks.


async def found_anywhere(db: Db, search: str, company: CompanyId | None, page: Page) -> list[Row]:
    """By number or id, of all companies or of one, the newest first; an empty search finds all of one company."""
    return await page_of(
        db,
        """SELECT id, company, number, status, receiver_name, issue_date, payable, currency, created_at, changed_at
           FROM invoices WHERE status <> 'discarded' AND ($1 = '' OR number = $1 OR id::text = lower($1))
             AND ($2::uuid IS NULL OR company = $2)""",
        search,
        company,
        by="created_at",
        page=page,
    )
