"""A personal number as people write it becomes the twelve digits that BankID wants."""

from datetime import date

import pytest

from chassis import Refused
from onboarding.signing.personal_number import checked_personal_number

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("19880320-0016", "198803200016"),
        ("880320-0016", "198803200016"),
        (" 880320 0016 ", "198803200016"),
        ("19121212-1212", "191212121212"),
        ("121212+1212", "191212121212"),
        ("121212-1212", "201212121212"),
        ("880320+0016", "188803200016"),
        ("701063-2391", "197010632391"),
    ],
)
def test_a_number_that_somebody_can_have_is_completed(written: str, number: str) -> None:
    assert checked_personal_number(written, TODAY) == number


@pytest.mark.parametrize(
    "written",
    ["8803200018", "", "19880320", "199002300017", "203012121215", "20880320-0016", "5566778899", "٨٨٠٣٢٠٠٠١٦"],
)
def test_a_number_that_nobody_can_have_is_refused(written: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_personal_number(written, TODAY)
    assert (refused.value.code, refused.value.details) == ("personal-number.malformed", {})


def test_who_is_born_today_has_a_number_and_who_is_born_tomorrow_has_none() -> None:
    assert checked_personal_number("261121-0002", TODAY) == "202611210002"
    assert checked_personal_number("261121-0002", date(2026, 11, 20)) == "192611210002", "a century ago, then"
