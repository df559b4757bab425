"""Atomic values: how each XPath type is kept in Python, and the casts between them.

xs:string and xs:untypedAtomic are str, xs:boolean is bool, xs:integer is int, xs:decimal is Decimal, xs:double and
xs:float are float, xs:date is an aware datetime at the day's first moment. The empty sequence is None.
"""

import math
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache
from typing import TypeAlias

from schematron.errors import DynamicError

Atom: TypeAlias = str | bool | int | Decimal | float | datetime
Number: TypeAlias = int | Decimal | float

WHITE_SPACE = " \t\r\n"

DECIMALS = Context(prec=40, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The context decimals are reckoned in: more digits than any amount needs, so sums and products are exact."""

REMEMBERED_NUMBERS_MAX = 16_384
"""Texts whose number is remembered, since an invoice says the same amounts and rates over and over."""

_DECIMAL = re.compile(r"[ \t\r\n]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*\Z", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+\Z", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:(Z)|([+-])(\d\d):(\d\d))?\Z", re.ASCII)
_DOUBLE_WORDS = {"INF": math.inf, "-INF": -math.inf, "NaN": math.nan}
_SPELLED = {**_DOUBLE_WORDS, "+INF": math.inf}


def string_of(value: Atom | None) -> str:
    """xs:string(value); the empty sequence gives ""."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _spell_double(value)
    if isinstance(value, Decimal):
        return _spell_decimal(value)
    if isinstance(value, datetime):
        raise DynamicError("a date asked for as a string")
    return str(value)


def _spell_decimal(value: Decimal) -> str:
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _spell_double(value: float) -> str:
    """Between 0.000001 and 1,000,000 as a decimal, beyond in scientific form (XPath functions, 17.1.2)."""
    for word, meant in _DOUBLE_WORDS.items():
        if value == meant or (math.isnan(value) and math.isnan(meant)):
            return word
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    exact = Decimal(repr(value))
    if 1e-6 <= abs(value) < 1e6:
        return _spell_decimal(exact)
    digits = exact.normalize()
    sign, figures, _ = digits.as_tuple()
    rest = "".join(map(str, figures[1:])) or "0"
    return f"{'-' if sign else ''}{figures[0]}.{rest}E{digits.adjusted()}"


def decimal_of(value: Atom | None) -> Decimal | None:
    """xs:decimal(value)."""
    if isinstance(value, str):
        return _read_decimal(value)
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        raise DynamicError(f"{_spell_double(value)} is no decimal")
    if isinstance(value, datetime):
        raise DynamicError("a date is no decimal")
    return Decimal(value)


@lru_cache(REMEMBERED_NUMBERS_MAX)
def _read_decimal(text: str) -> Decimal:
    if not _DECIMAL.match(text):
        raise DynamicError(f"not a decimal: {text[:30]!r}")
    return Decimal(text)


def integer_of(value: Atom | None) -> int | None:
    """xs:integer(value): digits alone in a string; a number loses its fraction."""
    if value is None:
        return None
    if isinstance(value, str):
        text = value.strip(WHITE_SPACE)
        if not _INTEGER.match(text):
            raise DynamicError(f"not an integer: {text[:30]!r}")
        return int(text)
    if isinstance(value, datetime) or (isinstance(value, float) and not math.isfinite(value)):
        raise DynamicError("no integer can be made of this value")
    return int(value)


def double_of(value: Atom) -> float:
    """xs:double(value)."""
    if isinstance(value, str):
        return _read_double(value)
    if isinstance(value, datetime):
        raise DynamicError("a date is no number")
    return float(value)


@lru_cache(REMEMBERED_NUMBERS_MAX)
def _read_double(value: str) -> float:
    text = value.strip(WHITE_SPACE)
    if _DOUBLE.match(text):
        return float(text)
    if text in _SPELLED:
        return _SPELLED[text]
    raise DynamicError(f"not a number: {text[:30]!r}")


def number(value: Atom | None) -> float:
    """fn:number: the double, or NaN for what is none."""
    try:
        return math.nan if value is None else double_of(value)
    except DynamicError:
        return math.nan


def boolean_of(value: Atom | None) -> bool | None:
    """xs:boolean(value): true, 1, false and 0 in a string."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = value.strip(WHITE_SPACE)
        if text in ("true", "1"):
            return True
        if text in ("false", "0"):
            return False
        raise DynamicError(f"not a boolean: {text[:30]!r}")
    if isinstance(value, datetime):
        raise DynamicError("a date is no boolean")
    return bool(value) and value == value  # NaN, the one value unlike itself, is false


def date_of(value: Atom | None) -> datetime | None:
    """xs:date(value), of the years 1 to 9999; without a zone it is taken to be in UTC."""
    if value is None or isinstance(value, datetime):
        return value
    match = _DATE.match(value.strip(WHITE_SPACE)) if isinstance(value, str) else None
    if match is None:
        raise DynamicError("not a date")
    year, month, day, _, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        return datetime(int(year), int(month), int(day), tzinfo=timezone(offset))
    except ValueError as error:
        raise DynamicError(f"not a date: {error}") from error


def _text_or_none(value: Atom | None) -> str | None:
    return None if value is None else string_of(value)


def _double_or_none(value: Atom | None) -> float | None:
    return None if value is None else double_of(value)


CASTS: dict[str, Callable[[Atom | None], Atom | None]] = {
    "string": _text_or_none,
    "normalizedString": _text_or_none,
    "untypedAtomic": _text_or_none,
    "boolean": boolean_of,
    "decimal": decimal_of,
    "integer": integer_of,
    "int": integer_of,
    "double": _double_or_none,
    "float": _double_or_none,
    "date": date_of,
}
"""By the local name of the XML Schema type."""


def cast(value: Atom | None, type_name: str, or_empty: bool = True) -> Atom | None:
    """value cast as xs:type_name; without `or_empty` the empty sequence is an error."""
    if value is None and not or_empty:
        raise DynamicError("an empty value where one is required")
    return CASTS[type_name](value)


def castable(value: Atom | None, type_name: str, or_empty: bool = False) -> bool:
    """value castable as xs:type_name."""
    try:
        cast(value, type_name, or_empty)
    except (DynamicError, ValueError):
        return False
    return True


def castable_alone(values: Sequence[Atom], type_name: str, or_empty: bool = False) -> bool:
    """castable as, of any number of values: more than one are not."""
    return len(values) <= 1 and castable(values[0] if values else None, type_name, or_empty)


def required(value: Atom | None) -> Atom:
    """The value; the empty sequence is an error."""
    if value is None:
        raise DynamicError("an empty value where one is required")
    return value
