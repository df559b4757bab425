"""The reference that the customer quotes when paying: checked if it was entered, generated if it was left blank."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from contracts.values import BankAccount
from nordic.faults import is_valid
from nordic.ocr import OcrLevel, make_ocr, parse_ocr
from nordic.viitenumero import make_rf, parse_rf

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


def is_taken(reference: str, account: BankAccount) -> bool:
    """Whether the bank accepts it: by the OCR level of a giro account; elsewhere only RF references are checked."""
    if account.kind != "iban":
        return is_valid(partial(parse_ocr, level=LEVELS[account.ocr_level]), reference)
    return not reference.strip().upper().startswith(RF_PREFIX) or is_valid(parse_rf, reference)


def made_of(number: str, invoice: UUID, account: BankAccount) -> str:
    """Makes an OCR number (Sweden) or RF reference from the digits of the invoice's number, or else of its id."""
    digits = "".join(sign for sign in number if sign in "0123456789")[-PAYLOAD_LENGTH_MAX:].lstrip("0")
    payload = digits or str(invoice.int)[:PAYLOAD_LENGTH_MAX]
    if account.kind == "iban" and account.country != "SE":
        return make_rf(payload)
    level = LEVELS[account.ocr_level]
    return make_ocr(payload, OcrLevel.CHECK_DIGIT if level is OcrLevel.SOFT else level)
