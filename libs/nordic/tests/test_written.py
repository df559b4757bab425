"""Accounts are shown as people write them, however they were typed."""

import pytest

from nordic.written import account_number


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("bankgiro", "50501055", "5050-1055"),
        ("bankgiro", "5050-1055", "5050-1055"),
        ("bankgiro", " 991 2346 ", "991-2346"),
        ("plusgiro", "9008004", "90 08 00-4"),
        ("plusgiro", "90 08 00-4", "90 08 00-4"),
        ("iban", "se4550000000058398257466", "SE45 5000 0000 0583 9825 7466"),
        ("iban", "SE45 5000 0000 0583 9825 7466", "SE45 5000 0000 0583 9825 7466"),
        ("bankgiro", "50501056", "5050-1056"),
        ("bankgiro", "123", "123"),
        ("bankgiro", "", ""),
        ("plusgiro", "1", "1"),
    ],
)
def test_an_account_is_shown_as_people_write_it(kind: str, typed: str, shown: str) -> None:
    assert account_number(kind, typed) == shown
