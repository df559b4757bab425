"""A Swedish personal number or coordination number, as the twelve digits that BankID wants."""

from datetime import date

from chassis import Refused
from nordic.faults import Invalid
from nordic.sweden import parse_personal_number


def checked_personal_number(written: str, today: date) -> str:
    """Twelve digits; ten are completed by `today`, where a plus stands for somebody who turns 100 this year or has.

    Raises Refused, without the number, for a wrong check digit or a day of birth that does not exist or is to come.
    """
    try:
        return parse_personal_number(written, today)
    except Invalid as invalid:
        raise Refused("personal-number.malformed") from invalid
