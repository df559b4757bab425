"""The mail server over SMTP: connections kept for the next mail, and answers sorted into sent, try later or refused."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiosmtplib

from notifications.post import MailRefused, MailServer, MailServerDown
from notifications.settings import NotificationsSettings

PERMANENT = range(500, 600)


@dataclass(slots=True)
class Kept:
    """A connection without a mail on it, how many it has taken, and the timer that closes it."""

    connection: aiosmtplib.SMTP
    mails: int
    timer: asyncio.TimerHandle


class SmtpServer:
    """Speaks RFC 5321 by aiosmtplib. Only the codes of answers are kept, because the texts contain addresses.

    A connection that has taken a mail is kept for the next one. Whether it still works is asked before a mail is given
    to it (RSET); from there on a mail that gets no answer has failed, and is never given to another connection: its
    next attempt is planned like that of every failed mail.
    """

    def __init__(self, settings: NotificationsSettings) -> None:
        self._settings = settings
        self._connections = asyncio.Semaphore(settings.smtp_connections_max)
        self._kept: list[Kept] = []
        self._leaving: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """Takes leave of the mail server; the chassis calls it when the service stops."""
        while self._kept:
            kept = self._kept.pop()
            kept.timer.cancel()
            self._take_leave(kept.connection)
        await asyncio.gather(*self._leaving)

    async def send(self, message: bytes, sender: str, recipient: str) -> None:
        """Hands one mail over. Raises MailServerDown or MailRefused.

        Only a refusal of the recipient or of the mail itself is permanent; a refused sender, log-in or connection is
        a fault of ours, and the mail waits meanwhile.
        """
        options = () if (sender + recipient).isascii() else ("SMTPUTF8",)
        try:
            async with self._connections, self._connection() as connection:
                await connection.sendmail(sender, [recipient], message, mail_options=options)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            _judge(refused.recipients[0])
        except aiosmtplib.SMTPDataError as refused:
            _judge(refused)
        except aiosmtplib.SMTPNotSupported as unsupported:
            raise MailRefused("smtp.not-supported") from unsupported
        except aiosmtplib.SMTPResponseException as answer:
            raise MailServerDown(_code(answer)) from answer
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailServerDown(type(error).__name__) from error

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection that works. It is kept afterwards, unless something else happened than a refused mail."""
        connection, mails = await self._kept_one() or (await self._new(), 0)
        try:
            yield connection
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPDataError):
            self._keep(connection, mails + 1)
            raise
        except BaseException:  # Of a mail that was cancelled half-way too nothing may be left.
            connection.close()
            raise
        self._keep(connection, mails + 1)

    async def _kept_one(self) -> tuple[aiosmtplib.SMTP, int] | None:
        """The connection that was used last, if it still works; the server may have closed it meanwhile."""
        while self._kept:
            kept = self._kept.pop()
            kept.timer.cancel()
            try:
                await kept.connection.rset()
            except (aiosmtplib.SMTPException, OSError):
                kept.connection.close()
            except BaseException:
                kept.connection.close()
                raise
            else:
                return kept.connection, kept.mails
        return None

    async def _new(self) -> aiosmtplib.SMTP:
        settings = self._settings
        connection = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            timeout=settings.smtp_timeout_s,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            username=settings.smtp_username or None,
            password=settings.smtp_password.get_secret_value() or None,
        )
        await connection.connect()
        return connection

    def _keep(self, connection: aiosmtplib.SMTP, mails: int) -> None:
        """Keeps it for the next mail, unless it has taken as many as one may."""
        if mails >= self._settings.smtp_mails_max:
            self._take_leave(connection)
            return

        def idle() -> None:
            self._kept.remove(kept)
            self._take_leave(connection)

        timer = asyncio.get_running_loop().call_later(self._settings.smtp_idle_s, idle)
        kept = Kept(connection, mails, timer)
        self._kept.append(kept)

    def _take_leave(self, connection: aiosmtplib.SMTP) -> None:
        leaving = asyncio.get_running_loop().create_task(_leave(connection))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)


async def _leave(connection: aiosmtplib.SMTP) -> None:
    try:
        with suppress(aiosmtplib.SMTPException, OSError):
            await connection.quit()
    finally:
        connection.close()


def register(settings: NotificationsSettings) -> MailServer:
    """The factory named in `uses`."""
    return SmtpServer(settings)


def _judge(answer: aiosmtplib.SMTPResponseException) -> None:
    if answer.code in PERMANENT:
        raise MailRefused(_code(answer)) from answer
    raise MailServerDown(_code(answer)) from answer


def _code(answer: aiosmtplib.SMTPResponseException) -> str:
    """The status code, and the enhanced one (RFC 3463) where the server gives it: `smtp 550 5.1.1`."""
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", answer.message)
    return f"smtp {answer.code} {enhanced[0]}" if enhanced else f"smtp {answer.code}"
