"""A payment reference that was left blank becomes one that the bank accepts, whatever the invoice's number is."""

from uuid import UUID

import pytest

from contracts.values import BankAccount
from invoicing.payment_reference import is_taken, made_of

INVOICE = UUID("01990000-0000-7000-8000-000000000001")
ACCOUNTS = [
    *(BankAccount("bankgiro", "991-2346", ocr_level=level) for level in ("soft", "hard", "length", "fixed")),
    BankAccount("iban", "SE4550000000058398257466"),
    BankAccount("iban", "FI2112345600000785", country="FI"),
]


@pytest.mark.req("S3-61")
@pytest.mark.parametrize(
    "account", ACCOUNTS, ids=lambda account: f"{account.kind}-{account.country}-{account.ocr_level}"
)
@pytest.mark.parametrize("number", ["2026-00001", "F-17", "ÅÄÖ", "0", "1" + "0" * 29, "٣٤"])
def test_what_is_made_is_taken(account: BankAccount, number: str) -> None:
    made = made_of(number, INVOICE, account)
    assert is_taken(made, account) and made.isascii() and 2 <= len(made) <= 25


def test_a_mistyped_rf_reference_is_not_taken() -> None:
    assert is_taken("RF18 5390 0754 7034", ACCOUNTS[-1])
    assert not is_taken("RF18 5390 0754 7035", ACCOUNTS[-1])
    assert is_taken("Faktura 17", ACCOUNTS[-1]), "free text is the bank's to carry"
