"""Acts at the desk that take two: what one of the staff asks for is kept, and told once another approves it."""

from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from chassis import derived_id
from contracts.fact import Fact
from contracts.values import CompanyId, Money, Personal
from portal.edge.asking import Edge
from portal.edge.clock import now
from portal.edge.operations import answers_of
from portal.edge.shown import Shown
from portal.people.people import Person
from portal.staff.commands import Propose
from portal.staff.view import proposal_of
from portal.telling.boundary import person_of

SEK = "SEK"


class ActProposed(Shown):
    """Nothing has been told yet: another of the staff must approve it first, at `/desk/proposals`."""

    answer: Literal["act_proposed"] = "act_proposed"
    request: UUID
    proposal: UUID


def answers_or_proposed(*facts: type[Fact]) -> dict[str, Any]:
    """For the decorator of a route that tells a fact, or proposes it."""
    return {"response_model": answers_of(*facts)["response_model"] | ActProposed}


def takes_two(amount: Money | None, edge: Edge) -> bool:
    """Whether money may not go by one person's word: more than the limit, or a currency that has none."""
    if amount is None or not amount.amount:
        return False
    return amount.currency != SEK or amount.amount > edge.settings.refund_alone_sek_max


async def put_forward(fact: Fact, company: CompanyId, request: UUID, staff: Person, edge: Edge) -> dict[str, Any]:
    """Keeps what somebody wants to tell until another approves it; the same request again is the same proposal."""
    body = fact.model_dump_json()
    proposal = derived_id(request, "proposal")
    command = Propose(
        at=now(),
        proposal=proposal,
        person=staff.id,
        company=company,
        fact=fact.type(),
        body=Personal(body),
        digest=sha256(body.encode()).hexdigest(),
        is_personal=person_of(fact) is not None,
    )
    await edge.runtime.perform(command, actor=str(staff.id), correlation=request)

    async def look() -> Any:
        return await proposal_of(edge.db, proposal)

    await edge.runtime.until(look, edge.settings.shown_timeout_s)
    return {"answer": "act_proposed", "request": request, "proposal": proposal}
