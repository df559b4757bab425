"""What takes two of the staff: what others propose, to approve or decline, and what one has proposed oneself."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from portal.desk import proposals as api
from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.forms import TheForm

router = APIRouter(prefix="/desk/proposals")


@router.get("")
async def proposals_page(here: TheDesk, told: str = "") -> Response:
    return await _page(here, NOTHING_SAID, told)


@router.post("/{proposal}")
async def decide(proposal: UUID, here: TheDesk, form: TheForm, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        body = api.ProposalDecision(approved=form["answer"] == "yes")
        return await api.decide(proposal, body, here.person, here.roles, request, response, edge)

    return await act(form, here.reader, route, done=told("/desk/proposals"), again=partial(_page, here))


async def _page(here: Desk, said: Said, told: str = "") -> Response:
    rows = await api.listed(here.roles, here.reader.edge, "proposed")
    return here.show("desk_proposals.html", said, rows=rows, me=here.person.id, told=told)
