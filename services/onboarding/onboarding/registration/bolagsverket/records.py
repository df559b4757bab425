"""What Bolagsverket answers (Värdefulla datamängder v1), as hits: every field can be missing by itself."""

from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from contracts.values import Address, CompanyHit, Personal

NOT_REGISTERED: Final = "ORGANISATION_FINNS_EJ"
_FORMS: Final = {
    "AB": "Aktiebolag",
    "BRF": "Bostadsrättsförening",
    "E": "Enskild näringsverksamhet",
    "EK": "Ekonomisk förening",
    "HB": "Handelsbolag",
    "KB": "Kommanditbolag",
}


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Fault(_Shape):
    typ: str = ""


class _Failing(_Shape):
    fel: _Fault | None = None


class _Name(_Shape):
    namn: str
    organisationsnamntyp: dict[str, Any] | None = None


class _Names(_Failing):
    listed: tuple[_Name, ...] | None = Field(None, alias="organisationsnamnLista")


class _Coded(_Failing):
    klartext: str | None = None


class _StruckOff(_Failing):
    avregistreringsdatum: date | None = None


class _PostalAddress(_Shape):
    utdelningsadress: str | None = None
    postnummer: str | None = None
    postort: str | None = None
    land: str | None = None
    co_adress: str | None = Field(None, alias="coAdress")


class _Postal(_Failing):
    postadress: _PostalAddress | None = None


class _Identity(_Shape):
    identitetsbeteckning: str


class Organisation(_Shape):
    """One firm. There may be several under a person's number."""

    organisationsidentitet: _Identity
    organisationsnamn: _Names | None = None
    organisationsform: _Coded | None = None
    juridisk_form: _Coded | None = Field(None, alias="juridiskForm")
    avregistrerad: _StruckOff | None = Field(None, alias="avregistreradOrganisation")
    postadress: _Postal | None = Field(None, alias="postadressOrganisation")

    @property
    def is_registered(self) -> bool:
        """Whether the number exists. For one that does not, every field of the answer says so."""
        fields: tuple[_Failing | None, ...] = (self.organisationsnamn, self.organisationsform, self.postadress)
        return not all(field and field.fel and field.fel.typ == NOT_REGISTERED for field in fields)

    def hit(self) -> CompanyHit:
        """Makes the hit from what is known, with the names of the fields that failed."""
        name, form, address = self._name(), self._form(), self._address()
        active_unknown = self.avregistrerad is not None and self.avregistrerad.fel is not None
        found = {"name": name, "legal_form": form, "address": address, "active": not active_unknown}
        return CompanyHit(
            country="SE",
            number=Personal(self.organisationsidentitet.identitetsbeteckning[-10:]),
            name=name,
            legal_form=form,
            address=address,
            active=self.avregistrerad is None or self.avregistrerad.avregistreringsdatum is None,
            missing=tuple(field for field, value in found.items() if not value),
        )

    def _name(self) -> str:
        listed = self.organisationsnamn.listed if self.organisationsnamn else None
        return listed[0].namn if listed else ""

    def _form(self) -> str:
        """The legal form, in Bolagsverket's own words, else in those of SCB."""
        spoken = (self.organisationsform, self.juridisk_form)
        return next((form.klartext for form in spoken if form and form.klartext), "")

    def _address(self) -> Address | None:
        found = self.postadress.postadress if self.postadress else None
        if found is None or not (found.postnummer and found.postort):
            return None
        street = ", ".join(line for line in (found.co_adress, found.utdelningsadress) if line)
        return Address(name=self._name(), street=street, postcode=found.postnummer, city=found.postort, country="SE")


class Organisations(_Shape):
    organisationer: tuple[Organisation, ...]

    def hits(self) -> tuple[CompanyHit, ...]:
        return tuple(found.hit() for found in self.organisationer if found.is_registered)


class _IndexRow(_Shape):
    identitetsbeteckning: str
    namn: str
    organisationsform: str = ""
    avregistreringsdatum: date | None = None

    def hit(self) -> CompanyHit:
        """Makes the hit. The index of the weekly file has towns but no addresses, and no sole traders."""
        return CompanyHit(
            country="SE",
            number=Personal(self.identitetsbeteckning[-10:]),
            name=self.namn,
            legal_form=_FORMS.get(self.organisationsform, self.organisationsform),
            active=self.avregistreringsdatum is None,
            missing=("address",),
        )


class IndexRows(_Shape):
    organisationer: tuple[_IndexRow, ...]

    def hits(self) -> tuple[CompanyHit, ...]:
        return tuple(row.hit() for row in self.organisationer)
