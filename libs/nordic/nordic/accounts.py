"""Bank accounts: IBAN and BIC of any country, and the national numbers of Denmark and Norway."""

import re

from stdnum import iban, luhn
from stdnum.exceptions import InvalidLength, ValidationError
from stdnum.no import kontonr

from nordic.digits import cleaned, grouped, only_digits
from nordic.faults import Invalid

_IBAN = "an IBAN"
_BIC = "a BIC"
_LENGTHS = {"SE": 24, "DK": 18, "NO": 15, "FI": 18}
_NORWEGIAN = "a Norwegian account number"


def parse_iban(value: str) -> str:
    """The IBAN in capitals without spaces (ISO 13616). Raises Invalid (`iban.*`).

    Norwegian and Finnish ones are checked nationally too; Sweden's national check digits are known to no open list.
    """
    text = cleaned(value, "iban", _IBAN)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+", text):
        raise Invalid("iban.characters", f"{_IBAN} begins with a country code and two digits")
    wanted = _LENGTHS.get(text[:2])
    if wanted and len(text) != wanted:
        sentence = f"{_IBAN} of {text[:2]} has {wanted} characters; this has {len(text)}"
        raise Invalid("iban.length", sentence, least=wanted, most=wanted, found=len(text))
    try:
        iban.validate(text)
    except InvalidLength:
        raise Invalid("iban.length", f"{_IBAN} of {text[:2]} has another length", found=len(text)) from None
    except ValidationError:
        sentence = f"{_IBAN} is mistyped: its characters do not check one another (modulus 97)"
        raise Invalid("iban.check-digit", sentence) from None
    if text.startswith("FI") and not luhn.is_valid(text[4:]):  # The account's own check digit; stdnum knows Norway's.
        raise Invalid("iban.check-digit", f"{_IBAN} of FI names no account: its 14 digits do not check (modulus 10)")
    return text


def format_iban(value: str) -> str:
    """In groups of four."""
    return grouped(parse_iban(value), 4)


def bic_of(iban_number: str) -> str | None:
    """The BIC of the bank that an IBAN names, when the open list of banks has one."""
    from schwifty import IBAN  # Reads its list of banks when it is imported, which nobody else should wait for.

    bic = IBAN(parse_iban(iban_number), allow_invalid=True).bic
    return None if bic is None else str(bic)


def parse_bic(value: str) -> str:
    """8 or 11 characters: bank, country, place, branch (ISO 9362). Raises Invalid (`bic.*`)."""
    text = cleaned(value, "bic", _BIC)
    if len(text) not in (8, 11):
        sentence = f"{_BIC} has 8 or 11 characters; this has {len(text)}"
        raise Invalid("bic.length", sentence, least=8, most=11, found=len(text))
    if not re.fullmatch(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", text):
        raise Invalid("bic.characters", f"{_BIC} has a bank of four characters, then a country of two letters")
    return text


def parse_danish_account(registration: str, account: str) -> tuple[str, str]:
    """The bank's registration number of 4 digits and an account of up to 10, which gets zeros before it.

    There is no check digit. Raises Invalid (`dk-account.*`).
    """
    name = "a Danish registration number"
    bank = only_digits(cleaned(registration, "dk-account", name), "dk-account", name, (4,))
    name = "a Danish account number"
    number = only_digits(cleaned(account, "dk-account", name), "dk-account", name, range(1, 11))
    return bank, number.rjust(10, "0")


def parse_norwegian_account(value: str) -> str:
    """The 11 digits; modulus 11 over weights 5,4,3,2,7,6,5,4,3,2 (Bits). Raises Invalid (`no-account.*`)."""
    digits = only_digits(cleaned(value, "no-account", _NORWEGIAN), "no-account", _NORWEGIAN, (11,))
    try:
        kontonr.validate(digits)
    except ValidationError:
        sentence = f"{_NORWEGIAN} is mistyped: its digits do not check one another (modulus 11)"
        raise Invalid("no-account.check-digit", sentence) from None
    return digits


def format_norwegian_account(value: str) -> str:
    """NNNN.NN.NNNNN."""
    return grouped(parse_norwegian_account(value), 4, 2, 5, by=".")
