"""Whether a buyer's pattern is safe to run: it compiles, is short, and cannot make a matcher run for ever."""

import re
from typing import Final

from chassis import Refused

PATTERN_MAX: Final = 200
PATHS_MAX: Final = 100_000
"""How many ways through a pattern a matcher may have to try; `^AO[0-9]{5,7}$` has three."""
UNBOUNDED_WAYS: Final = 200
"""How many repetitions `*` and `+` count as, which is more than any reference on an invoice is long."""

_SYMBOLS = re.compile(
    r"""\\.                                         # an escaped character or class
      | \[\^?\]?(?:\\.|[^\]\\])*\]                 # a set
      | \{(?P<least>\d{1,4})(?P<range>,(?P<most>\d{0,4}))?\}   # a count
      | \((?P<extension>\?:?)?                      # a group
      | .""",
    re.VERBOSE | re.DOTALL,
)


def check_pattern(pattern: str, reference: str) -> None:
    """Raises Refused for a pattern that might be unsafe. The check is strict: a refused pattern can be simplified."""
    if len(pattern) > PATTERN_MAX:
        raise Refused("buyer-rules.pattern-too-long", reference=reference, length_max=PATTERN_MAX)
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:
        raise Refused("buyer-rules.pattern-malformed", reference=reference, pattern=pattern, problem=error) from error
    if _paths(pattern) > PATHS_MAX:
        raise Refused("buyer-rules.pattern-too-costly", reference=reference, pattern=pattern)


def _paths(pattern: str) -> int:
    """An upper bound of the ways a backtracking matcher can take from one start; too many for what cannot be bounded.

    A repeated group, a reference back and every `(?` but `(?:` are taken as unbounded; each `|` doubles the ways.
    """
    paths, previous = 1, ""
    for found in _SYMBOLS.finditer(pattern):
        symbol = found[0]
        repeats = symbol in ("*", "+") or symbol.startswith("{")
        if re.fullmatch(r"\\[1-9]", symbol) or found["extension"] not in (None, "?:") or (repeats and previous == ")"):
            return PATHS_MAX + 1
        lazy = symbol == "?" and previous in ("?", "*", "+", "}")
        paths *= 1 if lazy else _ways(symbol, found)
        previous = "}" if found["least"] else symbol
    return paths


def _ways(symbol: str, found: re.Match[str]) -> int:
    if symbol in ("*", "+"):
        return UNBOUNDED_WAYS
    if symbol in ("?", "|"):
        return 2
    if found["least"] is None or found["range"] is None:
        return 1
    return int(found["most"]) - int(found["least"]) + 1 if found["most"] else UNBOUNDED_WAYS
