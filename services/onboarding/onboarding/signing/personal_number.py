"""Personal numbers of Sweden, Denmark, Norway and Finland: whether one can be, its full form, and the day of birth."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from chassis import Refused
from contracts.values import Country
from nordic.faults import Invalid
from nordic.sweden import is_coordination_number, parse_personal_number

_COORDINATION_DAYS: Final = 60
_NORWEGIAN_WEIGHTS: Final = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
"""Of the two control digits, each with its own place last (Skatteetaten, fødselsnummer, modulus 11)."""
_D_NUMBER_DAYS: Final = 40
"""A Norwegian D-number has 40 added to the day of birth."""
_FINNISH: Final = re.compile(r"(\d{2})(\d{2})(\d{2})([-+UVWXYABCDEF])(\d{3})([0-9A-FHJ-NPR-Y])", re.ASCII)
_FINNISH_CHECKS: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_FINNISH_CENTURIES: Final = {"+": 1800} | dict.fromkeys("-UVWXY", 1900) | dict.fromkeys("ABCDEF", 2000)
"""The sign between the day of birth and the rest tells the century (DVV, henkilötunnus, with the signs of 2023)."""


def checked_personal_number(written: str, today: date, country: Country = "SE") -> str:
    """The number in full: twelve digits in Sweden, ten in Denmark, eleven in Norway, DDMMYY-NNNC in Finland.

    Ten Swedish digits are completed by `today`, where a plus stands for somebody who turns 100 this year or has.
    Raises Refused, without the number, for a wrong check digit or a day of birth that does not exist or is to come.
    """
    try:
        number = _NUMBERS[country](written, today)
        if born_on(number, country) > today:
            raise ValueError("a day to come")
    except (Invalid, ValueError) as wrong:
        raise Refused("personal-number.malformed") from wrong
    return number


def born_on(number: str, country: Country) -> date:
    """The day of birth in a checked number. Raises ValueError when there is no such day."""
    return _BIRTHS[country](number)


def _swedish(written: str, today: date) -> str:
    return parse_personal_number(written, today)


def _swedish_birth(number: str) -> date:
    day = int(number[6:8]) - (_COORDINATION_DAYS if is_coordination_number(number) else 0)
    return date(int(number[:4]), int(number[4:6]), day)


def _danish(written: str, _: date) -> str:
    """Since 2007 numbers are given out that no check digit fits (CPR), so the day of birth is all there is to check."""
    return _digits(written, 10)


def _danish_birth(number: str) -> date:
    """The seventh digit and the year tell the century (CPR, "Personnummeret i CPR", table of centuries)."""
    seventh, year = int(number[6]), int(number[4:6])
    if seventh <= 3 or (seventh in (4, 9) and year >= 37):
        century = 1900
    elif seventh in (4, 9) or year <= 57:
        century = 2000
    else:
        century = 1800
    return date(century + year, int(number[2:4]), int(number[:2]))


def _norwegian(written: str, _: date) -> str:
    number = _digits(written, 11)
    for weights in _NORWEGIAN_WEIGHTS:
        if sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11:
            raise ValueError("a wrong control digit")
    return number


def _norwegian_birth(number: str) -> date:
    """The individual number, digits 7 to 9, tells the century (Skatteetaten)."""
    day, month, year, individual = int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6:9])
    if individual < 500 or (individual >= 900 and year >= 40):
        century = 1900
    elif year < 40:
        century = 2000
    else:
        century = 1800
    return date(century + year, month, day - _D_NUMBER_DAYS if day > _D_NUMBER_DAYS else day)


def _finnish(written: str, _: date) -> str:
    number = "".join(written.split()).upper()
    found = _FINNISH.fullmatch(number)
    if found is None or _FINNISH_CHECKS[int("".join(found.group(1, 2, 3, 5))) % 31] != found[6]:
        raise ValueError("no Finnish personal number")
    return number


def _finnish_birth(number: str) -> date:
    return date(_FINNISH_CENTURIES[number[6]] + int(number[4:6]), int(number[2:4]), int(number[:2]))


def _digits(written: str, length: int) -> str:
    number = re.sub(r"[\s-]", "", written)
    if not re.fullmatch(rf"\d{{{length}}}", number, re.ASCII):
        raise ValueError(f"not {length} digits")
    return number


_NUMBERS: Final[Mapping[Country, Callable[[str, date], str]]] = {
    "SE": _swedish,
    "DK": _danish,
    "NO": _norwegian,
    "FI": _finnish,
}
_BIRTHS: Final[Mapping[Country, Callable[[str], date]]] = {
    "SE": _swedish_birth,
    "DK": _danish_birth,
    "NO": _norwegian_birth,
    "FI": _finnish_birth,
}
