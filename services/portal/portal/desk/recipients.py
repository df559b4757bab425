"""The operator's desk: what senders have asked for, to be taken on, granted or refused."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Response
from pydantic import Field

from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from contracts.values import Personal
from portal.companies.view import names_of
from portal.desk.shown import DeskRecipientRequest
from portal.edge.asking import Pending, RequestId, TheEdge, answered
from portal.edge.at_the_desk import Support
from portal.edge.four_eyes import answers_or_proposed, put_forward
from portal.edge.inputs import LINES, Input
from portal.edge.operations import Api
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem
from portal.recipients.view import desk_request_of, requests_for_the_desk

router = Api(prefix="/api/v1/desk/recipient-requests", tags=["desk"])


class RecipientDecision(Input):
    """What the operator found, where it is not what the sender wrote. A refusal says why: the sender reads it."""

    decision: Literal["take", "grant", "refuse"]
    note: Annotated[str, Field(max_length=500), LINES] = ""
    operator: Annotated[str, Field(max_length=100)] = ""
    participant: Annotated[str, Field(pattern=r"^\d{4}:[0-9A-Za-z-]{4,40}$")] | None = None
    e_invoice_required: bool | None = None


@router.get("", response_model=list[DeskRecipientRequest])
async def waiting(staff: Support, edge: TheEdge, paging: ThePaging, decided: bool = False) -> list[dict[str, Any]]:
    """Those that nobody has decided, oldest first; or, `decided`, the latest decisions."""
    rows = paging.shown(await requests_for_the_desk(edge.db, decided, paging.page), "moved_at")
    names = await names_of(edge.db, {row["company"] for row in rows})
    return [row | {"sender": names.get(row["company"])} for row in rows]


@router.post("/{recipient_request}/decisions", status_code=201, **answers_or_proposed(portal.RecipientRequestDecided))
async def decide(
    recipient_request: UUID,
    body: RecipientDecision,
    staff: Support,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """Takes a request on, grants it or refuses it; the sender is told by mail of the latter two.

    To grant another way to a recipient that is known already takes two of the staff: who changes it alone could lead
    everybody's invoices elsewhere.
    """
    row = await desk_request_of(edge.db, recipient_request)
    if row is None:
        raise Problem("recipient-request.not-found")
    fact = portal.RecipientRequestDecided(
        company=row["company"],
        person=staff.id,
        request=recipient_request,
        decision=body.decision,
        note=body.note,
        operator=body.operator,
        participant=Personal(body.participant) if body.participant else None,
        e_invoice_required=body.e_invoice_required,
    )
    if body.decision == "grant" and row["kind"] == "update" and row["decided_at"] is None:
        return await put_forward(fact, row["company"], request, staff, edge)
    await edge.tell_only(fact, request, staff.id)
    answer = await edge.answer(request, fact, edge.settings.answer_timeout_s)
    if isinstance(answer, directory.RecipientDecisionRefused):
        raise Problem.of(answer)
    return answered(answer, request, response, 201)  # the operator's own refusal is no problem: it is what was asked
