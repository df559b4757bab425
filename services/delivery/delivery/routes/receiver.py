"""How one company receives documents: what it is called, its language, and the ways that it chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from chassis import Aggregate
from contracts.values import DocumentType, Language, Personal
from delivery.channels.names import Channel
from delivery.routes.commands import ChangeReception, RegisterReceiver
from delivery.routes.events import ReceiverEvent, ReceiverRegistered, ReceptionChanged


@dataclass(frozen=True, slots=True)
class Way:
    """One way to receive: the method that was chosen, and the mail address if it needs one."""

    method: Channel
    email: Personal[str] | None

    @property
    def channel(self) -> Channel:
        """E-mail if it was chosen and has an address, else the inbox in the network."""
        return "email" if self.method == "email" and self.email is not None else "inbox"

    @property
    def destination(self) -> str:
        """What limits count attempts by: the domain of the mail address, or the network's inbox."""
        if self.channel == "inbox" or self.email is None or self.email.is_redacted:
            return "inbox"
        return "mail:" + self.email.reveal().rpartition("@")[2].lower()


class Receiver(Aggregate[ReceiverEvent], stream="delivery.receiver", id_field="company"):
    """Its stream is the company's id. The two facts that make it known may come in either order."""

    registered: bool = False
    name: str = ""
    language: Language = "en"

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.ways: dict[DocumentType, ReceptionChanged] = {}

    @property
    def is_known(self) -> bool:
        return self.registered and "invoice" in self.ways

    def way(self, document_type: DocumentType = "invoice") -> Way:
        """How it receives this kind of document; without a choice for this kind, as it receives invoices."""
        chosen = self.ways.get(document_type) or self.ways.get("invoice")
        return Way(chosen.method, chosen.email) if chosen else Way("inbox", None)

    @property
    def channel(self) -> Channel:
        return self.way().channel

    @property
    def destination(self) -> str:
        return self.way().destination

    @property
    def email(self) -> Personal[str] | None:
        return self.way().email

    # Decisions.

    def register(self, command: RegisterReceiver) -> None:
        if not self.registered:
            self.record(ReceiverRegistered(company=command.company, name=command.name, language=command.language))

    def change(self, command: ChangeReception) -> None:
        """Keeps the newest choice: an older one, and the same one in another version of its fact, change nothing."""
        known = self.ways.get(command.document_type)
        if known and command.at <= known.changed_at:
            return
        self.record(
            ReceptionChanged(
                company=command.company,
                document_type=command.document_type,
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
                self.ways[event.document_type] = event
            case _:
                assert_never(event)
