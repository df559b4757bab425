"""Swedish giro accounts: Bankgiro and Plusgiro."""

from nordic.digits import check_luhn, cleaned, grouped, only_digits

_BANKGIRO = "a Bankgiro number"
_PLUSGIRO = "a Plusgiro number"

UBL_BANKGIRO = "SE:BANKGIRO"
UBL_PLUSGIRO = "SE:PLUSGIRO"


def parse_bankgiro(value: str) -> str:
    """The 7 or 8 digits, Luhn over all (Bankgirot; SE-R-008, SE-R-009). Raises Invalid (`bankgiro.*`)."""
    digits = only_digits(cleaned(value, "bankgiro", _BANKGIRO), "bankgiro", _BANKGIRO, (7, 8))
    return check_luhn(digits, "bankgiro", _BANKGIRO)


def format_bankgiro(value: str) -> str:
    """NNN-NNNN or NNNN-NNNN."""
    return hyphenated(parse_bankgiro(value))


def hyphenated(digits: str) -> str:
    """A Bankgiro number as people write it, whatever its check digit; anything else as it is."""
    return f"{digits[:-4]}-{digits[-4:]}" if digits.isdigit() and len(digits) in (7, 8) else digits


def parse_plusgiro(value: str) -> str:
    """The 2 to 8 digits, Luhn over all (Nordea; SE-R-007, SE-R-010). Raises Invalid (`plusgiro.*`)."""
    digits = only_digits(cleaned(value, "plusgiro", _PLUSGIRO), "plusgiro", _PLUSGIRO, range(2, 9))
    return check_luhn(digits, "plusgiro", _PLUSGIRO)


def format_plusgiro(value: str) -> str:
    """In pairs before the last digit, the first group taking the odd one: 4-2, 28 65 43-4, 410 54 68-5."""
    return in_pairs(parse_plusgiro(value))


def in_pairs(digits: str) -> str:
    """A Plusgiro number as people write it, whatever its check digit; anything else as it is."""
    if not digits.isdigit() or not 2 <= len(digits) <= 8:
        return digits
    body, last = digits[:-1], digits[-1]
    return f"{grouped(body, 2 + len(body) % 2, 2)}-{last}"
