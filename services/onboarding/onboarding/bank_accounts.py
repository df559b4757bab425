"""Whether a company can be paid to an account: its number's form and check digits, and the country it lies in."""

import re
from dataclasses import replace
from typing import Final

from stdnum import bic, iban, luhn

from chassis import Refused
from contracts.values import BankAccount

_GIRO_DIGITS: Final = {"bankgiro": (7, 8), "plusgiro": (2, 8)}
"""How many digits each has at least and at most, check digit included (SE-R-009, SE-R-010)."""


def checked_account(account: BankAccount) -> BankAccount:
    """The account with its number in one form: digits for a giro, an IBAN without blanks. Raises Refused.

    A giro lies in Sweden, an IBAN where its first two letters say; the country given must be the same.
    """
    number = _giro(account) if account.kind in _GIRO_DIGITS else _iban(account)
    found = number[:2] if account.kind == "iban" else "SE"
    country = account.country.strip().upper()
    if country != found:
        raise Refused("bank-account.country-differs", country=country, found=found)
    code = bic.compact(account.bic)
    if code and not bic.is_valid(code):
        raise Refused("bank-account.bic-malformed")
    return replace(account, number=number, country=country, bic=code, bank=account.bank.strip())


def _giro(account: BankAccount) -> str:
    number = re.sub(r"[\s-]", "", account.number)
    least, most = _GIRO_DIGITS[account.kind]
    if not re.fullmatch(rf"\d{{{least},{most}}}", number, re.ASCII) or not luhn.is_valid(number):
        raise Refused("bank-account.number-malformed", kind=account.kind)
    return number


def _iban(account: BankAccount) -> str:
    number = re.sub(r"[\s-]", "", account.number).upper()
    if not iban.is_valid(number):
        raise Refused("bank-account.number-malformed", kind=account.kind)
    return number
