"""The shop for credits and support: what is left, what is sold, the cart always in sight, and the checkout."""

from decimal import Decimal
from functools import partial
from typing import Any

from fastapi import APIRouter, Response

from chassis import derived_id
from contracts.operator import operator
from portal.companies.here import CompanyPage, TheAdminsCompany, TheCompany
from portal.companies.terms import sale_terms, today
from portal.credits.api import accounts as accounts_in
from portal.credits.view import left_of, plan_of
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import Form, TheForm, go
from portal.edge.problems import UNPROCESSABLE
from portal.orders import api

router = APIRouter(prefix="/c/{company}/credits")

KLIP = "invoice"
CARD_TYPES = {"visa": "Visa", "mastercard": "Mastercard", "dankort": "Dankort"}
AT_THE_NUMBER = dict.fromkeys(
    ("order.too-small", "order.too-large", "cart.full", "klip.not-sold", "adjustment.quantity"), "quantity"
)
AT_THE_TERMS = {"sale-terms.not-in-force": "terms"}


@router.get("")
async def shop_page(here: TheCompany, edge: TheEdge) -> Response:
    return await _shop(here, edge, NOTHING_SAID)


@router.post("/cart")
async def change_cart(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """So many of an item lie in the cart from now on; none takes it out."""

    async def route(request: Any, response: Response) -> Any:
        body = form.into(api.CartLine, quantity=form.whole("quantity"))
        return await api.change_cart(body, here.acting, request, response, edge)

    again = partial(_shop, here, edge)
    return await act(form, here.reader, route, done=f"{here.path}/credits", again=again, fields=AT_THE_NUMBER)


async def _shop(here: CompanyPage, edge: Edge, said: Said) -> Response:
    sold = await api.what_is_sold(edge)
    left = (await left_of(edge.db, here.acting.company)).get(KLIP, 0)
    return here.show(
        "shop.html",
        said=said,
        left_klip=left,
        is_low=left <= edge.settings.balance_low_klip,
        items=[item for item in sold["items"] if item["kind"] == "klip" and item["net"]],
        cart=await api.cart(here.acting, edge),
        plan=(await plan_of(edge.db, here.acting.company) or {"plan": "free"})["plan"],
        may_buy=here.may("admin"),
        seller=operator(edge.settings.operator_file),
        filled={"item": KLIP, "quantity": "100"},
        decimal=Decimal,
    )


# The checkout.


@router.get("/checkout")
async def checkout_page(here: TheAdminsCompany, edge: TheEdge) -> Response:
    return await _checkout(here, edge, NOTHING_SAID)


@router.post("/checkout")
async def check_out(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """Orders what lies in the cart at the price that was seen, and leads to the card's page or to the order."""
    again = partial(_checkout, here, edge)
    if wrong := _left_out(form, here):
        return await again(Said(UNPROCESSABLE, form.fields, wrong))
    order = derived_id(form.request_of(here.acting.person), "order")
    by_card = form["payment"] == "card"

    async def route(request: Any, response: Response) -> Any:
        card_type = form["card_type"] if by_card else ""
        seen = {"amount": form["total_seen"]}
        body = form.into(api.Order, card_type=card_type, total_seen=seen)
        return await api.place_order(body, here.acting, request, response, edge)

    place = f"{here.path}/orders/{order}"
    done = f"{place}/pay" if by_card else place
    return await act(form, here.reader, route, done=done, again=again, fields=AT_THE_TERMS)


def _left_out(form: Form, here: CompanyPage) -> dict[str, str]:
    """What the buyer has not chosen yet, by field."""
    t = here.reader.t
    wrong = {}
    if form["payment"] not in ("card", "transfer"):
        wrong["payment"] = t("checkout.choose_payment")
    if form["payment"] == "card" and form["card_type"] not in CARD_TYPES:
        wrong["card_type"] = t("checkout.choose_card")
    if not form["terms"]:
        wrong["terms"] = t("checkout.tick")
    return wrong


async def _checkout(here: CompanyPage, edge: Edge, said: Said) -> Response:
    cart = await api.cart(here.acting, edge)
    if not cart["lines"]:
        return go(f"{here.path}/credits")
    terms = sale_terms(today())
    return here.show(
        "checkout.html",
        said=said,
        cart=cart,
        accounts=[
            (row["id"], row["name"] or here.reader.t("credit_accounts.first"))
            for row in await accounts_in(here.acting, edge)
        ],
        card_types=CARD_TYPES.items(),
        terms=terms,
        lines=[line for line in terms.text_in(here.reader.language).splitlines() if line.strip()],
        sha256=terms.sha256_in(here.reader.language),
        file=f"/api/v1/terms-of-sale/{terms.version}?language={here.reader.language}",
        decimal=Decimal,
    )
