"""Credits: what is left, what was ordered, a new order paid by card."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from chassis import derived_id
from contracts.portal import v1 as portal
from portal.api.edge import Admin, Input, Pending, RequestId, TheEdge, Viewer, answered
from portal.problems import Problem

router = APIRouter(prefix="/api/v1/companies/{company}", tags=["credits"])


class Order(Input):
    klip: Literal["invoice"] = "invoice"
    quantity: Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)]
    payment: Literal["card"] = "card"
    terms_version: Annotated[str, Field(max_length=40)]


@router.get("/credits")
async def credits_left(acting: Viewer, edge: TheEdge) -> dict[str, int]:
    """What can be used, by kind of klip."""
    rows = await edge.runtime.db.fetch("SELECT klip, available FROM credits WHERE company = $1", acting.company)
    return {row["klip"]: row["available"] for row in rows} or {"invoice": 0}


@router.post("/orders", status_code=201)
async def place_order(
    body: Order, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Orders credits; the answer names the page where the card is paid with."""
    fact = portal.OrderPlaced(
        company=acting.company,
        person=acting.person.id,
        order=derived_id(request, "order"),
        klip=body.klip,
        quantity=body.quantity,
        payment=body.payment,
        terms_version=body.terms_version,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/orders")
async def orders(acting: Viewer, edge: TheEdge) -> list[dict[str, Any]]:
    rows = await edge.runtime.db.fetch(
        "SELECT * FROM orders WHERE company = $1 ORDER BY placed_at DESC LIMIT $2",
        acting.company,
        edge.settings.list_rows_max,
    )
    return [dict(row) for row in rows]


@router.get("/orders/{order}")
async def order_page(order: UUID, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    row = await edge.runtime.db.fetchrow("SELECT * FROM orders WHERE id = $1 AND company = $2", order, acting.company)
    if row is None:
        raise Problem("order.not-found")
    return dict(row)
