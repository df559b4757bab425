"""What stands in a received document, in the reader's words: the same texts and figures as on its PDF."""

import asyncio
from dataclasses import dataclass
from typing import Final

from contracts.values import Language
from einvoice.model import Attachment
from einvoice.pdf.page import InvoicePage, invoice_page
from einvoice.ubl.reader import ReadResult, read

MEDIA_TYPES: Final = frozenset(
    {
        "application/pdf",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "image/jpeg",
        "image/png",
        "text/csv",
    }
)
"""What EN 16931 lets be attached (BT-125-1)."""
ANY_FILE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Contents:
    """The texts of a document; `adds_up` is false when it states other sums than its lines make."""

    page: InvoicePage
    attachments: tuple[Attachment, ...]
    adds_up: bool
    currency: str


async def contents_of(ubl: bytes, language: Language) -> Contents | None:
    """None for a document that cannot be shown here: it is downloaded. In a thread, since it may be long."""
    return await asyncio.to_thread(_contents, ubl, language)


def _contents(ubl: bytes, language: Language) -> Contents | None:
    try:
        found = read(ubl)
        page = invoice_page(found.invoice, language, stated=found.stated)
    except ValueError:
        return None
    return Contents(page, found.invoice.attachments, _adds_up(found), found.invoice.currency)


def _adds_up(found: ReadResult) -> bool:
    try:
        return not found.differences()
    except ValueError:
        return False


def kind_of(attachment: Attachment) -> str:
    """The media type under which it is handed on: what the supplier wrote there, if it is one that is allowed."""
    return attachment.mime if attachment.mime in MEDIA_TYPES else ANY_FILE
