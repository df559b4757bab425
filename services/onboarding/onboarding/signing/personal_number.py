"""Personal numbers of Sweden, Denmark, Norway and Finland: whether one is valid, its full form, the day of birth."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from stdnum.dk import cpr
from stdnum.fi import hetu
from stdnum.no import fodselsnummer

from chassis import Refused
from contracts.values import Country
from nordic.faults import Invalid
from nordic.sweden import is_coordination_number, parse_personal_number

_COORDINATION_DAYS: Final = 60
_FINNISH_CENTURIES: Final = {"+": 1800} | dict.fromkeys("-UVWXY", 1900) | dict.fromkeys("ABCDEF", 2000)
"""The century that each sign after the day of birth stands for (DVV, henkilötunnus, with the signs of 2023)."""


def checked_personal_number(written: str, today: date, country: Country = "SE") -> str:
    """Returns the number in full: 12 digits in Sweden, 10 in Denmark, 11 in Norway, DDMMYY-NNNC in Finland.

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
    """Checks the day of birth alone: since 2007 numbers without a valid check digit are issued (CPR)."""
    return _digits(written, 10)


def _norwegian(written: str, _: date) -> str:
    number = _digits(written, 11)
    if (fodselsnummer.calc_check_digit1(number), fodselsnummer.calc_check_digit2(number)) != (number[9], number[10]):
        raise ValueError("a wrong control digit")
    return number


def _finnish(written: str, _: date) -> str:
    """Checks day of birth and check sign. Temporary numbers, from 900 on, are accepted too."""
    return str(hetu.validate("".join(written.split()), allow_temporary=True))


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
    "DK": cpr.get_birth_date,
    "NO": fodselsnummer.get_birth_date,
    "FI": _finnish_birth,
}
