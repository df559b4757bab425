"""The operator's desk: money of orders that waits for a person, and what staff decide about it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Response
from pydantic import Field

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.values import CompanyId
from portal.edge.asking import Pending, RequestId, TheEdge, answered
from portal.edge.at_the_desk import Finance
from portal.edge.four_eyes import answers_or_proposed, put_forward, takes_two
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of
from portal.edge.problems import Problem
from portal.money.shown import WaitingLine
from portal.money.view import waiting_amount, waiting_lines
from portal.orders.api import order_of
from portal.orders.view import refunds_of

router = Api(prefix="/api/v1/desk", tags=["desk"])

Word = Annotated[str, Field(max_length=500)]
ProvidersName = Annotated[str, Field(min_length=1, max_length=200)]
"""The card provider's name for a payment or a chargeback, which may have any sign in it: never a part of an address."""
Kind = Literal["set-aside", "refund-by-hand", "owed", "chargeback-in-doubt", "checkout-unanswered"]


class Target(Input):
    """A payment that was set aside, and the order of the same company that it is for."""

    payment: ProvidersName
    order: UUID


class Return(Input):
    """Back to the card, or `by_hand` over a bank; then staff pay it, and say so when it is done."""

    payment: ProvidersName
    by_hand: bool = False
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class Note(Input):
    """How and when it was done."""

    note: Word


class Clearance(Input):
    """What came of asking the card provider about a chargeback."""

    chargeback: ProvidersName
    note: Word


class Settled(Input):
    how: Literal["paid", "written-off"]
    note: Word


@router.get("/money", response_model=list[WaitingLine])
async def waiting(staff: Finance, edge: TheEdge, kind: Kind | None = None) -> list[dict[str, Any]]:
    """Everything of orders that waits, the oldest first, with what can be done (`acts`: routes of this desk).

    `matter` is the payment, the refund, the order or the chargeback that a line is about.

    What came over a bank and fits no order stands in `/desk/bank-payments`.
    """
    return [_line(row) for row in await waiting_lines(edge.db, kind, edge.settings.list_rows_max)]


def _line(row: dict[str, Any]) -> dict[str, Any]:
    place = f"/desk/companies/{row['company']}/orders/{row['order_id']}"
    order, _, name = row.pop("matter").partition(" ")
    matter = name if row["kind"] in ("set-aside", "chargeback-in-doubt") else order
    found: dict[str, Any] = row | {"matter": matter}
    match row["kind"]:
        case "set-aside":
            acts = [f"{place}/set-aside/{act}" for act in ("assign", "return")] if matter else []
        case "refund-by-hand":
            acts = [f"{place}/refunds/{matter}/paid"]
        case "owed":
            acts = [f"{place}/debt"]
        case "chargeback-in-doubt":
            acts = [f"{place}/chargebacks/clear"]
        case _:
            found["amount"] = None  # nobody knows whether anything was paid
            acts = [f"{place}/ask"]
    return found | {"acts": acts}


@router.post("/companies/{company}/orders/{order}/set-aside/assign", **answers_of(portal.PaymentAssigned))
async def assign(
    company: CompanyId,
    order: UUID,
    body: Target,
    staff: Finance,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """A payment by card that was set aside pays for an order; one that was cancelled meanwhile is granted after all."""
    await order_of(order, company, edge)
    fact = portal.PaymentAssigned(
        company=company, person=staff.id, order=order, payment=body.payment, to_order=body.order
    )
    return answered(await edge.tell(fact, request, staff.id), request, response)


@router.post(
    "/companies/{company}/orders/{order}/set-aside/return",
    status_code=201,
    **answers_or_proposed(portal.PaymentReturned),
)
async def give_back(
    company: CompanyId,
    order: UUID,
    body: Return,
    staff: Finance,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """A payment by card that was set aside goes back as a refund; a large one once another of the staff approves it."""
    await order_of(order, company, edge)
    fact = portal.PaymentReturned(
        company=company,
        person=staff.id,
        order=order,
        payment=body.payment,
        refund=derived_id(request, "refund"),
        by_hand=body.by_hand,
        reason=body.reason,
    )
    if takes_two(await waiting_amount(edge.db, "set-aside", f"{order} {body.payment}"), edge):
        return await put_forward(fact, company, request, staff, edge)
    return answered(await edge.tell(fact, request, staff.id), request, response, 201)


@router.post("/companies/{company}/orders/{order}/refunds/{refund}/paid", **answers_of(portal.RefundPaidByHand))
async def refund_paid(
    company: CompanyId,
    order: UUID,
    refund: UUID,
    body: Note,
    staff: Finance,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """A refund that no card takes was paid over a bank."""
    await order_of(order, company, edge)
    if all(each["id"] != refund for each in await refunds_of(edge.db, order)):
        raise Problem("refund.not-found")
    fact = portal.RefundPaidByHand(company=company, person=staff.id, order=order, refund=refund, note=body.note)
    return answered(await edge.tell(fact, request, staff.id), request, response)


@router.post("/companies/{company}/orders/{order}/debt", **answers_or_proposed(portal.DebtSettled))
async def settle_debt(
    company: CompanyId,
    order: UUID,
    body: Settled,
    staff: Finance,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """What is owed for an order that was charged back is paid; or given up, a large debt once another approves it."""
    await order_of(order, company, edge)
    fact = portal.DebtSettled(company=company, person=staff.id, order=order, how=body.how, note=body.note)
    if body.how == "written-off" and takes_two(await waiting_amount(edge.db, "owed", str(order)), edge):
        return await put_forward(fact, company, request, staff, edge)
    return answered(await edge.tell(fact, request, staff.id), request, response)


@router.post("/companies/{company}/orders/{order}/chargebacks/clear", **answers_of(portal.ChargebackCleared))
async def clear(
    company: CompanyId,
    order: UUID,
    body: Clearance,
    staff: Finance,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """The card provider was asked about a chargeback that cannot be."""
    await order_of(order, company, edge)
    fact = portal.ChargebackCleared(
        company=company, person=staff.id, order=order, chargeback=body.chargeback, note=body.note
    )
    return answered(await edge.tell(fact, request, staff.id), request, response)


@router.post("/companies/{company}/orders/{order}/ask", **answers_of(portal.CheckoutQuestionRequested))
async def ask_again(
    company: CompanyId, order: UUID, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """The card provider is asked again what became of the order's checkout."""
    await order_of(order, company, edge)
    fact = portal.CheckoutQuestionRequested(company=company, person=staff.id, order=order)
    return answered(await edge.tell(fact, request, staff.id), request, response)
