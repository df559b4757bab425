"""What may be asked of any document that lies in an inbox; never on the wire."""

from __future__ import annotations

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId


class OpenDocument(Command, lane="document"):
    """Note that a person of this company opened the document."""

    document: UUID
    company: CompanyId
