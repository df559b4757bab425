"""The number of a recipient: a company number, a GLN, a VAT number or a Peppol id, whatever way it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from contracts.values import Country
from nordic import denmark, finland, norway, schemes, sweden
from nordic.faults import Invalid

GLN_SCHEME: Final = "0088"
PEPPOL_SCHEMES: Final[dict[Country, tuple[str, ...]]] = {
    "SE": ("0007",),
    "DK": ("0184", "0198"),
    "NO": ("0192",),
    "FI": ("0216", "0212", "0213"),
}
"""The Peppol schemes under which a company of each country may be found, the usual one first."""
_FINNISH: Final = ("0037", "0216")
_FINNISH_VAT: Final = "0213"
_VAT_PARSERS: Final = {
    "SE": sweden.parse_vat_number,
    "DK": denmark.parse_vat_number,
    "NO": norway.parse_vat_number,
    "FI": finland.parse_vat_number,
}


@dataclass(frozen=True, slots=True)
class Participant:
    """A Peppol participant: the scheme's code and the value as the scheme wants it, such as 0007 and 5567037485."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def is_personal(self) -> bool:
        """Whether the value is a person's own number, as a Swedish sole trader's is."""
        return self.scheme == "0007" and self.value[2] < "2"

    @property
    def identity(self) -> tuple[str, str]:
        """One value for all ids of the same company: Finland has four schemes for one Business ID."""
        if self.scheme in _FINNISH:
            return "0212", self.value[4:12]
        if self.scheme == _FINNISH_VAT:
            return "0212", self.value.removeprefix("FI")
        return self.scheme, self.value.replace("-", "")


def company_participant(country: Country, number: str) -> Participant:
    """Makes the participant of a company number. Raises nordic.faults.Invalid."""
    scheme = schemes.COMPANY_SCHEME[country]
    return Participant(scheme, schemes.parse_identifier(scheme, number))


def participants_in(query: str, country: Country) -> tuple[Participant, ...]:
    """Whom a query names by Peppol id, GLN, VAT number or company number; empty when the query is a name."""
    written = query.strip()
    if re.match(r"\d{4}:", written):
        try:
            return (Participant(*schemes.parse_participant(written)),)
        except Invalid:
            return ()
    for candidates in (_by_gln, _by_vat_number, _by_company_number):
        try:
            return candidates(written, country)
        except Invalid:
            continue
    return ()


def _by_gln(written: str, _: Country) -> tuple[Participant, ...]:
    return (Participant(GLN_SCHEME, schemes.parse_identifier(GLN_SCHEME, written)),)


def _by_vat_number(written: str, country: Country) -> tuple[Participant, ...]:
    prefix = written[:2].upper()
    if prefix not in _VAT_PARSERS:
        raise Invalid("vat.prefix", "a Nordic VAT number begins with SE, DK, NO or FI")
    digits = re.sub(r"\D", "", _VAT_PARSERS[prefix](written))
    return _by_company_number(digits[:10] if prefix == "SE" else digits, prefix)  # type: ignore[arg-type]


def _by_company_number(written: str, country: Country) -> tuple[Participant, ...]:
    company = company_participant(country, written)
    return tuple(Participant(scheme, _in_scheme(scheme, company.value)) for scheme in PEPPOL_SCHEMES[country])


def _in_scheme(scheme: str, company_number: str) -> str:
    match scheme:
        case "0216" | "0037":
            return finland.ovt_of(company_number)
        case "0213":
            return finland.vat_number_of(company_number)
        case "0198":
            return f"DK{company_number}"
        case _:
            return company_number
