"""Corrections of balances that wait for a second person, and prices announced ahead."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.catalogue import catalogue
from portal.companies.view import names_of
from portal.desk import corrections as api
from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Finance
from portal.edge.forms import TheForm, as_number
from portal.orders.view import adjustments_in, announced_prices
from portal.telling.reading import Page

router = APIRouter(prefix="/desk/corrections")


@router.get("")
async def corrections_page(here: TheDesk, staff: Finance, told: str = "") -> Response:
    return await _page(here, NOTHING_SAID, told)


@router.post("/prices")
async def announce(here: TheDesk, staff: Finance, form: TheForm, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.NewPrice, net={"amount": as_number(form["net"])})
        return await api.announce_price(body, staff, request, response, edge)

    return await act(form, here.reader, route, done=told("/desk/corrections"), again=partial(_page, here))


@router.post("/{adjustment}")
async def decide(adjustment: UUID, here: TheDesk, staff: Finance, form: TheForm, edge: TheEdge) -> Response:
    """Another person than the proposer approves; anybody declines."""

    async def route(request: UUID, response: Response) -> Any:
        body = api.SecondOpinion(approved=form["answer"] == "yes")
        return await api.decide(adjustment, body, staff, request, response, edge)

    return await act(form, here.reader, route, done=told("/desk/corrections"), again=partial(_page, here))


async def _page(here: Desk, said: Said, told: str = "") -> Response:
    edge = here.reader.edge
    rows = await adjustments_in(edge.db, "proposed", Page(edge.settings.list_rows_max))
    return here.show(
        "desk_corrections.html",
        said,
        rows=rows,
        companies=await names_of(edge.db, {row["company"] for row in rows}),
        people=await edge.people.names_of({row["person"] for row in rows}),
        me=here.person.id,
        prices=await announced_prices(edge.db),
        items=[(name, name) for name in catalogue()["items"]],
        told=told,
    )
