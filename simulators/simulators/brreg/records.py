"""A company as Enhetsregisteret's API writes it, and the people who hold roles in it."""

from collections.abc import Collection
from typing import Any

from simulators.invented import Invented, Role

FIELDS = ("navn", "organisasjonsform", "forretningsadresse", "registrertIMvaregisteret")
"""What can be told to be absent, each by itself."""
_ROLES = {"DAGL": "Daglig leder", "LEDE": "Styrets leder", "SIGN": "Signatur", "INNH": "Innehaver"}
_GROUPS = {"LEDE": ("STYR", "Styre")}


def unit(company: Invented, absent: Collection[str]) -> dict[str, Any]:
    """Return `enhet`; what is named in `absent` is left out, as the API leaves out what it does not know."""
    number = company.number
    record: dict[str, Any] = {
        "organisasjonsnummer": number,
        "navn": company.name.upper(),
        "organisasjonsform": {"kode": company.form.code, "beskrivelse": company.form.text},
        "registreringsdatoEnhetsregisteret": company.registered_on.isoformat(),
        "registrertIMvaregisteret": company.vat_registered,
        "registrertIForetaksregisteret": company.form.code != "ENK",
        "konkurs": company.bankrupt,
        "underAvvikling": False,
        "underTvangsavviklingEllerTvangsopplosning": False,
        "maalform": "Bokmål",
        "_links": {"self": {"href": f"https://data.brreg.no/enhetsregisteret/api/enheter/{number}"}},
    }
    if company.street:
        record["forretningsadresse"] = _address(company)
    if company.struck_off_on:
        record = _struck_off(company)
    return {name: value for name, value in record.items() if name not in absent}


def roles(company: Invented) -> dict[str, Any]:
    """Return `roller`: the groups of roles, each with who holds them."""
    groups: dict[str, list[Role]] = {}
    for role in company.roles:
        groups.setdefault(_GROUPS.get(role.code, (role.code, ""))[0], []).append(role)
    return {
        "rollegrupper": [
            {
                "type": {"kode": code, "beskrivelse": dict(_GROUPS.values()).get(code) or _ROLES[code]},
                "sistEndret": company.registered_on.isoformat(),
                "roller": [_role(role, place) for place, role in enumerate(held)],
            }
            for code, held in groups.items()
        ]
    }


def _role(role: Role, place: int) -> dict[str, Any]:
    given, _, middle = role.given_name.partition(" ")
    name = {"fornavn": given.upper(), "etternavn": role.family_name.upper()} | (
        {"mellomnavn": middle.upper()} if middle else {}
    )
    return {
        "type": {"kode": role.code, "beskrivelse": _ROLES[role.code]},
        "person": {"fodselsdato": role.born.isoformat(), "navn": name, "erDoed": False},
        "fratraadt": False,
        "rekkefolge": place,
    }


def _address(company: Invented) -> dict[str, Any]:
    return {
        "land": "Norge",
        "landkode": "NO",
        "postnummer": company.postcode,
        "poststed": company.town,
        "adresse": [company.street],
        "kommune": company.town,
        "kommunenummer": "0301",
    }


def _struck_off(company: Invented) -> dict[str, Any]:
    """Of what was struck off the API keeps the name, the form and the day."""
    assert company.struck_off_on is not None
    return {
        "organisasjonsnummer": company.number,
        "navn": company.name.upper(),
        "organisasjonsform": {"kode": company.form.code, "beskrivelse": company.form.text},
        "slettedato": company.struck_off_on.isoformat(),
    }
