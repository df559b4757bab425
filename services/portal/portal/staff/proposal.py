"""An act at the desk that takes two: one proposes it, another approves. No I/O, no clock, no randomness."""

from typing import assert_never

from chassis import Aggregate, Refused
from contracts.values import PersonId
from portal.staff.commands import DecideProposal, Propose
from portal.staff.events import ActProposed, ProposalApproved, ProposalDeclined, ProposalEvent


class Proposal(Aggregate[ProposalEvent], stream="portal.proposal"):
    proposed: ActProposed
    status: str = ""
    decided_by: PersonId | None = None

    # Decisions.

    def propose(self, command: Propose) -> None:
        """Raises Refused for another act under the same id."""
        if self.exists:
            if command.digest != self.proposed.digest:
                raise Refused("request.reused")
            return  # the same form again
        self.record(
            ActProposed(
                person=command.person,
                company=command.company,
                fact=command.fact,
                body=command.body,
                digest=command.digest,
                is_personal=command.is_personal,
            )
        )

    def decide(self, command: DecideProposal) -> None:
        """Anybody may decline, the proposer too. Raises Refused when the proposer approves, or it is decided."""
        if not self.exists:
            raise Refused("proposal.not-found")
        status = "approved" if command.approved else "declined"
        if (self.status, self.decided_by) == (status, command.person):
            return  # pressed twice
        if self.status != "proposed":
            raise Refused("proposal.decided-already", status=self.status)
        if not command.approved:
            self.record(ProposalDeclined(person=command.person))
        elif command.person == self.proposed.person:
            raise Refused("proposal.own")
        else:
            self.record(ProposalApproved(person=command.person))

    # Evolution.

    def evolve(self, event: ProposalEvent) -> None:
        match event:
            case ActProposed():
                self.proposed, self.status = event, "proposed"
            case ProposalApproved():
                self.status, self.decided_by = "approved", event.person
            case ProposalDeclined():
                self.status, self.decided_by = "declined", event.person
            case _:
                assert_never(event)
