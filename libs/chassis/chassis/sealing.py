"""Personal fields, sealed under a key per person: destroy the key, and they are gone while every byte stays."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contracts.fact import Personal
from contracts.values import REDACTED

MARK = "sealed:v1:"
SEALED = re.compile(rb'"sealed:v1:([0-9a-f-]{36}):([A-Za-z0-9_=-]+)"')
DOCUMENT_MARK = b"sealed-document:v1:"
NONCE_BYTES = 12
SIV_KEY_BYTES = 64
UUID_BYTES = 16


class KeyStore(Protocol):
    """Where the keys of persons live, wrapped; a key that was destroyed is not given again."""

    async def fetch(self, persons: Iterable[UUID], *, create: bool) -> dict[UUID, bytes]: ...


class Sealer:
    """Seals and opens with the keys at hand. `prepare` fetches them first, so that the rest needs no waiting.

    AES-GCM binds each value to its place (`place`: stream and version, or the fact's id), so that a sealed
    text cannot be moved elsewhere.
    """

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys
        self._at_hand: dict[UUID, AESGCM] = {}
        self._found: dict[UUID, bytes] = {}

    async def prepare(self, persons: Iterable[UUID], *, create: bool = False) -> None:
        missing = {person for person in persons if person not in self._at_hand}
        if missing:
            found = await self._keys.fetch(missing, create=create)
            self._at_hand.update({person: AESGCM(key) for person, key in found.items()})
            self._found.update(found)

    async def prepare_for(self, texts: Iterable[bytes]) -> None:
        """Fetches the keys of everybody who is named in these sealed texts."""
        persons = {
            UUID(found[0].decode()) for text in texts if b'"sealed:v1:' in text for found in SEALED.findall(text)
        }
        if persons:
            await self.prepare(persons)

    def forget(self, person: UUID | None = None) -> None:
        """Drops one key, or all, from memory."""
        if person is None:
            self._at_hand.clear()
            self._found.clear()
        else:
            self._at_hand.pop(person, None)
            self._found.pop(person, None)

    def seal(self, person: UUID, value: Any, place: str) -> str:
        """The value as text that only the person's key opens."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._at_hand[person].encrypt(nonce, msgspec.json.encode(value), place.encode())
        return f"{MARK}{person}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, text: str, place: str) -> Any:
        """The value again; REDACTED when the key is gone. Raises InvalidTag when the text was moved or changed."""
        person, _, payload = text.removeprefix(MARK).partition(":")
        key = self._at_hand.get(UUID(person))
        if key is None:
            return REDACTED
        raw = base64.urlsafe_b64decode(payload)
        return msgspec.json.decode(key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()))

    def open_body(self, body: bytes, place: str) -> bytes:
        """A JSON body with every sealed text in it opened."""
        if b'"sealed:v1:' not in body:
            return body

        def opened(match: re.Match[bytes]) -> bytes:
            return msgspec.json.encode(self.open(match[0].decode().strip('"'), place))

        return SEALED.sub(opened, body)

    def seal_document(self, person: UUID, content: bytes) -> bytes:
        """Bytes that only the person's key opens (AES-SIV, RFC 5297): the same for the same content, so kept once."""
        return DOCUMENT_MARK + person.bytes + _document_cipher(self._found[person]).encrypt(content, [person.bytes])

    def open_document(self, sealed: bytes) -> bytes | None:
        """The content again; None when the key is gone. Raises InvalidTag when the bytes were changed."""
        person = sealed_for(sealed)
        key = self._found.get(person)
        start = len(DOCUMENT_MARK) + UUID_BYTES
        return None if key is None else _document_cipher(key).decrypt(sealed[start:], [person.bytes])


def sealed_for(sealed: bytes) -> UUID:
    """Whose key opens a sealed document. Raises ValueError for bytes that are none."""
    if not sealed.startswith(DOCUMENT_MARK):
        raise ValueError("these bytes are no sealed document")
    return UUID(bytes=sealed[len(DOCUMENT_MARK) :][:UUID_BYTES])


def _document_cipher(key: bytes) -> AESSIV:
    """A key of its own for documents, so that one key serves one cipher."""
    return AESSIV(HKDF(SHA256(), SIV_KEY_BYTES, salt=None, info=b"documents").derive(key))


class MemoryKeys:
    """Keys in memory, for tests."""

    def __init__(self) -> None:
        self.keys: dict[UUID, bytes] = {}

    async def fetch(self, persons: Iterable[UUID], *, create: bool) -> dict[UUID, bytes]:
        if create:
            for person in persons:
                self.keys.setdefault(person, AESGCM.generate_key(256))
        return {person: self.keys[person] for person in persons if person in self.keys}


__all__ = ["MARK", "InvalidTag", "KeyStore", "MemoryKeys", "Personal", "Sealer"]
