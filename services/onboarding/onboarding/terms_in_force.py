"""The user terms that can be accepted now: a version, and the exact words by SHA-256."""

from typing import Final

from contracts.terms import USER_TERMS_VERSION, user_terms

VERSION: Final = USER_TERMS_VERSION
SHA256: Final = user_terms()[1]
