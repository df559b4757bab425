"""The attachments of a draft: copied from the portal, and checked by their content, not by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chassis import Documents
from contracts.values import DocumentRef, Finding
from invoicing.drafts.words import finding
from invoicing.settings import Limits

PORTAL = "portal"
PDF_HEAD, PDF_TAIL = b"%PDF-", b"%%EOF"
TAIL_BYTES = 1024
"""How far from the end a PDF's end mark may stand: readers search this much (ISO 32000-1, annex H.3.18)."""


async def inspected(
    attachments: tuple[DocumentRef, ...], documents: Documents, limits: Limits, language: str
) -> list[Finding]:
    """Copies those attachments that are small enough, and says what is wrong. Raises NotYet while one is on its way."""
    found = list(_sizes(attachments, limits, language))
    if len(attachments) > limits.attachments:
        return found
    for position, attachment in enumerate(attachments):
        if attachment.size > limits.attachment_bytes:
            continue
        await documents.copy(attachment, PORTAL)
        content = await documents.read(attachment)
        if not is_pdf(content) or attachment.media_type != "application/pdf":
            found.append(finding("attachment.not-pdf", f"attachments/{position}", language, name=attachment.name))
    return found


async def enclosures(attachments: Iterable[DocumentRef], documents: Documents) -> list[Enclosure]:
    """The attachments with their bytes, for the UBL (BG-24)."""
    return [Enclosure(attachment, await documents.read(attachment)) for attachment in attachments]


def is_pdf(content: bytes) -> bool:
    """Whether the bytes begin and end as a PDF does."""
    return content.startswith(PDF_HEAD) and PDF_TAIL in content[-TAIL_BYTES:]


def _sizes(attachments: tuple[DocumentRef, ...], limits: Limits, language: str) -> Iterator[Finding]:
    if len(attachments) > limits.attachments:
        yield finding(
            "attachments.too-many", "attachments", language, count=len(attachments), count_max=limits.attachments
        )
    for position, one in enumerate(attachments):
        if one.size > limits.attachment_bytes:
            yield finding(
                "attachment.too-large",
                f"attachments/{position}",
                language,
                name=one.name,
                size=one.size,
                size_max=limits.attachment_bytes,
            )
    together = sum(one.size for one in attachments)
    if together > limits.attachments_bytes:
        yield finding(
            "attachments.too-large", "attachments", language, size=together, size_max=limits.attachments_bytes
        )


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment with its bytes."""

    document: DocumentRef
    content: bytes
