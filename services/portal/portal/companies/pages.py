"""Choosing the company to act for; it then stands in the address, so that two tabs can be two companies."""

from typing import Any

from fastapi import APIRouter, Response

from portal.companies.view import acting_for
from portal.edge.asking import Edge, TheEdge, ThePerson
from portal.edge.reader import TheReader
from portal.people.people import Person

router = APIRouter()


async def companies_of(edge: Edge, person: Person) -> list[dict[str, Any]]:
    """Id, name and role, by name."""
    return await acting_for(edge.db, person.id)


async def first_page(edge: Edge, person: Person) -> str:
    """Where somebody goes who has just logged in: with one company there is nothing to choose, with none one is added.

    The first log-in lands on company information (S3-23).
    """
    companies = await companies_of(edge, person)
    if not companies:
        return "/companies/new"
    return f"/c/{companies[0]['id']}" if len(companies) == 1 else "/companies"


@router.get("/companies")
async def companies_page(reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    return reader.page("companies.html", companies=await companies_of(edge, person))
