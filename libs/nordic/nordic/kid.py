"""Norwegian KID: the payment reference of an account, checked by modulus 10 or modulus 11 as the account agreed."""

import re
from enum import Enum

from nordic.digits import check_last, cleaned, luhn_digit
from nordic.faults import Invalid

_NAME = "a KID"
_LENGTH_MIN, _LENGTH_MAX = 2, 25


class KidCheck(Enum):
    """Which check digit the account has agreed on (Mastercard Payment Services, OCR giro)."""

    MOD10 = "mod10"
    MOD11 = "mod11"


def parse_kid(value: str, check: KidCheck | None = None) -> str:
    """The 2 to 25 characters of a KID. Raises Invalid (`kid.*`).

    With `check` None, either modulus will do: the payer cannot know which one the account agreed on. A KID is text:
    under modulus 11 it may end in a hyphen.
    """
    text = re.sub(r"[\s.\u00a0]", "", value)
    if not text:
        raise Invalid("kid.missing", f"{_NAME} is missing")
    if not re.fullmatch(r"[0-9]+-?", text):
        raise Invalid("kid.characters", f"{_NAME} has digits only, but for a hyphen that may end it")
    if not _LENGTH_MIN <= len(text) <= _LENGTH_MAX:
        sentence = f"{_NAME} has {_LENGTH_MIN} to {_LENGTH_MAX} characters; this has {len(text)}"
        raise Invalid("kid.length", sentence, least=_LENGTH_MIN, most=_LENGTH_MAX, found=len(text))
    fitting = [_DIGIT[each](text[:-1]) for each in KidCheck if check in (None, each)]
    if text[-1] in fitting:
        return text
    return check_last(text, fitting[0], "kid", _NAME)


def make_kid(digits: str, check: KidCheck) -> str:
    """The KID of an invoice or customer number: the number and its check digit, which under modulus 11 may be "-"."""
    body = cleaned(digits, "kid", _NAME)
    if not (body.isascii() and body.isdigit()):
        raise Invalid("kid.characters", f"{_NAME} is made of digits")
    return parse_kid(body + _DIGIT[check](body), check)


def _mod11_digit(body: str) -> str:
    """Weights 2 to 7 from the right, over and over; 11 becomes 0, and 10 becomes a hyphen."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(body)))
    return {11: "0", 10: "-"}.get(11 - total % 11, str(11 - total % 11))


_DIGIT = {KidCheck.MOD10: luhn_digit, KidCheck.MOD11: _mod11_digit}
