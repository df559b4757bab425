"""The network's own choices: reception by default, how long invitations are open, how often one may guess."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from directory.settings import DirectorySettings

DEFAULT_METHOD: Final[Literal["email"]] = "email"
DEFAULT_FORMAT: Final[Literal["pdf"]] = "pdf"


@dataclass(frozen=True, slots=True)
class InvitationPolicy:
    """How long an invitation is open, and how many wrong answers a company may give within a window of time."""

    open_for: timedelta = timedelta(days=60)
    failures_max: int = 10
    failure_window: timedelta = timedelta(hours=1)


def invitation_policy(settings: DirectorySettings) -> InvitationPolicy:
    """The policy as it is set for this installation."""
    return InvitationPolicy(
        open_for=timedelta(days=settings.invitation_open_days),
        failures_max=settings.enrolment_failures_max,
        failure_window=timedelta(minutes=settings.enrolment_window_minutes),
    )
