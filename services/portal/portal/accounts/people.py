"""People: sign up, confirm the address, log in, log out."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from chassis import Db, Refused, new_id
from contracts.values import Language
from portal.accounts import passwords
from portal.settings import PortalSettings

CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in."""

    id: UUID
    email: str
    given_name: str
    family_name: str
    language: Language
    csrf: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the confirmation mail carries: a code to type and a token in a link; each is as good as the other."""

    code: str
    link_token: str


def hash_of(secret: str) -> str:
    """Of a random secret; passwords have a slow hash of their own."""
    return sha256(secret.encode()).hexdigest()


class People:
    """The accounts of the portal."""

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings

    async def sign_up(
        self, email: str, password: str, given_name: str, family_name: str, language: Language, privacy_version: str
    ) -> tuple[UUID, Confirmation] | None:
        """A new person and what confirms the address; None when the address has an account already.

        Raises Refused when the password is too weak.
        """
        passwords.check(password)
        person = new_id()
        inserted = await self._db.fetchval(
            """INSERT INTO people
                 (id, email, email_folded, given_name, family_name, language, password_hash, privacy_version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email_folded) DO NOTHING RETURNING id""",
            person,
            email,
            email.casefold(),
            given_name,
            family_name,
            language,
            await passwords.hashed(password),
            privacy_version,
        )
        return (person, await self.new_confirmation(person)) if inserted else None

    async def new_confirmation(self, person: UUID) -> Confirmation:
        """Replaces the one before it."""
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        link_token = secrets.token_urlsafe(32)
        await self._db.execute(
            """INSERT INTO confirmations (person, code_hash, link_hash, expires_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person) DO UPDATE SET code_hash = $2, link_hash = $3, expires_at = $4, tries = 0""",
            person,
            hash_of(f"{person}{code}"),
            hash_of(link_token),
            now() + timedelta(minutes=self._settings.code_minutes),
        )
        return Confirmation(code, link_token)

    async def confirm_by_code(self, email: str, code: str) -> None:
        """The second use is a no-op. Raises Refused `confirmation.wrong` or `confirmation.expired`."""
        row = await self._db.fetchrow(
            """SELECT p.id, p.confirmed_at, c.code_hash, c.expires_at, c.tries FROM people p
               LEFT JOIN confirmations c ON c.person = p.id WHERE p.email_folded = $1""",
            email.casefold(),
        )
        if row is None or (row["code_hash"] is None and row["confirmed_at"] is None):
            raise Refused("confirmation.wrong")
        if row["confirmed_at"] is not None:
            return
        if row["expires_at"] < now() or row["tries"] >= self._settings.code_tries_max:
            raise Refused("confirmation.expired")
        if not hmac.compare_digest(hash_of(f"{row['id']}{code.strip()}"), row["code_hash"]):
            await self._db.execute("UPDATE confirmations SET tries = tries + 1 WHERE person = $1", row["id"])
            raise Refused("confirmation.wrong")
        await self._confirmed(row["id"])

    async def confirm_by_link(self, link_token: str) -> None:
        """The second use is a no-op. Raises Refused `confirmation.expired` for an unknown or old token."""
        row = await self._db.fetchrow(
            "SELECT person, expires_at FROM confirmations WHERE link_hash = $1", hash_of(link_token)
        )
        if row is None or row["expires_at"] < now():
            raise Refused("confirmation.expired")
        await self._confirmed(row["person"])

    async def find(self, email: str) -> Any:
        """The row of a person by address, or None."""
        return await self._db.fetchrow("SELECT * FROM people WHERE email_folded = $1", email.casefold())

    async def log_in(self, user: str, password: str) -> str:
        """A session token. Raises Refused `login.wrong`, or `login.unconfirmed` when the password was right."""
        row = await self._db.fetchrow(
            "SELECT id, password_hash, confirmed_at FROM people WHERE email_folded = $1 OR user_name = $1",
            user.casefold(),
        )
        if not await passwords.matches(password, row["password_hash"] if row else None):
            raise Refused("login.wrong")
        if row["confirmed_at"] is None:
            raise Refused("login.unconfirmed")
        token = secrets.token_urlsafe(32)
        await self._db.execute(
            "INSERT INTO sessions (token_hash, person, csrf, expires_at) VALUES ($1, $2, $3, $4)",
            hash_of(token),
            row["id"],
            secrets.token_urlsafe(24),
            now() + timedelta(hours=self._settings.session_hours),
        )
        return token

    async def log_out(self, token: str) -> None:
        await self._db.execute("DELETE FROM sessions WHERE token_hash = $1", hash_of(token))

    async def who(self, token: str) -> Person | None:
        """Whose session this is; None when it is unknown or over."""
        row = await self._db.fetchrow(
            """SELECT p.id, p.email, p.given_name, p.family_name, p.language, s.csrf
               FROM sessions s JOIN people p ON p.id = s.person WHERE s.token_hash = $1 AND s.expires_at > now()""",
            hash_of(token),
        )
        return Person(*row) if row else None

    async def _confirmed(self, person: UUID) -> None:
        await self._db.execute("UPDATE people SET confirmed_at = coalesce(confirmed_at, now()) WHERE id = $1", person)


def now() -> datetime:
    return datetime.now(UTC)
