"""Norwegian company numbers: organisation number and VAT number (MVA)."""

from nordic.digits import check_last, cleaned, grouped, only_digits, weighted
from nordic.faults import Invalid

_NAME = "a Norwegian organisation number"
_VAT = "a Norwegian VAT number"
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)

REGISTERED_COMPANY = "Foretaksregisteret"
"""What a company in the register of business enterprises must state on its invoices (NO-R-002)."""


def parse_organisation_number(value: str) -> str:
    """The 9 digits, with or without NO before and MVA after. Raises Invalid (`no-orgnr.*`).

    Modulus 11 over weights 3,2,7,6,5,4,3,2; a number whose check digit would be 10 is never given out (Brreg).
    """
    text = cleaned(value, "no-orgnr", _NAME).removeprefix("NO").removesuffix("MVA")
    return _nine(text, "no-orgnr", _NAME)


def format_organisation_number(value: str) -> str:
    """NNN NNN NNN."""
    return grouped(parse_organisation_number(value), 3)


def parse_vat_number(value: str) -> str:
    """NO, 9 digits and MVA (NO-R-001). Raises Invalid (`no-vat.*`)."""
    text = cleaned(value, "no-vat", _VAT)
    if not text.startswith("NO"):
        raise Invalid("no-vat.prefix", f"{_VAT} begins with NO", expected="NO")
    if not text.endswith("MVA"):
        raise Invalid("no-vat.suffix", f"{_VAT} ends in MVA", expected="MVA")
    return f"NO{_nine(text[2:-3], 'no-vat', _VAT)}MVA"


def format_vat_number(value: str) -> str:
    """NO NNN NNN NNN MVA."""
    return f"NO {grouped(parse_vat_number(value)[2:-3], 3)} MVA"


def vat_number_of(organisation_number: str) -> str:
    """The VAT number of a company that is registered for VAT."""
    return f"NO{parse_organisation_number(organisation_number)}MVA"


def _nine(text: str, kind: str, name: str) -> str:
    digits = only_digits(text, kind, name, (9,))
    check = -weighted(digits[:8], _WEIGHTS) % 11
    if check == 10:
        raise Invalid(f"{kind}.never-given", f"{name} is mistyped: no check digit fits the other digits")
    return check_last(digits, str(check), kind, name)
