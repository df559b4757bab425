"""A company as CVR's Elasticsearch writes it: the latest of each kind of detail under `virksomhedMetadata`."""

from collections.abc import Collection
from typing import Any

from simulators.invented import Invented

FIELDS = ("nyesteNavn", "nyesteVirksomhedsform", "nyesteBeliggenhedsadresse", "sammensatStatus")
"""What can be told to be absent, each by itself, as it is for real companies."""


def hit(company: Invented, absent: Collection[str]) -> dict[str, Any]:
    """Return one element of `hits.hits`; what is named in `absent` is null."""
    return {
        "_index": "cvr-v-20260101",
        "_type": "_doc",
        "_id": f"40{company.number}",
        "_score": 1.0,
        "_source": {"Vrvirksomhed": _company(company, absent)},
    }


def _company(company: Invented, absent: Collection[str]) -> dict[str, Any]:
    metadata = _metadata(company)
    return {
        "cvrNummer": int(company.number),
        "reklamebeskyttet": company.protected,
        "livsforloeb": [{"periode": _period(company)}],
        "virksomhedMetadata": {name: None if name in absent else value for name, value in metadata.items()},
    }


def _metadata(company: Invented) -> dict[str, Any]:
    return {
        "nyesteNavn": {"navn": company.name, "periode": _period(company)},
        "nyesteVirksomhedsform": {
            "virksomhedsformkode": int(company.form.code),
            "kortBeskrivelse": company.form.short or "ENK",
            "langBeskrivelse": company.form.text,
            "periode": _period(company),
        },
        "nyesteBeliggenhedsadresse": _address(company),
        "sammensatStatus": "Ophørt" if company.struck_off_on else "NORMAL",
        "stiftelsesDato": company.registered_on.isoformat(),
    }


def _address(company: Invented) -> dict[str, Any] | None:
    if not company.street:
        return None
    street, _, house = company.street.rpartition(" ")
    return {
        "landekode": "DK",
        "vejnavn": street,
        "husnummerFra": int(house),
        "husnummerTil": None,
        "bogstavFra": None,
        "etage": None,
        "sidedoer": None,
        "conavn": None,
        "postboks": None,
        "bynavn": None,
        "postnummer": int(company.postcode),
        "postdistrikt": company.town,
        "fritekst": None,
        "periode": _period(company),
    }


def _period(company: Invented) -> dict[str, Any]:
    ended = company.struck_off_on
    return {"gyldigFra": company.registered_on.isoformat(), "gyldigTil": ended.isoformat() if ended else None}
