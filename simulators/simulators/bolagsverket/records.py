"""A company as the API writes it: every field with its producer, and able to fail alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from simulators.bolagsverket.company import Company


class FaultKind(StrEnum):
    """Why a field failed (FelTyp of the API)."""

    NOT_REGISTERED = "ORGANISATION_FINNS_EJ"
    INVALID_REQUEST = "OGILTIG_BEGARAN"
    SOURCE_UNAVAILABLE = "OTILLGANGLIG_UPPGIFTSKALLA"
    TIMEOUT = "TIMEOUT"


@dataclass(frozen=True)
class Field:
    """A field of the answer: who produces it, and the names its value has (null when it fails)."""

    producer: str
    values: tuple[str, ...]


_PROCEEDING = "pagaendeAvvecklingsEllerOmstruktureringsforfarande"
_CODED = ("kod", "klartext")

FIELDS: Mapping[str, Field] = {
    "organisationsnamn": Field("Bolagsverket", ("organisationsnamnLista",)),
    "reklamsparr": Field("SCB", ("kod",)),
    "organisationsform": Field("Bolagsverket", _CODED),
    "avregistreradOrganisation": Field("Bolagsverket", ("avregistreringsdatum",)),
    "avregistreringsorsak": Field("Bolagsverket", _CODED),
    _PROCEEDING: Field("Bolagsverket", (f"{_PROCEEDING}Lista",)),
    "juridiskForm": Field("SCB", _CODED),
    "verksamOrganisation": Field("SCB", ("kod",)),
    "organisationsdatum": Field("Bolagsverket", ("registreringsdatum", "infortHosScb")),
    "verksamhetsbeskrivning": Field("Bolagsverket", ("beskrivning",)),
    "naringsgrenOrganisation": Field("SCB", ("sni",)),
    "postadressOrganisation": Field("SCB", ("postadress",)),
}
"""The fields that carry `dataproducent` and `fel`, in the order of the API's schema."""

_DESCRIPTIONS = {
    FaultKind.NOT_REGISTERED: (
        "Begärd organisation finns inte registrerad i sökbar form hos aktuell dataproducent. Observera att en "
        "organisation ändå kan existera och eventuellt också finnas registrerad i sökbar form hos en annan "
        "dataproducent trots detta fel."
    ),
    FaultKind.INVALID_REQUEST: "Begäran är ogiltig.",
    FaultKind.SOURCE_UNAVAILABLE: "Uppkoppling mot {} misslyckades. Efterfrågade uppgifter kunde inte hämtas.",
    FaultKind.TIMEOUT: "{} svarade inte i tid. Efterfrågade uppgifter kunde inte hämtas.",
}
_SCB_LAG = timedelta(days=9)


def organisation(company: Company, faults: Mapping[str, FaultKind]) -> dict[str, Any]:
    """Return one element of `organisationer`. `faults`: field name -> why it fails; the other fields answer."""
    record: dict[str, Any] = {
        "organisationsidentitet": _identity(company.identity),
        "namnskyddslopnummer": company.firm_number,
        "registreringsland": {"kod": "SE-LAND", "klartext": "Sverige"},
    }
    values = _values(company)
    silent = {name for name, field in FIELDS.items() if field.producer == company.silent_source}
    for name, field in FIELDS.items():
        kind = faults.get(name) or (FaultKind.SOURCE_UNAVAILABLE if name in silent else None)
        if kind is not None:
            record[name] = _failed(field, kind)
        elif (value := values[name]) is None:
            record[name] = None
        else:
            record[name] = {**value, "fel": None, "dataproducent": field.producer}
    return record


def not_registered(identity: str) -> dict[str, Any]:
    """Return the element for a number that nobody has: the API answers 200, and every field says so by itself."""
    failed = {name: _failed(field, FaultKind.NOT_REGISTERED) for name, field in FIELDS.items()}
    return {
        "organisationsidentitet": _identity(identity),
        "namnskyddslopnummer": None,
        "registreringsland": None,
        **failed,
    }


def _failed(field: Field, kind: FaultKind) -> dict[str, Any]:
    fault = {"typ": kind.value, "felBeskrivning": _DESCRIPTIONS[kind].format(field.producer)}
    return {**dict.fromkeys(field.values), "fel": fault, "dataproducent": field.producer}


def _identity(identity: str) -> dict[str, Any]:
    person = len(identity) == 12
    kind = (
        {"kod": "PERSNR", "klartext": "Personnummer"} if person else {"kod": "ORGNR", "klartext": "Organisationsnummer"}
    )
    return {"identitetsbeteckning": identity, "typ": kind}


def _values(company: Company) -> dict[str, dict[str, Any] | None]:
    struck_off, reason = company.struck_off_on, company.struck_off_for
    return {
        "organisationsnamn": {"organisationsnamnLista": _names(company)},
        "reklamsparr": {"kod": "NEJ"},
        "organisationsform": {"kod": company.form.code, "klartext": company.form.text},
        "avregistreradOrganisation": {"avregistreringsdatum": struck_off.isoformat()} if struck_off else None,
        "avregistreringsorsak": {"kod": reason[0], "klartext": reason[1]} if reason else None,
        _PROCEEDING: _proceedings(company.proceeding),
        "juridiskForm": {"kod": company.form.scb_code, "klartext": company.form.scb_text},
        "verksamOrganisation": {"kod": "NEJ" if struck_off else "JA"},
        "organisationsdatum": {
            "registreringsdatum": company.registered_on.isoformat(),
            "infortHosScb": (company.registered_on + _SCB_LAG).isoformat(),
        },
        "verksamhetsbeskrivning": {"beskrivning": f"Bolaget ska bedriva verksamhet inom {company.trade[1].lower()}."},
        "naringsgrenOrganisation": {"sni": [{"kod": company.trade[0], "klartext": company.trade[1]}]},
        "postadressOrganisation": {"postadress": _address(company)},
    }


def _names(company: Company) -> list[dict[str, Any]]:
    kinds = [(company.name, "FORETAGSNAMN", "Företagsnamn")]
    kinds += [(name, "SARSKILT_FORETAGSNAMN", "Särskilt företagsnamn") for name in company.other_names]
    return [
        {
            "namn": name,
            "registreringsdatum": company.registered_on.isoformat(),
            "organisationsnamntyp": {"kod": code, "klartext": text},
            "verksamhetsbeskrivningSarskiltForetagsnamn": None,
        }
        for name, code, text in kinds
    ]


def _proceedings(proceeding: tuple[str, str, date] | None) -> dict[str, Any] | None:
    if proceeding is None:
        return None
    code, text, since = proceeding
    return {f"{_PROCEEDING}Lista": [{"kod": code, "klartext": text, "fromDatum": since.isoformat()}]}


def _address(company: Company) -> dict[str, Any]:
    return {
        "utdelningsadress": company.address.street,
        "postnummer": company.address.postcode,
        "postort": company.address.town,
        "land": "Sverige",
        "coAdress": company.address.care_of,
    }
