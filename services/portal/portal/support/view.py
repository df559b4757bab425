"""Support cases: as their askers see them, and as the operator's desk does."""

from typing import Any
from uuid import UUID

import msgspec

from chassis import Db, Happened
from contracts.support import v1 as support
from contracts.values import CompanyId
from portal.telling.boundary import as_kept
from portal.telling.reading import Page, Row, many, one, page_of
from portal.telling.shows import FactView

OfACase = support.CaseOpened | support.CaseAnswered | support.CaseClosed | support.CaseReopened


class Cases(FactView[OfACase]):
    """A case with everything that was said in it, the question first."""

    name, version, tables = "cases", 3, ("cases", "case_messages")
    ddl = """
        CREATE TABLE cases (
          id uuid PRIMARY KEY, company uuid NOT NULL, person uuid NOT NULL, reference text NOT NULL,
          opened_by text NOT NULL, category text NOT NULL, title text NOT NULL, form jsonb NOT NULL,
          name text NOT NULL, email text NOT NULL, language text NOT NULL, matter uuid,
          status text NOT NULL, outcome text, waits_for text NOT NULL,
          opened_at timestamptz NOT NULL, changed_at timestamptz NOT NULL
        );
        CREATE INDEX cases_company ON cases (company, changed_at DESC);
        CREATE INDEX cases_status ON cases (status, changed_at);
        CREATE TABLE case_messages (
          position bigint PRIMARY KEY, case_id uuid NOT NULL, kind text NOT NULL, side text NOT NULL,
          text text NOT NULL, attachments jsonb NOT NULL, at timestamptz NOT NULL
        );
        CREATE INDEX case_messages_case ON case_messages (case_id, position);
    """
    rows = ("cases.id", "case_messages.case_id")

    def matters(self, fact: OfACase) -> tuple[UUID, ...]:
        return (fact.case,)

    async def show(self, fact: OfACase, happened: Happened[Any], db: Db) -> None:
        match fact:
            case support.CaseOpened():
                await _opened(fact, happened, db)
                side = "operator" if fact.opened_by == "operator" else "customer"
                await _said(fact, "opened", side, fact.text.reveal(), happened, db)
            case support.CaseAnswered():
                await _moved(fact.case, "open", None, _other(fact.side), happened, db)
                await _said(fact, "answered", fact.side, fact.text.reveal(), happened, db)
            case support.CaseClosed():
                await _moved(fact.case, "closed", fact.outcome, "nobody", happened, db)
                await _said(fact, "closed", "operator" if fact.outcome != "withdrawn" else "customer", "", happened, db)
            case support.CaseReopened():
                await _moved(fact.case, "open", None, _other(fact.side), happened, db)
                await _said(fact, "reopened", fact.side, "", happened, db)


def _other(side: str) -> str:
    return "operator" if side == "customer" else "customer"


async def _opened(fact: support.CaseOpened, happened: Happened[Any], db: Db) -> None:
    await db.execute(
        """INSERT INTO cases VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', NULL, $13, $14, $14)
           ON CONFLICT DO NOTHING""",
        fact.case,
        fact.company,
        fact.person,
        fact.reference,
        fact.opened_by,
        fact.category,
        fact.title.reveal(),
        as_kept(happened, "form"),
        fact.name.reveal(),
        fact.email.reveal(),
        fact.language,
        fact.matter,
        "customer" if fact.opened_by == "operator" else "operator",
        happened.at,
    )


async def _moved(case: Any, status: str, outcome: str | None, waits_for: str, happened: Happened[Any], db: Db) -> None:
    await db.execute(
        "UPDATE cases SET status = $2, outcome = $3, waits_for = $4, changed_at = $5 WHERE id = $1",
        case,
        status,
        outcome,
        waits_for,
        happened.at,
    )


async def _said(fact: Any, kind: str, side: str, text: str, happened: Happened[Any], db: Db) -> None:
    await db.execute(
        "INSERT INTO case_messages VALUES ($1, $2, $3, $4, $5, $6, $7)",
        happened.position,
        fact.case,
        kind,
        side,
        text,
        as_kept(happened, "attachments"),
        happened.at,
    )


# What is asked of it.


async def cases_of(db: Db, owners: list[CompanyId], page: Page) -> list[Row]:
    """The latest first."""
    sql = """SELECT id, company, reference, category, title, status, outcome, waits_for, opened_at, changed_at
             FROM cases WHERE company = ANY($1)"""
    return await page_of(db, sql, owners, by="changed_at", page=page)


async def cases_for_the_desk(db: Db, status: str, waits_for: str, page: Page) -> list[Row]:
    """Of all companies, those that have waited longest first; `waits_for` is empty for all."""
    sql = """SELECT id, company, reference, category, title, name, status, outcome, waits_for, opened_at, changed_at
             FROM cases WHERE status = $1 AND ($2 = '' OR waits_for = $2)"""
    return await page_of(db, sql, status, waits_for, by="changed_at", page=page, newest_first=False)


async def case_of(db: Db, case: UUID) -> Row | None:
    row = await one(db, "SELECT * FROM cases WHERE id = $1", case)
    return row and row | {"form": msgspec.json.decode(row["form"])["form"]}


async def messages_of(db: Db, case: UUID) -> list[Row]:
    """Everything that was said, the question first."""
    rows = await many(
        db,
        "SELECT kind, side, text, attachments, at FROM case_messages WHERE case_id = $1 ORDER BY position LIMIT 1000",
        case,
    )
    return [row | {"attachments": msgspec.json.decode(row["attachments"]).get("attachments", [])} for row in rows]
