"""Swedish company numbers: organisation number, personal number, coordination number and VAT number.

A sole trader's organisation number is the owner's personal number: personal data, never for a log line or a subject.
"""

from dataclasses import dataclass
from datetime import date

from nordic.digits import check_luhn, cleaned, only_digits
from nordic.faults import Invalid

_ORGANISATION = "a Swedish organisation number"
_PERSONAL = "a Swedish personal number"
_VAT = "a Swedish VAT number"
_LEGAL_PERSON_PREFIX = "16"
_COORDINATION_DAYS = 60  # A coordination number has the day of birth plus 60 (SFS 1991:481, 18 c §).
_HUNDRED_YEARS = 100


@dataclass(frozen=True)
class CompanyNumber:
    """A company's number, and whether it is a person's own."""

    value: str  # 10 digits
    is_personal: bool


def parse_company_number(value: str) -> CompanyNumber:
    """The number of a legal person or a sole trader, as 10 digits. Raises Invalid (`se-orgnr.*`)."""
    text = cleaned(value, "se-orgnr", _ORGANISATION).replace("+", "")
    if len(text) == 12 and text.startswith((_LEGAL_PERSON_PREFIX, "18", "19", "20")):
        text = text[2:]
    digits = check_luhn(only_digits(text, "se-orgnr", _ORGANISATION, (10,)), "se-orgnr", _ORGANISATION)
    if digits[2] >= "2":
        if digits[0] == "0":
            raise Invalid("se-orgnr.group", f"{_ORGANISATION} does not begin with 0")
        return CompanyNumber(digits, is_personal=False)
    if not any(_birthday(century + digits[:6]) for century in ("18", "19", "20")):
        text = f"{_ORGANISATION} has a third digit of at least 2, and this is no personal number either"
        raise Invalid("se-orgnr.third-digit", text)
    return CompanyNumber(digits, is_personal=True)


def parse_organisation_number(value: str) -> str:
    """The 10 digits of a legal person's number; raises Invalid (`se-orgnr.*`), also for a person's number.

    The third digit is at least 2 (Lag 1974:174 om identitetsbeteckning för juridiska personer).
    """
    number = parse_company_number(value)
    if number.is_personal:
        raise Invalid("se-orgnr.personal", "this is the number of a person, not of a legal person")
    return number.value


def format_organisation_number(value: str) -> str:
    """NNNNNN-NNNN."""
    digits = parse_company_number(value).value
    return f"{digits[:6]}-{digits[6:]}"


def parse_personal_number(value: str, on: date) -> str:
    """The 12 digits of a personal or coordination number, written on that day (it decides the century).

    With ten digits, "-" means younger than 100 and "+" from the year of the hundredth birthday (SFS 1991:481, 18 §).
    Raises Invalid (`se-personnummer.*`).
    """
    text = cleaned(value, "se-personnummer", _PERSONAL)
    digits = only_digits(text.replace("+", ""), "se-personnummer", _PERSONAL, (10, 12))
    check_luhn(digits[-10:], "se-personnummer", _PERSONAL)
    if len(digits) == 10:
        digits = f"{_year_of_birth(digits, on, turned_hundred='+' in value):04}{digits[2:]}"
    born = _birthday(digits[:8])
    if born is None or born > on:
        raise Invalid("se-personnummer.date", f"{_PERSONAL} begins with a day of birth; this is no such day")
    return digits


def is_coordination_number(value: str) -> bool:
    """Whether a parsed personal number of 12 digits is a coordination number (samordningsnummer)."""
    return int(value[6:8]) > _COORDINATION_DAYS


def format_personal_number(value: str, on: date) -> str:
    """YYMMDD-NNNN, or YYMMDD+NNNN from the year the person turns 100."""
    digits = parse_personal_number(value, on)
    mark = "+" if on.year - int(digits[:4]) >= _HUNDRED_YEARS else "-"
    return f"{digits[2:8]}{mark}{digits[8:]}"


def parse_vat_number(value: str) -> str:
    """SE and 12 digits, of which the first ten are the company's number. Raises Invalid (`se-vat.*`).

    The last two are 01 but for groups of companies; `has_usual_suffix` tells them apart.
    """
    text = cleaned(value, "se-vat", _VAT)
    if not text.startswith("SE"):
        raise Invalid("se-vat.prefix", f"{_VAT} begins with SE", expected="SE")
    digits = only_digits(text[2:], "se-vat", _VAT, (12,))
    check_luhn(digits[:10], "se-vat", _VAT)
    if digits[10:] == "00":
        raise Invalid("se-vat.suffix", f"{_VAT} ends in 01", expected="01")
    return f"SE{digits}"


def has_usual_suffix(vat_number: str) -> bool:
    """Whether a parsed VAT number ends in 01, as all but a few do."""
    return vat_number.endswith("01")


def vat_number_of(company_number: str) -> str:
    """The VAT number that belongs to a company's number: SE, the ten digits, 01."""
    return f"SE{parse_company_number(company_number).value}01"


def _birthday(eight_digits: str) -> date | None:
    """The day YYYYMMDD, where the day may be a coordination number's; None when there is no such day."""
    year, month, day = int(eight_digits[:4]), int(eight_digits[4:6]), int(eight_digits[6:])
    try:
        return date(year, month, day - _COORDINATION_DAYS if day > _COORDINATION_DAYS else day)
    except ValueError:
        return None


def _year_of_birth(ten_digits: str, on: date, *, turned_hundred: bool) -> int:
    """The latest year that ends in those two digits and fits the mark."""
    latest = on.year - _HUNDRED_YEARS if turned_hundred else on.year
    year = latest - (latest - int(ten_digits[:2])) % _HUNDRED_YEARS
    not_yet = year == on.year and _after(ten_digits[2:6], on)
    return year - _HUNDRED_YEARS if not_yet else year


def _after(month_and_day: str, on: date) -> bool:
    month, day = int(month_and_day[:2]), int(month_and_day[2:])
    return (month, day - _COORDINATION_DAYS if day > _COORDINATION_DAYS else day) > (on.month, on.day)
