"""Renders invoices in warm processes of their own, each render limited in size, time and memory."""

from dataclasses import dataclass
from functools import partial

import msgspec

from einvoice.model import Invoice
from einvoice.worker_pool import MEBIBYTE, Answering, PoolBusy, PoolNotRunning, WorkerFailed, WorkerLimits, WorkerPool

__all__ = ["PdfLimits", "PdfPool", "PoolBusy", "RenderFailed", "RenderRefused"]

_PDF, _REFUSED = b"p", b"r"  # The first byte of what a worker answers.


class RenderRefused(ValueError):
    """This document cannot be rendered, and trying again will not help: unreadable, too large, too many lines."""


class RenderFailed(RuntimeError):
    """The worker ran out of time or memory, or died, and has been replaced; or the pool is not running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLimits:
    """What one render may cost, and how many may wait."""

    document_bytes_max: int = 45 * MEBIBYTE
    lines_max: int = 10_000
    pdf_bytes_max: int = 64 * MEBIBYTE
    render_timeout_s: float = 30.0
    start_timeout_s: float = 60.0
    worker_memory_bytes_max: int = 1024 * MEBIBYTE
    renders_per_worker_max: int = 1_000
    restart_delay_s: float = 1.0
    waiting_max: int = 200


class _Request(msgspec.Struct, frozen=True, array_like=True):
    document: bytes
    is_ubl: bool
    language: str
    logo: bytes | None
    embed: bool
    sample: bool
    draft: str


class PdfPool:
    """Warm workers: `await pool.start()`, any number of `await pool.render(...)` at once, `await pool.stop()`."""

    def __init__(self, workers: int = 2, limits: PdfLimits | None = None) -> None:
        self._limits = limits or PdfLimits()
        held_to = WorkerLimits(
            answer_timeout_s=self._limits.render_timeout_s,
            start_timeout_s=self._limits.start_timeout_s,
            memory_bytes_max=self._limits.worker_memory_bytes_max,
            answer_bytes_max=self._limits.pdf_bytes_max + len(_PDF),
            answers_per_worker_max=self._limits.renders_per_worker_max,
            restart_delay_s=self._limits.restart_delay_s,
            waiting_max=self._limits.waiting_max,
        )
        self._pool = WorkerPool("einvoice-pdf", partial(_prepare, self._limits), workers, held_to)

    @property
    def process_ids(self) -> frozenset[int]:
        """The workers, as the operating system knows them."""
        return self._pool.process_ids

    async def start(self) -> None:
        """Start the workers and wait until each has rendered a first page; raises RenderFailed when one cannot."""
        try:
            await self._pool.start()
        except WorkerFailed as failed:
            raise RenderFailed(str(failed)) from failed

    async def stop(self) -> None:
        """End every worker; renders under way, and those that wait, fail with RenderFailed."""
        await self._pool.stop()

    async def render(
        self,
        document: bytes | Invoice,
        language: str = "sv",
        *,
        logo: bytes | None = None,
        embed: bool = False,
        sample: bool = False,
        draft: str = "",
    ) -> bytes:
        """The PDF of a UBL document or an invoice; `embed` puts the UBL itself into it.

        A `sample` says on every page that it is one, and a draft too: in the language `draft`, where that is given.

        Raises RenderRefused, RenderFailed or PoolBusy. A render that is cancelled frees its worker at once.
        """
        try:
            told = await self._pool.ask(self._request(document, language, logo, embed, sample, draft))
        except (WorkerFailed, PoolNotRunning) as failed:
            raise RenderFailed(str(failed)) from failed
        if told[:1] == _REFUSED:
            raise RenderRefused(told[1:].decode())
        return told[1:]

    def _request(
        self, document: bytes | Invoice, language: str, logo: bytes | None, embed: bool, sample: bool, draft: str
    ) -> bytes:
        if isinstance(document, Invoice):
            request = _Request(msgspec.msgpack.encode(document), False, language, logo, embed, sample, draft)
        else:
            request = _Request(document, True, language, logo, embed, sample, draft)
        if len(request.document) > self._limits.document_bytes_max:
            raise RenderRefused(f"a document of more than {self._limits.document_bytes_max} bytes")
        return msgspec.msgpack.encode(request)


def _prepare(limits: PdfLimits) -> Answering:
    """In a new worker: template and fonts loaded by a first render."""
    from einvoice.pdf.drawing import warm_up

    warm_up()
    return partial(_answer_to, limits)


def _answer_to(limits: PdfLimits, request: bytes) -> bytes:
    try:
        pdf = _render(msgspec.msgpack.decode(request, type=_Request), limits)
    except (ValueError, msgspec.ValidationError) as refused:
        return _REFUSED + str(refused)[:500].encode(errors="replace")
    if len(pdf) > limits.pdf_bytes_max:
        return _REFUSED + b"the PDF is too large"
    return _PDF + pdf


def _render(request: _Request, limits: PdfLimits) -> bytes:
    from einvoice.pdf.drawing import render
    from einvoice.ubl.reader import read
    from einvoice.ubl.writer import build

    stated = None
    if request.is_ubl:
        found = read(request.document)
        invoice, stated = found.invoice, found.stated
    else:
        invoice = msgspec.msgpack.decode(request.document, type=Invoice)
    if len(invoice.lines) > limits.lines_max:
        raise ValueError(f"more than {limits.lines_max} lines")
    ubl = None
    if request.embed:
        ubl = request.document if request.is_ubl else build(invoice)
    return render(
        invoice,
        language=request.language,
        logo=request.logo,
        ubl=ubl,
        stated=stated,
        sample=request.sample,
        draft=request.draft,
    )
