"""A forgotten password: a link or a code by mail, once, and for a short while (D-02)."""

import hmac
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis import Db, Refused
from portal.accounts import passwords
from portal.accounts.people import now
from portal.accounts.secrets_of_mails import MailedSecret, hash_of, new_secret
from portal.settings import PortalSettings


class Resets:
    """Choosing a new password without the old one; whoever can read the mail has confirmed the address too."""

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings

    async def begin(self, person: UUID) -> MailedSecret:
        """Replaces the one before it."""
        secret = new_secret()
        await self._db.execute(
            """INSERT INTO resets (person, code_hash, link_hash, expires_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person) DO UPDATE SET code_hash = $2, link_hash = $3, expires_at = $4, tries = 0""",
            person,
            hash_of(f"{person}{secret.code}"),
            hash_of(secret.link_token),
            now() + timedelta(minutes=self._settings.reset_minutes),
        )
        return secret

    async def by_code(self, email: str, code: str, password: str) -> UUID:
        """Whose password it was. Raises Refused `reset.wrong` for a wrong code and for an unknown address alike."""
        row = await self._db.fetchrow(
            """SELECT r.person, r.code_hash, r.expires_at, r.tries FROM resets r JOIN people p ON p.id = r.person
               WHERE p.email_folded = $1""",
            email.casefold(),
        )
        if row is None:
            raise Refused("reset.wrong")
        if row["tries"] >= self._settings.code_tries_max:
            raise Refused("reset.expired")
        if not hmac.compare_digest(hash_of(f"{row['person']}{code.strip()}"), row["code_hash"]):
            await self._db.execute("UPDATE resets SET tries = tries + 1 WHERE person = $1", row["person"])
            raise Refused("reset.wrong")
        return await self._choose(row, password)

    async def by_link(self, link_token: str, password: str) -> UUID:
        """Whose password it was. Raises Refused `reset.expired` for a token that is unknown, used or old."""
        row = await self._db.fetchrow(
            "SELECT person, link_hash, expires_at FROM resets WHERE link_hash = $1", hash_of(link_token)
        )
        if row is None:
            raise Refused("reset.expired")
        return await self._choose(row, password)

    async def _choose(self, row: Any, password: str) -> UUID:
        """A weak password is refused before the secret is spent, so that one may try again."""
        person: UUID = row["person"]
        if row["expires_at"] < now():
            raise Refused("reset.expired")
        passwords.check(password)
        spent = await self._db.fetchval(
            "DELETE FROM resets WHERE person = $1 AND expires_at = $2 RETURNING person", person, row["expires_at"]
        )
        if spent is None:  # somebody was quicker with the same secret
            raise Refused("reset.expired")
        await self._db.execute(
            "UPDATE people SET password_hash = $2, confirmed_at = coalesce(confirmed_at, now()) WHERE id = $1",
            person,
            await passwords.hashed(password),
        )
        await self._db.execute("DELETE FROM sessions WHERE person = $1", person)
        return person
