"""The mail server over SMTP: one connection for each mail, and every answer sorted into sent, try later or refused."""

import asyncio
import re
from email.message import EmailMessage

import aiosmtplib

from notifications.post import MailRefused, MailServer, MailServerDown
from notifications.settings import NotificationsSettings

PERMANENT = range(500, 600)


class SmtpServer:
    """Speaks RFC 5321 by aiosmtplib. Only the codes of answers are kept, because the texts contain addresses."""

    def __init__(self, settings: NotificationsSettings) -> None:
        self._settings = settings
        self._connections = asyncio.Semaphore(settings.smtp_connections_max)

    async def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Hands one mail over. Raises MailServerDown or MailRefused.

        Only a refusal of the recipient or of the mail itself is permanent; a refused sender, log-in or connection is
        a fault of ours, and the mail waits meanwhile.
        """
        try:
            async with self._connections, self._connection() as connection:
                await connection.send_message(message, sender=sender, recipients=[recipient])
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

    def _connection(self) -> aiosmtplib.SMTP:
        settings = self._settings
        return aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            timeout=settings.smtp_timeout_s,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            username=settings.smtp_username or None,
            password=settings.smtp_password.get_secret_value() or None,
        )


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
