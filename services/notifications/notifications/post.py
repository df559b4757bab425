"""Sending a planned mail: the port, and the effect that uses it.

Mail has no idempotency key. A mail server that takes a mail over and dies before it says so gets the mail again, so a
mail is sent at least once; its Message-ID is the same each time, and most mail programs show such a mail once.
"""

from typing import Protocol, runtime_checkable

from chassis import Acting
from notifications.commands import RecordMailFailure, RecordMailSent
from notifications.events import MailPlanned, MailRetried
from notifications.letter import AddressUnusable, LetterWriter
from notifications.mail import Mail, domain_of


def destination(event: MailPlanned | MailRetried) -> str:
    """What limits count attempts by: the receiver's domain, so that one server that hangs delays no other."""
    domain = event.destination if isinstance(event, MailRetried) else domain_of(event.recipient)
    return f"mail {domain}"


class MailServerDown(Exception):
    """A later attempt may succeed: a time-out, lost connection or 4xx. The text is a code, not the server's words."""


class MailRefused(Exception):
    """A permanent refusal: a 5xx about this recipient or mail. The text is a code, not the server's words."""


@runtime_checkable
class MailServer(Protocol):
    """What notifications needs of a mail server."""

    async def send(self, message: bytes, sender: str, recipient: str) -> None:
        """Hands one mail over. Raises MailServerDown or MailRefused."""
        ...


async def send_mail(event: MailPlanned | MailRetried, acting: Acting) -> RecordMailSent | RecordMailFailure:
    """Makes one attempt and returns its outcome to be recorded, so that the next one can be scheduled."""
    mail = acting.stream
    match event:
        case MailPlanned():
            planned, attempt = event, 1
        case MailRetried():
            planned, attempt = (await acting.load(Mail, mail)).planned, event.attempt
    writer = acting.use(LetterWriter)
    message_id = writer.message_id(mail)

    def failed(cause: str, *, final: bool) -> RecordMailFailure:
        return RecordMailFailure(
            company=event.company, mail=mail, attempt=attempt, cause=cause, final=final, at=acting.now
        )

    if planned.recipient.is_redacted or planned.values.is_redacted:
        return failed("recipient.erased", final=True)
    try:
        message = writer.message(planned, message_id, acting.now)
        server = acting.use(MailServer)  # type: ignore[type-abstract]  # a port, looked up by what it can do
        await server.send(message, writer.sender_address, planned.recipient.reveal())
    except AddressUnusable:
        return failed("address.unusable", final=True)
    except MailRefused as refusal:
        return failed(str(refusal), final=True)
    except MailServerDown as failure:
        return failed(str(failure), final=False)
    return RecordMailSent(company=event.company, mail=mail, attempt=attempt, message_id=message_id, at=acting.now)
