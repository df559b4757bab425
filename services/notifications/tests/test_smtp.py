"""The adapter against a real SMTP server: what is taken, refused for now, refused permanently, and never answered."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from email import message_from_bytes
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


class Served(SMTP):
    """One connection of the server, and the moment at which it is over."""

    def __init__(self, behaviour: "Behaviour") -> None:
        super().__init__(behaviour, loop=asyncio.get_running_loop(), enable_SMTPUTF8=behaviour.utf8)
        self.over = asyncio.Event()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.over.set()


class Behaviour:
    """What the server answers to each command; None stands for the usual answer."""

    def __init__(self) -> None:
        self.to_sender: str | None = None
        self.to_recipient: str | None = None
        self.to_data: str | None = None
        self.hang = self.utf8 = False
        self.taken: list[bytes] = []
        self.served: list[Served] = []
        self.begun = asyncio.Event()
        self.farewells = 0

    def serve(self) -> Served:
        """Serves one more connection."""
        self.served.append(Served(self))
        return self.served[-1]

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

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.farewells += 1
        return "221 Bye"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.begun.set()
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
    server = await asyncio.get_running_loop().create_server(behaviour.serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


Smtp = Callable[..., SmtpServer]


@pytest_asyncio.fixture
async def smtp(port: int) -> AsyncIterator[Smtp]:
    """Makes adapters of this server, which take leave of it at the end."""
    made: list[SmtpServer] = []

    def make(**others: Any) -> SmtpServer:
        made.append(SmtpServer(NotificationsSettings(**{"smtp_port": port, "smtp_timeout_s": 5.0, **others})))
        return made[-1]

    yield make
    for one in made:
        await one.stop()


def a_mail(recipient: str = RECIPIENT) -> bytes:
    writer = LetterWriter("https://stafett.test", f"Stafett <{SENDER}>")
    planned = MailPlanned(
        company=uuid4(),
        template="invitation",
        language="sv",
        recipient=Personal(recipient),
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


async def test_a_mail_arrives_as_it_was_written(smtp: Smtp, behaviour: Behaviour) -> None:
    mail = a_mail()
    await smtp().send(mail, SENDER, RECIPIENT)
    (raw,) = behaviour.taken
    assert raw.rstrip() == mail.rstrip() and raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 78
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    arrived = message_from_bytes(raw, policy=default)
    assert (arrived["From"], arrived["To"]) == (f"Stafett <{SENDER}>", RECIPIENT)
    assert "Rälsverket AB" in arrived["Subject"] and arrived["Content-Language"] == "sv"
    assert arrived["Date"].datetime == datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert not [defect for part in arrived.walk() for defect in part.defects]
    for kind in ("plain", "html"):
        body = arrived.get_body((kind,))
        assert body is not None and "Rälsverket AB" in body.get_content()


async def test_an_address_in_other_letters_goes_out_in_utf_8_where_the_server_takes_that(
    smtp: Smtp, behaviour: Behaviour
) -> None:
    behaviour.utf8 = True
    await smtp().send(a_mail("åke@räls.test"), SENDER, "åke@räls.test")
    (raw,) = behaviour.taken
    assert "\r\nTo: åke@räls.test\r\n" in raw.decode()


async def test_an_address_in_other_letters_is_refused_for_good_where_the_server_takes_no_such(
    smtp: Smtp, behaviour: Behaviour
) -> None:
    with pytest.raises(MailRefused, match="not-supported"):
        await smtp().send(a_mail("åke@räls.test"), SENDER, "åke@räls.test")
    assert behaviour.taken == []


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
    smtp: Smtp, behaviour: Behaviour, step: str, answer: str, code: str
) -> None:
    setattr(behaviour, step, answer)
    with pytest.raises(MailRefused) as refused:
        await smtp().send(a_mail(), SENDER, RECIPIENT)
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
    smtp: Smtp, behaviour: Behaviour, step: str, answer: str, code: str
) -> None:
    setattr(behaviour, step, answer)
    with pytest.raises(MailServerDown) as down:
        await smtp().send(a_mail(), SENDER, RECIPIENT)
    assert str(down.value) == code


async def test_a_server_that_hangs_in_data_is_down(smtp: Smtp, behaviour: Behaviour) -> None:
    behaviour.hang = True
    with pytest.raises(MailServerDown, match="Timeout"):
        await smtp(smtp_timeout_s=0.3).send(a_mail(), SENDER, RECIPIENT)


async def test_a_server_that_is_not_there_is_down(smtp: Smtp) -> None:
    with pytest.raises(MailServerDown, match="Connect"):
        await smtp(smtp_port=9).send(a_mail(), SENDER, RECIPIENT)


async def test_a_log_in_that_fails_is_ours_to_mend(smtp: Smtp) -> None:
    with pytest.raises(MailServerDown):
        await smtp(smtp_username="u", smtp_password="p").send(a_mail(), SENDER, RECIPIENT)


async def test_mails_one_after_the_other_take_one_connection(smtp: Smtp, behaviour: Behaviour) -> None:
    server = smtp()
    for _ in range(5):
        await server.send(a_mail(), SENDER, RECIPIENT)
    assert len(behaviour.taken) == 5 and len(behaviour.served) == 1


async def test_mails_at_the_same_time_have_a_connection_each_which_are_kept(smtp: Smtp, behaviour: Behaviour) -> None:
    server = smtp(smtp_connections_max=3)
    for _ in range(3):
        await asyncio.gather(*(server.send(a_mail(), SENDER, RECIPIENT) for _ in range(6)))
    assert len(behaviour.taken) == 18 and len(behaviour.served) == 3


@pytest.mark.parametrize(("step", "answer"), [("to_recipient", "550 5.1.1 unknown"), ("to_data", "554 5.7.1 refused")])
async def test_a_mail_that_was_refused_leaves_the_connection_to_the_next(
    smtp: Smtp, behaviour: Behaviour, step: str, answer: str
) -> None:
    server = smtp()
    setattr(behaviour, step, answer)
    with pytest.raises(MailRefused):
        await server.send(a_mail(), SENDER, RECIPIENT)
    setattr(behaviour, step, None)
    await server.send(a_mail(), SENDER, RECIPIENT)
    assert len(behaviour.taken) == 1 and len(behaviour.served) == 1


@pytest.mark.parametrize("noticed", [True, False])
async def test_a_connection_that_the_server_closed_is_opened_anew_and_the_mail_arrives_once(
    smtp: Smtp, behaviour: Behaviour, noticed: bool
) -> None:
    server = smtp()
    await asyncio.gather(*(server.send(a_mail(), SENDER, RECIPIENT) for _ in range(2)))
    for one in list(behaviour.served):
        one.transport.close()
    if noticed:
        await asyncio.gather(*(one.over.wait() for one in behaviour.served))
    await server.send(a_mail(), SENDER, RECIPIENT)
    assert len(behaviour.taken) == 3 and len(behaviour.served) == 3


async def test_a_mail_whose_connection_broke_on_the_way_is_not_given_to_another(
    smtp: Smtp, behaviour: Behaviour
) -> None:
    """The server may have taken it: its next attempt is planned, as after every failure."""
    server = smtp()
    await server.send(a_mail(), SENDER, RECIPIENT)
    behaviour.hang = True
    behaviour.begun.clear()
    sending = asyncio.create_task(server.send(a_mail(), SENDER, RECIPIENT))
    await behaviour.begun.wait()
    behaviour.served[0].transport.close()
    with pytest.raises(MailServerDown, match="Disconnected"):
        await sending
    assert len(behaviour.taken) == 1 and len(behaviour.served) == 1
    behaviour.hang = False
    await server.send(a_mail(), SENDER, RECIPIENT)
    assert len(behaviour.taken) == 2 and len(behaviour.served) == 2


async def test_a_mail_that_was_cancelled_on_the_way_leaves_no_connection_behind(
    smtp: Smtp, behaviour: Behaviour
) -> None:
    server = smtp()
    behaviour.hang = True
    sending = asyncio.create_task(server.send(a_mail(), SENDER, RECIPIENT))
    await behaviour.begun.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    behaviour.hang = False
    await server.send(a_mail(), SENDER, RECIPIENT)
    assert len(behaviour.taken) == 1 and len(behaviour.served) == 2


async def test_a_connection_is_closed_when_it_was_idle_or_has_taken_many_or_the_service_stops(
    smtp: Smtp, behaviour: Behaviour
) -> None:
    idle, busy, stopped = smtp(smtp_idle_s=0.0), smtp(smtp_mails_max=2), smtp()
    await idle.send(a_mail(), SENDER, RECIPIENT)
    for _ in range(4):
        await busy.send(a_mail(), SENDER, RECIPIENT)
    await stopped.send(a_mail(), SENDER, RECIPIENT)
    assert len(behaviour.served) == 4 and len(behaviour.taken) == 6
    await stopped.stop()
    async with asyncio.timeout(5):
        await asyncio.gather(*(one.over.wait() for one in behaviour.served))
    assert behaviour.farewells == 4
