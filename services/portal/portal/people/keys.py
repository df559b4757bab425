"""API keys: a company's systems act with them, as whoever made them, within their scopes, until they end.

A key is shown once and kept as a hash. A system has two alive at most, so that one can take the other's place.
"""

import secrets
import string
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, get_args
from uuid import UUID
from zlib import crc32

from chassis import Db, Refused
from contracts.values import CompanyId, PersonId
from portal.people.people import Person, System, now
from portal.people.secrets_of_mails import hash_of
from portal.settings import PortalSettings

Scope = Literal["read", "invoices:write", "customers:write", "credits:write", "company:write"]
SCOPES: Final = get_args(Scope)
PREFIX: Final = "stafett_"
"""Programs that look for leaked secrets know ours by it: `stafett_[0-9A-Za-z]{48}`."""
SIGNS: Final = string.digits + string.ascii_letters
RANDOM_SIGNS: Final = 40
ALIVE_MAX: Final = 2
HINT_SIGNS: Final = 6


def new_key() -> str:
    """40 random signs, and 8 by which a mistyped key is known."""
    random = "".join(secrets.choice(SIGNS) for _ in range(RANDOM_SIGNS))
    return f"{PREFIX}{random}{_check_of(random)}"


def is_key(token: str) -> bool:
    """Whether it could be one of ours: the sum of its signs is right."""
    random = token[len(PREFIX) : len(PREFIX) + RANDOM_SIGNS]
    return token == f"{PREFIX}{random}{_check_of(random)}"


def _check_of(random: str) -> str:
    return f"{crc32(random.encode()):08x}"


class Keys:
    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings

    async def make(
        self, id_: UUID, company: CompanyId, person: PersonId, name: str, scopes: Sequence[Scope], days: int
    ) -> tuple[str, dict[str, Any]]:
        """The key, and how it is listed. Raises Refused `key.two-alive`, `key.too-many`, `key.made-already`."""
        await self._end_the_expired(company)
        if await self._db.fetchval("SELECT true FROM api_keys WHERE id = $1", id_):
            raise Refused("key.made-already")
        alive = await self._db.fetchval(
            "SELECT count(*) FROM api_keys WHERE company = $1 AND revoked_at IS NULL", company
        )
        if alive >= self._settings.keys_per_company_max:
            raise Refused("key.too-many", keys_max=self._settings.keys_per_company_max)
        key = new_key()
        made = await self._db.fetchrow(
            f"""INSERT INTO api_keys (id, company, person, name, slot, hint, key_hash, scopes, expires_at)
               SELECT $1, $2, $3, $4, free.slot, $5, $6, $7, $8 FROM generate_series(1, {ALIVE_MAX}) AS free (slot)
               WHERE NOT EXISTS (SELECT FROM api_keys k WHERE k.company = $2 AND k.name = $4 AND k.slot = free.slot
                 AND k.revoked_at IS NULL)
               ORDER BY free.slot LIMIT 1 ON CONFLICT DO NOTHING RETURNING {COLUMNS}""",  # noqa: S608 - constants
            id_,
            company,
            person,
            name,
            key[: len(PREFIX) + HINT_SIGNS],
            hash_of(key),
            list(scopes),
            now() + timedelta(days=days),
        )
        if made is None:
            raise Refused("key.two-alive", name=name)
        return key, dict(made)

    async def of_company(self, company: CompanyId) -> list[dict[str, Any]]:
        """Those that can be used, by name, the newest first."""
        rows = await self._db.fetch(
            f"""SELECT {COLUMNS} FROM api_keys WHERE company = $1 AND revoked_at IS NULL AND expires_at > now()
                ORDER BY name, made_at DESC""",  # noqa: S608 - constants
            company,
        )
        return [dict(row) for row in rows]

    async def revoke(self, company: CompanyId, id_: UUID) -> None:
        """It opens nothing any more. Done twice it is done. Raises Refused `key.not-found`."""
        found = await self._db.fetchval(
            """UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 AND company = $2
               RETURNING true""",
            id_,
            company,
        )
        if not found:
            raise Refused("key.not-found")

    async def who(self, key: str) -> Person:
        """Whoever made it, as whom it acts. Raises Refused `key.unknown`, `key.revoked` or `key.expired`."""
        row = await self._db.fetchrow(
            """SELECT k.id, k.company, k.scopes, k.expires_at, k.revoked_at, k.last_used_on, p.id AS person, p.email,
                 p.given_name, p.family_name, p.language
               FROM api_keys k JOIN people p ON p.id = k.person WHERE k.key_hash = $1""",
            hash_of(key),
        )
        if row is None:
            raise Refused("key.unknown")
        if row["revoked_at"] is not None:
            raise Refused("key.revoked")
        if row["expires_at"] <= now():
            raise Refused("key.expired", day=row["expires_at"].date().isoformat())
        await self._used(row)
        system = System(row["id"], CompanyId(row["company"]), frozenset(row["scopes"]))
        return Person(
            PersonId(row["person"]), row["email"], row["given_name"], row["family_name"], row["language"], system=system
        )

    async def _used(self, row: Any) -> None:
        """One write a day, however often it is used."""
        today = datetime.now(UTC).date()
        if row["last_used_on"] != today:
            await self._db.execute("UPDATE api_keys SET last_used_on = $2 WHERE id = $1", row["id"], today)

    async def _end_the_expired(self, company: CompanyId) -> None:
        await self._db.execute(
            "UPDATE api_keys SET revoked_at = expires_at WHERE company = $1 AND revoked_at IS NULL"
            " AND expires_at <= now()",
            company,
        )


COLUMNS: Final = "id, name, hint, scopes, person AS made_by, made_at, expires_at, last_used_on"
