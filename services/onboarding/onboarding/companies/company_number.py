"""A company's number in its country: whether it can be one, and that one company alone has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from chassis import Aggregate, Refused
from contracts.values import CompanyId, Country
from nordic import denmark, finland, norway, sweden
from nordic.faults import Invalid
from onboarding.companies.commands import RegisterCompany
from onboarding.companies.events import CompanyNumberTaken


class CompanyNumber(Aggregate[CompanyNumberTaken], stream="onboarding.company_number"):
    """One company number. Its id is made of country and number, so the store itself refuses a second company."""

    company: CompanyId | None = None

    def take(self, command: RegisterCompany) -> None:
        if self.company == command.company:
            return
        if self.company is not None:
            raise Refused("company.already-registered")
        self.record(CompanyNumberTaken(company=command.company))

    def evolve(self, event: CompanyNumberTaken) -> None:
        self.company = event.company


def checked_company_number(country: Country, written: str) -> str:
    """The number as digits, in its country's one length. Raises Refused; the number itself may be personal data.

    A Swedish sole trader's number is the owner's personal number, written with ten digits or twelve.
    """
    try:
        return _NUMBERS[country](written)
    except Invalid as invalid:
        raise Refused("company-number.malformed", country=country) from invalid


def checked_vat_number(country: Country, written: str) -> str:
    """The VAT number with its country's letters, and MVA in Norway (NO-R-001). Raises Refused.

    A Swedish one ends in two digits after the company number: 01 as a rule, but others are in use.
    """
    try:
        return _VAT_NUMBERS[country](written)
    except Invalid as invalid:
        raise Refused("vat-number.malformed", country=country) from invalid


def digits_of(written: str) -> str:
    """The digits alone."""
    return re.sub(r"\D", "", written, flags=re.ASCII)


def _swedish(written: str) -> str:
    return sweden.parse_company_number(written).value


def _finnish(written: str) -> str:
    return digits_of(finland.parse_business_id(written))


def _swedish_vat(written: str) -> str:
    number = sweden.parse_vat_number(written)
    sweden.parse_company_number(number[2:12])
    return number


_NUMBERS: Mapping[Country, Callable[[str], str]] = {
    "SE": _swedish,
    "DK": denmark.parse_cvr,
    "NO": norway.parse_organisation_number,
    "FI": _finnish,
}
_VAT_NUMBERS: Mapping[Country, Callable[[str], str]] = {
    "SE": _swedish_vat,
    "DK": denmark.parse_vat_number,
    "NO": norway.parse_vat_number,
    "FI": finland.parse_vat_number,
}
