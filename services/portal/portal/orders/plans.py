"""What is agreed for longer: the plan with what each permits and costs, and automatic top-up."""

from decimal import Decimal
from functools import partial
from typing import Any

from fastapi import APIRouter, Response

from contracts.catalogue import kept
from portal.companies.here import CompanyPage, TheAdminsCompany, TheCompany
from portal.credits import api as credits_api
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import TheForm
from portal.edge.problems import UNPROCESSABLE
from portal.orders import api

router = APIRouter(prefix="/c/{company}")

AT_THE_FIELDS = {
    "sale-terms.not-in-force": "terms",
    "plan.already-chosen": "plan",
    "plan.unknown": "plan",
    "top-up.level": "level",
    "order.too-small": "quantity",
    "order.too-large": "quantity",
}


@router.get("/plan")
async def plan_page(here: TheCompany, edge: TheEdge) -> Response:
    return await _page(here, edge, NOTHING_SAID)


@router.post("/plan")
async def choose(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    again = partial(_page, here, edge)
    if not form["terms"]:
        return await again(Said(UNPROCESSABLE, form.fields, {"terms": here.reader.t("checkout.tick")}))

    async def route(request: Any, response: Response) -> Any:
        return await credits_api.choose_plan(form.into(credits_api.PlanChoice), here.acting, request, response, edge)

    return await act(form, here.reader, route, done=f"{here.path}/plan", again=again, fields=AT_THE_FIELDS)


async def _page(here: CompanyPage, edge: Edge, said: Said) -> Response:
    sold = await api.what_is_sold(edge)
    prices = {item["item"]: item["net"] for item in sold["items"]}
    plans = [
        plan | {"net": prices.get(f"plan.{plan['plan']}"), "kept": kept(plan["permits"])} for plan in sold["plans"]
    ]
    current = await credits_api.plan(here.acting, edge)
    return here.show(
        "plan.html",
        said=said,
        current=current,
        plans=plans,
        may_choose=here.may("admin"),
        terms_version=sold["terms_of_sale"]["version"],
        filled={"plan": current["next_plan"] or current["plan"], "payment": "transfer"},
        decimal=Decimal,
    )


# Automatic top-up.


@router.get("/credits/top-up")
async def top_up_page(here: TheCompany, edge: TheEdge) -> Response:
    return await _top_up(here, edge, NOTHING_SAID)


@router.post("/credits/top-up")
async def agree(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    again = partial(_top_up, here, edge)
    if not form["terms"]:
        return await again(Said(UNPROCESSABLE, form.fields, {"terms": here.reader.t("checkout.tick")}))

    async def route(request: Any, response: Response) -> Any:
        body = form.into(credits_api.TopUp, level=form.whole("level"), quantity=form.whole("quantity"))
        return await credits_api.agree_top_up(body, here.acting, request, response, edge)

    done = f"{here.path}/credits/top-up"
    return await act(form, here.reader, route, done=done, again=again, fields=AT_THE_FIELDS)


@router.post("/credits/top-up/end")
async def end(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    async def route(request: Any, response: Response) -> Any:
        return await credits_api.end_top_up(form.into(credits_api.EndOfTopUp), here.acting, request, response, edge)

    again = partial(_top_up, here, edge)
    return await act(form, here.reader, route, done=f"{here.path}/credits/top-up", again=again)


async def _top_up(here: CompanyPage, edge: Edge, said: Said) -> Response:
    accounts = await credits_api.accounts(here.acting, edge)
    return here.show(
        "top_up.html",
        said=said,
        rows=await credits_api.top_ups(here.acting, edge),
        names={row["id"]: row["name"] for row in accounts},
        accounts=[(row["id"], row["name"] or here.reader.t("credit_accounts.first")) for row in accounts],
        may_change=here.may("admin"),
        terms_version=(await api.what_is_sold(edge))["terms_of_sale"]["version"],
        filled={"payment": "transfer", "level": "20", "quantity": "100"},
    )
