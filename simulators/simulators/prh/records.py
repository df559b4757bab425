"""A company as YTJ's open data writes it: lists of names, forms, entries and addresses, each with its days."""

from collections.abc import Collection
from typing import Any

from simulators.invented import Invented

FIELDS = ("names", "companyForms", "addresses", "registeredEntries")
"""What can be told to be absent, each by itself."""
_VAT_REGISTER = "6"
_TAX_ADMINISTRATION, _PRH = "1", "2"
_FINNISH = "1"


def company_record(company: Invented, absent: Collection[str]) -> dict[str, Any]:
    """Return one element of `companies`; the lists named in `absent` are empty."""
    since = company.registered_on.isoformat()
    ended = company.struck_off_on.isoformat() if company.struck_off_on else None
    lists: dict[str, list[dict[str, Any]]] = {
        "names": [
            {"name": company.name, "type": "1", "registrationDate": since, "endDate": None, "version": 1, "source": "1"}
        ],
        "companyForms": [_form(company)],
        "addresses": _addresses(company),
        "registeredEntries": _entries(company),
    }
    return {
        "businessId": {"value": company.number, "registrationDate": since, "source": "3"},
        **{name: [] if name in absent else values for name, values in lists.items()},
        "companySituations": [],
        "tradeRegisterStatus": "4" if ended else "1",
        "status": "2",
        "registrationDate": since,
        "endDate": ended,
        "lastModified": "2026-10-01T06:00:00",
    }  # fmt: skip


def _form(company: Invented) -> dict[str, Any]:
    return {
        "type": company.form.code,
        "descriptions": [{"languageCode": _FINNISH, "description": company.form.text}],
        "registrationDate": company.registered_on.isoformat(),
        "endDate": None,
        "version": 1,
        "source": "1",
    }


def _addresses(company: Invented) -> list[dict[str, Any]]:
    if not company.street:
        return []
    street, _, house = company.street.rpartition(" ")
    return [
        {
            "type": 1,
            "street": street,
            "buildingNumber": house,
            "entrance": "",
            "apartmentNumber": "",
            "postCode": company.postcode,
            "postOffices": [{"city": company.town, "languageCode": _FINNISH, "municipalityCode": "091"}],
            "co": "",
            "registrationDate": company.registered_on.isoformat(),
            "source": "0",
        }
    ]


def _entries(company: Invented) -> list[dict[str, Any]]:
    entries = [("1", _PRH)] + ([(_VAT_REGISTER, _TAX_ADMINISTRATION)] if company.vat_registered else [])
    return [
        {
            "type": "1",
            "descriptions": [{"languageCode": _FINNISH, "description": "Rekisterissä"}],
            "registrationDate": company.registered_on.isoformat(),
            "endDate": None,
            "register": register,
            "authority": authority,
        }
        for register, authority in entries
    ]
