"""What CVR answers (Virk, cvr-permanent), as hits: the latest of each detail, and each may be absent."""

from pydantic import BaseModel, ConfigDict, Field

from contracts.values import Address, CompanyHit, Personal

NORMAL = ("NORMAL", "AKTIV", "FREMTID")
"""The states of an active company; in any other it has ended or is ending."""
_DIGITS = 8


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Name(_Shape):
    navn: str | None = None


class _Form(_Shape):
    text: str | None = Field(None, alias="langBeskrivelse")


class _Place(_Shape):
    """An address in parts, or as free text when it is abroad."""

    landekode: str | None = None
    vejnavn: str | None = None
    house: int | None = Field(None, alias="husnummerFra")
    house_to: int | None = Field(None, alias="husnummerTil")
    letter: str | None = Field(None, alias="bogstavFra")
    etage: str | None = None
    door: str | None = Field(None, alias="sidedoer")
    care_of: str | None = Field(None, alias="conavn")
    box: str | int | None = Field(None, alias="postboks")
    postnummer: int | None = None
    postdistrikt: str | None = None

    def street(self) -> str:
        number = f"{self.house or ''}{self.letter or ''}" + (f"-{self.house_to}" if self.house_to else "")
        road = f"{self.vejnavn or ''} {number}".strip() or (f"Postboks {self.box}" if self.box else "")
        floor = " ".join(part for part in (f"{self.etage}." if self.etage else "", self.door or "") if part)
        care_of = f"c/o {self.care_of}" if self.care_of else ""
        return ", ".join(part for part in (care_of, road, floor) if part)


class _Latest(_Shape):
    navn: _Name | None = Field(None, alias="nyesteNavn")
    form: _Form | None = Field(None, alias="nyesteVirksomhedsform")
    place: _Place | None = Field(None, alias="nyesteBeliggenhedsadresse")
    status: str | None = Field(None, alias="sammensatStatus")


class _Period(_Shape):
    until: str | None = Field(None, alias="gyldigTil")


class _Life(_Shape):
    periode: _Period


class _Company(_Shape):
    number: int = Field(alias="cvrNummer")
    latest: _Latest = Field(alias="virksomhedMetadata")
    lives: tuple[_Life, ...] = Field((), alias="livsforloeb")

    def hit(self) -> CompanyHit:
        """Makes the hit from what is known, with the names of the fields that are not."""
        name = (self.latest.navn.navn if self.latest.navn else None) or ""
        form = (self.latest.form.text if self.latest.form else None) or ""
        address = self._address(name)
        known = {"name": name, "legal_form": form, "address": address, "active": self.latest.status}
        return CompanyHit(
            country="DK",
            number=Personal(f"{self.number:0{_DIGITS}}"),
            name=name,
            legal_form=form,
            address=address,
            active=self._active(),
            missing=tuple(field for field, value in known.items() if not value),
        )

    def _active(self) -> bool:
        ended = bool(self.lives) and self.lives[-1].periode.until is not None
        status = (self.latest.status or NORMAL[0]).upper()
        return not ended and status in NORMAL

    def _address(self, name: str) -> Address | None:
        place = self.latest.place
        if place is None or not (place.postnummer and place.postdistrikt and place.street()):
            return None
        return Address(name, place.street(), f"{place.postnummer:04}", place.postdistrikt, place.landekode or "DK")


class _Source(_Shape):
    company: _Company = Field(alias="Vrvirksomhed")


class _Hit(_Shape):
    source: _Source = Field(alias="_source")


class _Hits(_Shape):
    hits: tuple[_Hit, ...]


class SearchAnswer(_Shape):
    hits_found: _Hits = Field(alias="hits")

    def hits(self) -> tuple[CompanyHit, ...]:
        return tuple(found.source.company.hit() for found in self.hits_found.hits)
