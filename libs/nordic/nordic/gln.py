"""Numbers of GS1: of places (GLN, which Denmark's public sector calls EAN numbers), and of goods (GTIN)."""

from nordic.digits import check_last, cleaned, only_digits, weighted

_NAME = "a GLN"


def parse_gln(value: str) -> str:
    """The 13 digits; weights 3 and 1 from the right (GS1; COMMON-R040). Raises Invalid (`gln.*`)."""
    digits = only_digits(cleaned(value, "gln", _NAME), "gln", _NAME, (13,))
    return check_last(digits, gln_check_digit(digits[:12]), "gln", _NAME)


def parse_gtin(value: str) -> str:
    """The 8, 12, 13 or 14 digits under a bar code; checked as a GLN is. Raises Invalid (`gtin.*`)."""
    digits = only_digits(cleaned(value, "gtin", "a GTIN"), "gtin", "a GTIN", (8, 12, 13, 14))
    body = digits[:-1].rjust(13, "0")
    return check_last(digits, str(-weighted(body, (3, 1) * 6 + (3,)) % 10), "gtin", "a GTIN")


def gln_check_digit(twelve_digits: str) -> str:
    """The thirteenth digit."""
    return str(-weighted(twelve_digits, (1, 3) * 6) % 10)
