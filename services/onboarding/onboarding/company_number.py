"""A company's number in its country: whether it can be one, and that one company alone has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from uuid import UUID

from stdnum.dk import cvr
from stdnum.fi import ytunnus
from stdnum.no import orgnr as no_orgnr
from stdnum.se import orgnr

from chassis import Aggregate, Refused
from contracts.values import Country
from onboarding.commands import RegisterCompany
from onboarding.events import CompanyNumberTaken


class CompanyNumber(Aggregate[CompanyNumberTaken], stream="onboarding.company_number"):
    """Its id is made of the country and the number: the store itself refuses a second company."""

    company: UUID | None = None

    def take(self, command: RegisterCompany) -> None:
        if self.company == command.company:
            return
        if self.company is not None:
            raise Refused("company.already-registered")
        self.record(CompanyNumberTaken(company=command.company))

    def evolve(self, event: CompanyNumberTaken) -> None:
        self.company = event.company


def digits_of(written: str) -> str:
    """The digits alone."""
    return re.sub(r"\D", "", written, flags=re.ASCII)


def checked_company_number(country: Country, written: str) -> str:
    """The number as digits, in its country's one length. Raises Refused; the number itself may be personal data.

    A Swedish sole trader's number is the owner's personal number, written with ten digits or twelve.
    """
    number = digits_of(written)
    if country == "SE" and len(number) == 12 and number[:2] in ("16", "18", "19", "20"):
        number = number[2:]
    if not re.fullmatch(r"[\d\s+-]*", written, re.ASCII) or not _NUMBERS[country](number):
        raise Refused("company-number.malformed", country=country)
    return number


def checked_vat_number(country: Country, written: str) -> str:
    """The VAT number with its country's letters, and MVA in Norway (NO-R-001). Raises Refused.

    A Swedish one ends in two digits after the company number: 01 as a rule, but others are in use.
    """
    number = re.sub(r"[\s.-]", "", written.upper())
    found = re.fullmatch(_VAT_FORMS[country], number, re.ASCII)
    if found is None or not _NUMBERS[country](found[1]):
        raise Refused("vat-number.malformed", country=country)
    return number


_NUMBERS: Mapping[Country, Callable[[str], bool]] = {
    "SE": orgnr.is_valid,
    "DK": cvr.is_valid,
    "NO": no_orgnr.is_valid,
    "FI": ytunnus.is_valid,
}
_VAT_FORMS: Mapping[Country, str] = {
    "SE": r"SE(\d{10})\d{2}",
    "DK": r"DK(\d{8})",
    "NO": r"NO(\d{9})MVA",
    "FI": r"FI(\d{8})",
}
