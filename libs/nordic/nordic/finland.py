"""Finnish company numbers: Business ID (Y-tunnus), VAT number (ALV) and e-invoice address (OVT)."""

import re

from nordic.digits import check_last, cleaned, only_digits, weighted
from nordic.faults import Invalid

_NAME = "a Finnish Business ID"
_VAT = "a Finnish VAT number"
_OVT = "a Finnish OVT address"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_OVT_PREFIX = "0037"


def parse_business_id(value: str) -> str:
    """NNNNNNN-C. Raises Invalid (`fi-ytunnus.*`). Old numbers of six digits get a zero before them.

    Modulus 11 over weights 7,9,10,5,8,4,2; a number whose remainder is 1 is never given out (PRH).
    """
    text = cleaned(value, "fi-ytunnus", _NAME).removeprefix("FI")
    if len(text) == 7:
        text = "0" + text
    digits = _eight(text, "fi-ytunnus", _NAME)
    return f"{digits[:7]}-{digits[7]}"


def parse_vat_number(value: str) -> str:
    """FI and 8 digits. Raises Invalid (`fi-vat.*`)."""
    text = cleaned(value, "fi-vat", _VAT)
    if not text.startswith("FI"):
        raise Invalid("fi-vat.prefix", f"{_VAT} begins with FI", expected="FI")
    return "FI" + _eight(text[2:], "fi-vat", _VAT)


def parse_ovt(value: str) -> str:
    """0037, the Business ID's 8 digits, and up to five letters or digits of the company's own.

    Raises Invalid (`fi-ovt.*`). Sources: Finance Finland; EAS 0037 and 0216.
    """
    text = cleaned(value, "fi-ovt", _OVT)
    if not text.startswith(_OVT_PREFIX):
        raise Invalid("fi-ovt.prefix", f"{_OVT} begins with {_OVT_PREFIX}", expected=_OVT_PREFIX)
    if not 12 <= len(text) <= 17:
        sentence = f"{_OVT} has 12 to 17 characters; this has {len(text)}"
        raise Invalid("fi-ovt.length", sentence, least=12, most=17, found=len(text))
    if not re.fullmatch(r"[0-9A-Z]*", text[12:]):
        raise Invalid("fi-ovt.characters", f"{_OVT} has digits and letters only")
    return _OVT_PREFIX + _eight(text[4:12], "fi-ovt", _OVT) + text[12:]


def vat_number_of(business_id: str) -> str:
    """The VAT number that belongs to a Business ID."""
    return "FI" + parse_business_id(business_id).replace("-", "")


def ovt_of(business_id: str, unit: str = "") -> str:
    """The OVT address of a company, or of its unit of up to five letters or digits."""
    return parse_ovt(_OVT_PREFIX + parse_business_id(business_id).replace("-", "") + unit)


def _eight(text: str, kind: str, name: str) -> str:
    digits = only_digits(text, kind, name, (8,))
    remainder = weighted(digits[:7], _WEIGHTS) % 11
    if remainder == 1:
        raise Invalid(f"{kind}.never-given", f"{name} is mistyped: no check digit fits the other digits")
    return check_last(digits, str(-remainder % 11), kind, name)
