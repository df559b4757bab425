"""The shop: what is sold, the cart, orders that are paid by card or by transfer."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import Response
from pydantic import Field, model_validator

from chassis import derived_id
from contracts.catalogue import catalogue, is_offered, kept
from contracts.operator import operator
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.values import CompanyId, OrderLine
from contracts.wallet import v1 as wallet
from portal.companies.acting import Acting, Admin, Viewer
from portal.credits.view import left_of
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.inputs import Input, MoneyAsked
from portal.edge.operations import Api, answers_of
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem
from portal.orders.shown import Cart, Catalogue, OrderPage, OrderShown
from portal.orders.view import announced_prices, cart_of, find, orders_of, refunds_of
from portal.payments.view import transfer_of
from portal.telling.reading import Page

router = Api(prefix="/api/v1", tags=["credits"], scope="credits:write")

ENDED: Final = frozenset({"cancelled", "expired", "refused"})
"""The states of an order that nobody will pay any more."""

Quantity = Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)]
"""Whole numbers alone; which ones can be ordered, the wallet says."""
Item = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9.-]+$")]


class CartLine(Input):
    item: Item = "invoice"
    quantity: Quantity


class Order(Input):
    """What lies in the cart; or `lines`; or, in short, `quantity` of one `klip`. `total_seen` is the price agreed to.

    At another price nothing is ordered: the answer is `order.price-changed` with the new one. From a cart it is needed.
    """

    klip: Item = "invoice"
    quantity: Quantity | None = None
    lines: Annotated[list[CartLine], Field(max_length=20)] = Field(default_factory=list)
    account: UUID | None = None
    payment: Literal["card", "transfer"] = "card"
    card_type: Literal["", "visa", "mastercard", "dankort"] = ""
    terms_version: Annotated[str, Field(max_length=40)]
    total_seen: MoneyAsked | None = None

    @model_validator(mode="after")
    def the_cart_has_a_price_that_was_seen(self) -> "Order":
        if self.quantity is None and not self.lines and self.total_seen is None:
            raise ValueError("an order of the cart says which price was seen: total_seen")
        return self

    @property
    def wanted(self) -> tuple[OrderLine, ...]:
        if self.lines:
            return tuple(OrderLine(line.item, line.quantity) for line in self.lines)
        return () if self.quantity is None else (OrderLine(self.klip, self.quantity),)


@router.get("/catalogue", response_model=Catalogue)
async def what_is_sold(edge: TheEdge) -> dict[str, Any]:
    """Items with the price of today and those to come (SEK before VAT), plans with what each permits, and terms.

    What the network cannot do yet is not here, and cannot be ordered; what was ordered once is read as ever.
    """
    data, today = catalogue(), datetime.now(UTC).date()
    prices: dict[str, list[tuple[date, Decimal]]] = {
        name: [(price["from"], Decimal(price["net"])) for price in item["prices"]]
        for name, item in data["items"].items()
        if is_offered(name)
    }
    for row in await announced_prices(edge.db):
        if row["item"] in prices:
            prices[row["item"]].append((row["valid_from"].date(), row["net"]))
    return {
        "currency": "SEK",
        "items": [
            {"item": name, "kind": item["kind"], "least": item["least"], "most": item["most"]}
            | _prices_of(prices[name], today)
            for name, item in data["items"].items()
            if name in prices
        ],
        "plans": [{"plan": name, **plan, "permits": kept(plan["permits"])} for name, plan in data["plans"].items()],
        "terms_of_sale": max(data["terms_of_sale"], key=lambda terms: (terms["from"] <= today, terms["from"])),
    }


def _prices_of(prices: list[tuple[date, Decimal]], today: date) -> dict[str, Any]:
    begun = [price for price in sorted(prices) if price[0] <= today]
    coming = [price for price in sorted(prices) if price[0] > today]
    return {
        "net": begun[-1][1] if begun else None,
        "coming": [{"from": day.isoformat(), "net": net} for day, net in coming],
    }


@router.get("/companies/{company}/credits", response_model=dict[str, int])
async def credits_left(acting: Viewer, edge: TheEdge) -> dict[str, int]:
    """What can be used, by kind of klip, of all accounts together."""
    return await left_of(edge.db, acting.company)


@router.get("/companies/{company}/cart", response_model=Cart)
async def cart(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """What lies in the cart, with price and VAT; it stays there until it is ordered or taken out (S1-08, S1-13)."""
    return await cart_of(edge.db, acting.company) or {
        "company": acting.company,
        "lines": [],
        "total": "0.00",
        "currency": "SEK",
    }


@router.put("/companies/{company}/cart", **answers_of(portal.CartLineSet))
async def change_cart(
    body: CartLine, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """So many of an item, none with 0; the answer is the whole cart with price and VAT (S1-06, S1-07)."""
    fact = portal.CartLineSet(company=acting.company, person=acting.person.id, item=body.item, quantity=body.quantity)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.post("/companies/{company}/orders", status_code=201, **answers_of(portal_v2.OrderPlaced))
async def place_order(
    body: Order, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Orders; by card the answer names the page to pay at, by transfer it is submitted and waits for the money."""
    fact = portal_v2.OrderPlaced(
        company=acting.company,
        person=acting.person.id,
        order=derived_id(request, "order"),
        account=body.account,
        lines=body.wanted,
        payment=body.payment,
        card_type=body.card_type,
        terms_version=body.terms_version,
        total_seen=body.total_seen.as_value() if body.total_seen else None,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/companies/{company}/orders", response_model=list[OrderShown])
async def list_orders(acting: Viewer, edge: TheEdge, paging: ThePaging) -> list[dict[str, Any]]:
    """The orders of the company, the latest first."""
    return paging.shown(await orders_of(edge.db, acting.company, paging.page), "placed_at")


async def orders(acting: Acting, edge: Edge) -> list[dict[str, Any]]:
    """Those that a page shows, the latest first."""
    return await orders_of(edge.db, acting.company, Page(edge.settings.list_rows_max))


@router.get("/companies/{company}/orders/{order}", response_model=OrderPage)
async def order_page(order: UUID, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """The order, and the receipt of a paid one: net, VAT, total, and what VAT it is (S1-15).

    By transfer also `transfer`: the account and the reference to pay with, and the invoice, which lies in the inbox as
    a PDF under the order's id (S1-19).
    """
    row = await order_of(order, acting.company, edge)
    return row | {"refunds": await refunds_of(edge.db, order), "transfer": await _transfer(order, edge)}


async def _transfer(order: UUID, edge: Edge) -> dict[str, Any] | None:
    """What a transfer for an order is made with; None for an order that is paid otherwise."""
    row = await transfer_of(edge.db, order)
    if row is None:
        return None
    payee = operator(edge.settings.operator_file)
    account = {"kind": payee.account.kind, "number": payee.account.number, "iban": payee.iban, "name": payee.name}
    return row | {"account": account}


@router.post("/companies/{company}/orders/{order}/cancel", **answers_of(portal.OrderCancelled))
async def cancel(
    order: UUID, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Ends an order that is not paid; the cart stands as before (S1-13)."""
    row = await order_of(order, acting.company, edge)
    if row["status"] in ENDED:
        ended = wallet.OrderCancelled(company=acting.company, order=order, expired=row["status"] == "expired")
        return answered(ended, request, response)
    fact = portal.OrderCancelled(company=acting.company, person=acting.person.id, order=order)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


async def order_of(order: UUID, company: CompanyId, edge: Edge) -> dict[str, Any]:
    """Raises Problem for an order that is not the company's."""
    row = await find(edge.db, company, order)
    if row is None:
        raise Problem("order.not-found")
    return row
