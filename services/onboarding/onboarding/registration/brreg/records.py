"""What Enhetsregisteret answers, read into hits and signatories; a field that it does not know is left out."""

from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from contracts.values import Address, CompanyHit, Personal
from onboarding.registration.registers import Signatory

SIGN_ALONE: Final = ("INNH", "DAGL", "SIGN")
"""Roles that bind the company alone in such a matter: owner, managing director (aksjeloven § 6-32), signature.

Members of a board sign together as its articles say, which the open register does not tell.
"""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Coded(_Shape):
    kode: str = ""
    beskrivelse: str = ""


class _Place(_Shape):
    adresse: tuple[str | None, ...] = ()
    postnummer: str | None = None
    poststed: str | None = None
    landkode: str | None = None


class Unit(_Shape):
    organisasjonsnummer: str
    navn: str = ""
    form: _Coded | None = Field(None, alias="organisasjonsform")
    place: _Place | None = Field(None, alias="forretningsadresse")
    post: _Place | None = Field(None, alias="postadresse")
    vat_registered: bool | None = Field(None, alias="registrertIMvaregisteret")
    konkurs: bool = False
    winding_up: bool = Field(False, alias="underAvvikling")
    slettedato: date | None = None

    def hit(self) -> CompanyHit:
        """Makes the hit from what is known, with the names of the fields that are not."""
        form = self.form.beskrivelse if self.form else ""
        address = self._address()
        known = {"name": self.navn, "legal_form": form, "address": address, "vat": self.vat_registered is not None}
        return CompanyHit(
            country="NO",
            number=Personal(self.organisasjonsnummer),
            name=self.navn,
            legal_form=form,
            address=address,
            active=not (self.konkurs or self.winding_up or self.slettedato),
            missing=tuple(field for field, value in known.items() if not value),
            vat_registered=self.vat_registered,
        )

    def _address(self) -> Address | None:
        place = self.place or self.post
        if place is None or not (place.postnummer and place.poststed):
            return None
        street = ", ".join(line for line in place.adresse if line)
        return Address(self.navn, street, place.postnummer, place.poststed, place.landkode or "NO")


class _Embedded(_Shape):
    enheter: tuple[Unit, ...] = ()


class Units(_Shape):
    """A page of search results; without hits it has no `_embedded`."""

    embedded: _Embedded = Field(_Embedded(), alias="_embedded")

    def hits(self) -> tuple[CompanyHit, ...]:
        return tuple(unit.hit() for unit in self.embedded.enheter)


class _Names(_Shape):
    fornavn: str = ""
    mellomnavn: str = ""
    etternavn: str = ""


class _Human(_Shape):
    born: date | None = Field(None, alias="fodselsdato")
    navn: _Names | None = None
    is_dead: bool = Field(False, alias="erDoed")


class _Role(_Shape):
    type: _Coded
    person: _Human | None = None
    resigned: bool = Field(False, alias="fratraadt")

    @property
    def signs_alone(self) -> bool:
        return self.type.kode in SIGN_ALONE and not self.resigned

    def signatory(self) -> Signatory | None:
        """The person in the role; None when a company holds it, or the person is dead."""
        if self.person is None or self.person.navn is None or self.person.is_dead:
            return None
        names = self.person.navn
        name = " ".join(part for part in (names.fornavn, names.mellomnavn, names.etternavn) if part)
        born = Personal(self.person.born) if self.person.born else None
        return Signatory(self.type.beskrivelse or self.type.kode, Personal(name), born)


class _Group(_Shape):
    roller: tuple[_Role, ...] = ()


class Roles(_Shape):
    groups: tuple[_Group, ...] = Field((), alias="rollegrupper")

    def signatories(self) -> tuple[Signatory, ...]:
        roles = (role for group in self.groups for role in group.roller if role.signs_alone)
        return tuple(found for role in roles if (found := role.signatory()))
