"""Answers that are kept for a while: a call repeated with its Idempotency-Key changes nothing, and has its answer."""

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from chassis import Db
from portal.people.people import now
from portal.people.secrets_of_mails import hash_of
from portal.settings import PortalSettings

KEPT_HEADERS: Final = ("content-type", "location", "etag")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and the digest of what was asked."""

    digest: str
    status: int
    headers: dict[str, str]
    body: bytes


def digest_of(method: str, address: str, body: bytes) -> str:
    """The same for calls that ask the same."""
    return sha256(b"\n".join((method.encode(), address.encode(), body))).hexdigest()


class KeptAnswers:
    """Rows outside replay: an answer may hold what is personal, and goes when its time is over."""

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings

    async def find(self, owner: UUID, key: str) -> Kept | None:
        row = await self._db.fetchrow(
            """SELECT digest, status, headers, body FROM kept_answers
               WHERE owner = $1 AND key_hash = $2 AND expires_at > now()""",
            owner,
            hash_of(key),
        )
        return row and Kept(row["digest"], row["status"], json.loads(row["headers"]), row["body"])

    async def keep(self, owner: UUID, key: str, kept: Kept) -> None:
        """The first answer stays; those whose time is over go."""
        if len(kept.body) > self._settings.kept_answer_bytes_max:
            return
        await self._db.execute("DELETE FROM kept_answers WHERE expires_at < now()")
        await self._db.execute(
            "INSERT INTO kept_answers VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            owner,
            hash_of(key),
            kept.digest,
            kept.status,
            json.dumps({name: value for name, value in kept.headers.items() if name in KEPT_HEADERS}),
            kept.body,
            now() + timedelta(hours=self._settings.kept_answer_hours),
        )
