"""What a mail carries to prove that somebody reads it: a code with few tries and a link, for one address at a time.

There is a row for an address that nobody has too, with a secret that is mailed to nobody. So an unknown address and a
known one are answered with the same words, after the same work.
"""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from chassis import Db, Refused
from contracts.values import PersonId
from portal.people.limits import DAY_S, Limits, Rate, Share
from portal.people.people import now
from portal.people.secrets_of_mails import MailedSecret, hash_of, key_for, keyed_hash, new_secret
from portal.settings import PortalSettings

Purpose = Literal["confirmation", "reset", "email-change"]


class MailedCodes:
    """Codes and links of mails, by the folded address that they go to."""

    def __init__(self, db: Db, settings: PortalSettings, limits: Limits) -> None:
        self._db = db
        self._settings = settings
        self._limits = limits
        self._key = key_for(settings, "mailed-codes")
        self._minutes: Mapping[Purpose, int] = {
            "confirmation": settings.code_minutes,
            "reset": settings.reset_minutes,
            "email-change": settings.code_minutes,
        }

    async def begin(self, purpose: Purpose, address: str, person: PersonId | None) -> MailedSecret:
        """A new code and a new link; those that were mailed before open nothing any more."""
        secret = new_secret()
        await self._db.execute(
            """INSERT INTO mailed_codes (purpose, address, person, code_hash, link_hash, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (purpose, address) DO UPDATE
               SET person = $3, code_hash = $4, link_hash = $5, expires_at = $6, tries = 0""",
            purpose,
            self._address(address),
            person,
            self._code(purpose, address, secret.code),
            hash_of(secret.link_token),
            now() + timedelta(minutes=self._minutes[purpose]),
        )
        return secret

    async def by_code(self, purpose: Purpose, address: str, code: str) -> PersonId:
        """Whose code it is. The try is counted before anything is compared, however many come at once.

        Raises Refused `confirmation.wrong`, `reset.wrong` or `email-change.wrong`, whatever it is that does not fit.
        """
        guesses = Rate(self._settings.code_guesses_per_account_per_day, DAY_S)
        too_many = await self._limits.take(Share(f"{purpose}-code", address.casefold(), guesses))
        row = await self._db.fetchrow(
            """UPDATE mailed_codes SET tries = tries + 1
               WHERE purpose = $1 AND address = $2 AND tries < $3 AND expires_at > now()
               RETURNING person, code_hash""",
            purpose,
            self._address(address),
            self._settings.code_tries_max,
        )
        given = self._code(purpose, address, code.strip())
        fits = hmac.compare_digest(given, row["code_hash"] if row else "")
        if too_many or row is None or row["person"] is None or not fits:
            raise Refused(f"{purpose}.wrong")
        person: PersonId = row["person"]
        return person

    async def by_link(self, purpose: Purpose, link_token: str) -> PersonId:
        """Whose link it is. Raises Refused for a token that is unknown, replaced, used or old."""
        person: PersonId | None = await self._db.fetchval(
            "SELECT person FROM mailed_codes WHERE purpose = $1 AND link_hash = $2 AND expires_at > now()",
            purpose,
            hash_of(link_token),
        )
        if person is None:
            raise Refused(f"{purpose}.expired")
        return person

    async def spend(self, purpose: Purpose, person: PersonId) -> bool:
        """Uses a person's code and link up; False when somebody was quicker with the same ones."""
        spent = await self._db.fetchval(
            "DELETE FROM mailed_codes WHERE purpose = $1 AND person = $2 RETURNING true", purpose, person
        )
        return bool(spent)

    def _address(self, address: str) -> str:
        return keyed_hash(self._key, address.strip().casefold())

    def _code(self, purpose: Purpose, address: str, code: str) -> str:
        return keyed_hash(self._key, f"{purpose}:{address.strip().casefold()}:{code}")
