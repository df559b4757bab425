"""Files that people send: how often, how large, and what they hold, which a process of its own looks at."""

from typing import Final

from fastapi import Request

from chassis.apart import MEBIBYTE, Apart, ReadersBusy, ReadingLimits
from einvoice.pdf import attached as attached_pdf
from portal.edge.problems import Problem
from portal.settings import PortalSettings

PDF: Final = "application/pdf"
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PICTURES: Final = {PNG: "image/png", JPEG: "image/jpeg"}
"""By how their bytes begin. No picture is ever decoded here."""
PDF_HEAD_WITHIN: Final = 1024
"""Some readers take a file for a PDF when its mark stands anywhere within so many bytes."""


class SentFiles:
    """Looks at PDFs that are sent, each in a process of its own, within the limits of the settings."""

    def __init__(self, settings: PortalSettings) -> None:
        self._pages_max = settings.attachment_pages_max
        limits = ReadingLimits(
            timeout_s=settings.attachment_read_timeout_s,
            cpu_s=settings.attachment_read_cpu_s,
            memory_bytes_max=settings.attachment_read_memory_mb_max * MEBIBYTE,
            at_once=settings.attachments_read_at_once_max,
            waiting_max=settings.attachments_waiting_max,
        )
        self._apart = Apart(
            attached_pdf.inspect, too_heavy="document.too-heavy", unreadable="document.not-pdf", limits=limits
        )

    async def inspect_pdf(self, content: bytes, name: str) -> None:
        """Raises Refused `document.*` unless it is a PDF that everybody can open and that is nothing else beside."""
        try:
            await self._apart.read(content, {"pages_max": self._pages_max}, name=name[:200])
        except ReadersBusy as error:
            raise Problem("service.unavailable", what="PDF") from error

    async def kind_of(self, content: bytes, name: str) -> str | None:
        """The media type of a PDF or a picture, by what it holds; None for anything else. Raises as `inspect_pdf`."""
        if content.startswith(attached_pdf.HEAD):
            await self.inspect_pdf(content, name)
            return PDF
        kind = next((kind for begins, kind in PICTURES.items() if content.startswith(begins)), None)
        if kind and (attached_pdf.is_archive(content) or attached_pdf.HEAD in content[:PDF_HEAD_WITHIN]):
            raise Problem("document.something-else-too", name=name[:200])
        return kind


async def body_of(request: Request, size_max: int) -> bytes:
    """The body, read no further than the limit."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > size_max:
            raise Problem("body.too-large", size_max=size_max)
    return bytes(content)
