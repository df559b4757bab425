"""A check of a company's details, or of its signer, against the register; it is repeated if there is no answer."""

from __future__ import annotations

from typing import Final, assert_never
from uuid import UUID

from chassis import Aggregate
from contracts.values import CompanyId
from onboarding.verification.commands import BeginRegisterCheck, PutOffRegisterCheck
from onboarding.verification.events import (
    RegisterCheckDue,
    RegisterCheckEnded,
    RegisterCheckEvent,
    RegisterCheckOutdated,
    RegisterCheckPutOff,
)

ATTEMPTS_MAX: Final = 6
"""After this many unanswered questions the check ends without a result."""


class RegisterCheck(Aggregate[RegisterCheckEvent], stream="onboarding.register_check"):
    """One check: a company has one for its details, and one per signing. A question under way is not asked twice."""

    attempt: int = 0
    asking: bool = False
    outdated: bool = False

    def begin(self, command: BeginRegisterCheck) -> None:
        """Begins the first question, or the next attempt; during a question it notes that the company changed."""
        if self.asking:
            if command.attempt == 1 and not self.outdated:
                self.record(RegisterCheckOutdated(company=command.company))
            return
        if command.attempt <= self.attempt:
            return
        self.record(RegisterCheckDue(company=command.company, signing=command.signing, attempt=command.attempt))

    def put_off(self, command: PutOffRegisterCheck) -> None:
        if not self.asking or command.attempt != self.attempt:
            return
        if command.attempt >= ATTEMPTS_MAX:
            self.end(command.company, command.signing)
            return
        self.record(
            RegisterCheckPutOff(
                company=command.company, signing=command.signing, attempt=command.attempt, problem=command.problem
            )
        )

    def end(self, company: CompanyId, signing: UUID | None) -> None:
        """Ends the check; a new one begins at once when the company changed in the meantime."""
        if not self.asking:
            return
        outdated = self.outdated
        self.record(RegisterCheckEnded(company=company, signing=signing))
        if outdated:
            self.record(RegisterCheckDue(company=company, signing=signing))

    def evolve(self, event: RegisterCheckEvent) -> None:
        match event:
            case RegisterCheckDue():
                self.attempt, self.asking = event.attempt, True
            case RegisterCheckOutdated():
                self.outdated = True
            case RegisterCheckPutOff():
                self.asking, self.outdated = False, False
            case RegisterCheckEnded():
                self.attempt, self.asking, self.outdated = 0, False, False
            case _:
                assert_never(event)
