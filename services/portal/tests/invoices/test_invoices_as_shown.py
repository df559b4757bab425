"""An invoice as its supplier sees it, when facts come again and late, and when a draft is not taken."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest_asyncio
from invented import told_as
from journeys import rows_after

from chassis import Happened
from contracts.examples import example
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from devstack.testing import DatabaseFactory
from portal.invoices.view import Invoices

COMPANY, INVOICE = uuid4(), uuid4()


@pytest_asyncio.fixture
async def db(database: DatabaseFactory) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect((await database.empty("portal")).owner)
    await connection.execute(Invoices.ddl)
    yield connection
    await connection.close()


def told(number: int, kind: type[Fact], **fields: Any) -> Happened[Any]:
    """The fact that was told as the `number`th, a second after the one before."""
    fact = example(kind).model_copy(update={"company": COMPANY, "invoice": INVOICE, **fields})
    return told_as(fact, number, datetime(2026, 11, 21, 12, tzinfo=UTC) + timedelta(seconds=number))


def saved(number: int, revision: UUID, currency: str = "SEK") -> Happened[Any]:
    draft = example(portal.InvoiceDraftSaved).draft
    return told(number, portal.InvoiceDraftSaved, revision=revision, draft=replace(draft, currency=currency))


def answering(request: UUID, happened: Happened[Any]) -> Happened[Any]:
    return msgspec.structs.replace(happened, correlation=request)


async def shown(db: asyncpg.Connection, *heard: Happened[Any]) -> list[dict[str, str]]:
    rows = await rows_after(Invoices(), heard, db)
    return [dict(cell.partition("=")[::2] for cell in row) for row in rows["invoices"]]


async def test_an_invoice_that_is_told_to_be_issued_again_stays_handed_over(db: asyncpg.Connection) -> None:
    """Found by kills: a late `invoice_issued` made it issued for ever. Every other view: test_views_in_any_order."""
    draft = saved(1, uuid4())
    issued, handed_over = told(2, invoicing.InvoiceIssued), told(3, invoicing.InvoiceHandedOver)
    (late,) = await shown(db, draft, handed_over, issued)
    assert late["status"] == "handed-over" and late["number"] == example(invoicing.InvoiceIssued).number
    assert [late] == await shown(db, draft, issued, handed_over, told(2, invoicing.InvoiceIssued))
    (again,) = await shown(db, draft, issued, handed_over, told(4, invoicing.InvoiceIssued))
    assert again["status"] == "handed-over"


async def test_a_draft_that_is_not_taken_reads_as_it_was_kept(db: asyncpg.Connection) -> None:
    first, second = uuid4(), uuid4()
    kept = [saved(1, first), told(2, invoicing.InvoiceDrafted, revision=first)]
    refused = answering(second, told(4, invoicing.InvoiceDraftRefused))
    (row,) = await shown(db, *kept, saved(3, second, "EUR"), refused)
    assert (row["saved"], row["currency"]) == (str(first), "SEK")


async def test_a_draft_that_was_never_taken_is_not_shown(db: asyncpg.Connection) -> None:
    revision = uuid4()
    assert await shown(db, saved(1, revision), answering(revision, told(2, invoicing.InvoiceDraftRefused))) == []


async def test_a_refusal_of_an_older_text_leaves_the_newer_one(db: asyncpg.Connection) -> None:
    first, second = uuid4(), uuid4()
    refused = answering(first, told(3, invoicing.InvoiceDraftRefused))
    (row,) = await shown(db, saved(1, first), saved(2, second), refused)
    assert row["saved"] == str(second)
