"""One mail, from plan to outcome: first what it decides, then how it changes. No I/O, no clock, no randomness."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from typing import assert_never

from chassis import Aggregate
from contracts.values import Language, Personal, PersonId
from notifications.commands import (
    MailContact,
    MailOwners,
    MailStranger,
    RecordMailFailure,
    RecordMailSent,
    RetryMail,
)
from notifications.events import (
    MailAttemptFailed,
    MailBounced,
    MailEvent,
    MailPlanned,
    MailRetried,
    MailSent,
)
from notifications.policy import MailPolicy


class Status(StrEnum):
    """How far the mail has come. SENT and BOUNCED are final."""

    NEW = "new"
    PLANNED = "planned"
    SENT = "sent"
    BOUNCED = "bounced"


class Mail(Aggregate[MailEvent], stream="notifications.mail"):
    """One mail. Its id is derived from the matter that it is about, so that one matter is one mail."""

    status: Status = Status.NEW
    planned: MailPlanned
    failures: int = 0

    # Decisions.

    def plan(
        self,
        command: MailContact | MailOwners | MailStranger,
        recipient: Personal[str],
        language: Language,
        person: PersonId | None = None,
    ) -> None:
        """Plans what is said, to whom and in which language; nothing changes if the mail was planned before."""
        if self.exists:
            return
        self.record(
            MailPlanned(
                company=command.company,
                person=person,
                template=command.template,
                language=language,
                recipient=recipient,
                values=command.values,
            )
        )

    def retry(self, command: RetryMail) -> None:
        """Asks for the next attempt."""
        if self.status is Status.PLANNED and command.attempt == self.failures + 1:
            self.record(
                MailRetried(
                    company=command.company,
                    attempt=command.attempt,
                    destination=domain_of(self.planned.recipient),
                )
            )

    def record_sent(self, command: RecordMailSent) -> None:
        """Records that the mail server took the mail over."""
        if self.status is Status.PLANNED:
            self.record(MailSent(company=command.company, attempt=command.attempt, message_id=command.message_id))

    def record_failure(self, command: RecordMailFailure, policy: MailPolicy) -> None:
        """Plans the next attempt, or gives up: at once after a permanent refusal, else after the last attempt."""
        if self.status is not Status.PLANNED or command.attempt <= self.failures:
            return
        retry_at = None if command.final else policy.retry_at(command.attempt, command.at)
        if retry_at is None:
            self.record(
                MailBounced(
                    company=command.company,
                    attempt=command.attempt,
                    template=self.planned.template,
                    cause=command.cause,
                )
            )
            return
        self.record(
            MailAttemptFailed(company=command.company, attempt=command.attempt, cause=command.cause, retry_at=retry_at)
        )

    # Evolution.

    def evolve(self, event: MailEvent) -> None:
        match event:
            case MailPlanned():
                self.status, self.planned = Status.PLANNED, event
            case MailAttemptFailed():
                self.failures = event.attempt
            case MailRetried():
                pass
            case MailSent():
                self.status = Status.SENT
            case MailBounced():
                self.status = Status.BOUNCED
            case _:
                assert_never(event)


def domain_of(recipient: Personal[str]) -> str:
    """Hashes the domain of a mail address instead of naming it, since a domain may be a person's name."""
    if recipient.is_redacted:
        return ""
    return sha256(recipient.reveal().rpartition("@")[2].strip().lower().encode()).hexdigest()[:8]
