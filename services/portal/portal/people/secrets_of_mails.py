"""Secrets that travel by mail: a code of six digits to type, and a token in a link; each is as good as the other."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from portal.settings import PortalSettings

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


def key_for(settings: PortalSettings, purpose: str) -> bytes:
    """A key of the portal's own for one purpose, made from the master key."""
    return hmac.digest(settings.master_key.get_secret_value().encode(), purpose.encode(), sha256)


def keyed_hash(key: bytes, text: str) -> str:
    """Of a text that could be guessed, such as a code of six digits or an address."""
    return hmac.new(key, text.encode(), sha256).hexdigest()
