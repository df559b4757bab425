"""The work list on real PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID, uuid4

import asyncpg
import pytest_asyncio

from chassis import Event, Happened
from contracts.values import DocumentRef, Money
from delivery.dispatch.events import DeliveryAttemptFailed, DeliveryPlanned, DocumentHandedOver, DocumentUndeliverable
from delivery.statuses.views import Undelivered

NOW = datetime(2026, 11, 21, tzinfo=UTC)
COMPANY = uuid4()


class Databases(Protocol):
    async def empty(self, service: str) -> Any: ...


@pytest_asyncio.fixture
async def db(database: Databases) -> AsyncIterator[Any]:
    connection = await asyncpg.connect((await database.empty("delivery")).owner)
    await connection.execute(Undelivered.ddl)
    yield connection
    await connection.close()


async def follow(db: Any, document: UUID, *events: Event) -> None:
    for version, event in enumerate(events, 1):
        place = {"version": version, "position": version, "at": NOW, "correlation": uuid4()}
        await Undelivered().follow(Happened(event=event, id=uuid4(), stream=document, **place), db)  # type: ignore[arg-type]


def planned() -> DeliveryPlanned:
    return DeliveryPlanned(
        company=COMPANY,
        receiver=uuid4(),
        channel="email",
        destination="mail:example.com",
        language="sv",
        supplier_name="Nordbygg AB",
        receiver_name="Infranord AB",
        number="2026-00001",
        issue_date=date(2026, 11, 21),
        due_date=None,
        payable=Money(Decimal(100)),
        ubl=DocumentRef("0" * 64, "application/xml", 1, "2026-00001.xml"),
    )


def failed(attempt: int) -> DeliveryAttemptFailed:
    return DeliveryAttemptFailed(company=COMPANY, attempt=attempt, cause="451 busy", next_attempt_at=NOW)


async def test_what_meets_trouble_is_on_the_list_until_it_arrives(db: Any) -> None:
    document = uuid4()
    await follow(db, document, planned(), failed(1), failed(2))
    row = await db.fetchrow("SELECT * FROM undelivered")
    assert (row["status"], row["attempts"], row["cause"], row["number"]) == (
        "trying again",
        2,
        "451 busy",
        "2026-00001",
    )
    await follow(db, document, DocumentHandedOver(company=COMPANY, channel="email", receipt="250"))
    assert await db.fetchval("SELECT count(*) FROM undelivered") == 0


async def test_what_is_given_up_says_who_can_mend_it(db: Any) -> None:
    given_up = DocumentUndeliverable(company=COMPANY, cause="550 no such user", repair="receiver")
    await follow(db, uuid4(), planned(), failed(1), given_up)
    row = await db.fetchrow("SELECT * FROM undelivered")
    assert (row["status"], row["repair"], row["attempts"]) == ("undeliverable", "receiver", 2)
    assert row["next_attempt_at"] is None
