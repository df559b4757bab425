"""The mails of accounts, sent by the portal itself, because what they carry is a secret."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import aiosmtplib

from contracts.values import Language
from portal.accounts.people import Confirmation
from portal.settings import PortalSettings

CONFIRM = {
    "sv": (
        "Bekräfta din e-postadress",
        "Hej {name}!\n\nDin kod är {code}\n\nSkriv in den där du registrerade dig, eller öppna länken:\n{link}\n\n"
        "Koden gäller i {minutes} minuter. Har du inte registrerat dig kan du bortse från det här mejlet.\n",
    ),
    "en": (
        "Confirm your e-mail address",
        "Hello {name}!\n\nYour code is {code}\n\nEnter it where you signed up, or open this link:\n{link}\n\n"
        "The code is valid for {minutes} minutes. If you did not sign up, ignore this mail.\n",
    ),
}
KNOWN = {
    "sv": (
        "Du har redan ett konto",
        "Hej!\n\nNågon försökte registrera den här e-postadressen, men den har redan ett konto.\n"
        "Logga in här: {link}\n\nVar det inte du behöver du inte göra något.\n",
    ),
    "en": (
        "You already have an account",
        "Hello!\n\nSomebody tried to sign up with this e-mail address, but it already has an account.\n"
        "Log in here: {link}\n\nIf it was not you, there is nothing you need to do.\n",
    ),
}


class AccountMails:
    """Confirmation, and the notice to an address that is known; Swedish and English, others get English."""

    def __init__(self, settings: PortalSettings) -> None:
        self._settings = settings

    async def confirm(self, email: str, name: str, language: Language, confirmation: Confirmation) -> None:
        """Raises aiosmtplib.SMTPException or OSError when the mail server does not take it."""
        subject, text = CONFIRM.get(language, CONFIRM["en"])
        link = f"{self._settings.public_url}/confirm/{confirmation.link_token}"
        body = text.format(name=name, code=confirmation.code, link=link, minutes=self._settings.code_minutes)
        await self._send(email, subject, body)

    async def already_known(self, email: str, language: Language) -> None:
        """Told by mail alone, so that nobody learns from the page who has an account."""
        subject, text = KNOWN.get(language, KNOWN["en"])
        await self._send(email, subject, text.format(link=f"{self._settings.public_url}/login"))

    async def _send(self, to: str, subject: str, body: str) -> None:
        mail = EmailMessage()
        mail["From"] = self._settings.mail_from
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = make_msgid(domain="stafett.example")
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(body)
        await aiosmtplib.send(
            mail,
            hostname=self._settings.smtp_host,
            port=self._settings.smtp_port,
            timeout=self._settings.smtp_timeout_s,
        )
