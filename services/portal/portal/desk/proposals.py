"""The operator's desk: what one of the staff has proposed, and another approves or declines."""

from typing import Any, Final, Literal
from uuid import UUID

from fastapi import Response

from contracts.fact import FACTS, Fact
from contracts.portal import v1 as portal
from portal.companies.view import names_of
from portal.desk.shown import ProposalShown
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, ThePerson, answered
from portal.edge.at_the_desk import TheRoles, may
from portal.edge.clock import now
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem
from portal.edge.shown import Done
from portal.staff.commands import DecideProposal, Role
from portal.staff.view import proposal_of, proposals_in
from portal.telling.reading import Page, Row

router = Api(prefix="/api/v1/desk/proposals", tags=["desk"])

DECIDED_BY: Final[dict[type[Fact], Role]] = {
    portal.RefundRequested: "finance",
    portal.PaymentReturned: "finance",
    portal.DebtSettled: "finance",
    portal.RecipientRequestDecided: "support",
}
"""What takes two of the staff, and the role that both need."""
NOT_SHOWN: Final = ("company", "person", "refund")
"""Fields of the fact that stand beside it, or say nothing to a reader."""
Status = Literal["proposed", "approved", "declined"]


class ProposalDecision(Input):
    approved: bool


@router.get("", response_model=list[ProposalShown])
async def proposals(
    roles: TheRoles, edge: TheEdge, paging: ThePaging, status: Status = "proposed"
) -> list[dict[str, Any]]:
    """Those that wait for a second person, the oldest first; or that were decided."""
    rows = paging.shown(await proposals_in(edge.db, status, paging.page), "proposed_at")
    return await _with_names(rows, roles, edge)


async def listed(roles: frozenset[str], edge: Edge, status: Status) -> list[Row]:
    """Those that a page shows, the oldest first."""
    rows = await proposals_in(edge.db, status, Page(edge.settings.list_rows_max))
    return await _with_names(rows, roles, edge)


async def _with_names(rows: list[Row], roles: frozenset[str], edge: Edge) -> list[Row]:
    """Those that the roles open, with the names of company and proposer."""
    names = await names_of(edge.db, {row["company"] for row in rows})
    people = await edge.people.names_of({row["person"] for row in rows})
    return [
        row
        | {
            "fact": FACTS[row["fact"]].NAME,
            "fields": [
                {"name": name, "value": str(value)}
                for name, value in row["body"].items()
                if name not in NOT_SHOWN and value not in (None, "", False)
            ],
            "company_name": names.get(row["company"]),
            "proposed_by": people.get(row["person"]),
        }
        for row in rows
        if may(roles, DECIDED_BY[FACTS[row["fact"]]])
    ]


@router.post("/{proposal}/decisions", response_model=answers_of(*DECIDED_BY)["response_model"] | Done)
async def decide(
    proposal: UUID,
    body: ProposalDecision,
    person: ThePerson,
    roles: TheRoles,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """Another than the proposer approves, and it is done; anybody of the role may decline."""
    row = await proposal_of(edge.db, proposal)
    if row is None:
        raise Problem("proposal.not-found")
    fact = FACTS[row["fact"]]
    if not may(roles, role := DECIDED_BY[fact]):
        raise Problem("desk.role-needed", role=role)
    command = DecideProposal(at=now(), proposal=proposal, person=person.id, approved=body.approved, request=request)
    await edge.runtime.perform(command, actor=str(person.id), correlation=request)
    if not body.approved:
        return {"status": "declined"}
    return answered(await edge.outcome(request, fact), request, response)
