"""Asking a company's register once more: of its details, or of who may sign for it; again later when it is silent."""

from __future__ import annotations

from typing import Final, assert_never
from uuid import UUID

from chassis import Aggregate
from onboarding.verification.commands import BeginRegisterCheck, PutOffRegisterCheck
from onboarding.verification.events import (
    RegisterCheckDue,
    RegisterCheckEnded,
    RegisterCheckEvent,
    RegisterCheckOutdated,
    RegisterCheckPutOff,
)

ATTEMPTS_MAX: Final = 6
"""After so many questions that nobody answered, it is left at what the person said."""


class RegisterCheck(Aggregate[RegisterCheckEvent], stream="onboarding.register_check"):
    """One per company for its details, and one per signing for who signed. A question under way is not asked twice."""

    attempt: int = 0
    asking: bool = False
    outdated: bool = False

    def begin(self, command: BeginRegisterCheck) -> None:
        """The first question, or the next after a silence; what changed meanwhile is seen when it is asked."""
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

    def end(self, company: UUID, signing: UUID | None) -> None:
        """The register answered: the next question begins anew, at once when something changed meanwhile."""
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
