"""The user terms that can be accepted: on each day one version is in force, and the exact words count, by SHA-256."""

from datetime import date
from typing import Final

from contracts import terms
from contracts.terms import USER_TERMS_VERSION, UserTerms, user_terms

VERSION: Final = USER_TERMS_VERSION
SHA256: Final = user_terms()[1]


def on(day: date) -> UserTerms:
    """The version in force on a day; the first version for days before it."""
    begun = [version for version in terms.versions() if version.in_force_from <= day]
    return begun[-1] if begun else terms.versions()[0]


def after(version: str) -> UserTerms | None:
    """The version after this one; None for the newest, and for an unknown one."""
    names = [known.version for known in terms.versions()]
    if version not in names or version == names[-1]:
        return None
    return terms.versions()[names.index(version) + 1]


def acceptable(day: date) -> tuple[UserTerms, ...]:
    """What a person may accept on a day: the version in force, and those that are announced."""
    current = on(day)
    return terms.versions()[terms.versions().index(current) :]
