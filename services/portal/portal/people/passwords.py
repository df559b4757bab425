"""Passwords: exactly the rules that the user guides state, hashed with argon2 outside the event loop."""

import asyncio

from pwdlib import PasswordHash

from chassis import Refused
from portal.people.known_bad import is_known_bad

LENGTH_MIN = 8
LENGTH_MAX = 200
_hasher = PasswordHash.recommended()
_DUMMY = _hasher.hash("nobody has this password")


RULES = ("length", "special", "case", "digit", "known")


def missing_in(password: str, email: str = "") -> list[str]:
    """Which rules a password breaks (S3-09 to S3-12, D-10): `length`, `special`, `case`, `digit`, `known`."""
    missing = []
    if not LENGTH_MIN <= len(password) <= LENGTH_MAX:
        missing.append("length")
    if all(character.isalnum() for character in password):
        missing.append("special")
    if password.lower() == password or password.upper() == password:
        missing.append("case")
    if not any(character.isdigit() for character in password):
        missing.append("digit")
    if is_known_bad(password, email):
        missing.append("known")
    return missing


def check(password: str, email: str = "") -> None:
    """Raises Refused `password.too-weak` naming the rules that are broken."""
    if missing := missing_in(password, email):
        raise Refused("password.too-weak", missing=", ".join(missing))


async def hashed(password: str) -> str:
    return await asyncio.to_thread(_hasher.hash, password)


async def matches(password: str, password_hash: str | None) -> bool:
    """Takes the same time whether or not there is such a person."""
    fits = await asyncio.to_thread(_hasher.verify, password[:LENGTH_MAX], password_hash or _DUMMY)
    return fits and password_hash is not None
