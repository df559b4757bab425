"""What waits for an owner's word: changes of account that are held, and people who ask for access."""

from typing import get_args
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Role
from portal.companies.acting import Owner
from portal.companies.here import CompanyPage, TheCompany
from portal.companies.view import changes_of
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import Form, TheForm, go
from portal.edge.problems import Problem
from portal.team.api import waiting_requests

router = APIRouter(prefix="/c/{company}/waiting")


@router.get("")
async def waiting_page(here: TheCompany, edge: TheEdge) -> Response:
    return await _page(here, edge)


@router.post("/accounts/{change}")
async def answer_change(change: UUID, form: TheForm, here: TheCompany, owner: Owner, edge: TheEdge) -> Response:
    """A second owner confirms; any owner refuses."""
    kind = portal.BankAccountChangeConfirmed if form["answer"] == "yes" else portal.BankAccountChangeRefused
    fact = kind(company=owner.company, person=owner.person.id, change=change)
    return await _told(fact, form, here, edge)


@router.post("/access/{access}")
async def answer_access(access: UUID, form: TheForm, here: TheCompany, owner: Owner, edge: TheEdge) -> Response:
    role = form["role"] if form["role"] in get_args(Role) else "viewer"
    fact = portal.AccessAnswered.model_validate(
        {
            "company": owner.company,
            "person": owner.person.id,
            "request": access,
            "accepted": form["answer"] == "yes",
            "role": role,
        }
    )
    return await _told(fact, form, here, edge)


async def _told(fact: Fact, form: Form, here: CompanyPage, edge: Edge) -> Response:
    person = here.acting.person
    try:
        answer = await edge.tell(fact, form.request_of(person), person.id)
    except Problem as problem:
        return await _page(here, edge, problem.status, here.reader.why(problem.code, problem.details))
    if answer is None:
        return await _page(here, edge, 202, here.reader.t("outcome.pending"))
    return go(f"{here.path}/waiting")


async def _page(here: CompanyPage, edge: Edge, status: int = 200, wrong: str = "") -> Response:
    is_owner = here.may("owner")
    asked = await waiting_requests(here.acting, edge) if is_owner else []
    return here.show(
        "waiting.html",
        status,
        changes=await changes_of(edge.db, here.acting.company),
        requests=[one for one in asked if one["status"] == "waiting"],
        roles=get_args(Role),
        is_owner=is_owner,
        me=here.acting.person.id,
        wrong=wrong,
    )
