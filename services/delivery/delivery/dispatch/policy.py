"""When a delivery is attempted again: the timetable, and the schedule that brings each retry back as a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis import Due, Happened
from delivery.dispatch.commands import BeginAttempt
from delivery.dispatch.events import DeliveryAttemptFailed
from delivery.settings import DeliverySettings


@dataclass(frozen=True, slots=True)
class Timetable:
    """The pauses after the first attempt, the second, and so on, in seconds."""

    delays_s: tuple[float, ...]

    @property
    def attempts_max(self) -> int:
        return len(self.delays_s) + 1

    def next_attempt(self, attempt: int, at: datetime) -> datetime | None:
        """When to try again after this attempt (counted from 1) failed; None when it was the last."""
        return at + timedelta(seconds=self.delays_s[attempt - 1]) if attempt < self.attempts_max else None


def timetable(settings: DeliverySettings) -> Timetable:
    """Builds the resource `Timetable` that effects ask for."""
    return Timetable(settings.attempt_delays_s)


def try_again(event: DeliveryAttemptFailed, happened: Happened[DeliveryAttemptFailed]) -> Due:
    return Due(
        event.next_attempt_at,
        BeginAttempt(document=happened.stream, attempt=event.attempt + 1, at=event.next_attempt_at),
    )
