"""The keys of persons in PostgreSQL, wrapped by the service's master key; deleting one erases the person."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chassis.views import Db

NONCE_BYTES = 12
MASTER_KEY_BYTES = 32


class Master:
    """The service's master key: wraps person keys, and encrypts what belongs to no person."""

    def __init__(self, encoded: str) -> None:
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError("the master key is not base64") from error
        if len(key) != MASTER_KEY_BYTES:
            raise ValueError(f"the master key has {len(key)} bytes, {MASTER_KEY_BYTES} are needed (base64)")
        self._cipher = AESGCM(key)
        self.secret = key
        """The key of HMACs over natural keys."""

    def wrap(self, content: bytes, place: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place.encode())

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """Raises cryptography's InvalidTag when the text was moved or changed, or the master key is another."""
        return self._cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], place.encode())


class PersonKeys:
    """The table `person_keys`."""

    def __init__(self, pool: Db, master: Master) -> None:
        self._pool = pool
        self._master = master

    async def fetch(self, persons: Iterable[UUID], *, create: bool, db: Db | None = None) -> dict[UUID, bytes]:
        wanted = list(persons)
        found = await self._read(wanted, db or self._pool)
        missing = [person for person in wanted if person not in found]
        if create and missing:
            wrapped = [self._master.wrap(AESGCM.generate_key(256), str(person)) for person in missing]
            await self._pool.execute(
                """INSERT INTO store.person_keys (person, wrapped) SELECT * FROM unnest($1::uuid[], $2::bytea[])
                   ON CONFLICT DO NOTHING""",
                missing,
                wrapped,
            )
            found |= await self._read(missing, self._pool)  # Another process may have made them first.
        return found

    async def destroy(self, person: UUID) -> bool:
        """Erases a person from events and facts told, by deleting the key. Returns whether there was one."""
        done = await self._pool.execute("DELETE FROM store.person_keys WHERE person = $1", person)
        return done == "DELETE 1"

    async def _read(self, persons: list[UUID], db: Db) -> dict[UUID, bytes]:
        rows = await db.fetch("SELECT person, wrapped FROM store.person_keys WHERE person = ANY($1)", persons)
        return {row["person"]: self._master.unwrap(row["wrapped"], str(row["person"])) for row in rows}
