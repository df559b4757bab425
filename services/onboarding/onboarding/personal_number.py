"""A Swedish personal number or coordination number, as the twelve digits that BankID wants."""

import re
from datetime import date
from typing import Final

from stdnum import luhn

from chassis import Refused

COORDINATION_DAYS: Final = 60
"""A coordination number (samordningsnummer) has 60 added to the day of birth."""
_WRITTEN: Final = re.compile(r"(?P<century>\d\d)?(?P<born>\d{6})(?P<sign>[-+]?)(?P<last>\d{4})", re.ASCII)
_HUNDRED: Final = 100


def checked_personal_number(written: str, today: date) -> str:
    """Twelve digits; ten are completed by `today`, where a plus stands for somebody who turns 100 this year or has.

    Raises Refused, without the number, for a wrong check digit or a day of birth that does not exist or is to come.
    """
    found = _WRITTEN.fullmatch("".join(written.split()))
    if found is None or not luhn.is_valid(found["born"] + found["last"]):
        raise Refused("personal-number.malformed")
    for century in _centuries(found, today):
        born = _day_of_birth(f"{century}{found['born']}")
        if born is not None and born <= today:
            return f"{century}{found['born']}{found['last']}"
    raise Refused("personal-number.malformed")


def _centuries(found: re.Match[str], today: date) -> tuple[int, ...]:
    """In which centuries the person may be born, the latest first."""
    if found["century"]:
        return (int(found["century"]),)
    this, year = divmod(today.year, _HUNDRED)
    if found["sign"] == "+":
        return (this - 1,) if int(found["born"][:2]) <= year else (this - 2,)
    return (this, this - 1)


def _day_of_birth(digits: str) -> date | None:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    try:
        return date(year, month, day - COORDINATION_DAYS if day > COORDINATION_DAYS else day)
    except ValueError:
        return None
