"""Whether a company can be paid to an account: its number's form and check digits, and the country it lies in."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from chassis import Refused
from contracts.values import BankAccount
from nordic.accounts import parse_bic, parse_danish_account, parse_iban, parse_norwegian_account
from nordic.bankgiro import parse_bankgiro, parse_plusgiro
from nordic.faults import Invalid

_GIRO: Final[dict[str, Callable[[str], str]]] = {"bankgiro": parse_bankgiro, "plusgiro": parse_plusgiro}
"""The parsers of Swedish giro numbers, which are digits with a check digit (SE-R-007 to SE-R-010)."""
_DANISH_REGISTRATION: Final = 4
"""How many digits a Danish bank's registration number has, which stands before the account number."""
_MODULUS: Final = 97


def checked_account(account: BankAccount) -> BankAccount:
    """The account with its number in one form: digits for a giro, an IBAN without blanks. Raises Refused.

    In Denmark and Norway people know their account by the bank's own number; it is kept as the IBAN that it makes.
    A giro lies in Sweden, an IBAN where its first two letters say; the country given must be the same.
    """
    country = account.country.strip().upper()
    try:
        giro = _GIRO.get(account.kind)
        number = giro(account.number) if giro else _iban(account.number, country)
    except Invalid as invalid:
        raise Refused("bank-account.number-malformed", kind=account.kind) from invalid
    found = number[:2] if account.kind == "iban" else "SE"
    if country != found:
        raise Refused("bank-account.country-differs", country=country, found=found)
    return replace(account, number=number, country=country, bic=_bic(account.bic), bank=account.bank.strip())


def _iban(written: str, country: str) -> str:
    digits = re.sub(r"[\s.\-/]", "", written)
    if country == "DK" and re.fullmatch(r"\d{5,14}", digits, re.ASCII):
        bank, own = parse_danish_account(digits[:_DANISH_REGISTRATION], digits[_DANISH_REGISTRATION:])
        return _iban_of("DK", bank + own)
    if country == "NO" and re.fullmatch(r"\d{11}", digits, re.ASCII):
        return _iban_of("NO", parse_norwegian_account(digits))
    return parse_iban(written)


def _iban_of(country: str, national: str) -> str:
    """The IBAN of a national number (ISO 13616): check digits by modulus 97 over number, country and 00."""
    value = int("".join(str(int(letter, 36)) for letter in f"{national}{country}00"))
    return parse_iban(f"{country}{_MODULUS + 1 - value % _MODULUS:02}{national}")


def _bic(written: str) -> str:
    """Checks the BIC, which may be empty. Raises Refused."""
    if not written.strip():
        return ""
    try:
        return parse_bic(written)
    except Invalid as invalid:
        raise Refused("bank-account.bic-malformed") from invalid
