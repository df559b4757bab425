"""XPath's functions on strings."""

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from schematron.errors import DynamicError
from schematron.numbers import rounded
from schematron.regex import compiled, replacement_of
from schematron.values import Atom, double_of, string_of

_SPACES = re.compile(r"[ \t\r\n]+")


def normalize(text: str) -> str:
    """fn:normalize-space: XML's four white space characters alone; a no-break space stays."""
    if text.isalnum():
        return text  # most values are one word: a code, a number, a country
    if text.isascii():
        return " ".join(text.split())  # quicker, and the same: XML allows no other ASCII white space
    return _SPACES.sub(" ", text).strip(" ")


def before(text: str, mark: str) -> str:
    """fn:substring-before."""
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head if found else ""


def after(text: str, mark: str) -> str:
    """fn:substring-after."""
    return text.partition(mark)[2] if mark else text


def substring(text: str, start: Atom | None, length: Atom | None = math.inf) -> str:
    """fn:substring: places count from 1, and both numbers are rounded; what lies outside is left out."""
    if start is None or length is None:
        raise DynamicError("substring with an empty place")
    first = rounded(double_of(start))
    end = double_of(first or 0) + double_of(rounded(double_of(length)) or 0)
    if first is None or first != first or end != end:
        return ""
    low = max(first, 1)
    high = min(end, len(text) + 1)
    return text[int(low) - 1 : int(high) - 1] if low < high else ""


def translate(text: str, old: str, new: str) -> str:
    """fn:translate: each character of `old` becomes its counterpart in `new`, or nothing."""
    return text.translate(_translation(old, new))


@lru_cache(512)
def _translation(old: str, new: str) -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place] if place < len(new) else None)
    return table


def found(text: str, pattern: str, flags: str = "") -> bool:
    """fn:matches: the pattern fits somewhere."""
    return compiled(pattern, flags).search(text) is not None


def replaced(text: str, pattern: str, replacement: str, flags: str = "") -> str:
    """fn:replace."""
    return _useful(pattern, flags).sub(replacement_of(replacement), text)


def parted(text: str, pattern: str, flags: str = "") -> list[str]:
    """fn:tokenize."""
    if not text:
        return []
    expression = _useful(pattern, flags)
    tokens, at = [], 0
    for match in expression.finditer(text):
        tokens.append(text[at : match.start()])
        at = match.end()
    return [*tokens, text[at:]]


def _useful(pattern: str, flags: str) -> re.Pattern[str]:
    expression = compiled(pattern, flags)
    if expression.search(""):
        raise DynamicError(f"a pattern that fits the empty string: {pattern!r}")
    return expression


def spaced(items: Iterable[Atom]) -> str:
    """The items with spaces between them, as xsl:value-of writes a sequence."""
    return " ".join(map(string_of, items))
