"""The schedule by which a register that gave no answer is asked again."""

from datetime import timedelta

from chassis import Due, Happened
from onboarding.verification.commands import BeginRegisterCheck
from onboarding.verification.events import RegisterCheckPutOff

ASK_AGAIN_AFTER: tuple[timedelta, ...] = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
    timedelta(days=1),
)
"""The pauses after each unanswered question; the last one is repeated."""


def ask_register_again(event: RegisterCheckPutOff, happened: Happened[RegisterCheckPutOff]) -> Due:
    wait = ASK_AGAIN_AFTER[min(event.attempt, len(ASK_AGAIN_AFTER)) - 1]
    at = happened.at + wait
    again = BeginRegisterCheck(at=at, company=event.company, signing=event.signing, attempt=event.attempt + 1)
    return Due(at, again)
