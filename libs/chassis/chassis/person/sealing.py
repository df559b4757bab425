"""Personal fields, encrypted with a key per person: without the key they are unreadable, while every byte stays."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chassis.errors import clean
from chassis.views import Db
from contracts.fact import Personal
from contracts.values import REDACTED

MARK = "sealed:v1:"
SEALED = re.compile(rb'"sealed:v1:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([A-Za-z0-9_=-]+)"')
DOCUMENT_MARK = b"sealed-document:v1:"
NONCE_BYTES = 12
SIV_KEY_BYTES = 64
UUID_BYTES = 16


KEYS_MAX = 20_000
KEY_AGE_MAX_S = 300.0
KEY_AGE_KEPT_S = 60.0


class AtHand(NamedTuple):
    """A person's key in memory, and when it was fetched (seconds of a monotonic clock)."""

    cipher: AESGCM
    key: bytes
    fetched_at: float


class KeyStore(Protocol):
    """Where the wrapped keys of persons are stored; a destroyed key is never made again."""

    async def fetch(self, persons: Iterable[UUID], *, create: bool, db: Db | None = None) -> dict[UUID, bytes]:
        """Fetches keys; `db` is a connection that the caller holds already."""


class Sealer:
    """Seals and opens with the keys at hand. `prepare` fetches them first, so that the rest needs no waiting.

    AES-GCM binds each value to its place (`place`: stream and version, or the fact's id), so that a sealed
    text cannot be moved elsewhere.

    Keys stay in memory for KEY_AGE_MAX_S at most, so a running process hears of an erasure within that time; and
    KEYS_MAX of them stay, but none goes that was fetched within KEY_AGE_KEPT_S: whoever prepared it is about to use it,
    and would take its absence for an erasure.
    """

    def __init__(self, keys: KeyStore, clock: Callable[[], float] = monotonic, keys_max: int = KEYS_MAX) -> None:
        self._keys = keys
        self._clock = clock
        self._keys_max = keys_max
        self._at_hand: dict[UUID, AtHand] = {}

    async def prepare(self, persons: Iterable[UUID], *, create: bool = False, db: Db | None = None) -> None:
        old = self._clock() - KEY_AGE_MAX_S
        wanted = {
            person for person in persons if person not in self._at_hand or self._at_hand[person].fetched_at <= old
        }
        if not wanted:
            return
        found = await self._keys.fetch(wanted, create=create, db=db)
        fetched_at = self._clock()
        for person in wanted:
            self._at_hand.pop(person, None)  # It is put back as the youngest, unless its key was destroyed.
            if person in found:
                self._at_hand[person] = AtHand(AESGCM(found[person]), found[person], fetched_at)
        self._drop_the_oldest(fetched_at - KEY_AGE_KEPT_S)

    def _drop_the_oldest(self, before: float) -> None:
        """Drops keys down to `keys_max`, in the order in which they were fetched."""
        while len(self._at_hand) > self._keys_max:
            oldest = next(iter(self._at_hand))
            if self._at_hand[oldest].fetched_at > before:
                return
            del self._at_hand[oldest]

    async def prepare_what_can_be(self, texts: Iterable[bytes]) -> None:
        """Fetches keys for many texts in one query; the caller then learns one by one which cannot be opened."""
        with suppress(InvalidTag, ValueError):
            await self.prepare_for(texts)

    async def prepare_for(self, texts: Iterable[bytes], db: Db | None = None) -> None:
        """Fetches the keys of everybody who is named in these sealed texts."""
        persons = {
            UUID(found[0].decode()) for text in texts if b'"sealed:v1:' in text for found in SEALED.findall(text)
        }
        if persons:
            await self.prepare(persons, db=db)

    def forget(self, person: UUID | None = None) -> None:
        """Drops one key, or all, from memory."""
        if person is None:
            self._at_hand.clear()
        else:
            self._at_hand.pop(person, None)

    def seal(self, person: UUID, value: Any, place: str) -> str:
        """Encrypts the value as text that only the person's key opens."""
        content = clean(lambda: msgspec.json.encode(value), "a personal value")
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._at_hand[person].cipher.encrypt(nonce, content, place.encode())
        return f"{MARK}{person}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, text: str, place: str) -> Any:
        """Decrypts the value; REDACTED when the key is gone. Raises InvalidTag when the text was moved or changed."""
        person, _, payload = text.removeprefix(MARK).partition(":")
        held = self._at_hand.get(UUID(person))
        if held is None:
            return REDACTED
        raw = base64.urlsafe_b64decode(payload)
        return msgspec.json.decode(held.cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()))

    def open_body(self, body: bytes, place: str) -> bytes:
        """A JSON body with every sealed text in it opened. A text that only looks sealed, because somebody wrote it
        so into a field that is not personal, stays as it was written."""
        if b'"sealed:v1:' not in body:
            return body

        def opened(match: re.Match[bytes]) -> bytes:
            try:
                return msgspec.json.encode(self.open(match[0].decode().strip('"'), place))
            except (InvalidTag, ValueError):
                return match[0]

        return SEALED.sub(opened, body)

    def seal_document(self, person: UUID, content: bytes) -> bytes:
        """Encrypts a document (AES-SIV, RFC 5297): the same content gives the same bytes, so it is stored once."""
        return (
            DOCUMENT_MARK + person.bytes + _document_cipher(self._at_hand[person].key).encrypt(content, [person.bytes])
        )

    def open_document(self, sealed: bytes) -> bytes | None:
        """Decrypts a document; None when the key is gone. Raises InvalidTag when the bytes were changed."""
        person = sealed_for(sealed)
        held = self._at_hand.get(person)
        start = len(DOCUMENT_MARK) + UUID_BYTES
        return None if held is None else _document_cipher(held.key).decrypt(sealed[start:], [person.bytes])


def sealed_for(sealed: bytes) -> UUID:
    """The person whose key opens an encrypted document. Raises ValueError for other bytes."""
    if not sealed.startswith(DOCUMENT_MARK):
        raise ValueError("these bytes are no sealed document")
    return UUID(bytes=sealed[len(DOCUMENT_MARK) :][:UUID_BYTES])


def _document_cipher(key: bytes) -> AESSIV:
    """Derives a separate key for documents, so that no key is used with two ciphers."""
    return AESSIV(HKDF(SHA256(), SIV_KEY_BYTES, salt=None, info=b"documents").derive(key))


class MemoryKeys:
    """Keys in memory, for tests."""

    def __init__(self) -> None:
        self.keys: dict[UUID, bytes] = {}

    async def fetch(self, persons: Iterable[UUID], *, create: bool, db: Db | None = None) -> dict[UUID, bytes]:
        if create:
            for person in persons:
                self.keys.setdefault(person, AESGCM.generate_key(256))
        return {person: self.keys[person] for person in persons if person in self.keys}


__all__ = ["MARK", "InvalidTag", "KeyStore", "MemoryKeys", "Personal", "Sealer"]
