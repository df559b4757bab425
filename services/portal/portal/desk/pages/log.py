"""The log of the desk: who did what, found by person, company and day."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.values import CompanyId, PersonId
from portal.desk.here import TheDesk
from portal.desk.log import with_names
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Admin
from portal.staff.log import logged, who_acted

router = APIRouter(prefix="/desk/log")


@router.get("")
async def log_page(
    here: TheDesk,
    staff: Admin,
    edge: TheEdge,
    person: str = "",
    company: str = "",
    first: str = "",
    last: str = "",
    after: str = "",
) -> Response:
    """A filter that cannot be read is no filter: what was typed stands in the form."""
    who, whose = _id(person), _id(company)
    found = await logged(
        edge.db,
        here.page_of(after),
        PersonId(who) if who else None,
        CompanyId(whose) if whose else None,
        _day(first),
        _day(last),
    )
    rows, older = here.cut(found, "at")
    people = await edge.people.names_of(await who_acted(edge.db))
    return here.show(
        "desk_log.html",
        lines=await with_names(rows, edge),
        older=older,
        people=sorted(((str(id_), name) for id_, name in people.items()), key=lambda one: one[1]),
        filled={"person": person[:100], "company": company[:100], "first": first[:10], "last": last[:10]},
    )


def _id(text: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(text.strip())
    return None


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text.strip())
    return None
