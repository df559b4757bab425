"""The reference that the customer quotes when paying: checked if it was entered, generated if it was left blank.

Each country has its own: OCR in Sweden, KID in Norway, a viitenumero or RF in Finland, and in Denmark a payment line
(FIK) as it is printed, +71<123456789012347+81234567<, which names the creditor too.
"""

from __future__ import annotations

from functools import partial
from typing import Literal
from uuid import UUID

from contracts.values import BankAccount
from einvoice.drafts import danish_line
from nordic.faults import is_valid
from nordic.kid import parse_kid
from nordic.ocr import OcrLevel, make_ocr, parse_ocr
from nordic.viitenumero import make_rf, parse_rf, parse_viitenumero

LEVELS = {
    "soft": OcrLevel.SOFT,
    "hard": OcrLevel.CHECK_DIGIT,
    "length": OcrLevel.LENGTH_DIGIT,
    # The lengths are agreed between the company and its bank: only the check digit can be verified here.
    "fixed": OcrLevel.CHECK_DIGIT,
}
RF_PREFIX = "RF"
PAYLOAD_LENGTH_MAX = 20
"""Room for both control digits of an OCR number, and within the 21 characters of an RF reference (ISO 11649)."""
Fault = Literal[
    "payment-reference.invalid", "payment-reference.kid", "payment-reference.viite", "payment-reference.fik"
]


def fault_in(reference: str, account: BankAccount) -> Fault | None:
    """What is wrong with a reference that is paid to this account; none when the bank takes it.

    By the OCR level of a giro account; by the country of an IBAN. Letters are a message, which any bank passes on.
    """
    text = "".join(reference.split()).upper()
    if account.kind != "iban":
        return None if is_valid(partial(parse_ocr, level=LEVELS[account.ocr_level]), reference) else INVALID
    if text.startswith(RF_PREFIX):
        return None if is_valid(parse_rf, text) else "payment-reference.viite"
    country = country_of(account)
    if country == "NO" and text.removesuffix("-").isdigit():
        return None if is_valid(parse_kid, text) else "payment-reference.kid"
    if country == "FI" and text.isdigit():
        return None if is_valid(parse_viitenumero, text) else "payment-reference.viite"
    if country == "DK" and ("#" in text or "<" in text):
        return None if danish_line(text) else "payment-reference.fik"
    return None


INVALID: Fault = "payment-reference.invalid"


def country_of(account: BankAccount) -> str:
    """The country of an account: an IBAN says it itself."""
    return account.number.strip()[:2].upper() if account.kind == "iban" else account.country


def made_of(number: str, invoice: UUID, account: BankAccount) -> str:
    """Makes an OCR number (Sweden) or RF reference from the digits of the invoice's number, or else of its id."""
    digits = "".join(sign for sign in number if sign in "0123456789")[-PAYLOAD_LENGTH_MAX:].lstrip("0")
    payload = digits or str(invoice.int)[:PAYLOAD_LENGTH_MAX]
    if account.kind == "iban" and country_of(account) != "SE":
        return make_rf(payload)
    level = LEVELS[account.ocr_level]
    return make_ocr(payload, OcrLevel.CHECK_DIGIT if level is OcrLevel.SOFT else level)
