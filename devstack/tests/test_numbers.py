"""Numbers for people of demos and journeys are numbers that the portal takes."""

from itertools import islice

from devstack.numbers import danish_numbers, norwegian_numbers, swedish_number
from nordic.denmark import parse_cvr
from nordic.norway import parse_organisation_number as parse_norwegian
from nordic.sweden import parse_organisation_number as parse_swedish


def test_every_number_is_valid_in_its_country() -> None:
    for serial in range(200):
        assert parse_swedish(swedish_number(serial)) == swedish_number(serial)
    for number in islice(danish_numbers(), 200):
        assert parse_cvr(number) == number
    for number in islice(norwegian_numbers(), 200):
        assert parse_norwegian(number) == number
