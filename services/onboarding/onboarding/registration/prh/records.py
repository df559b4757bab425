"""What YTJ answers (open data of PRH, version 3), as hits; the entry of each list that is valid today counts."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from contracts.values import Address, CompanyHit, Personal

_NAME_PROPER: Final = "1"
_STREET, _POSTAL = 1, 2
"""The codes of address types: the company's place, and its postal address."""
_VAT_REGISTER: Final = "6"
_FINNISH: Final = "1"


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class _Ending(_Shape):
    ended: str | None = Field(None, alias="endDate")


class _Id(_Shape):
    value: str


class _Name(_Ending):
    name: str = ""
    type: str = _NAME_PROPER


class _Description(_Shape):
    language: str = Field("", alias="languageCode")
    description: str = ""


class _Form(_Ending):
    descriptions: tuple[_Description, ...] = ()

    def text(self) -> str:
        in_finnish = [each.description for each in self.descriptions if each.language == _FINNISH]
        return (in_finnish or [each.description for each in self.descriptions] or [""])[0]


class _Entry(_Ending):
    register_code: str = Field("", alias="register")


class _Office(_Shape):
    city: str = ""
    language: str = Field("", alias="languageCode")


class _Place(_Shape):
    type: int = _STREET
    street: str | None = None
    building: str | None = Field(None, alias="buildingNumber")
    entrance: str | None = None
    apartment: str | None = Field(None, alias="apartmentNumber")
    box: str | None = Field(None, alias="postOfficeBox")
    care_of: str | None = Field(None, alias="co")
    postcode: str | None = Field(None, alias="postCode")
    offices: tuple[_Office, ...] = Field((), alias="postOffices")
    country: str | None = None

    def city(self) -> str:
        in_finnish = [office.city for office in self.offices if office.language == _FINNISH]
        return (in_finnish or [office.city for office in self.offices] or [""])[0]

    def line(self) -> str:
        parts = (self.street, self.building, self.entrance, self.apartment)
        road = " ".join(part for part in parts if part) or (f"PL {self.box}" if self.box else "")
        return ", ".join(part for part in (f"c/o {self.care_of}" if self.care_of else "", road) if part)


class _Company(_Ending):
    business_id: _Id = Field(alias="businessId")
    names: tuple[_Name, ...] = ()
    forms: tuple[_Form, ...] = Field((), alias="companyForms")
    entries: tuple[_Entry, ...] = Field((), alias="registeredEntries")
    places: tuple[_Place, ...] = Field((), alias="addresses")

    def hit(self) -> CompanyHit:
        """Makes the hit from what is known, with the names of the fields that are not."""
        name = next((each.name for each in self.names if each.type == _NAME_PROPER and not each.ended), "")
        form = next((each.text() for each in self.forms if not each.ended), "")
        address = self._address(name)
        known = {"name": name, "legal_form": form, "address": address, "vat": self.entries}
        return CompanyHit(
            country="FI",
            number=Personal(self.business_id.value.replace("-", "")),
            name=name,
            legal_form=form,
            address=address,
            active=self.ended is None,
            missing=tuple(field for field, value in known.items() if not value),
            vat_registered=self._vat_registered(),
        )

    def _vat_registered(self) -> bool | None:
        """Whether it is registered for VAT; None when the answer has no entry of any register."""
        if not self.entries:
            return None
        return any(entry.register_code == _VAT_REGISTER and not entry.ended for entry in self.entries)

    def _address(self, name: str) -> Address | None:
        complete = [place for place in self.places if place.postcode and place.city() and place.line()]
        for kind in (_STREET, _POSTAL):
            for place in complete:
                if place.type == kind:
                    return Address(name, place.line(), place.postcode or "", place.city(), place.country or "FI")
        return None


class Companies(_Shape):
    companies: tuple[_Company, ...]

    def hits(self) -> tuple[CompanyHit, ...]:
        return tuple(company.hit() for company in self.companies)
