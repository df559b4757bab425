"""The mails caught, newest last, in memory and, if a folder is given, on disk too."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MAILS_MAX = 2_000
TOTAL_BYTES_MAX = 200_000_000
MAIL_BYTES_MAX = 25_000_000


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it was received: the envelope, and the message byte by byte."""

    id: str
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    message: bytes


class Mailbox:
    """Keeps at most MAILS_MAX mails and TOTAL_BYTES_MAX bytes; the oldest go first."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._mails: OrderedDict[str, Mail] = OrderedDict()
        self._bytes = 0
        self._last_number = 0
        self._arrival = asyncio.Condition()
        self._closing = False
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._load(folder)

    def __len__(self) -> int:
        return len(self._mails)

    @property
    def latest(self) -> str:
        """The id of the mail that came last, to be given as `after`; also when that mail is deleted."""
        return f"{self._last_number:08d}"

    async def add(self, sender: str, recipients: Sequence[str], message: bytes) -> Mail:
        """Keeps a mail and wakes everybody who waits for one."""
        self._last_number += 1
        mail = Mail(self.latest, datetime.now(UTC), sender, tuple(recipients), message)
        self._write(mail)
        self._keep(mail)
        async with self._arrival:
            self._arrival.notify_all()
        return mail

    def get(self, mail_id: str) -> Mail | None:
        return self._mails.get(mail_id)

    def find(self, to: str | None, after: str = "") -> list[Mail]:
        """Newest first; `to` is a whole address in any case; `after` leaves out a mail and all that came before it."""
        wanted = to.strip().lower() if to else None
        return [
            mail
            for mail in reversed(self._mails.values())
            if mail.id > after and (wanted is None or wanted in (one.lower() for one in mail.recipients))
        ]

    async def wait(self, to: str | None, after: str, timeout_s: float) -> list[Mail]:
        """As `find`, but waits up to `timeout_s` for a first match."""
        async with self._arrival:
            try:
                async with asyncio.timeout(timeout_s):
                    await self._arrival.wait_for(lambda: self._closing or bool(self.find(to, after)))
            except TimeoutError:
                return []
            return self.find(to, after)

    async def let_go(self) -> None:
        """Ends all waiting, because the catcher is about to stop."""
        self._closing = True
        async with self._arrival:
            self._arrival.notify_all()

    def clear(self) -> int:
        """Removes all mails and returns how many they were. Their ids are not used again."""
        count = len(self._mails)
        while self._mails:
            self._drop_oldest()
        return count

    def _keep(self, mail: Mail) -> None:
        self._mails[mail.id] = mail
        self._bytes += len(mail.message)
        while len(self._mails) > MAILS_MAX or (self._bytes > TOTAL_BYTES_MAX and len(self._mails) > 1):
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        _, mail = self._mails.popitem(last=False)
        self._bytes -= len(mail.message)
        if self._folder is not None:
            for ending in ("eml", "json"):
                (self._folder / f"{mail.id}.{ending}").unlink(missing_ok=True)

    def _write(self, mail: Mail) -> None:
        if self._folder is None:
            return
        envelope = {"received_at": mail.received_at.isoformat(), "from": mail.sender, "to": mail.recipients}
        (self._folder / f"{mail.id}.eml").write_bytes(mail.message)
        # The envelope comes last: a mail without it was cut off in the middle and is not loaded.
        (self._folder / f"{mail.id}.json").write_text(json.dumps(envelope))

    def _load(self, folder: Path) -> None:
        for file in sorted(folder.glob("*.json")):
            try:
                envelope = json.loads(file.read_text())
                message = file.with_suffix(".eml").read_bytes()
                received_at = datetime.fromisoformat(envelope["received_at"])
                mail = Mail(file.stem, received_at, envelope["from"], tuple(envelope["to"]), message)
            except (OSError, ValueError, KeyError):
                continue
            self._last_number = max(self._last_number, int(mail.id))
            self._keep(mail)
