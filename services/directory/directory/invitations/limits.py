"""The network's own choices: how long invitations are open, when we remind, how many and how often."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from directory.settings import DirectorySettings


@dataclass(frozen=True, slots=True)
class InvitationPolicy:
    """How long an invitation is open, when we remind of it, how many may be made, and how many wrong answers given."""

    open_for: timedelta = timedelta(days=60)
    reminder_after: timedelta = timedelta(days=7)
    reminders_max: int = 2
    by_hand_after: timedelta = timedelta(days=1)
    by_hand_max: int = 5
    failures_max: int = 10
    failure_window: timedelta = timedelta(hours=1)
    unsigned_max: int = 5
    new_for: timedelta = timedelta(days=30)
    new_per_day: int = 100

    def expiry(self, issued_at: datetime) -> date:
        """The last day on which it can be answered."""
        return (issued_at + self.open_for).date()

    def tend_at(self, at: datetime, reminders: int, expires_on: date) -> datetime:
        """When to look after an invitation next: for a reminder, or else the moment after its last day."""
        end = datetime.combine(expires_on + timedelta(days=1), time.min, UTC)
        reminder = at + self.reminder_after
        return reminder if reminders < self.reminders_max and reminder < end else end


def invitation_policy(settings: DirectorySettings) -> InvitationPolicy:
    """The policy as it is set for this installation."""
    return InvitationPolicy(
        open_for=timedelta(days=settings.invitation_open_days),
        reminder_after=timedelta(days=settings.invitation_reminder_days),
        reminders_max=settings.invitation_reminders_max,
        by_hand_after=timedelta(hours=settings.invitation_remind_again_hours),
        by_hand_max=settings.invitation_reminders_in_all_max,
        failures_max=settings.enrolment_failures_max,
        failure_window=timedelta(minutes=settings.enrolment_window_minutes),
        unsigned_max=settings.invitations_unsigned_max,
        new_for=timedelta(days=settings.invitations_new_days),
        new_per_day=settings.invitations_new_per_day,
    )
