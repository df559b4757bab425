"""Dead letters: facts that could not be handled, kept encrypted until an operator cures the cause and resends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from chassis.person.keys import Master
from chassis.store.postgres import Pool


def storable(text: str) -> str:
    """Makes a text that PostgreSQL can keep: a reason may quote unreadable text, with NUL and lone surrogates."""
    return text.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One dead letter, decrypted."""

    number: int
    subject: str
    reason: str
    died_at: datetime
    headers: dict[str, str]
    body: bytes


class DeadLetters:
    """The table `dead_letters`. A message holds personal data in clear, so it is encrypted with the master key."""

    def __init__(self, pool: Pool, master: Master) -> None:
        self._pool = pool
        self._master = master

    async def keep(self, subject: str, headers: Mapping[str, str], body: bytes, reason: str) -> None:
        """Keeps a letter, unless it is kept already and not solved."""
        message_id = headers.get("ce-id", headers.get("Nats-Msg-Id", ""))
        sealed = self._master.wrap(msgspec.msgpack.encode((dict(headers), body)), subject)
        await self._pool.execute(
            """INSERT INTO store.dead_letters (message_id, subject, reason, sealed) SELECT $1, $2, $3, $4
               WHERE $1 = '' OR NOT EXISTS
                 (SELECT FROM store.dead_letters WHERE message_id = $1 AND solved_at IS NULL)""",
            message_id,
            subject,
            storable(reason)[:2000],
            sealed,
        )

    async def all(self) -> list[DeadLetter]:
        """Lists the letters that wait for an operator, oldest first."""
        rows = await self._pool.fetch(
            """SELECT number, subject, reason, died_at, sealed FROM store.dead_letters
               WHERE solved_at IS NULL ORDER BY number LIMIT 1000"""
        )
        return [self._opened(row) for row in rows]

    async def get(self, number: int) -> DeadLetter:
        """Loads one letter. Raises KeyError when it does not exist, or is solved."""
        row = await self._pool.fetchrow(
            """SELECT number, subject, reason, died_at, sealed FROM store.dead_letters
               WHERE number = $1 AND solved_at IS NULL""",
            number,
        )
        if row is None:
            raise KeyError(f"there is no open dead letter {number}")
        return self._opened(row)

    async def solved(self, number: int) -> None:
        await self._pool.execute("UPDATE store.dead_letters SET solved_at = now() WHERE number = $1", number)

    def _opened(self, row: Mapping[str, object]) -> DeadLetter:
        subject = str(row["subject"])
        headers, body = msgspec.msgpack.decode(
            self._master.unwrap(bytes(row["sealed"]), subject),  # type: ignore[call-overload]
            type=tuple[dict[str, str], bytes],
        )
        return DeadLetter(row["number"], subject, str(row["reason"]), row["died_at"], headers, body)  # type: ignore[arg-type]
