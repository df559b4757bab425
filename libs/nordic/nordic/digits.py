"""What all numbers share: cleaning, lengths, and check digits (Luhn and weighted sums)."""

import re
from collections.abc import Collection, Iterable

from stdnum import luhn

from nordic.faults import Invalid

_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u00a0]")
VALUE_LENGTH_MAX = 64
"""Characters of any number, with its separators; nothing here is longer than an IBAN in groups."""


def cleaned(value: str, kind: str, name: str) -> str:
    """The value in capitals, without spaces, dots and dashes of any kind; raises Invalid when nothing is left."""
    if len(value) > VALUE_LENGTH_MAX:
        raise Invalid(f"{kind}.length", f"{name} is never that long", most=VALUE_LENGTH_MAX)
    text = _SEPARATORS.sub("", value).upper()
    if not text:
        raise Invalid(f"{kind}.missing", f"{name} is missing")
    return text


def only_digits(text: str, kind: str, name: str, lengths: Collection[int]) -> str:
    """The text, when it is digits (0-9) of one of the lengths; otherwise raises Invalid."""
    if not (text.isascii() and text.isdigit()):
        raise Invalid(f"{kind}.characters", f"{name} has digits only")
    if len(text) not in lengths:
        least, most = min(lengths), max(lengths)
        wanted = str(least) if least == most else f"{least} to {most}"
        text_for_person = f"{name} has {wanted} digits; this has {len(text)}"
        raise Invalid(f"{kind}.length", text_for_person, least=least, most=most, found=len(text))
    return text


def luhn_digit(digits: str) -> str:
    """The check digit that follows the digits (ISO/IEC 7812-1 annex B, "modulus 10")."""
    return str(luhn.calc_check_digit(digits))


def check_luhn(digits: str, kind: str, name: str) -> str:
    """The digits, when the last one checks the others; otherwise raises Invalid."""
    return check_last(digits, luhn_digit(digits[:-1]), kind, name)


def check_last(value: str, expected: str, kind: str, name: str) -> str:
    """The value, when its last character is the expected one; otherwise raises Invalid."""
    if value[-1] != expected:
        raise Invalid(
            f"{kind}.check-digit",
            f"{name} is mistyped: with the other digits the last one would be {expected}",
            expected=expected,
        )
    return value


def weighted(digits: str, weights: Iterable[int]) -> int:
    """The sum of each digit times its weight, from the left."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def grouped(text: str, *sizes: int, by: str = " ") -> str:
    """The text in groups of those sizes from the left; the last size repeats."""
    groups: list[str] = []
    while text:
        size = sizes[min(len(groups), len(sizes) - 1)]
        groups.append(text[:size])
        text = text[size:]
    return by.join(groups)
