"""How often a company has answered with a wrong pair of number and code: too many failures make it wait."""

from __future__ import annotations

from datetime import datetime

from chassis import Aggregate, Refused
from directory.invitations.commands import Enrol, OpenInvitation
from directory.invitations.events import EnrolmentFailed
from directory.invitations.limits import InvitationPolicy

REMEMBERED_MAX = 100
"""How many of the newest failures are remembered; a setting above this has no effect."""


class EnrolmentAttempts(Aggregate[EnrolmentFailed], stream="directory.enrolment_attempts"):
    """The failures of one company. Each is an event, since a raised refusal leaves nothing to count."""

    failures: tuple[datetime, ...] = ()

    def allow_another(self, at: datetime, policy: InvitationPolicy) -> None:
        """Raises Refused when the company has failed too often within the window."""
        recent = self._recent(at, policy)
        if len(recent) >= policy.failures_max:
            wait = recent[-policy.failures_max] + policy.failure_window - at
            raise Refused("enrolment.too-many-attempts", wait_minutes=max(1, -(-int(wait.total_seconds()) // 60)))

    def fail(self, command: Enrol | OpenInvitation, policy: InvitationPolicy) -> None:
        left = policy.failures_max - len(self._recent(command.at, policy)) - 1
        self.record(EnrolmentFailed(company=command.company, at=command.at, attempts_left=max(0, left)))

    def _recent(self, at: datetime, policy: InvitationPolicy) -> tuple[datetime, ...]:
        return tuple(failed for failed in self.failures if failed > at - policy.failure_window)

    def evolve(self, event: EnrolmentFailed) -> None:
        self.failures = (*self.failures, event.at)[-REMEMBERED_MAX:]
