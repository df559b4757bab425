"""Peppol's identifier schemes: what each holds, and what it refuses."""

import pytest

from nordic.faults import Invalid
from nordic.schemes import COMPANY_SCHEME, SCHEMES, parse_identifier, parse_participant


@pytest.mark.parametrize(
    ("participant", "scheme", "number"),
    [
        ("0007:556703-7485", "0007", "5567037485"),
        ("0088:5790000435951", "0088", "5790000435951"),
        ("0184:DK13585628", "0184", "13585628"),
        ("0096:1003558935", "0096", "1003558935"),
        ("0198:13585628", "0198", "DK13585628"),
        ("0192:923609016", "0192", "923609016"),
        ("0212:20774740", "0212", "2077474-0"),
        ("0213:FI20774740", "0213", "FI20774740"),
        ("0216:003720774740", "0216", "003720774740"),
        ("0037:00372077474001", "0037", "00372077474001"),
        ("0242:000123", "0242", "000123"),
    ],
)
def test_a_participant_is_written_as_its_scheme_wants(participant: str, scheme: str, number: str) -> None:
    assert parse_participant(participant) == (scheme, number)


@pytest.mark.parametrize("participant", ["9955:SE556703748501", "0088:5790000435952", "5567037485", "0242:12"])
def test_an_unknown_scheme_or_a_wrong_number_is_refused(participant: str) -> None:
    with pytest.raises(Invalid):
        parse_participant(participant)


def test_each_country_has_one_scheme_for_its_company_numbers() -> None:
    assert COMPANY_SCHEME == {"SE": "0007", "DK": "0184", "NO": "0192", "FI": "0212"}
    assert all(SCHEMES[code].country == country for country, code in COMPANY_SCHEME.items())


def test_a_number_is_refused_with_its_own_parsers_reason() -> None:
    with pytest.raises(Invalid) as refusal:
        parse_identifier("0192", "923609017")
    assert refusal.value.code == "no-orgnr.check-digit"
