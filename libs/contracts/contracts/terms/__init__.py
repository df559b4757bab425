"""The terms in force, in their exact words: shown at the edge, accepted by their SHA-256."""

from hashlib import sha256
from importlib.resources import files

USER_TERMS_VERSION = "2026-11"
SALE_TERMS_VERSION = "1"


def user_terms() -> tuple[str, str]:
    """The user terms in force: the text, and its SHA-256 in hex."""
    content = (files(__name__) / f"{USER_TERMS_VERSION}.sv.md").read_bytes()
    return content.decode(), sha256(content).hexdigest()
