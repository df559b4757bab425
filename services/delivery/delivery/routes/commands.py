"""What may be asked of a company that receives; never on the wire."""

from __future__ import annotations

from typing import Literal

from chassis import Command
from contracts.values import CompanyId, DocumentType, Language, Personal
from delivery.channels.names import Channel


class RegisterReceiver(Command, lane="company"):
    """Note a company that joined the network."""

    company: CompanyId
    name: str
    language: Language


class ChangeReception(Command, lane="company"):
    """Note how the company receives from now on."""

    company: CompanyId
    document_type: DocumentType
    method: Channel
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None
