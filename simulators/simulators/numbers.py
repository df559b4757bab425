"""Check digits of the numbers that simulators hand out and accept."""

import re
from datetime import date

SAMORDNING_OFFSET = 60
"""A coordination number (samordningsnummer) has 60 added to its day."""


def luhn_valid(digits: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of the others; digits only, any length."""
    return digits.isascii() and digits.isdigit() and _luhn_sum(digits) % 10 == 0


def luhn_digit(digits: str) -> str:
    """Return the one digit that makes `digits` + it pass `luhn_valid`."""
    return str(-_luhn_sum(digits + "0") % 10)


def is_organisation_number(digits: str) -> bool:
    """Tell whether this is a Swedish organisation number: 10 digits, Luhn, third digit 2 or more."""
    return re.fullmatch(r"[1-9]\d[2-9]\d{7}", digits, re.ASCII) is not None and luhn_valid(digits)


def is_personal_number(digits: str) -> bool:
    """Tell whether this is a personal or coordination number: 12 digits, a real date, Luhn over the last 10."""
    if re.fullmatch(r"(18|19|20)\d{10}", digits, re.ASCII) is None or not luhn_valid(digits[2:]):
        return False
    day = int(digits[6:8])
    try:
        date(int(digits[:4]), int(digits[4:6]), day - SAMORDNING_OFFSET if day > SAMORDNING_OFFSET else day)
    except ValueError:
        return False
    return True


def danish_cvr(seven: str) -> str | None:
    """Return the CVR number that begins with these seven digits, or None when no check digit fits (modulus 11)."""
    return _completed(seven, (2, 7, 6, 5, 4, 3, 2))


def norwegian_number(eight: str) -> str | None:
    """Return the organisation number that begins with these eight digits, or None when no check digit fits."""
    return _completed(eight, (3, 2, 7, 6, 5, 4, 3, 2))


def finnish_business_id(seven: str) -> str | None:
    """Return the Business ID, NNNNNNN-C, that begins with these seven digits, or None when no check digit fits."""
    number = _completed(seven, (7, 9, 10, 5, 8, 4, 2))
    return f"{number[:7]}-{number[7]}" if number else None


def _completed(digits: str, weights: tuple[int, ...]) -> str | None:
    """Modulus 11: the digit that makes the weighted sum and it divisible; ten is no digit."""
    last = -sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return None if last == 10 else f"{digits}{last}"


def _luhn_sum(digits: str) -> int:
    doubled = (int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled)
