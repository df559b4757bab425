"""PDFs of drafts are drawn in a process of their own, limited in time and memory, which starts for the first one."""

import asyncio

from einvoice.model import Invoice
from einvoice.pdf.pool import PdfLimits, PdfPool, PoolBusy, RenderFailed, RenderRefused
from einvoice.worker_pool import MEBIBYTE
from portal.edge.problems import Problem
from portal.settings import PortalSettings


class DraftDrawing:
    """Draws drafts. Nothing that was drawn is kept."""

    def __init__(self, settings: PortalSettings) -> None:
        limits = PdfLimits(
            lines_max=settings.draft_pdf_lines_max,
            render_timeout_s=settings.draft_pdf_timeout_s,
            worker_memory_bytes_max=settings.draft_pdf_memory_mb_max * MEBIBYTE,
            waiting_max=settings.draft_pdfs_waiting_max,
        )
        self._pool = PdfPool(settings.draft_pdf_workers, limits)
        self._starting = asyncio.Lock()
        self._has_started = False

    async def draw(self, invoice: Invoice, language: str, marked_in: str) -> bytes:
        """The PDF as its receiver would get it, marked as a draft in the language `marked_in`.

        Raises Problem `draft.not-drawable` for what cannot be drawn, `service.unavailable` when it must wait.
        """
        try:
            await self._started()
            return await self._pool.render(invoice, language, draft=marked_in)
        except RenderRefused as refused:
            raise Problem("draft.not-drawable") from refused
        except (RenderFailed, PoolBusy) as failed:
            raise Problem("service.unavailable", what="PDF") from failed

    async def stop(self) -> None:
        await self._pool.stop()

    async def _started(self) -> None:
        async with self._starting:
            if not self._has_started:
                await self._pool.start()
                self._has_started = True
