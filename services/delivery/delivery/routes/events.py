"""What has happened to companies that receive. Stored for ever: add fields with defaults."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from chassis import Event
from contracts.values import CompanyId, DocumentType, Language, Personal
from delivery.channels.names import Channel


class ReceiverRegistered(Event, topic="delivery.receiver_registered.v1"):
    """A company joined the network, with its name and language."""

    company: CompanyId
    name: str
    language: Language


class ReceptionChanged(Event, topic="delivery.reception_changed.v1"):
    """The company chose how it receives this kind of document. Both formats are sent; it prefers `format`."""

    company: CompanyId
    document_type: DocumentType = "invoice"
    method: Channel
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None
    changed_at: datetime


ReceiverEvent = ReceiverRegistered | ReceptionChanged
