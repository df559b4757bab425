"""Payment references: every vector of the four countries, and that a single wrong digit never passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nordic.faults import Invalid, is_valid
from nordic.fik import make_payment_line, parse_payment_line, parse_ubl, payment_line
from nordic.kid import KidCheck, make_kid, parse_kid
from nordic.ocr import OcrLevel, format_ocr, make_ocr, parse_ocr, soft_warning
from nordic.viitenumero import (
    format_rf,
    format_viitenumero,
    make_rf,
    make_viitenumero,
    parse_rf,
    parse_viitenumero,
)

LEVELS = [OcrLevel.CHECK_DIGIT, OcrLevel.LENGTH_DIGIT]
numbers = st.text("0123456789", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("number", "checked", "with_length"),
    [("1", "18", "133"), ("12345", "123455", "1234574"), ("1001", "10017", "100164")],
)
def test_an_ocr_number_is_made_on_each_level(number: str, checked: str, with_length: str) -> None:
    assert make_ocr(number) == checked
    assert make_ocr(number, OcrLevel.LENGTH_DIGIT) == with_length
    assert parse_ocr(make_ocr(number, OcrLevel.FIXED_LENGTH, (8,)), OcrLevel.FIXED_LENGTH, (8,))


def test_each_level_of_an_account_is_stricter_than_the_one_before() -> None:
    assert parse_ocr("123456", OcrLevel.SOFT) == "123456"
    assert soft_warning("123456") is not None
    assert soft_warning("123455") is None
    for level in (OcrLevel.CHECK_DIGIT, OcrLevel.LENGTH_DIGIT, OcrLevel.FIXED_LENGTH):
        with pytest.raises(Invalid) as refusal:
            parse_ocr("123456", level, (6,))
        assert refusal.value.code == "ocr.check-digit"
    with pytest.raises(Invalid) as refusal:
        parse_ocr("123455", OcrLevel.LENGTH_DIGIT)
    assert (refusal.value.code, refusal.value.details) == ("ocr.length-digit", {"expected": "6"})
    with pytest.raises(Invalid) as refusal:
        parse_ocr("123455", OcrLevel.FIXED_LENGTH, (8, 10))
    assert refusal.value.details["agreed"] == "8 or 10"


def test_an_ocr_number_does_not_outgrow_its_account() -> None:
    assert make_ocr("7", OcrLevel.FIXED_LENGTH, (6, 8)) == format_ocr("000075")
    with pytest.raises(Invalid):
        make_ocr("1234567", OcrLevel.FIXED_LENGTH, (6,))
    with pytest.raises(Invalid):
        make_ocr("1" * 25)


@given(numbers, st.sampled_from(LEVELS), st.data())
def test_any_single_wrong_digit_of_an_ocr_number_is_noticed(number: str, level: OcrLevel, data: st.DataObject) -> None:
    ocr = make_ocr(number, level)
    place = data.draw(st.integers(0, len(ocr) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != ocr[place]]))
    assert parse_ocr(ocr, level) == ocr
    with pytest.raises(Invalid):
        parse_ocr(ocr[:place] + other + ocr[place + 1 :], level)


@pytest.mark.parametrize(
    "line",
    [
        "+71<000000000000018+81234567<",
        "+71<004040400000669+12345678<",
        "+75<0000000000000018+81234567<",
        "+73<+81234567<",
        "+71<123456789012347+81234567<",
        "+75<1234567890123452+81234567<",
        "+01<+1234567<",
    ],
)
def test_a_danish_payment_line_survives_its_way_through_an_invoice(line: str) -> None:
    parsed = parse_payment_line(line)
    assert str(parsed) == line
    assert parse_ubl(parsed.ubl_payment_id, parsed.creditor) == parsed


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("+71<000000000000019+81234567<", "fik.check-digit"),
        ("+71<00000000000018+81234567<", "fik.length"),
        ("+71<000000000000018+8123456<", "fik-creditor.length"),
        ("+72<000000000000018+81234567<", "fik.kind"),
        ("+73<18+81234567<", "fik.length"),
        ("71 18 81234567", "fik.form"),
    ],
)
def test_a_wrong_danish_payment_line_is_refused_with_a_reason(line: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_payment_line(line)
    assert refusal.value.code == code


def test_danish_payment_lines_are_made_for_each_kind() -> None:
    assert make_payment_line("71", "12345678901234", "81234567").payment_id == "123456789012347"
    assert make_payment_line("75", "123456789012345", "81234567").payment_id == "1234567890123452"
    assert make_payment_line("71", "1", "81234567").ubl_payment_id == "71#000000000000018"
    assert make_payment_line("73", "1", "81234567").payment_means == "93"
    assert payment_line("04", "0000000000000018", "1234567").payment_means == "50"


@pytest.mark.parametrize(
    ("kid", "check", "valid"),
    [
        ("602243", KidCheck.MOD10, True),
        ("602244", KidCheck.MOD10, False),
        ("602248", KidCheck.MOD11, True),
        ("123456785", KidCheck.MOD11, True),
        ("12345674", KidCheck.MOD11, True),
        ("23-", KidCheck.MOD11, True),
        ("23-", KidCheck.MOD10, False),
        ("602243", KidCheck.MOD11, False),
        ("-", None, False),
        ("1" * 26, None, False),
        ("602248", None, True),
        ("602243", None, True),
        ("602249", None, False),
    ],
)
def test_a_kid_is_checked_as_its_account_agreed(kid: str, check: KidCheck | None, valid: bool) -> None:
    assert is_valid(lambda value: parse_kid(value, check), kid) is valid


@given(numbers, st.sampled_from(KidCheck), st.data())
def test_any_single_wrong_digit_of_a_kid_is_noticed(number: str, check: KidCheck, data: st.DataObject) -> None:
    kid = make_kid(number, check)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != kid[place]]))
    assert parse_kid(kid, check) == kid
    with pytest.raises(Invalid):
        parse_kid(kid[:place] + other + kid[place + 1 :], check)


@pytest.mark.parametrize("written", ["1232", "12344", "12 34561", "1 23456 71234 56784"])
def test_a_finnish_reference_is_printed_in_fives(written: str) -> None:
    assert format_viitenumero(written.replace(" ", "")) == written
    assert parse_viitenumero(f"000{written}") == written.replace(" ", "")


@pytest.mark.parametrize("written", ["1233", "12345 67891", "0000", "232", "1" * 21])
def test_a_wrong_finnish_reference_is_refused(written: str) -> None:
    assert not is_valid(parse_viitenumero, written)


@given(st.integers(100, 10**18), st.data())
def test_any_single_wrong_digit_of_a_finnish_reference_is_noticed(number: int, data: st.DataObject) -> None:
    viite = make_viitenumero(str(number))
    place = data.draw(st.integers(1, len(viite) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != viite[place]]))
    assert not is_valid(parse_viitenumero, viite[:place] + other + viite[place + 1 :])
    assert parse_rf(make_rf(viite)).endswith(viite)


@pytest.mark.parametrize(
    ("reference", "rf"),
    [("1232", "RF111232"), ("12345", "RF7812345"), ("1234561", "RF341234561"), ("0001232", "RF111232")],
)
def test_an_rf_reference_is_made_around_another(reference: str, rf: str) -> None:
    assert make_rf(reference) == rf


def test_an_rf_reference_is_printed_in_fours_and_checked() -> None:
    assert format_rf("RF18539007547034") == "RF18 5390 0754 7034"
    for wrong in ("RF18 5390 0754 7035", "RF471234567", "1232", "RF11"):
        assert not is_valid(parse_rf, wrong)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_either_a_reference_or_refused(text: str) -> None:
    for parse in (parse_ocr, parse_kid, parse_viitenumero, parse_rf):
        if is_valid(parse, text):
            assert parse(parse(text)) == parse(text)
    is_valid(lambda value: str(parse_payment_line(value)), text)
