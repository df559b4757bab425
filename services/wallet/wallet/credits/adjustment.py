"""A correction of a balance that two people of the network agree on. No I/O, no clock, no randomness."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, Refused
from wallet.catalogue import item_of
from wallet.credits.commands import DecideAdjustment, ProposeAdjustment
from wallet.credits.events import AdjustmentApproved, AdjustmentDeclined, AdjustmentEvent, AdjustmentProposed
from wallet.rules import Rules

REASON_CHARACTERS_MIN = 5


class Adjustment(Aggregate[AdjustmentEvent], stream="wallet.adjustment"):
    """Proposed by one person with a reason, approved by another."""

    proposed: AdjustmentProposed | None = None
    decided: bool = False

    # Decisions.

    def propose(self, command: ProposeAdjustment, account: UUID, rules: Rules) -> None:
        """Raises Refused when it says no reason, no number or no klip."""
        if self.proposed:
            return
        if item_of(command.klip).kind != "klip":
            raise Refused("klip.not-sold", klip=command.klip)
        if not command.quantity or abs(command.quantity) > rules.adjustment_quantity_max:
            raise Refused("adjustment.quantity", quantity_max=rules.adjustment_quantity_max)
        if len(command.reason.strip()) < REASON_CHARACTERS_MIN:
            raise Refused("adjustment.reason-missing")
        self.record(
            AdjustmentProposed(
                company=command.company,
                account=account,
                person=command.person,
                klip=command.klip,
                quantity=command.quantity,
                reason=command.reason.strip(),
            )
        )

    def decide(self, command: DecideAdjustment) -> AdjustmentProposed | None:
        """What to do now; None when it is decided already, or declined. Raises Refused for the proposer itself."""
        if self.proposed is None:
            raise NotYet(f"adjustment {self.id}")
        if command.company != self.proposed.company:
            raise Refused("adjustment.other-company")
        if self.decided:
            return None
        if not command.approved:
            self.record(AdjustmentDeclined(company=command.company, person=command.person))
            return None
        if command.person == self.proposed.person:
            raise Refused("adjustment.same-person")
        self.record(AdjustmentApproved(company=command.company, person=command.person))
        return self.proposed

    # Evolution.

    def evolve(self, event: AdjustmentEvent) -> None:
        match event:
            case AdjustmentProposed():
                self.proposed = event
            case AdjustmentApproved() | AdjustmentDeclined():
                self.decided = True
            case _:
                assert_never(event)
