"""The inbox: what a company has received, and whether anybody has opened it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from chassis import Db, Happened, later
from contracts.delivery import v1 as delivery
from contracts.values import CompanyId
from portal.telling.boundary import as_kept
from portal.telling.reading import Page, Row, like, many, one, page_of
from portal.telling.shows import FactView

OfADocument = delivery.DocumentReceived | delivery.DocumentRendered | delivery.DocumentDownloaded


class Inbox(FactView[OfADocument]):
    """The receiver's side: what lies in a company's inbox, and whether anybody has opened it."""

    name, version, tables = "inbox", 5, ("inbox",)
    ddl = """
        CREATE TABLE inbox (
          document uuid PRIMARY KEY, company uuid NOT NULL, supplier uuid NOT NULL, supplier_name text NOT NULL,
          number text NOT NULL, issue_date date NOT NULL, due_date date, payable numeric NOT NULL,
          currency text NOT NULL, ubl jsonb NOT NULL, pdf jsonb,
          received_at timestamptz NOT NULL, opened_at timestamptz, changed_at timestamptz NOT NULL
        );
        CREATE INDEX inbox_company ON inbox (company, received_at DESC, document DESC);
        CREATE INDEX inbox_changed ON inbox (company, changed_at, document);
        CREATE INDEX inbox_unopened ON inbox (company) WHERE opened_at IS NULL;
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
                    """INSERT INTO inbox (document, company, supplier, supplier_name, number, issue_date, due_date,
                         payable, currency, ubl, pdf, received_at, changed_at)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) ON CONFLICT DO NOTHING""",
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
                await later(
                    db,
                    "inbox",
                    """UPDATE inbox SET pdf = $2, changed_at = greatest(changed_at, $3)
                       WHERE document = $1 AND pdf IS NULL""",
                    fact.document,
                    as_kept(happened, "pdf"),
                    happened.at,
                )
            case delivery.DocumentDownloaded():
                await later(
                    db,
                    "inbox",
                    """UPDATE inbox SET opened_at = $3, changed_at = greatest(changed_at, $3)
                       WHERE document = $1 AND company = $2 AND opened_at IS NULL""",
                    fact.invoice,
                    fact.receiver,
                    happened.at,
                )


# What is asked of it.


Seen = Literal["new", "opened"]
COLUMNS = """document AS id, supplier_name, number, issue_date, due_date, payable, currency, received_at, opened_at,
             changed_at"""
UNOPENED_COUNTED_MAX = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a company's inbox is asked for: what is empty, or None, is no condition."""

    company: CompanyId
    status: Seen | Literal[""] = ""
    search: str = ""
    updated_after: datetime | None = None

    @property
    def by(self) -> str:
        """What the list is ordered by: who asks for changes reads them as they happened, the newest at the end."""
        return "changed_at" if self.updated_after else "received_at"


async def received_by(db: Db, wanted: Wanted, page: Page) -> list[Row]:
    """The latest first; of changes, the first one first."""
    return await page_of(
        db,
        f"""SELECT {COLUMNS} FROM inbox
            WHERE company = $1 AND ($2 = '' OR (opened_at IS NULL) = ($2 = 'new'))
              AND ($3 = '' OR number ILIKE $4 OR supplier_name ILIKE $4)
              AND ($5::timestamptz IS NULL OR changed_at > $5)""",  # noqa: S608 - a constant
        wanted.company,
        wanted.status,
        wanted.search,
        f"%{like(wanted.search)}%",
        wanted.updated_after,
        by=wanted.by,
        page=page,
        newest_first=wanted.updated_after is None,
    )


async def line_of(db: Db, company: CompanyId, document: UUID) -> Row | None:
    """A document as a line of the list."""
    sql = f"SELECT {COLUMNS} FROM inbox WHERE document = $1 AND company = $2"  # noqa: S608 - a constant
    return await one(db, sql, document, company)


async def document_of(db: Db, company: CompanyId, document: UUID) -> Row | None:
    """Where its `ubl` and its `pdf` are kept (None until somebody has wanted it), and when it was opened first."""
    row = await one(db, "SELECT ubl, pdf, opened_at FROM inbox WHERE document = $1 AND company = $2", document, company)
    return row and row | {form: row[form] and msgspec.json.decode(row[form])[form] for form in ("ubl", "pdf")}


async def unopened(db: Db, company: UUID) -> int:
    """How many documents nobody of the company has opened yet; counted as far as a menu needs it."""
    counted = """SELECT count(*) FROM
        (SELECT FROM inbox WHERE company = $1 AND opened_at IS NULL LIMIT $2) AS few"""
    return int(await db.fetchval(counted, company, UNOPENED_COUNTED_MAX))


async def changed_since(db: Db, position: int, companies: Sequence[CompanyId], at_most: int) -> list[Row]:
    """Which documents of these companies the facts after a position concern: `company` and `id`."""
    sql = """SELECT DISTINCT company, document AS id FROM inbox_order JOIN inbox ON document = matter
             WHERE position > $1 AND company = ANY($2) LIMIT $3"""
    return await many(db, sql, position, list(companies), at_most)


async def by_month(db: Db, company: CompanyId, since: date) -> list[Row]:
    """How many invoices of each month came, and what is to be paid for them, by currency."""
    return await many(
        db,
        """SELECT date_trunc('month', issue_date)::date AS month, currency, count(*) AS many, sum(payable) AS amount
           FROM inbox WHERE company = $1 AND issue_date >= $2 GROUP BY month, currency ORDER BY month, currency""",
        company,
        since,
    )
