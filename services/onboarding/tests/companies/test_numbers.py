"""Numbers of companies, VAT and accounts in four countries: the right ones in one form, the wrong ones refused."""

import pytest

from chassis import Refused
from contracts.values import BankAccount, Country
from onboarding.companies.bank_accounts import checked_account
from onboarding.companies.company_number import checked_company_number, checked_vat_number


@pytest.mark.req("S3-26")
@pytest.mark.parametrize(
    ("country", "written", "number"),
    [
        ("SE", "556703-7485", "5567037485"),
        ("SE", "16 556703-7485", "5567037485"),
        ("SE", "19811228-9874", "8112289874"),
        ("SE", "701063-2391", "7010632391"),
        ("DK", "DK 24 25 67 90", "24256790"),
        ("NO", "NO 923 609 016 MVA", "923609016"),
        ("FI", "2077474-0", "20774740"),
        ("FI", "112038-9", "01120389"),
    ],
)
def test_a_company_number_is_kept_as_its_digits(country: Country, written: str, number: str) -> None:
    assert checked_company_number(country, written) == number


@pytest.mark.req("S3-26")
@pytest.mark.parametrize(
    ("country", "written"),
    [
        ("SE", "556703-7486"),
        ("SE", "5513345677"),
        ("SE", "0567037485"),
        ("DK", "13585627"),
        ("DK", "67009971"),
        ("NO", "988077918"),
        ("NO", "900000090"),
        ("FI", "2077474-1"),
        ("FI", "10000081"),
    ],
)
def test_a_number_that_no_register_gives_out_is_refused_without_being_repeated(country: Country, written: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_company_number(country, written)
    assert (refused.value.code, refused.value.details) == ("company-number.malformed", {"country": country})


@pytest.mark.req("S3-27")
@pytest.mark.parametrize(
    ("country", "written", "number"),
    [
        ("SE", "SE 556703-7485 01", "SE556703748501"),
        ("SE", "SE556703748502", "SE556703748502"),
        ("DK", "dk13585628", "DK13585628"),
        ("NO", "NO 923 609 016 MVA", "NO923609016MVA"),
        ("FI", "FI20774740", "FI20774740"),
    ],
)
def test_a_vat_number_is_kept_with_its_countrys_letters(country: Country, written: str, number: str) -> None:
    assert checked_vat_number(country, written) == number


@pytest.mark.parametrize(
    ("country", "written"),
    [
        ("SE", "556703748501"),
        ("SE", "SE556703748600"),
        ("SE", "SE551334567701"),
        ("NO", "NO923609016"),
        ("FI", "FI20774741"),
        ("DK", "FI20774740"),
    ],
)
def test_a_vat_number_of_another_form_is_refused(country: Country, written: str) -> None:
    with pytest.raises(Refused, match=r"vat-number\.malformed"):
        checked_vat_number(country, written)


@pytest.mark.req("S3-41")
@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("0040 0440116243", "DK", "DK5000400440116243"),
        ("0040 440116243", "DK", "DK5000400440116243"),
        ("8601.11.17947", "NO", "NO9386011117947"),
        ("FI21 1234 5600 0007 85", "FI", "FI2112345600000785"),
        ("NO93 8601 1117 947", "NO", "NO9386011117947"),
    ],
)
def test_an_account_as_its_country_writes_it_is_kept_as_the_iban_it_makes(
    written: str, country: str, number: str
) -> None:
    kept = checked_account(BankAccount("iban", written, country=country, bic=" ndea dk kk "))
    assert (kept.number, kept.country, kept.bic) == (number, country, "NDEADKKK")


@pytest.mark.parametrize(
    ("kind", "written", "country", "code"),
    [
        ("iban", "8601.11.17948", "NO", "bank-account.number-malformed"),
        ("iban", "0040 12345678901", "DK", "bank-account.number-malformed"),
        ("iban", "8601.11.17947", "SE", "bank-account.number-malformed"),
        ("iban", "NO9386011117947", "DK", "bank-account.country-differs"),
        ("plusgiro", "4-3", "SE", "bank-account.number-malformed"),
    ],
)
def test_an_account_that_cannot_be_right_is_refused(kind: str, written: str, country: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_account(BankAccount(kind, written, country=country))  # type: ignore[arg-type]
    assert refused.value.code == code
