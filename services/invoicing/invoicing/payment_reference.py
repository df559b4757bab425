"""The reference that the customer quotes when paying: checked when it was written, made when it was left blank."""

from __future__ import annotations

from uuid import UUID

from contracts.values import BankAccount

OCR_LENGTH_MIN, OCR_LENGTH_MAX = 2, 25
PAYLOAD_LENGTH_MAX = 20
"""Room for both control digits of an OCR number, and within the 21 characters of an RF reference (ISO 11649)."""


def is_valid(reference: str, account: BankAccount) -> bool:
    """Whether the bank takes it: by the OCR level agreed for a giro account; elsewhere only RF references are checked.

    At the level `soft` the bank takes anything, and a fixed length is agreed with the bank alone: the check digit of
    such an OCR number is checked, its length is not.
    """
    text = "".join(reference.split()).upper()
    if account.kind == "iban":
        return not text.startswith("RF") or _is_rf(text)
    if account.ocr_level == "soft":
        return len(text) <= OCR_LENGTH_MAX
    if not (text.isascii() and text.isdigit() and OCR_LENGTH_MIN <= len(text) <= OCR_LENGTH_MAX):
        return False
    has_length = account.ocr_level != "length" or int(text[-2]) == len(text) % 10
    return has_length and _luhn(text[:-1]) == text[-1]


def generated(number: str, invoice: UUID, account: BankAccount) -> str:
    """An OCR number for accounts in Sweden, else an RF reference: of the invoice number's digits, or of its id's."""
    digits = "".join(sign for sign in number if sign in "0123456789") or str(invoice.int)
    payload = digits[-PAYLOAD_LENGTH_MAX:]
    if account.kind == "iban" and account.country != "SE":
        payload = payload.lstrip("0") or "1"
        return f"RF{98 - _mod97(payload + 'RF00'):02}{payload}"
    if account.ocr_level == "length":
        payload += str((len(payload) + 2) % 10)
    return payload + _luhn(payload)


def _luhn(payload: str) -> str:
    total = 0
    for position, digit in enumerate(map(int, reversed(payload))):
        doubled = digit * (2 - position % 2)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def _is_rf(text: str) -> bool:
    return text.isascii() and text.isalnum() and 5 <= len(text) <= 25 and _mod97(text[4:] + text[:4]) == 1


def _mod97(text: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in text)) % 97
