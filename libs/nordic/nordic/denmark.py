"""Danish company numbers: CVR, P-number (a place of business), SE number (VAT) and the VAT number."""

from nordic.digits import cleaned, only_digits, weighted
from nordic.faults import Invalid

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def parse_cvr(value: str) -> str:
    """The 8 digits of a CVR number, with or without DK before it. Raises Invalid (`dk-cvr.*`).

    Modulus 11 over weights 2,7,6,5,4,3,2,1 (Erhvervsstyrelsen). Peppol asks only for the 8 digits (COMMON-R042).
    """
    return _eight(value, "dk-cvr", "a Danish CVR number")


def format_cvr(value: str) -> str:
    """NN NN NN NN, as Danes write it."""
    digits = parse_cvr(value)
    return " ".join(digits[start : start + 2] for start in range(0, 8, 2))


def parse_se_number(value: str) -> str:
    """DK and the 8 digits of an SE number, whose digits obey the CVR's rule. Raises Invalid (`dk-se.*`)."""
    return "DK" + _eight(value, "dk-se", "a Danish SE number")


def parse_vat_number(value: str) -> str:
    """DK and 8 digits: the CVR number or an SE number. Raises Invalid (`dk-vat.*`)."""
    name = "a Danish VAT number"
    if not cleaned(value, "dk-vat", name).startswith("DK"):
        raise Invalid("dk-vat.prefix", f"{name} begins with DK", expected="DK")
    return "DK" + _eight(value, "dk-vat", name)


def parse_p_number(value: str) -> str:
    """The 10 digits of a P-number, which has no check digit (COMMON-R052). Raises Invalid (`dk-p.*`)."""
    name = "a Danish P-number"
    return only_digits(cleaned(value, "dk-p", name), "dk-p", name, (10,))


def vat_number_of(cvr: str) -> str:
    """The VAT number that belongs to a CVR number."""
    return f"DK{parse_cvr(cvr)}"


def _eight(value: str, kind: str, name: str) -> str:
    digits = only_digits(cleaned(value, kind, name).removeprefix("DK"), kind, name, (8,))
    if digits[0] == "0":
        raise Invalid(f"{kind}.first-digit", f"{name} does not begin with 0")
    if weighted(digits, _WEIGHTS) % 11:
        raise Invalid(f"{kind}.check-digit", f"{name} is mistyped: its digits do not check one another (modulus 11)")
    return digits
