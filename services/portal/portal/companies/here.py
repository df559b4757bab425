"""The frame of a company's pages: its name, its menu, what is left until it can send, what one may do, its clock."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Response

from contracts.values import CompanyId
from portal.companies.acting import ROLES, Acting, Viewer
from portal.companies.view import company_of
from portal.edge.acts import NOTHING_SAID, Said
from portal.edge.figures import zone_of
from portal.edge.menu import Group, Step, menu, news_of
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.network.view import only_receives


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """A reader who acts for a company. `left` is what is still to be done before it can send."""

    reader: Reader
    acting: Acting
    company: dict[str, Any]
    left: list[Step]
    only_receives: bool
    news: dict[Group, int]

    @property
    def path(self) -> str:
        return f"/c/{self.acting.company}"

    def may(self, role_min: str) -> bool:
        return ROLES.index(self.acting.role) >= ROLES.index(role_min)

    def require(self, role_min: str) -> None:
        """Raises Problem `role.insufficient`."""
        if not self.may(role_min):
            raise Problem("role.insufficient", role=self.acting.role, role_min=role_min)

    def show(self, template: str, status: int = 200, said: Said = NOTHING_SAID, **values: Any) -> Response:
        """The page; `said` is what is said again after a refusal, and goes before what the fields hold otherwise."""
        zone = zone_of(self.company["country"])
        return self.reader.page(
            template,
            status if said is NOTHING_SAID else said.status,
            company=self.company,
            path=self.path,
            zone=zone,
            menu=menu(self.reader.request.app.state.places, self.path, self.reader.request.url.path, self.news),
            left=[] if self.only_receives or not self.may("admin") else self.left,
            may_send=self.may("invoicer"),
            filled={**values.pop("filled", {}), **said.filled},
            wrong=values.pop("wrong", said.wrong),
            cure=values.pop("cure", said.cure),
            **values,
        )


async def company_page(company: CompanyId, reader: TheReader, acting: Viewer) -> CompanyPage:
    db = reader.edge.db
    row = await company_of(db, company)
    assert row is not None
    left = [step for step in reader.request.app.state.steps if await step.is_left(db, row)]
    news = await news_of(reader.request.app.state.places, db, company)
    return CompanyPage(reader, acting, row, left, bool(left) and await only_receives(db, company), news)


TheCompany = Annotated[CompanyPage, Depends(company_page)]


async def admins_page(here: TheCompany) -> CompanyPage:
    here.require("admin")
    return here


TheAdminsCompany = Annotated[CompanyPage, Depends(admins_page)]
"""For pages whose form only administrators and owners may send."""
