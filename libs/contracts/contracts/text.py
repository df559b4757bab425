"""Which characters text from outside may contain: one definition for every input, for facts and for stored data.

Forbidden everywhere are NUL and the other control characters (C0, DEL, C1), lone surrogates, and U+FFFE and U+FFFF:
PostgreSQL, XML, UTF-8 or a mail's header cannot carry one or another of them, and none can be seen. A tab and an end of
a line are text where a field has lines, and forbidden where it is one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

_NOWHERE: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_IN_LINES: Final = re.compile(f"[{_NOWHERE}]")
_IN_ONE_LINE: Final = re.compile(f"[{_NOWHERE}\\t\\n\\r\\u2028\\u2029]")
_IN_JSON: Final = re.compile(
    rb"(?P<kept>\\\\|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})"
    rb"|\\[bf]|\\u(?:00[01][0-9a-f](?<!000[9ad])|007f|00[89][0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])"
    rb"|\x7f|\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]",
    re.IGNORECASE,
)
"""Forbidden characters as JSON in UTF-8 writes them; `kept` are backslashes and surrogate pairs, which are allowed."""

SHOWN_CHARACTERS_MAX: Final = 500
REDACTED: Final = "[redacted]"
"""Stands in the place of a personal value whose person was erased; nobody may write it for a value of their own."""
REPLACED: Final = "\ufffd"


def forbidden_in(text: str, *, lines: bool = False) -> str:
    """The first forbidden character, written such as U+0000; empty when there is none."""
    found = (_IN_LINES if lines else _IN_ONE_LINE).search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def tidied(text: str, *, lines: bool = False) -> str:
    """Replaces forbidden characters by blanks, in texts of outside parties that cannot be asked to correct them."""
    return (_IN_LINES if lines else _IN_ONE_LINE).sub(" ", text)


def shown(text: object) -> str:
    """A value as a refusal may repeat it: with allowed, visible characters, and short."""
    kept = _IN_LINES.sub(REPLACED, str(text))
    return kept if len(kept) <= SHOWN_CHARACTERS_MAX else kept[: SHOWN_CHARACTERS_MAX - 1] + "…"


def tidied_json(body: bytes) -> bytes:
    """Replaces forbidden characters by blanks in an outside party's JSON (UTF-8); texts may have line ends."""
    return _IN_JSON.sub(lambda found: found["kept"] or b" ", body)


class Place(NamedTuple):
    """Where a text stands in decoded JSON; it is written out only when needed, because that is rare."""

    within: Place | None = None
    name: str | int = ""
    depth: int = 1

    def __str__(self) -> str:
        """The path, such as `lines.0.name`; empty for the whole document."""
        names: list[str] = []
        place: Place | None = self
        while place is not None and place.within is not None:
            names.append(str(place.name))
            place = place.within
        return shown(".".join(reversed(names)))


def texts_in(value: Any) -> Iterator[tuple[Place, str]]:
    """Yields every text of decoded JSON with its place, including the names of fields.

    A list and an object come as an empty text, so that the caller sees how deep they are nested.
    """
    waiting: list[tuple[Place, Any]] = [(Place(), value)]
    while waiting:
        place, item = waiting.pop()
        if isinstance(item, str):
            yield place, item
        elif isinstance(item, list):
            yield place, ""
            waiting += [(Place(place, number, place.depth + 1), part) for number, part in enumerate(item)]
        elif isinstance(item, dict):
            yield place, ""
            for name, part in item.items():
                yield place, name
                waiting.append((Place(place, name, place.depth + 1), part))


def forbidden_in_json(body: bytes) -> str:
    """Where JSON in UTF-8 has a forbidden character, such as `name: U+0000`; empty when it has none.

    Raises ValueError when the body is not JSON.
    """
    if body.isascii() and b"\\" not in body and b"\x7f" not in body:
        return ""  # nearly every body; the search below costs tens of microseconds
    if all(found["kept"] for found in _IN_JSON.finditer(body)):
        return ""
    for place, text in texts_in(json.loads(body)):
        if sign := forbidden_in(text, lines=True):
            return f"{place}: {sign}"
    return ""


def reserved_in_json(body: bytes) -> str:
    """The place of a text in JSON that says no more than `[redacted]`; empty when there is none.

    Raises ValueError when the body is no JSON.
    """
    if b"redacted]" not in body:
        return ""
    return next((str(place) for place, text in texts_in(json.loads(body)) if text.strip() == REDACTED), "")
