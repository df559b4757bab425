"""The operator's desk: prices announced ahead, refunds, and corrections of balances that two people agree on."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Response
from pydantic import Field

from chassis import Refused, derived_id
from contracts.portal import v1 as portal
from contracts.values import CompanyId, Money
from contracts.wallet import v1 as wallet
from portal.companies.view import company_of
from portal.desk.shown import Adjustment
from portal.edge.asking import Pending, RequestId, TheEdge, answered
from portal.edge.at_the_desk import Finance
from portal.edge.four_eyes import answers_or_proposed, put_forward, takes_two
from portal.edge.inputs import LINES, Input, MoneyAsked
from portal.edge.operations import Api, answers_of
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem
from portal.orders.api import order_of
from portal.orders.view import adjustment_of, adjustments_in

router = Api(prefix="/api/v1/desk", tags=["desk"])

Status = Literal["proposed", "approved", "declined"]
Reason = Annotated[str, Field(min_length=1, max_length=500), LINES]
Whole = Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)]


class NewPrice(Input):
    """A price before VAT, from the beginning of a day (UTC)."""

    item: Annotated[str, Field(max_length=40)]
    net: MoneyAsked
    valid_from: date


class Refund(Input):
    """What is unused of an order, or so many of it."""

    quantity: Annotated[int, Field(strict=True, ge=1, le=10**9)] | None = None
    reason: Reason


class Correction(Input):
    account: UUID | None = None
    klip: Annotated[str, Field(max_length=40)] = "invoice"
    quantity: Whole
    reason: Reason


class SecondOpinion(Input):
    approved: bool


@router.post("/prices", status_code=201, **answers_of(portal.PriceAnnounced))
async def announce_price(
    body: NewPrice, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Every customer is told ahead (S4-21); what was ordered before that day keeps its price."""
    fact = portal.PriceAnnounced(
        announcement=derived_id(request, "announcement"),
        person=staff.id,
        item=body.item,
        net=body.net.as_value(),
        valid_from=datetime.combine(body.valid_from, time(), UTC),
    )
    answer = await edge.tell(fact, request, staff.id)
    if isinstance(answer, wallet.PriceRefused):
        raise Problem.of(Refused(answer.code, **answer.details))
    return answered(answer, request, response, 201)


@router.post(
    "/companies/{company}/orders/{order}/refunds", status_code=201, **answers_or_proposed(portal.RefundRequested)
)
async def refund(
    company: CompanyId, order: UUID, body: Refund, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Unused credits go, and their price is paid back where it was paid; a large sum once another approves it."""
    row = await order_of(order, company, edge)
    fact = portal.RefundRequested(
        company=company,
        person=staff.id,
        order=order,
        refund=derived_id(request, "refund"),
        quantity=body.quantity,
        reason=body.reason,
    )
    if takes_two(_at_most(row, body.quantity), edge):
        return await put_forward(fact, company, request, staff, edge)
    return answered(await edge.tell(fact, request, staff.id), request, response, 201)


def _at_most(row: dict[str, Any], quantity: int | None) -> Money | None:
    """What a refund of an order can come to; None while nobody knows its price."""
    if row["total"] is None:
        return None
    left: Decimal = row["total"] - row["refunded"]
    if quantity is not None and len(row["lines"]) <= 1 and row["quantity"]:
        left = min(left, row["total"] * quantity / row["quantity"])
    return Money(left, row["currency"])


@router.get("/adjustments", response_model=list[Adjustment])
async def adjustments(
    staff: Finance, edge: TheEdge, paging: ThePaging, status: Status = "proposed"
) -> list[dict[str, Any]]:
    """Corrections, oldest first: `proposed` wait for a second person."""
    return paging.shown(await adjustments_in(edge.db, status, paging.page), "proposed_at")


@router.post("/companies/{company}/adjustments", status_code=201, **answers_of(portal.AdjustmentProposed))
async def propose(
    company: CompanyId, body: Correction, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Nothing moves before another person has approved it."""
    if await company_of(edge.db, company) is None:
        raise Problem("company.not-found")
    fact = portal.AdjustmentProposed(
        company=company,
        person=staff.id,
        account=body.account,
        adjustment=derived_id(request, "adjustment"),
        klip=body.klip,
        quantity=body.quantity,
        reason=body.reason,
    )
    return answered(await edge.tell(fact, request, staff.id), request, response, 201)


@router.post("/adjustments/{adjustment}/decisions", status_code=201, **answers_of(portal.AdjustmentDecided))
async def decide(
    adjustment: UUID, body: SecondOpinion, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Another person than the proposer approves; anybody may decline."""
    row = await adjustment_of(edge.db, adjustment)
    if row is None:
        raise Problem("adjustment.not-found")
    if row["status"] != "proposed":
        raise Problem("adjustment.decided-already", status=row["status"])
    fact = portal.AdjustmentDecided(
        company=row["company"], person=staff.id, adjustment=adjustment, approved=body.approved
    )
    return answered(await edge.tell(fact, request, staff.id), request, response, 201)
