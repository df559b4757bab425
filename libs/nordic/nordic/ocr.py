"""Swedish OCR numbers: the payment reference of Bankgiro and Plusgiro, on the account's own level of strictness."""

from collections.abc import Collection
from enum import Enum

from nordic.digits import check_luhn, cleaned, luhn_digit, only_digits
from nordic.faults import Invalid

_NAME = "an OCR number"
_LENGTHS = range(2, 26)


class OcrLevel(Enum):
    """What an account has agreed with Bankgirot. It belongs to the account, never to the invoice."""

    SOFT = "soft"  # A check digit is wished for; the bank accepts anything.
    CHECK_DIGIT = "check-digit"  # The last digit checks the others.
    LENGTH_DIGIT = "length-digit"  # And the next-to-last is the whole length, modulo 10.
    FIXED_LENGTH = "fixed-length"  # And the length is one of one or two agreed ones.


def parse_ocr(value: str, level: OcrLevel = OcrLevel.CHECK_DIGIT, lengths: Collection[int] = ()) -> str:
    """The 2 to 25 digits of an OCR number on an account of that level; `lengths` are those agreed for FIXED_LENGTH.

    On the soft level anything passes that the bank would take; `soft_warning` says what it would wonder at.
    Raises Invalid (`ocr.*`). Source: Bankgirot, Bankgiroinbetalningar, användarmanual.
    """
    text = cleaned(value, "ocr", _NAME)
    if level is OcrLevel.SOFT:
        return text
    digits = check_luhn(only_digits(text, "ocr", _NAME, _LENGTHS), "ocr", _NAME)
    if level is OcrLevel.LENGTH_DIGIT and digits[-2] != str(len(digits) % 10):
        expected = str(len(digits) % 10)
        sentence = f"{_NAME} of this account tells its length in the next-to-last digit, which would be {expected}"
        raise Invalid("ocr.length-digit", sentence, expected=expected)
    if level is OcrLevel.FIXED_LENGTH and len(digits) not in lengths:
        wanted = " or ".join(map(str, sorted(lengths)))
        sentence = f"{_NAME} of this account has {wanted} digits; this has {len(digits)}"
        raise Invalid("ocr.agreed-length", sentence, found=len(digits), agreed=wanted)
    return digits


def soft_warning(value: str) -> Invalid | None:
    """On a soft account: what is odd about a number that the bank takes nevertheless."""
    try:
        parse_ocr(value)
    except Invalid as oddity:
        return oddity
    return None


def make_ocr(digits: str, level: OcrLevel = OcrLevel.CHECK_DIGIT, lengths: Collection[int] = ()) -> str:
    """The OCR number of an invoice or customer number: padded with zeros to an agreed length, then checked.

    Raises Invalid (`ocr.*`) for what is no digits, and for more of them than the level has room for.
    """
    body = only_digits(cleaned(digits, "ocr", _NAME), "ocr", _NAME, range(1, 25))
    if level is OcrLevel.LENGTH_DIGIT:
        body += str((len(body) + 2) % 10)
    if level is OcrLevel.FIXED_LENGTH:
        room = [length for length in sorted(lengths) if length > len(body)]
        if not room:
            sentence = f"{len(body)} digits do not fit in the length agreed for this account"
            raise Invalid("ocr.agreed-length", sentence, found=len(body) + 1)
        body = body.rjust(room[0] - 1, "0")
    return parse_ocr(body + luhn_digit(body), level, lengths)


def format_ocr(value: str) -> str:
    """As it is printed: digits without separators."""
    return cleaned(value, "ocr", _NAME)
