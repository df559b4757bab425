"""The mails of accounts, sent by the portal itself, because what they carry is a secret."""

import tomllib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import cache
from importlib.resources import files

import aiosmtplib
from babel.dates import format_date

from contracts.plain_names import linkless
from contracts.values import Language
from portal.people.colleagues import Invitation
from portal.people.secrets_of_mails import MailedSecret
from portal.settings import PortalSettings

VALUE_CHARACTERS_MAX = 200


@cache
def words(language: Language) -> dict[str, dict[str, str]]:
    """Subject and text of every mail in a language."""
    return tomllib.loads((files(__package__) / "words" / f"{language}.toml").read_text("utf-8"))


class AccountMails:
    """Names that somebody wrote lead nowhere.

    Each mail raises aiosmtplib.SMTPException or OSError when the mail server does not take it.
    """

    def __init__(self, settings: PortalSettings) -> None:
        self._settings = settings

    async def confirm(self, email: str, name: str, language: Language, confirmation: MailedSecret) -> None:
        link = self._link(f"/confirm/{confirmation.link_token}")
        minutes = self._settings.code_minutes
        await self._send(email, language, "confirm", name=name, code=confirmation.code, link=link, minutes=minutes)

    async def choose_password(self, email: str, name: str, language: Language, secret: MailedSecret) -> None:
        """To somebody who has an account and no password yet (S4-15)."""
        await self._reset("choose-password", email, name, language, secret)

    async def reset(self, email: str, name: str, language: Language, secret: MailedSecret) -> None:
        await self._reset("reset", email, name, language, secret)

    async def password_changed(self, email: str, name: str, language: Language) -> None:
        await self._send(email, language, "password-changed", name=name, link=self._link("/login"))

    async def account_changed(self, email: str, name: str, language: Language, change: str) -> None:
        """`change` is what happened, such as `second-factor-on`."""
        what = words(language)["account-changed"][change]
        await self._send(email, language, "account-changed", name=name, what=what, link=self._link("/support"))

    async def email_code(self, email: str, name: str, language: Language, secret: MailedSecret) -> None:
        """To the new address, whose owner enters the code where they are logged in."""
        link, minutes = self._link("/settings/email"), self._settings.code_minutes
        await self._send(email, language, "email-code", name=name, code=secret.code, link=link, minutes=minutes)

    async def email_taken(self, email: str, language: Language) -> None:
        await self._send(email, language, "email-taken", link=self._link("/login"))

    async def email_asked(self, email: str, name: str, language: Language) -> None:
        """To the address that is still the account's."""
        await self._send(email, language, "email-asked", name=name, link=self._link("/support"))

    async def email_changed(self, old: str, name: str, language: Language) -> None:
        """To the address that was the account's until now."""
        await self._send(old, language, "email-changed", name=name, link=self._link("/support"))

    async def already_known(self, email: str, language: Language) -> None:
        """Told by mail alone, so that nobody learns from the page who has an account."""
        await self._send(email, language, "known", link=self._link("/login"))

    async def colleague(self, invitation: Invitation, inviter: str, secret: MailedSecret) -> None:
        await self._send(
            invitation.email,
            invitation.language,
            "colleague",
            name=invitation.given_name or invitation.email.partition("@")[0],
            inviter=inviter,
            company_name=invitation.company_name,
            code=secret.code,
            link=self._link(f"/join/{secret.link_token}"),
            expires_on=format_date(invitation.expires_at.date(), "long", locale=invitation.language),
        )

    async def _reset(self, mail: str, email: str, name: str, language: Language, secret: MailedSecret) -> None:
        link = self._link(f"/reset/{secret.link_token}")
        minutes = self._settings.reset_minutes
        await self._send(email, language, mail, name=name, code=secret.code, link=link, minutes=minutes)

    def _link(self, path: str) -> str:
        return self._settings.public_url + path

    async def _send(self, to: str, language: Language, mail: str, **values: object) -> None:
        phrases = words(language)[mail]
        given = {name: value if name == "link" else linkless(one_line(str(value))) for name, value in values.items()}
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        message["To"] = to
        message["Subject"] = phrases["subject"].format(**given)
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain="stafett.example")
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = language
        message.set_content(phrases["text"].lstrip("\n").format(**given))
        await aiosmtplib.send(
            message,
            hostname=self._settings.smtp_host,
            port=self._settings.smtp_port,
            timeout=self._settings.smtp_timeout_s,
        )


def one_line(text: str) -> str:
    """Printable characters on one line: a name can add neither a header nor a line of its own."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:VALUE_CHARACTERS_MAX]
