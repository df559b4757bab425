"""Money of orders that waits for a person: the list, and one matter with what settles it."""

from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.values import CompanyId
from portal.companies.view import names_of
from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Finance
from portal.edge.forms import Form, TheForm
from portal.edge.problems import Problem, sentences
from portal.money import api

router = APIRouter(prefix="/desk/money")

Act = Literal["assign", "return", "paid", "debt", "clear", "ask"]


@router.get("")
async def money_page(here: TheDesk, staff: Finance, edge: TheEdge, told: str = "") -> Response:
    lines = await api.waiting(staff, edge)
    names = await names_of(edge.db, {line["company"] for line in lines})
    shown = [line | {"link": f"/desk/money/{line['kind']}?{_query(line)}"} for line in lines]
    return here.show("desk_money.html", lines=shown, names=names, told=told)


@router.get("/{kind}")
async def matter_page(kind: api.Kind, order: UUID, matter: str, here: TheDesk, staff: Finance) -> Response:
    return await _page(here, staff, kind, order, matter[:500], NOTHING_SAID)


@router.post("/{company}/{order}/{act_}")
async def settle(
    company: CompanyId, order: UUID, act_: Act, here: TheDesk, staff: Finance, form: TheForm, edge: TheEdge
) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await _route(act_, company, order, form, staff, request, response, edge)

    kind: Any = form["kind"]
    again = partial(_page, here, staff, kind, order, form["matter"])
    return await act(form, here.reader, route, done=told("/desk/money"), again=again)


async def _route(
    act_: Act, company: CompanyId, order: UUID, form: Form, staff: Finance, request: UUID, response: Response, edge: Any
) -> Any:
    """The API's own route for each act."""
    told_to = (staff, request, response, edge)
    match act_:
        case "assign":
            return await api.assign(
                company, order, form.into(api.Target, payment=form["matter"], order=form["to_order"]), *told_to
            )
        case "return":
            return await api.give_back(company, order, form.into(api.Return, payment=form["matter"]), *told_to)
        case "paid":
            return await api.refund_paid(company, order, UUID(form["matter"]), form.into(api.Note), *told_to)
        case "debt":
            return await api.settle_debt(company, order, form.into(api.Settled), *told_to)
        case "clear":
            return await api.clear(company, order, form.into(api.Clearance, chargeback=form["matter"]), *told_to)
        case "ask":
            return await api.ask_again(company, order, *told_to)


async def _page(here: Desk, staff: Finance, kind: api.Kind, order: UUID, matter: str, said: Said) -> Response:
    lines = await api.waiting(staff, here.reader.edge, kind)
    line = next((one for one in lines if one["order_id"] == order and one["matter"] == matter), None)
    if line is None:
        raise Problem("order.not-found")
    names = await names_of(here.reader.edge.db, {line["company"]})
    return here.show(
        "desk_matter.html",
        said,
        line=line | {"reason_said": _said_of(line["reason"], here)},
        name=names.get(line["company"], ""),
        acts=[place.rsplit("/", 1)[-1] for place in line["acts"]],
        filled={"kind": kind, "matter": matter},
    )


def _said_of(reason: str | None, here: Desk) -> str:
    """Why it waits, in words where the code is that of a refusal."""
    return here.reader.why(reason, {}) if reason in sentences() else here.reader.d_or(f"money.{reason}", reason or "")


def _query(line: dict[str, Any]) -> str:
    return urlencode({"order": line["order_id"], "matter": line["matter"]})
