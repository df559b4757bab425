"""The read model on real PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import uuid4

import asyncpg

from chassis import Happened
from notifications.events import MailBounced
from notifications.views import BouncedMails

NOW = datetime(2026, 11, 21, tzinfo=UTC)


class Databases(Protocol):
    async def empty(self, service: str) -> Any: ...


async def test_a_mail_that_never_arrived_is_listed_without_its_address(database: Databases) -> None:
    mail, company = uuid4(), uuid4()
    bounced = MailBounced(company=company, attempt=5, template="order-receipt", cause="smtp 451")
    happened = Happened(event=bounced, id=uuid4(), stream=mail, version=3, position=3, at=NOW, correlation=uuid4())
    connection = await asyncpg.connect((await database.empty("notifications")).owner)
    try:
        await connection.execute(BouncedMails.ddl)
        await BouncedMails().follow(happened, connection)
        row = await connection.fetchrow("SELECT * FROM bounced_mails")
    finally:
        await connection.close()
    assert tuple(row) == (mail, company, "order-receipt", "smtp 451", 5, NOW)
