"""The list of invoices on real PostgreSQL."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any, Protocol

import asyncpg
import pytest_asyncio
from invoicing_stories import Desk, fatal

from chassis import Happened
from invoicing.life.views import InvoiceList


class Databases(Protocol):
    async def empty(self, service: str) -> Any: ...


@pytest_asyncio.fixture
async def db(database: Databases) -> AsyncIterator[Any]:
    connection = await asyncpg.connect((await database.empty("invoicing")).owner)
    await connection.execute(InvoiceList.ddl)
    yield connection
    await connection.close()


async def followed(desk: Desk, db: Any) -> list[tuple[str, str, str]]:
    """Follows everything that happened at the desk; returns status, reason and number of every invoice."""
    view = InvoiceList()
    await db.execute("TRUNCATE invoice_list")
    for row in desk.invoicing.store.rows:
        happened: Happened[Any] = await desk.invoicing._happened(row)
        if isinstance(happened.event, view.follows):
            await view.follow(happened, db)
    rows = await db.fetch("SELECT status, reason, number, payable FROM invoice_list")
    assert all(row["payable"] == Decimal("11875.00") for row in rows)
    return [(row["status"], row["reason"], row["number"]) for row in rows]


async def test_an_invoice_is_seen_at_every_step(desk: Desk, db: Any) -> None:
    invoice = await desk.saved()
    assert await followed(desk, db) == [("draft", "", "")]
    await desk.submit(invoice)
    assert await followed(desk, db) == [("ready", "", "")]
    await desk.refuse_credit(invoice)
    assert await followed(desk, db) == [("held", "no-credit", "")]
    await desk.reserve(invoice)
    assert await followed(desk, db) == [("issued", "", "2026-00001")]
    await desk.hand_over(invoice)
    assert await followed(desk, db) == [("handed over", "", "2026-00001")]
    await desk.download(invoice)
    assert await followed(desk, db) == [("delivered", "", "2026-00001")]


async def test_what_the_rules_refused_says_why(desk: Desk, db: Any) -> None:
    desk.rules.findings = (fatal("BR-CO-15", "It does not add up."),)  # type: ignore[attr-defined]
    await desk.issued()
    assert await followed(desk, db) == [("draft", "invoice.breaks-rules", "")]


async def test_one_that_was_read_before_we_heard_of_its_hand_over_stays_read(desk: Desk, db: Any) -> None:
    invoice, _ = await desk.issued()
    await desk.download(invoice)
    await desk.hand_over(invoice)
    assert await followed(desk, db) == [("delivered", "", "2026-00001")]
