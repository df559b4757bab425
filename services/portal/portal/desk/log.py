"""The operator's desk: the log of who did what, which only grows."""

from typing import Any

from contracts.values import CompanyId, PersonId
from portal.companies.view import names_of
from portal.desk.shown import LogLine
from portal.edge.asking import Edge, TheEdge
from portal.edge.at_the_desk import Admin
from portal.edge.inputs import Day
from portal.edge.operations import Api
from portal.edge.paging import ThePaging
from portal.staff.log import logged
from portal.telling.reading import Row

router = Api(prefix="/api/v1/desk/log", tags=["desk"])


@router.get("", response_model=list[LogLine])
async def log(
    staff: Admin,
    edge: TheEdge,
    paging: ThePaging,
    person: PersonId | None = None,
    company: CompanyId | None = None,
    first: Day | None = None,
    last: Day | None = None,
) -> list[dict[str, Any]]:
    """Who of the staff did what, the newest first; `first` and `last` are days (UTC), both included."""
    rows = paging.shown(await logged(edge.db, paging.page, person, company, first, last), "at")
    return await with_names(rows, edge)


async def with_names(rows: list[Row], edge: Edge) -> list[Row]:
    """The lines with the names of people and companies, as they are today."""
    companies = await names_of(edge.db, {row["company"] for row in rows if row["company"]})
    people = await edge.people.names_of({row["person"] for row in rows if row["person"]})
    return [row | {"name": people.get(row["person"]), "company_name": companies.get(row["company"])} for row in rows]
