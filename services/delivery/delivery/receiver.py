"""How one company receives invoices: what it is called, its language, and the way that it chose."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from chassis import Aggregate
from contracts.values import Language, Personal
from delivery.commands import ChangeReception, RegisterReceiver
from delivery.events import Channel, ReceiverEvent, ReceiverRegistered, ReceptionChanged


class Receiver(Aggregate[ReceiverEvent], stream="delivery.receiver"):
    """Its stream is the company's id. The two facts that make it known may come in either order."""

    registered: bool = False
    name: str = ""
    language: Language = "en"
    method: Channel | None = None
    email: Personal[str] | None = None
    changed_at: datetime | None = None

    @property
    def is_known(self) -> bool:
        return self.registered and self.method is not None

    @property
    def channel(self) -> Channel:
        """Mail where there is an address for it, else the inbox in the network."""
        return "email" if self.method == "email" and self.email is not None else "inbox"

    @property
    def destination(self) -> str:
        """What an attempt strains: the domain of the mail address, or the network itself."""
        if self.channel == "inbox" or self.email is None or self.email.is_redacted:
            return "inbox"
        return "mail:" + self.email.reveal().rpartition("@")[2].lower()

    # Decisions.

    def register(self, command: RegisterReceiver) -> None:
        if not self.registered:
            self.record(ReceiverRegistered(company=command.company, name=command.name, language=command.language))

    def change(self, command: ChangeReception) -> None:
        """An older choice than the one we know is met in silence."""
        if self.changed_at and command.at <= self.changed_at:
            return
        self.record(
            ReceptionChanged(
                company=command.company,
                method=command.method,
                format=command.format,
                email=command.email,
                changed_at=command.at,
            )
        )

    # Evolution.

    def evolve(self, event: ReceiverEvent) -> None:
        match event:
            case ReceiverRegistered():
                self.registered, self.name, self.language = True, event.name, event.language
            case ReceptionChanged():
                self.method, self.email, self.changed_at = event.method, event.email, event.changed_at
            case _:
                assert_never(event)
