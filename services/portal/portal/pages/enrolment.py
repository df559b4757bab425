"""The link of an invitation: customer number and code are filled in, and a member confirms once."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.portal import v1 as portal
from contracts.values import Personal
from portal.api.edge import TheEdge, ThePerson, acting_as
from portal.pages.choosing import companies_of
from portal.pages.forms import TheForm, go
from portal.pages.reader import Reader, TheReader
from portal.problems import Problem

router = APIRouter(prefix="/enrol")

NUMBER_LENGTH_MAX = 100
CODE_LENGTH_MAX = 40
MAY_ENROL = ("owner", "admin")


@router.get("")
async def enrol_page(reader: TheReader, number: str = "", code: str = "") -> Response:
    return await _page(reader, 200, {"number": number[:NUMBER_LENGTH_MAX], "code": code[:CODE_LENGTH_MAX]})


@router.post("")
async def enrol(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """Answers the invitation for the chosen company."""
    filled = {"number": form["number"][:NUMBER_LENGTH_MAX], "code": form["code"][:CODE_LENGTH_MAX]}
    try:
        company = UUID(form["company"])
    except ValueError:
        return await _page(reader, 422, filled, wrong=reader.t("enrol.choose"))
    acting = await acting_as("admin")(company, person, edge)
    await edge.limited("enrol", str(company), per_minute=edge.settings.guesses_per_minute)
    fact = portal.EnrolmentRequested(
        company=acting.company, person=person.id, customer_number=filled["number"], code=Personal(filled["code"])
    )
    request = form.request_of(person)
    try:
        answer = await edge.tell(fact, request, person.id)
    except Problem as problem:
        return await _page(reader, problem.status, filled, wrong=reader.why(problem.code, problem.details))
    if answer is None:
        return await _page(reader, 200, filled, wrong=reader.t("outcome.pending"))
    return go(f"/c/{company}/inbox?request={request}")


async def _page(reader: Reader, status: int, filled: dict[str, str], wrong: str | None = None) -> Response:
    companies = await companies_of(reader.edge, reader.person) if reader.person else []
    back = f"/enrol?{urlencode(filled)}"
    return reader.page(
        "enrol.html",
        status,
        filled=filled,
        wrong=wrong,
        companies=[company for company in companies if company["role"] in MAY_ENROL],
        login=f"/login?{urlencode({'next': back})}",
        register=f"/register?{urlencode({'next': back})}",
    )
