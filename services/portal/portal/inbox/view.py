"""The inbox: what a company has received, and whether anybody has opened it."""

from typing import Any
from uuid import UUID

import msgspec

from chassis import Db, Happened, later
from contracts.delivery import v1 as delivery
from contracts.values import CompanyId
from portal.telling.boundary import as_kept
from portal.telling.reading import Page, Row, one, page_of
from portal.telling.shows import FactView

OfADocument = delivery.DocumentReceived | delivery.DocumentRendered | delivery.DocumentDownloaded


class Inbox(FactView[OfADocument]):
    """The receiver's side: what lies in a company's inbox, and whether anybody has opened it."""

    name, version, tables = "inbox", 4, ("inbox",)
    ddl = """
        CREATE TABLE inbox (
          document uuid PRIMARY KEY, company uuid NOT NULL, supplier uuid NOT NULL, supplier_name text NOT NULL,
          number text NOT NULL, issue_date date NOT NULL, due_date date, payable numeric NOT NULL,
          currency text NOT NULL, ubl jsonb NOT NULL, pdf jsonb,
          received_at timestamptz NOT NULL, opened_at timestamptz
        );
        CREATE INDEX inbox_company ON inbox (company, received_at DESC);
    """
    rows = ("inbox.document",)

    def matters(self, fact: OfADocument) -> tuple[UUID, ...]:
        match fact:
            case delivery.DocumentReceived() | delivery.DocumentRendered():
                return (fact.document,)
            case delivery.DocumentDownloaded():
                return (fact.invoice,)

    async def show(self, fact: OfADocument, happened: Happened[Any], db: Db) -> None:
        match fact:
            case delivery.DocumentReceived():
                await later(
                    db,
                    "inbox",
                    """INSERT INTO inbox VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                       ON CONFLICT DO NOTHING""",
                    fact.document,
                    fact.company,
                    fact.supplier,
                    fact.supplier_name,
                    fact.number,
                    fact.issue_date,
                    fact.due_date,
                    fact.payable.amount,
                    fact.payable.currency,
                    as_kept(happened, "ubl"),
                    as_kept(happened, "pdf") if fact.pdf else None,
                    happened.at,
                )
            case delivery.DocumentRendered():
                pdf = as_kept(happened, "pdf")
                await later(
                    db, "inbox", "UPDATE inbox SET pdf = $2 WHERE document = $1 AND pdf IS NULL", fact.document, pdf
                )
            case delivery.DocumentDownloaded():
                await later(
                    db,
                    "inbox",
                    "UPDATE inbox SET opened_at = $3 WHERE document = $1 AND company = $2 AND opened_at IS NULL",
                    fact.invoice,
                    fact.receiver,
                    happened.at,
                )


# What is asked of it.


async def received_by(db: Db, company: CompanyId, page: Page) -> list[Row]:
    """The latest first."""
    return await page_of(
        db,
        """SELECT document AS id, supplier_name, number, issue_date, due_date, payable, currency, received_at, opened_at
           FROM inbox WHERE company = $1""",
        company,
        by="received_at",
        page=page,
    )


async def document_of(db: Db, company: CompanyId, document: UUID) -> Row | None:
    """Where its `ubl` and its `pdf` are kept (None until somebody has wanted it), and when it was opened first."""
    row = await one(db, "SELECT ubl, pdf, opened_at FROM inbox WHERE document = $1 AND company = $2", document, company)
    return row and row | {form: row[form] and msgspec.json.decode(row[form])[form] for form in ("ubl", "pdf")}


async def unopened(db: Db, company: UUID) -> int:
    """How many documents nobody of the company has opened yet."""
    return int(await db.fetchval("SELECT count(*) FROM inbox WHERE company = $1 AND opened_at IS NULL", company))
