"""Choices of the network about time: how long a change of account is held, an invitation open, old terms enough."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Self

from chassis import Due, Happened
from onboarding import terms_in_force
from onboarding.commands import AskTermsAgain, BeginRegisterCheck, ReleaseBankAccount
from onboarding.events import BankAccountChangeHeld, RegisterCheckPutOff, TermsAccepted
from onboarding.settings import OnboardingSettings


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things wait, and how many colleagues are invited before anybody has signed."""

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


def release_account(event: BankAccountChangeHeld, _: Happened[BankAccountChangeHeld]) -> Due:
    return Due(event.held_until, ReleaseBankAccount(company=event.company, change=event.change, at=event.held_until))


def ask_terms_again(event: TermsAccepted, _: Happened[TermsAccepted]) -> Due | None:
    """When the terms after the accepted ones come into force; None while nobody has written any.

    A new version is published by a new release of the program: rebuild the schedules then (see README).
    """
    following = terms_in_force.after(event.version)
    if following is None:
        return None
    at = datetime.combine(following.in_force_from, time(), UTC)
    return Due(at, AskTermsAgain(company=event.company, accepted=event.version, at=at))


ASK_AGAIN_AFTER: tuple[timedelta, ...] = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
    timedelta(days=1),
)
"""After each silence of a register; the last one holds for all that follow."""


def ask_register_again(event: RegisterCheckPutOff, happened: Happened[RegisterCheckPutOff]) -> Due:
    wait = ASK_AGAIN_AFTER[min(event.attempt, len(ASK_AGAIN_AFTER)) - 1]
    at = happened.at + wait
    again = BeginRegisterCheck(at=at, company=event.company, signing=event.signing, attempt=event.attempt + 1)
    return Due(at, again)
