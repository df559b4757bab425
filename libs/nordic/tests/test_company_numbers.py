"""Company numbers of the four countries: the ones in use, the mistyped, and how each is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nordic import denmark, finland, norway, sweden
from nordic.digits import luhn_digit
from nordic.faults import Invalid, is_valid
from nordic.gln import gln_check_digit, parse_gln

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "number", ["556703-7485", "556012-5790", "556036-0793", "559124-6847", "202100-5489", "5299999994", "165567037485"]
)
def test_a_swedish_legal_persons_number_is_accepted_as_ten_digits(number: str) -> None:
    assert sweden.parse_organisation_number(number) == number.replace("-", "")[-10:]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("556703-7486", "se-orgnr.check-digit"),
        ("1234567891", "se-orgnr.check-digit"),
        ("55670374", "se-orgnr.length"),
        ("55670374x5", "se-orgnr.characters"),
        ("", "se-orgnr.missing"),
        ("8803200016", "se-orgnr.personal"),
        ("9" * 200, "se-orgnr.length"),
    ],
)
def test_a_wrong_swedish_number_is_refused_with_a_reason(number: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        sweden.parse_organisation_number(number)
    assert refusal.value.code == code


def test_a_third_digit_below_two_that_is_no_birthday_is_nobodys_number() -> None:
    body = "551370374"  # Luhn-correct below, but month 13.
    with pytest.raises(Invalid) as refusal:
        sweden.parse_company_number(body + luhn_digit(body))
    assert refusal.value.code == "se-orgnr.third-digit"


def test_the_refusal_tells_the_expected_check_digit_but_never_the_number() -> None:
    with pytest.raises(Invalid, match="the last one would be 5") as refusal:
        sweden.parse_organisation_number("556703-7486")
    assert refusal.value.details == {"expected": "5"}
    assert "556703" not in str(refusal.value)


def test_a_sole_traders_number_is_marked_as_personal() -> None:
    assert sweden.parse_company_number("880320-0016").is_personal
    assert not sweden.parse_company_number("556703-7485").is_personal


@pytest.mark.parametrize(
    ("written", "twelve"),
    [
        ("880320-0016", "198803200016"),
        ("19121212-1212", "191212121212"),
        ("121212+1212", "191212121212"),
        ("811228-9874", "198112289874"),
        ("701063-2391", "197010632391"),
    ],
)
def test_a_personal_number_gets_its_century_from_its_mark(written: str, twelve: str) -> None:
    assert sweden.parse_personal_number(written, TODAY) == twelve
    assert sweden.parse_personal_number(sweden.format_personal_number(written, TODAY), TODAY) == twelve


def test_a_coordination_number_is_told_apart_by_its_day() -> None:
    assert sweden.is_coordination_number(sweden.parse_personal_number("701063-2391", TODAY))
    assert not sweden.is_coordination_number(sweden.parse_personal_number("880320-0016", TODAY))


@pytest.mark.parametrize("number", ["8803200018", "8813200014", "20880320-0016", "190000000000"])
def test_a_personal_number_needs_a_day_that_was_and_its_check_digit(number: str) -> None:
    assert not is_valid(lambda value: sweden.parse_personal_number(value, TODAY), number)


def test_a_swedish_vat_number_with_another_suffix_is_accepted_but_unusual() -> None:
    assert sweden.parse_vat_number("SE 556703-7485 01") == "SE556703748501"
    assert sweden.has_usual_suffix("SE556703748501")
    assert not sweden.has_usual_suffix(sweden.parse_vat_number("SE556703748502"))
    assert not is_valid(sweden.parse_vat_number, "SE556703748600")
    assert not is_valid(sweden.parse_vat_number, "556703748501")
    assert sweden.vat_number_of("556703-7485") == "SE556703748501"


@pytest.mark.parametrize("number", ["13585628", "24256790", "29910251", "31261430", "12345674", "10000017"])
def test_a_cvr_number_is_accepted_with_and_without_its_country(number: str) -> None:
    assert denmark.parse_cvr(number) == denmark.parse_cvr(f"DK {number}") == number
    assert denmark.parse_cvr(denmark.format_cvr(number)) == number
    assert denmark.parse_se_number(number) == denmark.parse_vat_number(f"DK{number}") == f"DK{number}"


@pytest.mark.parametrize("number", ["13585627", "67009971", "55297128", "03585628", "1358562", "135856281"])
def test_a_wrong_cvr_number_is_refused(number: str) -> None:
    assert not is_valid(denmark.parse_cvr, number)


def test_a_p_number_has_ten_digits_and_no_check_digit() -> None:
    assert denmark.parse_p_number("1003558935") == "1003558935"
    assert not is_valid(denmark.parse_p_number, "100355893")


@pytest.mark.parametrize("number", ["923609016", "991825827", "974760673", "914730422", "988077917"])
def test_a_norwegian_number_is_accepted_however_it_is_decorated(number: str) -> None:
    assert norway.parse_organisation_number(f"NO {number} MVA") == number
    assert norway.parse_vat_number(norway.format_vat_number(f"NO{number}MVA")) == f"NO{number}MVA"
    assert norway.parse_organisation_number(norway.format_organisation_number(number)) == number


def test_a_wrong_norwegian_number_is_refused() -> None:
    assert not is_valid(norway.parse_organisation_number, "988077918")
    assert not is_valid(norway.parse_vat_number, "NO923609016")
    for last in "0123456789":
        with pytest.raises(Invalid) as refusal:
            norway.parse_organisation_number(f"90000009{last}")
        assert refusal.value.code == "no-orgnr.never-given"


@pytest.mark.parametrize("number", ["2077474-0", "0112038-9", "1572860-0"])
def test_a_finnish_business_id_is_accepted_and_leads_to_vat_and_ovt(number: str) -> None:
    plain = number.replace("-", "")
    assert finland.parse_business_id(plain) == number
    assert finland.vat_number_of(number) == finland.parse_vat_number(f"FI {number}") == f"FI{plain}"
    assert finland.ovt_of(number, "01") == f"0037{plain}01"


def test_a_wrong_finnish_number_is_refused() -> None:
    assert not is_valid(finland.parse_business_id, "2077474-1")
    assert not any(is_valid(finland.parse_business_id, f"1000008-{last}") for last in "0123456789")


@pytest.mark.parametrize(
    ("ovt", "valid"),
    [
        ("003720774740", True),
        ("00372077474001", True),
        ("003720774741", False),
        ("0037207747400123456", False),
        ("203720774740", False),
        ("003720774740Å", False),
    ],
)
def test_an_ovt_address_holds_a_business_id_and_up_to_five_characters(ovt: str, valid: bool) -> None:
    assert is_valid(finland.parse_ovt, ovt) is valid


@pytest.mark.parametrize(
    ("gln", "valid"),
    [
        ("5790000435951", True),
        ("5798000893450", True),
        ("5798009811578", True),
        ("7350000000009", True),
        ("5790000435952", False),
        ("7350000000006", False),
        ("579000043595", False),
        ("96385074", False),
    ],
)
def test_a_gln_has_thirteen_digits_and_its_check_digit(gln: str, valid: bool) -> None:
    assert is_valid(parse_gln, gln) is valid


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_any_single_wrong_digit_of_a_gln_is_noticed(body: str, place: int, change: int) -> None:
    gln = body + gln_check_digit(body)
    wrong = gln[:place] + str((int(gln[place]) + change) % 10) + gln[place + 1 :]
    assert parse_gln(gln) == gln
    assert not is_valid(parse_gln, wrong)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_either_a_number_or_refused(text: str) -> None:
    for parse in (
        sweden.parse_organisation_number,
        sweden.parse_vat_number,
        denmark.parse_cvr,
        norway.parse_vat_number,
        finland.parse_business_id,
        finland.parse_ovt,
        parse_gln,
    ):
        if is_valid(parse, text):
            assert parse(parse(text)) == parse(text)
