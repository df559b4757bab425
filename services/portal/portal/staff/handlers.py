"""A decision loads the proposal, and tells the proposed fact in the same transaction when it is approved."""

from chassis import Session
from portal.staff.commands import DecideProposal
from portal.staff.proposal import Proposal
from portal.telling.commands import Tell
from portal.telling.request import Request


async def decide(command: DecideProposal, session: Session) -> None:
    proposal = await session.load(Proposal, command.proposal)
    proposal.decide(command)
    if proposal.status == "approved":
        act = proposal.proposed
        request = await session.load(Request, command.request)
        request.tell(
            Tell(
                at=command.at,
                request=command.request,
                fact=act.fact,
                body=act.body,
                person=act.person if act.is_personal else None,
                digest=act.digest,
            )
        )
