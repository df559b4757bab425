"""Global Location Numbers (GLN), which Denmark's public sector calls EAN numbers."""

from nordic.digits import check_last, cleaned, only_digits, weighted

_NAME = "a GLN"


def parse_gln(value: str) -> str:
    """The 13 digits; weights 3 and 1 from the right (GS1; COMMON-R040). Raises Invalid (`gln.*`)."""
    digits = only_digits(cleaned(value, "gln", _NAME), "gln", _NAME, (13,))
    return check_last(digits, gln_check_digit(digits[:12]), "gln", _NAME)


def gln_check_digit(twelve_digits: str) -> str:
    """The thirteenth digit."""
    return str(-weighted(twelve_digits, (1, 3) * 6) % 10)
