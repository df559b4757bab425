"""An invoice's claim on one credit, which outlives every book. No I/O, no clock, no randomness."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, derived_id
from contracts.values import CompanyId
from wallet.credits.commands import ReserveCredit
from wallet.reservations.commands import QuestionClaim
from wallet.reservations.events import ClaimEnded, ClaimEvent, ClaimQuestioned, ClaimSettled, CreditClaimed
from wallet.rules import Rules


def claim_id(invoice: UUID) -> UUID:
    """An invoice has one claim."""
    return derived_id(invoice, "claim")


class Stand(StrEnum):
    NONE = "none"
    OPEN = "open"
    """Its credit is reserved, or waited for: the account's book knows which."""
    SETTLED = "settled"
    """Used or waived: nothing can happen to it any more."""
    ENDED = "ended"
    """The invoice needs no credit; it may ask again later."""


class Claim(Aggregate[ClaimEvent], stream="wallet.claim"):
    """Whatever is heard twice, late or out of order is sorted out here, for ever, however old its book is."""

    stand: Stand = Stand.NONE
    company: CompanyId
    account: UUID
    klip: str = ""
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    questions: int = 0

    # Decisions.

    def wants(self, command: ReserveCredit) -> bool:
        """Whether a credit is to be set aside; a word older than the end that is known already is passed over."""
        if self.stand is Stand.ENDED:
            return self.ended_at is None or command.at > self.ended_at
        return self.stand is Stand.NONE

    def make(self, command: ReserveCredit, account: UUID, rules: Rules) -> None:
        self.record(
            CreditClaimed(
                company=command.company,
                account=account,
                invoice=command.invoice,
                klip=command.klip,
                asked_at=command.at,
                question_at=rules.question_after(command.at),
            )
        )

    def settle(self, company: CompanyId) -> None:
        self.record(ClaimSettled(company=company))

    def end(self, company: CompanyId, at: datetime) -> None:
        self.record(ClaimEnded(company=company, ended_at=at))

    def question(self, command: QuestionClaim, has_credit: bool, rules: Rules) -> None:
        """Asks what became of the invoice, if nobody has said so; a reservation is never let go without an answer."""
        if self.stand is not Stand.OPEN or command.question != self.questions + 1:
            return
        asked = command.question if has_credit else command.question - 1
        again = asked < rules.reservation_questions_max
        self.record(
            ClaimQuestioned(
                company=command.company,
                invoice=command.invoice,
                question=asked,
                waiting=not has_credit,
                asked_at=command.at,
                question_at=rules.question_after(command.at) if again else None,
            )
        )

    # Evolution.

    def evolve(self, event: ClaimEvent) -> None:
        match event:
            case CreditClaimed():
                self.stand, self.questions = Stand.OPEN, 0
                self.company, self.account, self.klip = event.company, event.account, event.klip
                self.asked_at = event.asked_at
            case ClaimQuestioned():
                self.questions = event.question
            case ClaimSettled():
                self.stand = Stand.SETTLED
            case ClaimEnded():
                self.stand, self.ended_at = Stand.ENDED, event.ended_at
            case _:
                assert_never(event)
