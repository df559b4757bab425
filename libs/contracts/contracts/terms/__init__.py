"""The user terms in their exact words: each version with the day it comes into force, accepted by its SHA-256."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

USER_TERMS: Final = {"2026-11": date(2026, 11, 1)}
"""Every version ever published with the first day it is in force, oldest first. Neither text nor day ever changes."""
USER_TERMS_VERSION: Final = "2026-11"
"""The newest version."""
SALE_TERMS_VERSION = "1"


@dataclass(frozen=True, slots=True)
class UserTerms:
    """One version, which is in force from a day until the next version is."""

    version: str
    in_force_from: date
    text: str
    sha256: str


@cache
def versions() -> tuple[UserTerms, ...]:
    """Every version, oldest first."""
    found = []
    for version, in_force_from in USER_TERMS.items():
        content = (files(__name__) / f"{version}.sv.md").read_bytes()
        found.append(UserTerms(version, in_force_from, content.decode(), sha256(content).hexdigest()))
    return tuple(found)


def user_terms() -> tuple[str, str]:
    """The newest user terms: the text, and its SHA-256 in hex."""
    newest = versions()[-1]
    return newest.text, newest.sha256
