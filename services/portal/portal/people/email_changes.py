"""Another address for an account: asked for, confirmed by a code that goes to the new one, and told to the old one.

Whether somebody has the new address already is told by no answer; its owner is told by mail.
"""

from datetime import timedelta

from chassis import Db, Refused
from contracts.values import PersonId
from portal.people.mailed_codes import MailedCodes
from portal.people.people import now
from portal.settings import PortalSettings


class EmailChanges:
    """One change at a time waits for each person."""

    def __init__(self, db: Db, settings: PortalSettings, codes: MailedCodes) -> None:
        self._db = db
        self._settings = settings
        self._codes = codes

    async def ask(self, person: PersonId, email: str) -> None:
        """Keeps the address that is asked for; a code that was mailed for another one confirms nothing any more."""
        await self._codes.spend("email-change", person)
        await self._db.execute(
            """INSERT INTO email_changes (person, email) VALUES ($1, $2)
               ON CONFLICT (person) DO UPDATE SET email = $2, asked_at = now()""",
            person,
            email,
        )

    async def waiting(self, person: PersonId) -> str | None:
        """The address that waits to be confirmed, until its code is too old."""
        found: str | None = await self._db.fetchval(
            "SELECT email FROM email_changes WHERE person = $1 AND asked_at > $2",
            person,
            now() - timedelta(minutes=self._settings.code_minutes),
        )
        return found

    async def confirm(self, person: PersonId, code: str) -> str:
        """Makes the new address the person's; the old one. Raises Refused `email.not-asked` or `email-change.wrong`."""
        new = await self.waiting(person)
        if new is None:
            raise Refused("email.not-asked")
        if await self._codes.by_code("email-change", new, code) != person:
            raise Refused("email-change.wrong")
        if not await self._codes.spend("email-change", person):
            raise Refused("email-change.wrong")
        # Whoever signed up with it and never confirmed does not read its mails; this person does.
        await self._db.execute(
            "DELETE FROM people WHERE email_folded = $1 AND confirmed_at IS NULL AND id <> $2", new.casefold(), person
        )
        old: str | None = await self._db.fetchval(
            """WITH gone AS (DELETE FROM email_changes WHERE person = $1),
                 was AS (SELECT email FROM people WHERE id = $1)
               UPDATE people SET email = $2, email_folded = $3 FROM was
               WHERE id = $1 AND NOT EXISTS (SELECT FROM people p WHERE p.email_folded = $3 AND p.id <> $1)
               RETURNING was.email""",
            person,
            new,
            new.casefold(),
        )
        if old is None:
            raise Refused("email-change.wrong")
        return old
