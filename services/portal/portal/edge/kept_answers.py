"""Answers that are kept for a while: a call repeated with its Idempotency-Key changes nothing, and has its answer."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis import Db
from portal.people.people import now
from portal.people.secrets_of_mails import hash_of, key_for, keyed_hash
from portal.settings import PortalSettings

KEPT_HEADERS: Final = ("content-type", "location", "etag")
BEING_ANSWERED: Final = 0
"""Stands where the status will be."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call by its Idempotency-Key, which is its owner's."""

    owner: UUID
    key: str

    @property
    def key_hash(self) -> str:
        return hash_of(self.key)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and the digest of what was asked."""

    digest: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_whole(self) -> bool:
        """False while the call is being answered."""
        return self.status != BEING_ANSWERED


class KeptAnswers:
    """Rows outside replay: an answer may hold what is personal, and goes when its time is over.

    Neither what was asked nor a stranger's address can be read out of them, or guessed: both stand as keyed hashes.
    """

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings
        self._key = key_for(settings, "kept-answers")

    def digest_of(self, method: str, address: str, body: bytes) -> str:
        """The same for calls that ask the same."""
        return keyed_hash(self._key, f"{method}\n{address}\n{body.hex()}")

    def owner_at(self, address: str) -> UUID:
        """Who nobody knows, by a network address."""
        return UUID(keyed_hash(self._key, f"address {address}")[:32])

    async def claim(self, call: Call, digest: str) -> bool:
        """True for the first: it is to answer. A claim whose holder died is over after a while."""
        claimed = await self._db.fetchval(
            """INSERT INTO kept_answers AS k VALUES ($1, $2, $3, $4, '{}', '', $5)
               ON CONFLICT (owner, key_hash) DO UPDATE SET digest = $3, status = $4, headers = '{}', body = '',
                 expires_at = $5
               WHERE k.expires_at <= now() RETURNING true""",
            call.owner,
            call.key_hash,
            digest,
            BEING_ANSWERED,
            now() + timedelta(seconds=self._settings.kept_claim_s),
        )
        return claimed is not None

    async def find(self, call: Call) -> Kept | None:
        row = await self._db.fetchrow(
            """SELECT digest, status, headers, body FROM kept_answers
               WHERE owner = $1 AND key_hash = $2 AND expires_at > now()""",
            call.owner,
            call.key_hash,
        )
        return row and Kept(row["digest"], row["status"], json.loads(row["headers"]), row["body"])

    async def release(self, call: Call) -> None:
        """Nothing is kept: the call may be sent again."""
        await self._db.execute(
            "DELETE FROM kept_answers WHERE owner = $1 AND key_hash = $2 AND status = $3",
            call.owner,
            call.key_hash,
            BEING_ANSWERED,
        )

    async def keep(self, call: Call, status: int, headers: dict[str, str], body: bytes) -> None:
        """What was claimed is answered; those whose time is over go."""
        if len(body) > self._settings.kept_answer_bytes_max:
            await self.release(call)
            return
        await self._db.execute("DELETE FROM kept_answers WHERE expires_at < now()")
        await self._db.execute(
            """UPDATE kept_answers SET status = $3, headers = $4, body = $5, expires_at = $6
               WHERE owner = $1 AND key_hash = $2""",
            call.owner,
            call.key_hash,
            status,
            json.dumps({name: value for name, value in headers.items() if name in KEPT_HEADERS}),
            body,
            now() + timedelta(hours=self._settings.kept_answer_hours),
        )
