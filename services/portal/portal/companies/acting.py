"""Acting for a company: who belongs to it, in which role, and what that role may do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from contracts.values import CompanyId
from portal.companies.view import role_of
from portal.edge.asking import TheEdge, ThePerson
from portal.edge.problems import Problem
from portal.people.people import Person


@dataclass(frozen=True, slots=True)
class Acting:
    """A person who acts for a company."""

    person: Person
    company: CompanyId
    role: str


ROLES = ("viewer", "invoicer", "admin", "owner")


def acting_as(role_min: str) -> Callable[..., Awaitable[Acting]]:
    """A company's address is answered as if it did not exist, unless one belongs to it."""

    async def check(company: CompanyId, person: ThePerson, edge: TheEdge) -> Acting:
        role = await role_of(edge.db, person.id, company)
        if role is None:
            raise Problem("key.maker-left" if person.system else "company.not-found")
        if ROLES.index(role) < ROLES.index(role_min):
            raise Problem("role.insufficient", role=role, role_min=role_min)
        return Acting(person, company, role)

    return check


Viewer = Annotated[Acting, Depends(acting_as("viewer"))]
Invoicer = Annotated[Acting, Depends(acting_as("invoicer"))]
Admin = Annotated[Acting, Depends(acting_as("admin"))]
Owner = Annotated[Acting, Depends(acting_as("owner"))]
