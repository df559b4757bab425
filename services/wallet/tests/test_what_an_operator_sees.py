"""The read models on real PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import uuid4

import asyncpg
import pytest_asyncio

from chassis import Event, Happened, View
from contracts.values import Money
from wallet.credits.events import CreditCaptured, CreditReserved, CreditsGranted
from wallet.credits.views import BalanceSheet
from wallet.orders.events import PaymentSetAside
from wallet.refunds.views import RefundsDue

NOW = datetime(2026, 11, 21, tzinfo=UTC)
COMPANY = uuid4()


class Databases(Protocol):
    async def empty(self, service: str) -> Any: ...


@pytest_asyncio.fixture
async def db(database: Databases) -> AsyncIterator[Any]:
    connection = await asyncpg.connect((await database.empty("wallet")).owner)
    for view in (BalanceSheet, RefundsDue):
        await connection.execute(view.ddl)
    yield connection
    await connection.close()


async def follow(view: View, db: Any, *events: Event) -> None:
    for position, event in enumerate(events, 1):
        happened = Happened(
            event=event,
            id=uuid4(),
            stream=COMPANY,
            version=position,
            position=position,
            at=NOW,
            correlation=uuid4(),
        )
        assert isinstance(event, view.follows)
        await view.follow(happened, db)


async def test_the_balance_sheet_shows_where_every_credit_is(db: Any) -> None:
    invoice = uuid4()
    of = {"company": COMPANY, "klip": "invoice"}
    await follow(
        BalanceSheet(),
        db,
        CreditsGranted(**of, order=uuid4(), quantity=100, available=100),
        CreditReserved(**of, invoice=invoice, available=99, asked_at=NOW),
        CreditReserved(**of, invoice=uuid4(), available=98, asked_at=NOW),
        CreditCaptured(**of, invoice=invoice, available=98),
    )
    rows = await db.fetch("SELECT account, quantity FROM balance_sheet WHERE company = $1", COMPANY)
    assert dict(rows) == {"bought": -100, "available": 98, "reserved": 1, "captured": 1}
    assert await db.fetchval("SELECT sum(quantity) FROM balance_sheet") == 0


async def test_payments_that_must_be_paid_back_are_listed(db: Any) -> None:
    aside = PaymentSetAside(
        company=COMPANY,
        payment="pay-2",
        provider="sim",
        amount=Money(Decimal("250.00")),
        due=Money(Decimal("250.00")),
        reason="payment.already-paid",
    )
    await follow(RefundsDue(), db, aside)
    row = await db.fetchrow("SELECT payment, amount, currency, reason, found_at FROM refunds_due")
    assert tuple(row) == ("pay-2", Decimal("250.00"), "SEK", "payment.already-paid", NOW)
