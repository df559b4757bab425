"""What runs: how each service is, what the portal has set aside, and facts that it could not handle."""

from functools import partial
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response

from portal.desk import health, set_aside
from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, WHOLE, Said, act
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Operations
from portal.edge.forms import TheForm

router = APIRouter(prefix="/desk/running")


@router.get("")
async def running_page(here: TheDesk, staff: Operations, told: str = "") -> Response:
    return await _page(here, staff, NOTHING_SAID, told)


@router.post("/set-aside/{number}/{step}")
async def cure(
    number: int, step: Literal["try-again", "skip"], here: TheDesk, staff: Operations, form: TheForm, edge: TheEdge
) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        if step == "skip":
            return await set_aside.skip(number, form.into(set_aside.Skip), staff, request, edge)
        return await set_aside.try_again(number, staff, request, edge)

    again = partial(_page, here, staff)
    return await act(form, here.reader, route, done=told("/desk/running"), again=again)


@router.post("/dead-letters/{number}")
async def hear_again(number: int, here: TheDesk, staff: Operations, form: TheForm, edge: TheEdge) -> Response:
    """What is wrong with it still is said on the page."""
    reason = ""

    async def route(request: UUID, response: Response) -> Any:
        nonlocal reason
        answer = await set_aside.hear_again(number, staff, request, edge)
        reason = answer["reason"]
        return answer

    again = partial(_page, here, staff)
    response = await act(form, here.reader, route, done=told("/desk/running"), again=again)
    if reason:
        return await again(Said(filled={}, wrong={WHOLE: here.reader.d("running.still", reason=reason)}))
    return response


async def _page(here: Desk, staff: Operations, said: Said, told: str = "") -> Response:
    edge = here.reader.edge
    return here.show(
        "desk_running.html",
        said,
        services=await health.all_of(edge),
        aside=await set_aside.set_aside(staff, edge),
        letters=await set_aside.dead_letters(staff, edge),
        told=told,
    )
