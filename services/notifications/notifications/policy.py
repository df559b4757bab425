"""Choices of the network: the languages of mails, the times of retries, and how often reminders go out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from chassis import Due, Happened
from notifications.commands import RetryMail
from notifications.events import MailAttemptFailed
from notifications.settings import NotificationsSettings


@dataclass(frozen=True, slots=True)
class MailPolicy:
    """When to try again, and how long to pause between two mails about the same cause."""

    retry_delays: tuple[timedelta, ...] = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120))
    reminder_pause: timedelta = timedelta(hours=24)

    @classmethod
    def register(cls, settings: NotificationsSettings) -> Self:
        return cls(
            retry_delays=tuple(timedelta(minutes=minutes) for minutes in settings.retry_delays_min),
            reminder_pause=timedelta(hours=settings.reminder_pause_h),
        )

    def retry_at(self, attempt: int, now: datetime) -> datetime | None:
        """When to try again after this many failed attempts (1 is the first); None when there were enough."""
        return now + self.retry_delays[attempt - 1] if attempt <= len(self.retry_delays) else None


def retry_mail(event: MailAttemptFailed, happened: Happened[MailAttemptFailed]) -> Due:
    again = RetryMail(company=event.company, mail=happened.stream, attempt=event.attempt + 1, at=event.retry_at)
    return Due(event.retry_at, again)
