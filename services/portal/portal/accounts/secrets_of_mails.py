"""Secrets that travel by mail: a code of six digits to type, and a token in a link; each is as good as the other."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class MailedSecret:
    """What a mail carries. Only hashes of both are kept."""

    code: str
    link_token: str


def new_secret() -> MailedSecret:
    return MailedSecret(f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}", secrets.token_urlsafe(32))


def hash_of(secret: str) -> str:
    """Of a random secret; passwords have a slow hash of their own."""
    return sha256(secret.encode()).hexdigest()
