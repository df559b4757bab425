"""A payment reference that was left blank becomes one that the bank accepts, whatever the invoice's number is."""

from uuid import UUID

import pytest

from contracts.values import BankAccount
from einvoice.drafts import danish_line
from invoicing.payment_reference import fault_in, made_of

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
    assert fault_in(made, account) is None and made.isascii() and 2 <= len(made) <= 25


def test_a_mistyped_rf_reference_is_not_taken() -> None:
    assert fault_in("RF18 5390 0754 7034", ACCOUNTS[-1]) is None
    assert fault_in("RF18 5390 0754 7035", ACCOUNTS[-1]) == "payment-reference.viite"
    assert fault_in("Faktura 17", ACCOUNTS[-1]) is None, "free text is the bank's to carry"


NORWEGIAN, FINNISH = BankAccount("iban", "NO9386011117947"), BankAccount("iban", "fi2112345600000785")
DANISH = BankAccount("iban", "DK5000400440116243", country="DK")


@pytest.mark.parametrize(
    ("reference", "account", "fault"),
    [
        ("1234567", NORWEGIAN, "payment-reference.kid"),
        ("602249", NORWEGIAN, "payment-reference.kid"),
        ("1234567897", NORWEGIAN, None),
        ("1234", FINNISH, "payment-reference.viite"),
        ("1 23456 71234 56784", FINNISH, None),
        ("71#123456789012347", DANISH, "payment-reference.fik"),
        ("+71<000000000000019+81234567<", DANISH, "payment-reference.fik"),
        ("+71<000000000000018+81234567<", DANISH, None),
        ("+73<+81234567<", DANISH, None),
        ("Faktura 17", DANISH, None),
        ("1234567", DANISH, None),
    ],
)
def test_each_country_has_its_own_reference_and_a_mistyped_one_is_refused(
    reference: str, account: BankAccount, fault: str | None
) -> None:
    """By the country that the IBAN says, whatever the account's own field says. Siblings: KID, viite, RF, FIK, OCR."""
    assert fault_in(reference, account) == fault


def test_a_danish_line_names_its_creditor_and_how_it_is_paid() -> None:
    line = danish_line(" +71< 000000000000018 +81234567< ")
    assert line and (line.payment_means, line.ubl_payment_id, line.creditor) == ("93", "71#000000000000018", "81234567")
