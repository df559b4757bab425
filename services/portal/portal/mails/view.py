"""Which kinds of mail a company wants none of."""

from typing import Any
from uuid import UUID

from chassis import Db, Happened
from contracts.notifications import v1 as notifications
from contracts.values import CompanyId
from portal.telling.reading import one
from portal.telling.shows import FactView


class MailChoices(FactView[notifications.MailChoiceKept]):
    """A row for each company that has ever chosen; the newest choice is the whole of it."""

    name, version, tables = "mail_choices", 1, ("mail_choices",)
    ddl = "CREATE TABLE mail_choices (company uuid PRIMARY KEY, off_kinds text[] NOT NULL);"
    rows = ("mail_choices.company",)

    def matters(self, fact: notifications.MailChoiceKept) -> tuple[UUID, ...]:
        return (fact.company,)

    async def show(self, fact: notifications.MailChoiceKept, happened: Happened[Any], db: Db) -> None:
        await db.execute(
            "INSERT INTO mail_choices VALUES ($1, $2) ON CONFLICT (company) DO UPDATE SET off_kinds = $2",
            fact.company,
            list(fact.off),
        )


# What is asked of it.


async def turned_off(db: Db, company: CompanyId) -> list[str]:
    row = await one(db, "SELECT off_kinds FROM mail_choices WHERE company = $1", company)
    return list(row["off_kinds"]) if row else []
