"""The frame of a company's pages: its name, what one may do there, the clock it goes by."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Response

from contracts.values import CompanyId
from portal.companies.acting import ROLES, Acting, Viewer
from portal.companies.view import company_of
from portal.edge.figures import zone_of
from portal.edge.reader import Reader, TheReader


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """A reader who acts for a company."""

    reader: Reader
    acting: Acting
    company: dict[str, Any]

    @property
    def path(self) -> str:
        return f"/c/{self.acting.company}"

    def may(self, role_min: str) -> bool:
        return ROLES.index(self.acting.role) >= ROLES.index(role_min)

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        zone = zone_of(self.company["country"])
        return self.reader.page(
            template, status, company=self.company, path=self.path, zone=zone, may_send=self.may("invoicer"), **values
        )


async def company_page(company: CompanyId, reader: TheReader, acting: Viewer) -> CompanyPage:
    row = await company_of(reader.edge.db, company)
    assert row is not None
    return CompanyPage(reader, acting, row)


TheCompany = Annotated[CompanyPage, Depends(company_page)]
