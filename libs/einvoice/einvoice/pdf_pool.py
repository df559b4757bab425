"""Renders invoices in warm processes of their own, each render limited in size, time and memory.

Setting a page takes a tenth of a second of pure processor time, and what is set was written by strangers: neither
belongs in a service's event loop. A worker that hangs, dies or grows too large is replaced; the others go on.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection

import msgspec

from einvoice.model import Invoice

logger = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
_READY, _PDF, _REFUSED, _FAILED = b"w", b"p", b"r", b"f"  # The first byte of what a worker says.


class RenderRefused(ValueError):
    """This document cannot be rendered, and trying again will not help: unreadable, too large, too many lines."""


class RenderFailed(RuntimeError):
    """The worker ran out of time or memory, or died; it has been replaced."""


class PoolBusy(RuntimeError):
    """As many renders as `waiting_max` are already waiting."""


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


class _Worker:
    """One warm process and the pipe to it."""

    def __init__(self, limits: PdfLimits) -> None:
        spawned = multiprocessing.get_context("spawn")
        self._limits = limits
        self._pipe, theirs = spawned.Pipe()
        self._process = spawned.Process(target=_work, args=(theirs, limits), daemon=True, name="einvoice-pdf")
        self._process.start()
        theirs.close()  # Then the pipe ends when the process does.
        self.renders = 0

    def wait_until_warm(self) -> None:
        self._answer(self._limits.start_timeout_s)

    def ask(self, request: bytes) -> bytes:
        """The PDF; blocks for at most `render_timeout_s`."""
        self.renders += 1
        try:
            self._pipe.send_bytes(request)
        except OSError as gone:
            raise RenderFailed("the worker is gone") from gone
        return self._answer(self._limits.render_timeout_s)

    def _answer(self, timeout_s: float) -> bytes:
        try:
            if not self._pipe.poll(timeout_s):
                raise RenderFailed(f"no answer within {timeout_s:g} s")
            told = self._pipe.recv_bytes(self._limits.pdf_bytes_max + 1)
        except (EOFError, OSError) as gone:
            raise RenderFailed("the worker died") from gone
        kind, content = told[:1], told[1:]
        if kind == _REFUSED:
            raise RenderRefused(content.decode())
        if kind == _FAILED:
            raise RenderFailed(content.decode())
        return content

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


class PdfPool:
    """Warm workers: `await pool.start()`, any number of `await pool.render(...)` at once, `await pool.stop()`."""

    def __init__(self, workers: int = 2, limits: PdfLimits | None = None) -> None:
        self._count = workers
        self._limits = limits or PdfLimits()
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._replacing: set[asyncio.Task[None]] = set()
        self._waiting = 0

    async def start(self) -> None:
        """Start the workers and wait until each has rendered a first page; raises RenderFailed when one cannot."""
        self._threads = ThreadPoolExecutor(max_workers=2 * self._count, thread_name_prefix="einvoice-pdf")
        await asyncio.gather(*(self._add_worker() for _ in range(self._count)))

    async def stop(self) -> None:
        """End every worker; renders under way fail with RenderFailed."""
        for task in self._replacing:
            task.cancel()
        for worker in self._all:
            await asyncio.to_thread(worker.kill)
        self._all.clear()
        if self._threads:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    async def render(
        self, document: bytes | Invoice, language: str = "sv", *, logo: bytes | None = None, embed: bool = False
    ) -> bytes:
        """The PDF of a UBL document or an invoice; `embed` puts the UBL itself into it.

        Raises RenderRefused, RenderFailed or PoolBusy. A render that is cancelled frees its worker at once.
        """
        request = self._request(document, language, logo, embed)
        if self._waiting >= self._limits.waiting_max:
            raise PoolBusy(f"{self._waiting} renders are waiting")
        self._waiting += 1
        try:
            worker = await self._idle.get()
        finally:
            self._waiting -= 1
        reusable = False
        try:
            pdf = await asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, request)
            reusable = worker.renders < self._limits.renders_per_worker_max
            return pdf
        except RenderRefused:
            reusable = True
            raise
        finally:
            if reusable:
                self._idle.put_nowait(worker)
            else:
                self._replace(worker)

    def _request(self, document: bytes | Invoice, language: str, logo: bytes | None, embed: bool) -> bytes:
        if isinstance(document, Invoice):
            request = _Request(msgspec.msgpack.encode(document), False, language, logo, embed)
        else:
            request = _Request(document, True, language, logo, embed)
        if len(request.document) > self._limits.document_bytes_max:
            raise RenderRefused(f"a document of more than {self._limits.document_bytes_max} bytes")
        return msgspec.msgpack.encode(request)

    def _replace(self, worker: _Worker) -> None:
        self._all.discard(worker)
        task = asyncio.create_task(self._kill_and_add(worker))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _kill_and_add(self, worker: _Worker) -> None:
        await asyncio.to_thread(worker.kill)
        while self._threads:
            try:
                return await self._add_worker()
            except RenderFailed as failed:
                logger.error("a PDF worker did not start: %s", failed)
                await asyncio.sleep(self._limits.restart_delay_s)

    async def _add_worker(self) -> None:
        worker = await asyncio.to_thread(_Worker, self._limits)
        self._all.add(worker)
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, worker.wait_until_warm)
        except RenderFailed:
            self._all.discard(worker)
            await asyncio.to_thread(worker.kill)
            raise
        self._idle.put_nowait(worker)


def _work(pipe: "Connection[bytes, bytes]", limits: PdfLimits) -> None:
    """The life of a worker: limit itself, warm up, then answer one request after the other until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which stops the pool.
    from einvoice.pdf import warm_up

    warm_up()
    resource.setrlimit(resource.RLIMIT_AS, (limits.worker_memory_bytes_max, limits.worker_memory_bytes_max))
    pipe.send_bytes(_READY)
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(_answer_to(pipe.recv_bytes(), limits))


def _answer_to(request: bytes, limits: PdfLimits) -> bytes:
    try:
        pdf = _render(msgspec.msgpack.decode(request, type=_Request), limits)
    except (ValueError, msgspec.ValidationError) as refused:
        return _REFUSED + str(refused)[:500].encode(errors="replace")
    except MemoryError:
        return _FAILED + b"out of memory"
    except Exception as failed:  # noqa: BLE001  Whatever it is must reach the caller, not end as a dead worker.
        return _FAILED + f"{type(failed).__name__}: {failed}"[:500].encode(errors="replace")
    if len(pdf) > limits.pdf_bytes_max:
        return _REFUSED + b"the PDF is too large"
    return _PDF + pdf


def _render(request: _Request, limits: PdfLimits) -> bytes:
    from einvoice.pdf import render
    from einvoice.reader import read
    from einvoice.ubl import build

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
    return render(invoice, language=request.language, logo=request.logo, ubl=ubl, stated=stated)
