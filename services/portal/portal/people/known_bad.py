"""Passwords that everybody tries first: a common word with digits and signs around it is no secret (D-10)."""

import re
from importlib.resources import files
from typing import Final

WORDS: Final = frozenset((files(__package__) / "known_bad.txt").read_text("utf-8").split())
"""The commonest in five languages; seasons and months too, because people who must change passwords use them."""
OWN_WORD_MIN: Final = 4
"""Characters of a part of somebody's address before it counts as a word."""
_SWAPS: Final = str.maketrans("013457@$!", "oieastasi")
"""What people write instead of letters."""


def is_known_bad(password: str, email: str = "") -> bool:
    """Whether a password is a common word, or its owner's own name in the address, in a thin disguise."""
    folded = password.casefold()
    stems = {_letters(folded), _letters(folded.translate(_SWAPS)), _letters(_trimmed(folded).translate(_SWAPS))}
    words = WORDS | {part for part in re.split(r"[@.+_-]", email.casefold()) if len(part) >= OWN_WORD_MIN}
    return any(stem in words or _half_of(stem) in words for stem in stems)


def _half_of(text: str) -> str:
    """The half of a text that says the same twice, such as testtest; empty for others."""
    half = text[: len(text) // 2]
    return half if half * 2 == text else ""


def _trimmed(text: str) -> str:
    """Without digits and signs at its ends."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)
