"""XPath's regular expressions as Python's."""

import re
import warnings
from functools import lru_cache

from schematron.errors import DynamicError

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
_SAME_ESCAPES = frozenset("nrt\\|.?*+(){}-[]^$dDwW123456789")
_SPACE_ESCAPES = {"s": " \\t\\n\\r", "S": "^ \\t\\n\\r"}


@lru_cache(512)
def compiled(pattern: str, flags: str = "") -> re.Pattern[str]:
    """The pattern compiled. Raises DynamicError for a flag or construct that is not known, or is wrong."""
    if not set(flags) <= set(_FLAGS):
        raise DynamicError(f"the regular expression flags {flags!r}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python warns where it reads a set otherwise than XPath may mean it
            return re.compile(_to_python(pattern, flags), sum(_FLAGS[flag] for flag in set(flags)))
    except (re.error, Warning) as error:
        raise DynamicError(f"the regular expression {pattern!r}: {error}") from error


def _to_python(pattern: str, flags: str) -> str:
    """Character by character: `$` is the very end, \\s is XML's white space, and no Python extension is let in."""
    out: list[str] = []
    in_set = False
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            out.append(_escape(pattern, at, in_set))
            at += 1
        elif in_set:
            if character == "[":
                raise DynamicError(f"a set within a set in the regular expression {pattern!r}")
            in_set = character != "]"
            out.append(character)
        else:
            in_set = character == "["
            out.append(_outside_set(pattern, at, flags))
        at += 1
    return "".join(out)


def _outside_set(pattern: str, at: int, flags: str) -> str:
    character = pattern[at]
    if character == "(" and pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
        raise DynamicError(f"a group that XPath does not have in the regular expression {pattern!r}")
    if character == "$" and "m" not in flags:
        return r"\Z"
    if character == "." and "s" not in flags:
        return r"[^\n\r]"
    return character


def _escape(pattern: str, at: int, in_set: bool) -> str:
    escaped = pattern[at + 1 : at + 2]
    if escaped in _SPACE_ESCAPES:
        if in_set and escaped == "S":
            raise DynamicError(f"\\S in a set of the regular expression {pattern!r}")
        inside = _SPACE_ESCAPES[escaped]
        return inside if in_set else f"[{inside}]"
    if not escaped or escaped not in _SAME_ESCAPES:
        raise DynamicError(f"\\{escaped} in the regular expression {pattern!r}")
    return "\\" + escaped


@lru_cache(512)
def replacement_of(replacement: str) -> str:
    """The replacement string of fn:replace: $1 is a group, \\$ and \\\\ stand for themselves."""
    python = re.sub(
        r"\\([\\$])|\$(\d)|(\\)|(\$)",
        lambda match: _replacement_part(match, replacement),
        replacement,
    )
    return python


def _replacement_part(match: re.Match[str], replacement: str) -> str:
    character, group, *_ = match.groups()
    if group is not None:
        return rf"\g<{group}>"
    if character == "\\":
        return r"\\"
    if character == "$":
        return "$"
    raise DynamicError(f"a lone $ or \\ in the replacement {replacement!r}")
