"""Bank and giro accounts: the ones in use, the mistyped, and how each is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nordic.accounts import (
    bic_of,
    format_iban,
    format_norwegian_account,
    parse_bic,
    parse_danish_account,
    parse_iban,
    parse_norwegian_account,
)
from nordic.bankgiro import format_bankgiro, format_plusgiro, parse_bankgiro, parse_plusgiro
from nordic.digits import luhn_digit
from nordic.faults import Invalid, is_valid


@pytest.mark.parametrize("written", ["991-2346", "5050-1055", "900-8004", "160-9908"])
def test_a_bankgiro_number_is_printed_with_its_dash(written: str) -> None:
    assert format_bankgiro(written.replace("-", " ")) == written


@pytest.mark.parametrize("written", ["991-2347", "123-4567", "12-3456", "991-23467", "99l-2346"])
def test_a_wrong_bankgiro_number_is_refused(written: str) -> None:
    assert not is_valid(parse_bankgiro, written)


@pytest.mark.parametrize("written", ["4-2", "90 08 00-4", "28 65 43-4", "410 54 68-5"])
def test_a_plusgiro_number_is_printed_in_pairs(written: str) -> None:
    assert format_plusgiro(written.replace(" ", "").replace("-", "")) == written


@pytest.mark.parametrize("written", ["90 08 00-5", "2", "123456789"])
def test_a_wrong_plusgiro_number_is_refused(written: str) -> None:
    assert not is_valid(parse_plusgiro, written)


@given(st.text("0123456789", min_size=1, max_size=7))
def test_a_printed_plusgiro_number_reads_back(body: str) -> None:
    number = body + luhn_digit(body)
    assert parse_plusgiro(format_plusgiro(number)) == number


IBANS = ["SE4550000000058398257466", "DK5000400440116243", "NO9386011117947", "FI2112345600000785"]


@pytest.mark.parametrize("iban", IBANS)
def test_an_iban_is_accepted_and_its_last_digit_matters(iban: str) -> None:
    assert parse_iban(format_iban(iban)) == iban
    assert not is_valid(parse_iban, iban[:-1] + str((int(iban[-1]) + 1) % 10))


@pytest.mark.parametrize("iban", ["FI9112345600000786", "NO6686011117948"])
def test_the_account_inside_a_finnish_or_norwegian_iban_has_a_check_digit_of_its_own(iban: str) -> None:
    """Both are right by modulus 97. Siblings: Denmark's accounts have none, and Sweden's are known to no open list."""
    assert int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
    with pytest.raises(Invalid) as refusal:
        parse_iban(iban)
    assert refusal.value.code == "iban.check-digit"


@pytest.mark.parametrize(
    ("value", "code"),
    [("SE45500000000583982574", "iban.length"), ("4550000", "iban.characters"), ("", "iban.missing")],
)
def test_a_wrong_iban_is_refused_with_a_reason(value: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_iban(value)
    assert refusal.value.code == code


def test_an_iban_leads_to_its_bank() -> None:
    assert bic_of("SE4550000000058398257466") == "ESSESESS"


@pytest.mark.parametrize(
    ("bic", "valid"), [("ESSESESS", True), ("DABADKKKXXX", True), ("ESSE", False), ("ESSE12SS", False)]
)
def test_a_bic_names_bank_and_country(bic: str, valid: bool) -> None:
    assert is_valid(parse_bic, bic) is valid


def test_a_danish_account_gets_the_zeros_before_it() -> None:
    assert parse_danish_account("0040", "440116243") == ("0040", "0440116243")
    with pytest.raises(Invalid):
        parse_danish_account("40", "440116243")


def test_a_norwegian_account_is_checked_and_printed_with_dots() -> None:
    assert format_norwegian_account("86011117947") == "8601.11.17947"
    assert not is_valid(parse_norwegian_account, "86011117946")
