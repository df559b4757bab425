"""Terms in their exact words: each version with the day it comes into force, in five languages, known by SHA-256."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from contracts.values import Language

USER_TERMS: Final = {"2026-11": date(2026, 11, 1)}
"""Every version ever published with the first day it is in force, oldest first. Neither text nor day ever changes."""
USER_TERMS_VERSION: Final = "2026-11"
"""The newest version."""
SALE_TERMS: Final = {"1": date(2026, 1, 1)}
"""The same of the terms of sale; the catalogue says which one is in force, and begins with the same days."""
SALE_TERMS_VERSION = "1"
ORIGINAL: Final[Language] = "sv"
"""Where a translation differs, these words count."""
TRANSLATED: Final[tuple[Language, ...]] = ("da", "nb", "fi", "en")


@dataclass(frozen=True, slots=True)
class UserTerms:
    """One version, which is in force from a day until the next version is: the Swedish words, and the translations."""

    version: str
    in_force_from: date
    text: str
    sha256: str
    translations: Mapping[Language, str] = field(default_factory=dict)

    def text_in(self, language: Language) -> str:
        return self.translations.get(language, self.text)

    def sha256_in(self, language: Language) -> str:
        """The SHA-256 of the words in a language, in hex."""
        return _hash(self.translations[language]) if language in self.translations else self.sha256

    def has(self, digest: str) -> bool:
        """Whether these are the words of this version, in any of its languages."""
        return digest == self.sha256 or any(_hash(text) == digest for text in self.translations.values())


Terms = UserTerms
"""Terms of sale have the same shape."""


@cache
def versions() -> tuple[UserTerms, ...]:
    """Every version of the user terms, oldest first."""
    return tuple(_read(version, begins, version) for version, begins in USER_TERMS.items())


@cache
def sale_versions() -> tuple[Terms, ...]:
    """Every version of the terms of sale, oldest first."""
    return tuple(_read(version, begins, f"sale-{version}") for version, begins in SALE_TERMS.items())


def user_terms() -> tuple[str, str]:
    """The newest user terms: the text, and its SHA-256 in hex."""
    newest = versions()[-1]
    return newest.text, newest.sha256


def _read(version: str, begins: date, name: str) -> Terms:
    texts = {language: (files(__name__) / f"{name}.{language}.md").read_text("utf-8") for language in TRANSLATED}
    text = (files(__name__) / f"{name}.{ORIGINAL}.md").read_text("utf-8")
    return Terms(version, begins, text, _hash(text), texts)


@cache
def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
