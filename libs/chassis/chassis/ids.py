"""Ids: minted in order of time, derived from one another, or made from a natural key that cannot be read back."""

from __future__ import annotations

import hmac
import os
import time
from hashlib import sha256
from uuid import UUID, uuid5


def new_id() -> UUID:
    """Makes a UUIDv7 (RFC 9562), which sorts by the millisecond it was made in."""
    raw = bytearray((time.time_ns() // 1_000_000).to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return UUID(bytes=bytes(raw))


def derived_id(parent: UUID, *parts: str) -> UUID:
    """Derives an id: the same parent and parts give the same id, so that repeating an act makes nothing new."""
    return uuid5(parent, "/".join(parts))


def natural_id(key: bytes, kind: str, *parts: str) -> UUID:
    """The id of what must be unique by a natural key, such as a company number in a country.

    It is a keyed HMAC, so that the number can be neither read nor guessed from the id.
    """
    digest = hmac.digest(key, "\x1f".join((kind, *parts)).encode(), sha256)
    return uuid5(UUID(bytes=digest[:16]), kind)
