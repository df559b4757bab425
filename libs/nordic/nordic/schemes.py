"""The identifier schemes of Peppol's Nordic participants (EAS and ICD): what each holds, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass

from nordic import denmark, finland, norway, sweden
from nordic.digits import cleaned
from nordic.faults import Invalid
from nordic.gln import parse_gln


@dataclass(frozen=True)
class Scheme:
    """A scheme: its code, its country (None for all), what it holds, and how a value is parsed."""

    code: str
    country: str | None
    holds: str
    parse: Callable[[str], str]
    is_company_number: bool = False  # may stand as a legal registration identifier (BT-30, BT-47)


def _swedish(value: str) -> str:
    return sweden.parse_company_number(value).value


def _finnish(value: str) -> str:
    return finland.parse_business_id(value)


def _service_provider(value: str) -> str:
    text = cleaned(value, "spis", "a service provider's id")
    if not (text.isdigit() and len(text) == 6):
        raise Invalid("spis.length", "a service provider's id has 6 digits", least=6, most=6, found=len(text))
    return text


SCHEMES = {
    scheme.code: scheme
    for scheme in (
        Scheme("0007", "SE", "organisation number", _swedish, is_company_number=True),
        Scheme("0088", None, "GLN", parse_gln),
        Scheme("0184", "DK", "CVR number", denmark.parse_cvr, is_company_number=True),
        Scheme("0096", "DK", "P-number", denmark.parse_p_number),
        Scheme("0198", "DK", "SE number", denmark.parse_se_number),
        Scheme("0192", "NO", "organisation number", norway.parse_organisation_number, is_company_number=True),
        Scheme("0212", "FI", "Business ID", _finnish, is_company_number=True),
        Scheme("0213", "FI", "VAT number", finland.parse_vat_number),
        Scheme("0216", "FI", "OVT address", finland.parse_ovt),
        Scheme("0037", "FI", "OVT address (older)", finland.parse_ovt),
        Scheme("0242", None, "service provider's id (SPIS)", _service_provider),
    )
}
"""Swedish VAT numbers (9955) are not here: the EAS list of 2025 no longer has them."""

COMPANY_SCHEME = {scheme.country: scheme.code for scheme in SCHEMES.values() if scheme.is_company_number}
"""The scheme of a company's own number, by country."""


def parse_identifier(scheme: str, value: str) -> str:
    """The value as its scheme wants it written. Raises Invalid: `scheme.unknown`, or what the number's parser says."""
    if scheme not in SCHEMES:
        raise Invalid("scheme.unknown", f"{scheme} is no scheme of a Nordic company", scheme=scheme)
    return SCHEMES[scheme].parse(value)


def parse_participant(value: str) -> tuple[str, str]:
    """A Peppol participant id such as 0007:5567037485, as scheme and value. Raises Invalid."""
    scheme, colon, number = value.strip().partition(":")
    if not colon:
        raise Invalid("scheme.form", "a participant id is a scheme, a colon and a number")
    return scheme, parse_identifier(scheme, number)
