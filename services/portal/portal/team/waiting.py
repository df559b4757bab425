"""What waits for an owner's word: changes of account that are held, and people who ask for access."""

from functools import partial
from typing import Any, get_args
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.values import Role
from portal.companies import bank_accounts
from portal.companies.acting import Owner
from portal.companies.here import CompanyPage, TheCompany
from portal.companies.view import changes_of
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import TheForm
from portal.team import api

router = APIRouter(prefix="/c/{company}/waiting")


@router.get("")
async def waiting_page(here: TheCompany, edge: TheEdge) -> Response:
    return await _page(here, edge, NOTHING_SAID)


@router.post("/accounts/{change}")
async def answer_change(change: UUID, form: TheForm, here: TheCompany, owner: Owner, edge: TheEdge) -> Response:
    """A second owner confirms; any owner refuses."""
    answer = bank_accounts.confirm_change if form["answer"] == "yes" else bank_accounts.refuse_change

    async def route(request: UUID, response: Response) -> Any:
        return await answer(change, owner, request, response, edge)

    return await act(form, here.reader, route, done=f"{here.path}/waiting", again=partial(_page, here, edge))


@router.post("/access/{access}")
async def answer_access(access: UUID, form: TheForm, here: TheCompany, owner: Owner, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.AccessAnswer, accepted=form["answer"] == "yes")
        return await api.answer_request(access, body, owner, request, response, edge)

    return await act(form, here.reader, route, done=f"{here.path}/waiting", again=partial(_page, here, edge))


async def _page(here: CompanyPage, edge: Edge, said: Said) -> Response:
    is_owner = here.may("owner")
    asked = await api.waiting_requests(here.acting, edge) if is_owner else []
    return here.show(
        "waiting.html",
        said=said,
        changes=await changes_of(edge.db, here.acting.company),
        requests=[one for one in asked if one["status"] == "waiting"],
        roles=get_args(Role),
        is_owner=is_owner,
        me=here.acting.person.id,
    )
