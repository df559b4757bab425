"""Check digits: known good and known bad numbers."""

import pytest

from simulators.numbers import is_organisation_number, is_personal_number, luhn_digit


@pytest.mark.parametrize("number", ["5567037485", "5560125790", "2021005489", "5299999994", "5566778899", "5561234567"])
def test_a_right_organisation_number_is_known(number: str) -> None:
    assert is_organisation_number(number)


@pytest.mark.parametrize("number", ["5567037486", "1234567891", "556703748", "8803200016", "５567037485", ""])
def test_a_wrong_organisation_number_is_refused(number: str) -> None:
    assert not is_organisation_number(number)


@pytest.mark.parametrize("number", ["198803200016", "191212121212", "198112289874"])
def test_a_right_personal_number_is_known(number: str) -> None:
    assert is_personal_number(number)


@pytest.mark.parametrize("number", ["198803200018", "8803200016", "198813200016", "198802300016"])
def test_a_wrong_personal_number_is_refused(number: str) -> None:
    assert not is_personal_number(number)


def test_a_coordination_number_has_sixty_added_to_its_day() -> None:
    nine = "880320001"[:4] + "80" + "001"
    assert is_personal_number("19" + nine + luhn_digit(nine))
