"""What has happened to companies that receive. Stored for ever: add fields with defaults."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import DocumentType, Language, Personal
from delivery.channels.names import Channel


class ReceiverRegistered(Event, topic="delivery.receiver_registered.v1"):
    """A company came aboard, with its name and language."""

    company: UUID
    name: str
    language: Language


class ReceptionChanged(Event, topic="delivery.reception_changed.v1"):
    """How it receives this kind of document from now on. Both formats are always sent along; `format` it prefers."""

    company: UUID
    document_type: DocumentType = "invoice"
    method: Channel
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None
    changed_at: datetime


ReceiverEvent = ReceiverRegistered | ReceptionChanged
