"""Where somebody is logged in, as they see it themselves."""

from typing import Any
from uuid import UUID

from chassis import Db
from contracts.values import PersonId
from portal.people.secrets_of_mails import hash_of


class Sessions:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def of(self, person: PersonId, token: str, limit: int) -> list[dict[str, Any]]:
        """Those that are good, the one that was used last first; `is_this` is the one with this token."""
        rows = await self._db.fetch(
            """SELECT id, program, created_at AS began_at, last_used_at, expires_at, token_hash = $2 AS is_this
               FROM sessions WHERE person = $1 AND expires_at > now()
               ORDER BY is_this DESC, last_used_at DESC, id LIMIT $3""",
            person,
            hash_of(token),
            limit,
        )
        return [dict(row) for row in rows]

    async def end(self, person: PersonId, session: UUID) -> bool:
        """False when this person has no such session."""
        ended = await self._db.fetchval(
            "DELETE FROM sessions WHERE id = $1 AND person = $2 RETURNING true", session, person
        )
        return bool(ended)
