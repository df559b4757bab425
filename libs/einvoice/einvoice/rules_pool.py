"""Validates invoices in warm processes of their own, each validation limited in size, time and memory.

Validation holds the interpreter's lock while it runs, and what it reads was written by strangers: neither belongs in a
service's event loop. A worker that hangs, dies or grows too large is replaced, and its document has not passed.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import resource
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection

import msgspec

from einvoice.findings import Finding, LayerRun, Report
from einvoice.xml import MAX_BYTES

logger = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024


class RulesUnavailable(RuntimeError):
    """A worker did not start, or the pool is not running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesLimits:
    """What one validation may cost, and how long a worker lives."""

    document_bytes_max: int = MAX_BYTES
    validate_timeout_s: float = 30.0
    start_timeout_s: float = 60.0
    worker_memory_bytes_max: int = 1536 * MEBIBYTE  # RLIMIT_DATA: address space that is only reserved costs nothing
    restart_delay_s: float = 1.0
    validations_per_worker_max: int = 10_000
    report_bytes_max: int = 64 * MEBIBYTE


class _Request(msgspec.Struct, frozen=True, array_like=True):
    document: bytes
    layers: tuple[str, ...]


class OfficialRules:
    """Warm workers: `await rules.start()`, any number of `await rules.validate(xml)` at once, `await rules.stop()`."""

    def __init__(self, workers: int = 1, limits: RulesLimits | None = None) -> None:
        self._count = workers
        self._limits = limits or RulesLimits()
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._threads: ThreadPoolExecutor | None = None
        self._workers: set[_Worker] = set()
        self._replacing: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the workers and wait until their rules are ready; raises RulesUnavailable when one cannot."""
        self._threads = ThreadPoolExecutor(2 * self._count, thread_name_prefix="einvoice-rules")
        await asyncio.gather(*(self._add_worker() for _ in range(self._count)))

    async def stop(self) -> None:
        """End every worker; validations under way are told as layers that could not run."""
        for task in self._replacing:
            task.cancel()
        for worker in tuple(self._workers):
            worker.kill()
        self._workers.clear()
        if self._threads:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    async def validate(self, document: bytes, layers: Sequence[str] | None = None) -> Report:
        """The verdict on a document, as `einvoice.validation.validate` gives it.

        When the worker ran out of time or memory, the report's only layer is "rules", which could not run. Raises
        RulesUnavailable when the pool is not running.
        """
        if self._threads is None:
            raise RulesUnavailable("the pool of official rules is not running")
        if len(document) > self._limits.document_bytes_max:
            return _too_large(len(document), self._limits.document_bytes_max)
        request = msgspec.msgpack.encode(_Request(document, tuple(layers or ())))
        worker = await self._idle.get()
        reusable = False
        try:
            told = await asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, request)
            reusable = worker.validations < self._limits.validations_per_worker_max
            return msgspec.msgpack.decode(told, type=Report)
        except RulesUnavailable as failure:
            return _could_not_run(str(failure))
        finally:
            if reusable:
                self._idle.put_nowait(worker)
            else:
                self._replace(worker)

    def _replace(self, worker: "_Worker") -> None:
        self._workers.discard(worker)
        task = asyncio.get_running_loop().create_task(self._kill_and_add(worker))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _kill_and_add(self, worker: "_Worker") -> None:
        await asyncio.to_thread(worker.kill)
        while self._threads:
            try:
                return await self._add_worker()
            except RulesUnavailable as failure:
                logger.error("a worker of the official rules did not start: %s", failure)
                await asyncio.sleep(self._limits.restart_delay_s)

    async def _add_worker(self) -> None:
        worker = await asyncio.to_thread(_Worker, self._limits)
        self._workers.add(worker)
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, worker.wait_until_warm)
        except RulesUnavailable:
            self._workers.discard(worker)
            await asyncio.to_thread(worker.kill)
            raise
        self._idle.put_nowait(worker)


class _Worker:
    """One warm process and the pipe to it."""

    def __init__(self, limits: RulesLimits) -> None:
        spawned = multiprocessing.get_context("spawn")
        self._limits = limits
        self._pipe, theirs = spawned.Pipe()
        self._process = spawned.Process(target=_work, args=(theirs, limits), daemon=True, name="einvoice-rules")
        self._process.start()
        theirs.close()  # Then the pipe ends when the process does.
        self.validations = 0

    def wait_until_warm(self) -> None:
        problem = self._answer(self._limits.start_timeout_s)
        if problem:
            raise RulesUnavailable(problem.decode())

    def ask(self, request: bytes) -> bytes:
        """The report, encoded; blocks for at most `validate_timeout_s`."""
        self.validations += 1
        try:
            self._pipe.send_bytes(request)
        except OSError as gone:
            raise RulesUnavailable("the worker is gone") from gone
        return self._answer(self._limits.validate_timeout_s)

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _answer(self, timeout_s: float) -> bytes:
        try:
            if not self._pipe.poll(timeout_s):
                raise RulesUnavailable(f"no answer within {timeout_s:g} s")
            return self._pipe.recv_bytes(self._limits.report_bytes_max)
        except (EOFError, OSError) as gone:
            raise RulesUnavailable("the worker died, or ran out of memory") from gone


def _work(pipe: "Connection[bytes, bytes]", limits: RulesLimits) -> None:
    """The life of a worker: make the rules ready, limit itself, then answer until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which stops the pool.
    from einvoice.validation import ALL_LAYERS, validate, warm_up

    problems = "; ".join(f"{run.name}: {run.reason}" for run in warm_up())
    resource.setrlimit(resource.RLIMIT_DATA, (limits.worker_memory_bytes_max, limits.worker_memory_bytes_max))
    pipe.send_bytes(problems.encode())
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked = msgspec.msgpack.decode(pipe.recv_bytes(), type=_Request)
            report = validate(asked.document, asked.layers or ALL_LAYERS, max_bytes=limits.document_bytes_max)
            pipe.send_bytes(msgspec.msgpack.encode(report))


def _too_large(size: int, bytes_max: int) -> Report:
    text = f"the document has {size} bytes; at most {bytes_max} are read"
    finding = Finding(rule="xml.too-large", level="fatal", text=text, where="/", layer="xsd")
    return Report(layers=(LayerRun(name="xsd", version="2.1", state="failed"),), findings=(finding,))


def _could_not_run(reason: str) -> Report:
    return Report(layers=(LayerRun(name="rules", version="", state="could not run", reason=reason),))
