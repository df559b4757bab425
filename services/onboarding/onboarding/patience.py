"""The waiting times of this installation, as the settings say."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from onboarding.settings import OnboardingSettings


@dataclass(frozen=True, slots=True)
class Patience:
    """How long invitations and changes wait, and how many colleagues are invited before anybody has signed."""

    account_hold: timedelta = timedelta(hours=48)
    invitation_open: timedelta = timedelta(days=7)
    colleagues_unsigned_max: int = 10

    @classmethod
    def register(cls, settings: OnboardingSettings) -> Self:
        return cls(
            account_hold=timedelta(hours=settings.account_hold_h),
            invitation_open=timedelta(days=settings.invitation_open_days),
            colleagues_unsigned_max=settings.colleagues_unsigned_max,
        )
