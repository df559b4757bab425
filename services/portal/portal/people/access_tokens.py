"""Access tokens: what a system gets for its API key, to act with for an hour (OAuth 2.0, client credentials).

An API key is a client: its id is the `client_id`, and the key is the `client_secret`. A token opens what the key opens,
or less, and ends with it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from chassis import Db, Refused
from contracts.values import CompanyId, PersonId
from portal.people.keys import Keys, is_key
from portal.people.people import Person, System, now
from portal.people.secrets_of_mails import hash_of
from portal.settings import PortalSettings

TOKEN_PREFIX: Final = "stafetttoken_"  # noqa: S105 - how a token begins, no secret
"""Programs that look for leaked secrets know ours by it; no key begins so."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A token, which is shown this once."""

    token: str
    scopes: Sequence[str]
    seconds: int


class AccessTokens:
    def __init__(self, db: Db, settings: PortalSettings, keys: Keys) -> None:
        self._db = db
        self._settings = settings
        self._keys = keys

    async def client(self, client: str, secret: str) -> System:
        """Which system it is. Raises Refused `client.unknown` for a wrong secret, and for a key that has ended."""
        if not is_key(secret):
            raise Refused("client.unknown")
        try:
            system = (await self._keys.who(secret)).system
        except Refused as refused:
            raise Refused("client.unknown") from refused
        if system is None or client != str(system.key):
            raise Refused("client.unknown")
        return system

    async def issue(self, system: System, wanted: Sequence[str]) -> Issued:
        """A token for the scopes that are wanted, else for all of the key. Raises Refused `client.scope-missing`."""
        scopes = sorted(set(wanted) or system.scopes)
        if missing := sorted(set(scopes) - system.scopes):
            raise Refused("client.scope-missing", scopes=" ".join(missing))
        token = f"{TOKEN_PREFIX}{secrets.token_urlsafe(36)}"
        await self._db.execute("DELETE FROM access_tokens WHERE expires_at < now()")
        expires_at = await self._db.fetchval(
            """INSERT INTO access_tokens SELECT $1, id, $3, least(expires_at, $4) FROM api_keys WHERE id = $2
               RETURNING expires_at""",
            hash_of(token),
            system.key,
            scopes,
            now() + timedelta(seconds=self._settings.access_token_s),
        )
        return Issued(token, scopes, round((expires_at - now()).total_seconds()))

    async def revoke(self, system: System, token: str) -> None:
        """The token opens nothing any more; one that is unknown, or another's, is left alone."""
        await self._db.execute(
            "DELETE FROM access_tokens WHERE token_hash = $1 AND key = $2", hash_of(token), system.key
        )

    async def who(self, token: str) -> Person:
        """As whom it acts: whoever made the key. Raises Refused `token.ended`, also when its key was revoked."""
        row: Any = await self._db.fetchrow(
            """SELECT t.scopes, k.id, k.company, p.id AS person, p.email, p.given_name, p.family_name, p.language
               FROM access_tokens t JOIN api_keys k ON k.id = t.key JOIN people p ON p.id = k.person
               WHERE t.token_hash = $1 AND t.expires_at > now() AND k.revoked_at IS NULL AND k.expires_at > now()""",
            hash_of(token),
        )
        if row is None:
            raise Refused("token.ended")
        system = System(row["id"], CompanyId(row["company"]), frozenset(row["scopes"]))
        return Person(
            PersonId(row["person"]), row["email"], row["given_name"], row["family_name"], row["language"], system=system
        )
