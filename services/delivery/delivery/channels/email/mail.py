"""Hands a document over by mail: the server's reply decides whether it is tried again, and who must act."""

from __future__ import annotations

import asyncio
import re
from email.message import EmailMessage

import aiosmtplib

from contracts.text import tidied
from delivery.channels.channel import Consignment, TryAgain, Undeliverable
from delivery.channels.email.letter import letter, message_id
from delivery.channels.names import Repair
from delivery.settings import DeliverySettings

PERMANENT = 500
TOO_LARGE = 552
CAUSE_LENGTH_MAX = 200
ADDRESS = re.compile(r"\S+@\S+")


class Mail:
    """The mail server that our mails leave through. Its address, sender and time-out are settings."""

    def __init__(self, settings: DeliverySettings) -> None:
        self._settings = settings
        self._connections = asyncio.Semaphore(settings.smtp_connections_max)

    async def hand_over(self, consignment: Consignment) -> str:
        """Sends the mail and returns the server's reply and the Message-ID. Raises TryAgain or Undeliverable."""
        try:
            mail = letter(consignment, self._settings.mail_from, self._settings.public_url)
        except ValueError as error:
            raise Undeliverable("the receiver's mail address cannot be used", "receiver") from error
        async with self._connections:
            reply = await self._send(mail)
        return f"{brief(reply)} {message_id(consignment, self._settings.mail_from)}"

    async def _send(self, mail: EmailMessage) -> str:
        settings = self._settings
        try:
            _, reply = await aiosmtplib.send(
                mail,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user or None,
                password=settings.smtp_password.get_secret_value() or None,
                start_tls=settings.smtp_starttls,
                timeout=settings.smtp_timeout_s,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            first = refused.recipients[0]
            raise _no(first.code, first.message, "receiver") from refused
        except aiosmtplib.SMTPNotSupported as refused:
            raise Undeliverable(brief(str(refused)), "receiver") from refused
        except aiosmtplib.SMTPDataError as refused:
            raise _no(
                refused.code, refused.message, "supplier" if refused.code == TOO_LARGE else "network"
            ) from refused
        except (aiosmtplib.SMTPException, OSError) as trouble:
            # Connecting, logging in or naming the sender failed: the fault is our own server's, not the receiver's.
            raise TryAgain(brief(f"{type(trouble).__name__}: {trouble}"), "network") from trouble
        return reply


def mail(settings: DeliverySettings) -> Mail:
    """Builds the resource `Mail` that effects ask for."""
    return Mail(settings)


def _no(code: int, message: str, repair: Repair) -> TryAgain | Undeliverable:
    kind = Undeliverable if code >= PERMANENT else TryAgain
    return kind(brief(f"{code} {message}"), repair)


def brief(text: str) -> str:
    """Puts a server's reply on one line without mail addresses: it goes into facts, and addresses are personal data."""
    return tidied(ADDRESS.sub("…", " ".join(text.split()))[:CAUSE_LENGTH_MAX])
