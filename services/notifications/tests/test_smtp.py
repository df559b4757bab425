"""The adapter against a real SMTP server: what is taken, refused for now, refused permanently, and never answered."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session

from contracts.values import Personal
from notifications.events import MailPlanned
from notifications.letter import LetterWriter
from notifications.post import MailRefused, MailServerDown
from notifications.settings import NotificationsSettings
from notifications.smtp import SmtpServer

RECIPIENT = "ake@example.test"
SENDER = "post@stafett.test"


class Behaviour:
    """What the server answers to each command; None stands for the usual answer."""

    def __init__(self) -> None:
        self.to_sender: str | None = None
        self.to_recipient: str | None = None
        self.to_data: str | None = None
        self.hang = False
        self.taken: list[bytes] = []

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.to_sender or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hang:
            await asyncio.Event().wait()
        if self.to_data:
            return self.to_data
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture
def behaviour() -> Behaviour:
    return Behaviour()


@pytest_asyncio.fixture
async def port(behaviour: Behaviour) -> AsyncIterator[int]:
    """Yields the port of an SMTP server that behaves so."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(behaviour, loop=loop), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


def smtp(port: int, **others: Any) -> SmtpServer:
    return SmtpServer(NotificationsSettings(smtp_port=port, **{"smtp_timeout_s": 5.0, **others}))


def a_mail() -> EmailMessage:
    writer = LetterWriter("https://stafett.test", f"Stafett <{SENDER}>")
    planned = MailPlanned(
        company=uuid4(),
        template="invitation",
        language="sv",
        recipient=Personal(RECIPIENT),
        values=Personal(
            {
                "supplier_name": "Rälsverket AB",
                "customer_name": "Kund & Son AB",
                "number": "K-100",
                "code": "7KQ4-M2XD",
                "expires_on": "2027-01-20",
            }
        ),
    )
    return writer.message(planned, writer.message_id(uuid4()), datetime(2026, 11, 21, 12, tzinfo=UTC))


async def test_a_mail_arrives_as_it_was_written(port: int, behaviour: Behaviour) -> None:
    mail = a_mail()
    await smtp(port).send(mail, SENDER, RECIPIENT)
    (raw,) = behaviour.taken
    arrived = message_from_bytes(raw, policy=default)
    assert raw.isascii() and max(len(line) for line in raw.split(b"\r\n")) <= 998
    for header in ("From", "To", "Subject", "Message-ID", "Auto-Submitted", "Date"):
        assert str(arrived[header]) == str(mail[header]) and arrived[header]
    for kind in ("plain", "html"):
        before, after = mail.get_body((kind,)), arrived.get_body((kind,))
        assert before is not None and after is not None
        assert after.get_content().split() == before.get_content().split()
    assert "åäö" not in raw.decode() and "Rälsverket AB" in str(arrived["Subject"])


@pytest.mark.parametrize(
    ("step", "answer", "code"),
    [
        ("to_recipient", "550 5.1.1 <ake@example.test>: unknown", "smtp 550 5.1.1"),
        ("to_recipient", "553 no such mailbox", "smtp 553"),
        ("to_data", "554 5.7.1 message refused", "smtp 554 5.7.1"),
        ("to_data", "552 5.2.2 mailbox full", "smtp 552 5.2.2"),
    ],
)
async def test_a_5xx_about_recipient_or_mail_is_for_good(
    port: int, behaviour: Behaviour, step: str, answer: str, code: str
) -> None:
    setattr(behaviour, step, answer)
    with pytest.raises(MailRefused) as refused:
        await smtp(port).send(a_mail(), SENDER, RECIPIENT)
    assert str(refused.value) == code, "the server's words hold an address, and are left out"


@pytest.mark.parametrize(
    ("step", "answer", "code"),
    [
        ("to_recipient", "450 4.2.1 try later", "smtp 450 4.2.1"),
        ("to_data", "451 4.3.0 no room", "smtp 451 4.3.0"),
        ("to_sender", "421 4.3.2 closing", "smtp 421 4.3.2"),
        ("to_sender", "550 5.7.1 sender not allowed", "smtp 550 5.7.1"),
    ],
)
async def test_a_4xx_and_what_is_ours_to_mend_is_for_now(
    port: int, behaviour: Behaviour, step: str, answer: str, code: str
) -> None:
    setattr(behaviour, step, answer)
    with pytest.raises(MailServerDown) as down:
        await smtp(port).send(a_mail(), SENDER, RECIPIENT)
    assert str(down.value) == code


async def test_a_server_that_hangs_in_data_is_down(port: int, behaviour: Behaviour) -> None:
    behaviour.hang = True
    with pytest.raises(MailServerDown, match="Timeout"):
        await smtp(port, smtp_timeout_s=0.3).send(a_mail(), SENDER, RECIPIENT)


async def test_a_server_that_is_not_there_is_down() -> None:
    with pytest.raises(MailServerDown, match="Connect"):
        await smtp(9).send(a_mail(), SENDER, RECIPIENT)


async def test_a_log_in_that_fails_is_ours_to_mend(port: int) -> None:
    with pytest.raises(MailServerDown):
        await smtp(port, smtp_username="u", smtp_password="p").send(a_mail(), SENDER, RECIPIENT)
