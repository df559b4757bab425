"""The read model for an operator: mails that never arrived."""

from typing import Any

from chassis import Db, Happened, View
from notifications.events import MailBounced


class BouncedMails(View):
    """One row for each mail that was given up, without its address, which is personal data and only in the event."""

    name = "bounced_mails"
    version = 1
    tables = ("bounced_mails",)
    ddl = """
        CREATE TABLE bounced_mails (
            mail uuid PRIMARY KEY, company uuid NOT NULL, template text NOT NULL, cause text NOT NULL,
            attempts int NOT NULL, given_up_at timestamptz NOT NULL
        );
    """
    follows = (MailBounced,)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        event: MailBounced = happened.event
        await db.execute(
            "INSERT INTO bounced_mails VALUES ($1, $2, $3, $4, $5, $6)",
            happened.stream,
            event.company,
            event.template,
            event.cause,
            event.attempt,
            happened.at,
        )
