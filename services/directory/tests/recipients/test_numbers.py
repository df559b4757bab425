"""A recipient is named in many ways, and each of them leads to the same one."""

import pytest

from directory.recipients.number import Participant, company_participant, participants_in
from nordic.faults import Invalid


@pytest.mark.parametrize(
    ("query", "country", "participants"),
    [
        ("556703-7485", "SE", ["0007:5567037485"]),
        ("SE556703748501", "DK", ["0007:5567037485"]),
        ("0007:5567037485", "DK", ["0007:5567037485"]),
        ("57 90 00 04 35 95 1", "DK", ["0088:5790000435951"]),
        ("24256790", "DK", ["0184:24256790", "0198:DK24256790"]),
        ("NO 923 609 016 MVA", "SE", ["0192:923609016"]),
        ("FI20774740", "SE", ["0216:003720774740", "0212:2077474-0", "0213:FI20774740"]),
        ("Volvo 556703", "SE", []),
        ("0007:5567037486", "SE", []),
        ("9999:5567037485", "SE", []),
    ],
)
def test_a_query_names_participants_or_is_a_name(query: str, country: str, participants: list[str]) -> None:
    assert [str(found) for found in participants_in(query, country)] == participants  # type: ignore[arg-type]


def test_all_finnish_ids_of_one_company_are_one_identity() -> None:
    assert {found.identity for found in participants_in("2077474-0", "FI")} == {("0212", "20774740")}
    assert Participant("0216", "00372077474001").identity == ("0212", "20774740"), "a unit of the same company"


def test_a_sole_traders_number_is_known_for_a_persons_own() -> None:
    assert company_participant("SE", "880320-0016").is_personal
    assert not company_participant("SE", "556703-7485").is_personal


def test_a_number_that_does_not_check_is_invalid() -> None:
    with pytest.raises(Invalid):
        company_participant("NO", "988077918")
