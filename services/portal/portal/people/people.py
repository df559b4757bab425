"""People: sign up, confirm the address, log in, log out."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis import Db, Refused, new_id
from contracts.values import CompanyId, Language, PersonId
from portal.people import passwords
from portal.people.secrets_of_mails import hash_of
from portal.settings import PortalSettings

USER_NAME = re.compile(r"[\w.-]{3,50}")
"""Without an at sign, so that no user name is somebody's address."""

PHONE = re.compile(r"(?:\+|00)?\d{5,15}", re.ASCII)
"""At most fifteen digits (E.164), after what people write between them is gone."""


@dataclass(frozen=True, slots=True)
class System:
    """A program that acts with an API key: for one company, within scopes."""

    key: UUID
    company: CompanyId
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in; or, where there is a `system`, who made the key that it acts with."""

    id: PersonId
    email: str
    given_name: str
    family_name: str
    language: Language
    csrf: str = ""
    user_name: str | None = None
    system: System | None = None


class People:
    """The accounts of the portal."""

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings

    async def sign_up(
        self,
        email: str,
        password: str | None,
        given_name: str,
        family_name: str,
        language: Language,
        privacy_version: str,
    ) -> PersonId | None:
        """The person, who is still to be confirmed; None when the address has an account already.

        Somebody who signs up again before confirming is who they say they are now, and a code that was mailed before
        confirms nothing any more: each code is good for the password that it was asked for with. Without a password
        nobody can log in until one is chosen by mail (S4-15). Raises Refused when it is too weak.
        """
        if password is not None:
            passwords.check(password, email)
        made: PersonId | None = await self._db.fetchval(
            """WITH made AS (
                 INSERT INTO people
                   (id, email, email_folded, given_name, family_name, language, password_hash, privacy_version)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (email_folded) DO UPDATE SET email = $2, given_name = $4, family_name = $5,
                   language = $6, password_hash = $7, privacy_version = $8
                 WHERE people.confirmed_at IS NULL RETURNING id),
               gone AS (DELETE FROM mailed_codes WHERE person IN (SELECT id FROM made))
               SELECT id FROM made""",
            new_id(),
            email,
            email.casefold(),
            given_name,
            family_name,
            language,
            await passwords.hashed(password) if password is not None else "",
            privacy_version,
        )
        return made

    async def confirm(self, person: PersonId) -> None:
        """The person reads the mails to the address. Done twice it is done."""
        await self._db.execute("UPDATE people SET confirmed_at = coalesce(confirmed_at, now()) WHERE id = $1", person)

    async def find(self, email: str) -> Any:
        """The row of a person by address, or None."""
        return await self._db.fetchrow("SELECT * FROM people WHERE email_folded = $1", email.casefold())

    async def by_user(self, user: str) -> Any:
        """The row of a person by address or user name, or None."""
        return await self._db.fetchrow(
            "SELECT * FROM people WHERE email_folded = $1 OR user_name = $1", user.strip().casefold()
        )

    async def by_id(self, person: PersonId) -> Any:
        return await self._db.fetchrow("SELECT * FROM people WHERE id = $1", person)

    async def names_of(self, people: Iterable[PersonId]) -> dict[PersonId, str]:
        """Given name and family name by id."""
        rows = await self._db.fetch("SELECT id, given_name, family_name FROM people WHERE id = ANY($1)", list(people))
        return {row["id"]: f"{row['given_name']} {row['family_name']}" for row in rows}

    async def by_password(self, user: str, password: str) -> PersonId:
        """Who it is. Raises Refused `login.wrong`, or `login.unconfirmed` when the password was right."""
        row = await self._db.fetchrow(
            "SELECT id, password_hash, confirmed_at FROM people WHERE email_folded = $1 OR user_name = $1",
            user.casefold(),
        )
        if not await passwords.matches(password, row["password_hash"] or None if row else None):
            raise Refused("login.wrong")
        if row["confirmed_at"] is None:
            raise Refused("login.unconfirmed")
        person: PersonId = row["id"]
        return person

    async def begin_session(self, person: PersonId, program: str = "") -> str:
        """A token. `program` is what the person came with, by which they know the session in their list."""
        token = secrets.token_urlsafe(32)
        await self._db.execute(
            "INSERT INTO sessions (token_hash, person, csrf, expires_at, program) VALUES ($1, $2, $3, $4, $5)",
            hash_of(token),
            person,
            secrets.token_urlsafe(24),
            now() + timedelta(hours=self._settings.session_hours),
            program,
        )
        return token

    async def log_out(self, token: str) -> None:
        await self._db.execute("DELETE FROM sessions WHERE token_hash = $1", hash_of(token))

    async def log_out_everywhere(self, person: PersonId, but: str = "") -> None:
        """Ends every session of a person, but for the one of the token `but`, and log-ins that wait for their code."""
        await self._db.execute(
            """WITH half AS (DELETE FROM half_log_ins WHERE person = $1)
               DELETE FROM sessions WHERE person = $1 AND token_hash <> $2""",
            person,
            hash_of(but) if but else "",
        )

    async def prove(self, person: PersonId, current: str) -> None:
        """Whoever only found an open session does not know the password. Raises Refused `password.current-wrong`."""
        known = await self._db.fetchval("SELECT password_hash FROM people WHERE id = $1", person)
        if not await passwords.matches(current, known or None):
            raise Refused("password.current-wrong")

    async def change_password(self, person: Person, new: str, session: str) -> None:
        """Every other session ends. Raises Refused `password.too-weak`."""
        passwords.check(new, person.email)
        await self._db.execute(
            "UPDATE people SET password_hash = $2 WHERE id = $1", person.id, await passwords.hashed(new)
        )
        await self.log_out_everywhere(person.id, but=session)

    async def set_user_name(self, person: PersonId, wanted: str | None) -> None:
        """One may log in with it as with the address (D-05); None takes it away.

        Raises Refused `user-name.malformed` or `user-name.taken`.
        """
        folded = wanted.casefold() if wanted else None
        if folded is not None and not USER_NAME.fullmatch(folded):
            raise Refused("user-name.malformed")
        if await self._db.fetchval("SELECT true FROM people WHERE user_name = $1 AND id <> $2", folded, person):
            raise Refused("user-name.taken")
        await self._db.execute("UPDATE people SET user_name = $2 WHERE id = $1", person, folded)

    async def set_profile(
        self, person: PersonId, given_name: str, family_name: str, language: Language, phone: str | None = None
    ) -> None:
        """An empty telephone number takes it away; None leaves it. Raises Refused `phone.malformed`."""
        plain = re.sub(r"[\s()./-]", "", phone) if phone else phone
        if plain and not PHONE.fullmatch(plain):
            raise Refused("phone.malformed")
        await self._db.execute(
            """UPDATE people SET given_name = $2, family_name = $3, language = $4, phone = coalesce($5, phone)
               WHERE id = $1""",
            person,
            given_name,
            family_name,
            language,
            plain,
        )

    async def phone_of(self, person: PersonId) -> str:
        return str(await self._db.fetchval("SELECT phone FROM people WHERE id = $1", person))

    async def who(self, token: str) -> Person | None:
        """Whose session this is; None when it is unknown or over. Its last use is kept to within some minutes."""
        row = await self._db.fetchrow(
            """SELECT p.id, p.email, p.given_name, p.family_name, p.language, s.csrf, p.user_name,
                 s.last_used_at < $2 AS is_unused_lately
               FROM sessions s JOIN people p ON p.id = s.person WHERE s.token_hash = $1 AND s.expires_at > now()""",
            hash_of(token),
            now() - timedelta(minutes=self._settings.session_used_minutes),
        )
        if row is None:
            return None
        *person, is_unused_lately = row
        if is_unused_lately:
            await self._db.execute("UPDATE sessions SET last_used_at = now() WHERE token_hash = $1", hash_of(token))
        return Person(*person)


def now() -> datetime:
    return datetime.now(UTC)
