"""The operator's desk: cases to answer, and cases written down for somebody who telephoned."""

from typing import Any, Literal
from uuid import UUID

from fastapi import Response

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.values import Personal
from portal.companies.view import contact_of
from portal.desk.shown import DeskCaseLine
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.at_the_desk import Support
from portal.edge.operations import Api, answers_of, files_of
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem
from portal.edge.sent_files import PDF, PICTURES
from portal.support.api import Answer, Question, attached, enclosed, said, stepped, told
from portal.support.shown import CasePage
from portal.support.view import case_of, cases_for_the_desk
from portal.telling.reading import Row

Awaited = Literal["", "customer", "operator", "nobody"]
"""Whom a case waits for; empty for all."""

router = Api(prefix="/api/v1/desk/cases", tags=["desk"])


@router.get("", response_model=list[DeskCaseLine])
async def cases(
    staff: Support,
    edge: TheEdge,
    status: Literal["open", "closed"] = "open",
    waits_for: Awaited = "",
    *,
    paging: ThePaging,
) -> list[dict[str, Any]]:
    """Cases, those that have waited longest first."""
    return paging.shown(await cases_for_the_desk(edge.db, status, waits_for, paging.page), "changed_at")


@router.post("", status_code=201, **answers_of(portal.SupportCaseOpened))
async def write_down(
    body: Question, staff: Support, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """A case for a company that asked by telephone; its contact gets the mails."""
    contact = await contact_of(edge.db, body.company) if body.company else None
    if body.company is None or contact is None:
        raise Problem("company.not-found")
    fact = portal.SupportCaseOpened(
        company=body.company,
        person=contact["person"],
        case=derived_id(request, "case"),
        category=body.category,
        title=Personal(body.title),
        form=Personal(dict(body.form)),
        text=Personal(body.text),
        attachments=await enclosed(body.attachments, staff, edge),
        name=Personal(contact["contact_name"]),
        email=Personal(contact["contact_email"]),
        language=contact["language"],
        side="operator",
    )
    return answered(await edge.tell(fact, request, staff.id), request, response, 201)


@router.get("/{case}", response_model=CasePage)
async def case_page(case: UUID, staff: Support, edge: TheEdge) -> dict[str, Any]:
    """One case with everything that was said in it."""
    return await told(await _case(case, edge), edge)


@router.get("/{case}/attachments/{sha256}", **files_of(PDF, *PICTURES.values()))
async def attachment(case: UUID, sha256: str, staff: Support, edge: TheEdge) -> Response:
    """A file that was attached to something said in the case."""
    return await attached(await _case(case, edge), sha256, edge)


@router.post("/{case}/answers", status_code=201, **answers_of(portal.SupportCaseAnswered))
async def answer(
    case: UUID, body: Answer, staff: Support, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Answers the asker, who gets a mail."""
    row = await _case(case, edge)
    return await said(row["company"], case, "operator", body, staff, request, response, edge)


@router.post("/{case}/{step}", **answers_of(portal.SupportCaseClosed, portal.SupportCaseReopened))
async def step(
    case: UUID, step: Literal["close", "reopen"], staff: Support, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Ends a case, or takes it up again."""
    row = await _case(case, edge)
    return await stepped(step, row["company"], case, "operator", staff, request, response, edge)


async def _case(case: UUID, edge: Edge) -> Row:
    row = await case_of(edge.db, case)
    if row is None:
        raise Problem("case.not-found")
    return row
