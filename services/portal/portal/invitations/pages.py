"""The link of an invitation: customer number and code are filled in, and a member confirms once."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response

from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from contracts.values import Personal
from portal.companies.acting import acting_as
from portal.companies.pages import companies_of
from portal.edge.asking import TheEdge, ThePerson, client_of
from portal.edge.forms import TheForm, go
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.invitations.api import guess
from portal.network.view import opened_by

router = APIRouter(prefix="/enrol")

NUMBER_LENGTH_MAX = 100
CODE_LENGTH_MAX = 40
MAY_ENROL = ("owner", "admin")


@router.get("")
async def enrol_page(asked: Request, reader: TheReader, number: str = "", code: str = "") -> Response:
    filled = {"number": number[:NUMBER_LENGTH_MAX], "code": code[:CODE_LENGTH_MAX]}
    return await _page(reader, asked, 200, filled)


@router.post("")
async def enrol(form: TheForm, asked: Request, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """Answers the invitation for the chosen company."""
    filled = {"number": form["number"][:NUMBER_LENGTH_MAX], "code": form["code"][:CODE_LENGTH_MAX]}
    try:
        company = UUID(form["company"])
    except ValueError:
        return await _page(reader, asked, 422, filled, wrong={"company": reader.t("enrol.choose")})
    acting = await acting_as("admin")(company, person, edge)
    await guess(acting, asked, edge)
    fact = portal.EnrolmentRequested(
        company=acting.company,
        person=person.id,
        customer_number=filled["number"],
        code=Personal(filled["code"]),
        contract_sha256=form["contract"],
    )
    request = form.request_of(person)
    try:
        answer = await edge.tell(fact, request, person.id)
    except Problem as problem:
        return await _page(reader, asked, problem.status, filled, wrong={"": reader.why(problem.code, problem.details)})
    if answer is None:
        return await _page(reader, asked, 200, filled, wrong={"": reader.t("outcome.pending")})
    answered_a_buyer = isinstance(answer, directory.ConnectionAccepted)
    return go(f"/c/{company}/{'invoices' if answered_a_buyer else 'inbox'}?request={request}")


async def _invitation(reader: Reader, asked: Request, filled: dict[str, str]) -> dict[str, Any] | None:
    """Who invites, and what is to be accepted: shown to one who has both things, and not too often to anybody."""
    if not filled["code"]:
        return None
    try:
        await reader.edge.limited("welcome", client_of(asked), per_minute=reader.edge.settings.guesses_per_minute)
    except Problem:
        return None
    return await opened_by(reader.edge.db, filled["number"], filled["code"])


async def _page(
    reader: Reader, asked: Request, status: int, filled: dict[str, str], wrong: dict[str, str] | None = None
) -> Response:
    acting = await companies_of(reader.edge, reader.person) if reader.person else []
    companies = [company for company in acting if company["role"] in MAY_ENROL]
    back = f"/enrol?{urlencode(filled)}"
    return reader.page(
        "enrol.html",
        status,
        filled=filled,
        wrong=wrong,
        invitation=await _invitation(reader, asked, filled),
        companies=companies,
        choices=[(company["id"], company["name"]) for company in companies],
        login=f"/login?{urlencode({'next': back})}",
        register=f"/register?{urlencode({'next': back})}",
    )
