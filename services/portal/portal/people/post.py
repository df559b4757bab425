"""Mails of accounts that wait to be sent: a request leaves a row, and whoever the mail is for is looked up behind it.

So no answer tells by its words or its time whether an address has an account, or whether the mail server is there. The
secret that a mail carries is made when the mail is sent: what waits is worth nothing to anybody.
"""

import asyncio
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

import aiosmtplib

from chassis import Db, new_id
from chassis.telemetry import log
from contracts.values import PersonId
from portal.people.colleagues import Colleagues
from portal.people.email_changes import EmailChanges
from portal.people.limits import HOUR_S, Limits, Rate, Share
from portal.people.mailed_codes import MailedCodes
from portal.people.mails import AccountMails
from portal.people.people import People
from portal.settings import PortalSettings

Kind = Literal[
    "sign-up",
    "confirmation",
    "reset",
    "password-changed",
    "colleague",
    "account-changed",
    "email-change",
    "email-asked",
    "email-changed",
]
REFUSED_FOR_GOOD = 500
"""SMTP replies from here on (RFC 5321, 4.2.1) are not changed by trying again."""


class Post:
    """`who` is the folded address, the user name that was typed, the person's id or the invitation's.

    `inviter` is what else the mail says: who invites, what was changed in an account, or which address it had.
    """

    def __init__(
        self,
        db: Db,
        settings: PortalSettings,
        mails: AccountMails,
        people: People,
        codes: MailedCodes,
        colleagues: Colleagues,
        limits: Limits,
        email_changes: EmailChanges,
    ) -> None:
        self._db = db
        self._settings = settings
        self._mails = mails
        self._people = people
        self._codes = codes
        self._colleagues = colleagues
        self._limits = limits
        self._email_changes = email_changes
        self._wanted = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    async def may(self, kind: Kind, recipient: str) -> bool:
        """Whether another mail of a kind may go to somebody; who got so many lately has one that still works."""
        rate = Rate(self._settings.account_mails_per_hour, HOUR_S)
        return not await self._limits.take(Share(f"mail {kind}", recipient.strip().casefold(), rate))

    async def put(self, kind: Kind, who: str, inviter: str = "") -> None:
        """A mail goes out soon, and is tried again for as long as the mail server does not take it."""
        await self._db.execute(
            "INSERT INTO mails_waiting (id, kind, who, inviter) VALUES ($1, $2, $3, $4)", new_id(), kind, who, inviter
        )
        self._wanted.set()

    async def run(self) -> None:
        """Sends what waits, for as long as the portal runs; several processes share the work."""
        while True:
            self._wanted.clear()
            await self.send_waiting()
            try:
                await asyncio.wait_for(self._wanted.wait(), self._settings.account_mail_poll_s)
            except TimeoutError:
                await self._limits.forget()

    async def send_waiting(self) -> None:
        """Tries everything that is due, until nothing is."""
        async with self._one_at_a_time:
            while rows := await self._claimed():
                await asyncio.gather(*(self._try(row) for row in rows))

    async def _claimed(self) -> Any:
        """Some of the rows that are due; no other process takes them meanwhile, unless this one dies."""
        return await self._db.fetch(
            """UPDATE mails_waiting SET tries = tries + 1, due_at = now() + $1::interval WHERE id IN (
                 SELECT id FROM mails_waiting WHERE due_at <= now() ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
               RETURNING *""",
            timedelta(seconds=self._settings.account_mail_lease_s),
            self._settings.account_mails_at_once,
        )

    async def _try(self, row: Any) -> None:
        """One attempt. The log says that a mail failed, never whose."""
        try:
            await self._send(row["kind"], row["who"], row["inviter"])
        except (aiosmtplib.SMTPException, OSError) as error:
            await self._failed(row, error)
            return
        await self._db.execute("DELETE FROM mails_waiting WHERE id = $1", row["id"])

    async def _failed(self, row: Any, error: Exception) -> None:
        settings = self._settings
        name, tries = type(error).__name__, row["tries"]
        keep_until = row["made_at"] + timedelta(hours=settings.account_mail_hours_max)
        pause_s = min(settings.account_mail_retry_s * 2 ** min(tries, 16), settings.account_mail_retry_max_s)
        kept = not _for_good(error) and await self._db.fetchval(
            "UPDATE mails_waiting SET due_at = now() + $2::interval WHERE id = $1 AND now() < $3 RETURNING true",
            row["id"],
            timedelta(seconds=pause_s),
            keep_until,
        )
        if kept:
            log.warning("account_mail.failed", kind=row["kind"], tries=tries, error=name)
            return
        await self._db.execute("DELETE FROM mails_waiting WHERE id = $1", row["id"])
        log.error("account_mail.given_up", kind=row["kind"], tries=tries, error=name)

    # What each kind says, and to whom.

    async def _send(self, kind: Kind, who: str, inviter: str) -> None:
        match kind:
            case "sign-up":
                await self._signed_up(who)
            case "confirmation":
                await self._confirmation(who)
            case "reset":
                await self._reset(who)
            case "password-changed" | "account-changed" | "email-change" | "email-asked" | "email-changed":
                person = await self._people.by_id(PersonId(UUID(who)))
                if person is not None:
                    await self._to_a_person(kind, person, inviter)
            case "colleague":
                renewed = await self._colleagues.renew(UUID(who))
                if renewed is not None:
                    await self._mails.colleague(renewed[0], inviter, renewed[1])

    async def _to_a_person(self, kind: Kind, person: Any, more: str) -> None:
        email, name, language = person["email"], person["given_name"], person["language"]
        match kind:
            case "account-changed":
                await self._mails.account_changed(email, name, language, more)
            case "email-asked":
                await self._mails.email_asked(email, name, language)
            case "email-changed":
                await self._mails.email_changed(more, name, language)
            case "email-change":
                await self._email_change(person)
            case _:
                await self._mails.password_changed(email, name, language)

    async def _email_change(self, person: Any) -> None:
        """Whether somebody has the new address already is told by mail alone."""
        new = await self._email_changes.waiting(person["id"])
        if new is None:
            return
        name, language = person["given_name"], person["language"]
        other = await self._people.find(new)
        if other is not None and other["confirmed_at"] is not None:
            await self._codes.begin("email-change", new, None)
            await self._mails.email_taken(new, other["language"])
            return
        secret = await self._codes.begin("email-change", new, person["id"])
        await self._mails.email_code(new, name, language, secret)

    async def _signed_up(self, address: str) -> None:
        """Whether the address was known is told by mail alone."""
        person = await self._people.find(address)
        if person is None or person["confirmed_at"] is None:
            await self._confirmation(address)
            return
        await self._codes.begin("confirmation", address, None)
        await self._mails.already_known(person["email"], person["language"])

    async def _confirmation(self, address: str) -> None:
        person = await self._people.find(address)
        if person is None or person["confirmed_at"] is not None:
            await self._codes.begin("confirmation", address, None)
            return
        email, name, language = person["email"], person["given_name"], person["language"]
        if not person["password_hash"]:
            secret = await self._codes.begin("reset", address, person["id"])
            await self._mails.choose_password(email, name, language, secret)
            return
        secret = await self._codes.begin("confirmation", address, person["id"])
        await self._mails.confirm(email, name, language, secret)

    async def _reset(self, user: str) -> None:
        person = await self._people.by_user(user)
        if person is None:
            await self._codes.begin("reset", user, None)
            return
        secret = await self._codes.begin("reset", person["email"], person["id"])
        await self._mails.reset(person["email"], person["given_name"], person["language"], secret)


def _for_good(error: Exception) -> bool:
    """Whether the server said no, and will say it again."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(_for_good(refused) for refused in error.recipients)
    return isinstance(error, aiosmtplib.SMTPResponseException) and error.code >= REFUSED_FOR_GOOD
