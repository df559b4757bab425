"""Finnish payment references: the viitenumero, and the creditor reference RF of ISO 11649 that can hold it."""

import re

from stdnum import iso11649
from stdnum.exceptions import ValidationError

from nordic.digits import check_last, cleaned, grouped, only_digits
from nordic.faults import Invalid

_NAME = "a Finnish reference number"
_RF = "an RF creditor reference"


def parse_viitenumero(value: str) -> str:
    """The 4 to 20 digits, without zeros before them. Weights 7, 3, 1 from the right (Finance Finland).

    Raises Invalid (`viite.*`).
    """
    text = cleaned(value, "viite", _NAME).lstrip("0")
    digits = only_digits(text, "viite", _NAME, range(4, 21))
    return check_last(digits, _check_digit(digits[:-1]), "viite", _NAME)


def format_viitenumero(value: str) -> str:
    """In groups of five from the right: 1 23456 71234 56784."""
    digits = parse_viitenumero(value)
    return grouped(digits, len(digits) % 5 or 5, 5)


def make_viitenumero(digits: str) -> str:
    """The reference number of an invoice or customer number of 3 to 19 digits, zeros before it not counted."""
    body = only_digits(cleaned(digits, "viite", _NAME).lstrip("0"), "viite", _NAME, range(3, 20))
    return parse_viitenumero(body + _check_digit(body))


def parse_rf(value: str) -> str:
    """RF, two check digits and up to 21 letters or digits (ISO 11649). Raises Invalid (`rf.*`)."""
    text = cleaned(value, "rf", _RF)
    if not text.startswith("RF"):
        raise Invalid("rf.prefix", f"{_RF} begins with RF", expected="RF")
    if not re.fullmatch(r"RF[0-9]{2}[0-9A-Z]{1,21}", text):
        raise Invalid("rf.characters", f"{_RF} has two digits after RF, then 1 to 21 letters or digits")
    try:
        iso11649.validate(text)
    except ValidationError:
        sentence = f"{_RF} is mistyped: its characters do not check one another (modulus 97)"
        raise Invalid("rf.check-digit", sentence) from None
    return text


def format_rf(value: str) -> str:
    """In groups of four: RF18 5390 0754 7034."""
    return grouped(parse_rf(value), 4)


def make_rf(reference: str) -> str:
    """The RF reference that holds a reference; a viitenumero loses the zeros before it."""
    body = cleaned(reference, "rf", _RF).lstrip("0")
    if not re.fullmatch(r"[0-9A-Z]{1,21}", body):
        raise Invalid("rf.characters", f"{_RF} holds 1 to 21 letters or digits")
    number = int("".join(str(int(character, 36)) for character in f"{body}RF00"))
    return parse_rf(f"RF{98 - number % 97:02}{body}")


def _check_digit(body: str) -> str:
    weights = (7, 3, 1)
    return str(-sum(int(digit) * weights[place % 3] for place, digit in enumerate(reversed(body))) % 10)
