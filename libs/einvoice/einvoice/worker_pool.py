"""Warm processes for work on what strangers wrote, every answer of theirs limited in time, size and memory.

Such work holds the interpreter's lock while it runs and may be made to run wild, so it has no place in a service's
event loop. A worker that hangs, dies, grows too large or has given its share of answers is replaced; the others go on.
"""

import asyncio
import contextlib
import gc
import logging
import multiprocessing
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import TypeAlias

logger = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
_ANSWER, _LAST_ANSWER, _FAILED = b"a", b"l", b"f"  # The first byte of what a worker says.
_REASON_LENGTH_MAX = 500

GARBAGE_OBJECTS_MAX = 100_000
"""Objects that a worker makes before it looks for garbage: those of a document of 1,000 lines live until its answer."""

Answering: TypeAlias = Callable[[bytes], bytes]
Prepare: TypeAlias = Callable[[], Answering]
"""Runs once in each new worker and returns what answers its requests; a module's function, or a partial of one."""


class WorkerFailed(RuntimeError):
    """The worker ran out of time or memory, or died; it has been replaced."""


class PoolBusy(RuntimeError):
    """As many requests as `waiting_max` are already waiting."""


class PoolNotRunning(RuntimeError):
    """The pool was not started, or has been stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """What one answer may cost, how long a worker lives, and how many requests may wait."""

    answer_timeout_s: float = 30.0
    start_timeout_s: float = 60.0
    memory_bytes_max: int = 1024 * MEBIBYTE  # RLIMIT_DATA: address space that is only reserved costs nothing
    resident_bytes_max: int = 512 * MEBIBYTE  # A worker that ever held more is replaced after its answer.
    answer_bytes_max: int = 64 * MEBIBYTE
    answers_per_worker_max: int = 1_000
    restart_delay_s: float = 1.0
    waiting_max: int = 200


class WorkerPool:
    """Warm workers: `await pool.start()`, any number of `await pool.ask(request)` at once, `await pool.stop()`."""

    def __init__(self, name: str, prepare: Prepare, workers: int, limits: WorkerLimits) -> None:
        self._name, self._prepare = name, prepare
        self._count, self._limits = workers, limits
        self._idle: asyncio.Queue[_Worker | None] = asyncio.Queue()  # None tells who waits that the pool has stopped.
        self._workers: set[_Worker] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._replacing: set[asyncio.Task[None]] = set()
        self._waiting = 0

    @property
    def process_ids(self) -> frozenset[int]:
        """The workers, as the operating system knows them."""
        return frozenset(worker.process_id for worker in self._workers)

    async def start(self) -> None:
        """Start the workers and wait until all are prepared; raises WorkerFailed when one cannot be."""
        self._idle = asyncio.Queue()
        self._threads = ThreadPoolExecutor(2 * self._count, thread_name_prefix=self._name)
        await asyncio.gather(*(self._add_worker() for _ in range(self._count)))

    async def stop(self) -> None:
        """End every worker; what is under way fails with WorkerFailed, what waits with PoolNotRunning."""
        threads, self._threads = self._threads, None
        for task in self._replacing:
            task.cancel()
        for worker in tuple(self._workers):
            await asyncio.to_thread(worker.kill)
        self._workers.clear()
        for _ in range(self._waiting):
            self._idle.put_nowait(None)
        if threads:
            threads.shutdown(wait=False)  # What it has yet to do fails by itself: its worker is gone.

    async def ask(self, request: bytes) -> bytes:
        """The answer of a worker. Raises WorkerFailed, PoolBusy or PoolNotRunning; a cancelled one frees its worker."""
        worker = await self._next_idle()
        reusable = False
        try:
            answer, reusable = await asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, request)
            return answer
        finally:
            if reusable:
                self._idle.put_nowait(worker)
            else:
                self._replace(worker)

    async def _next_idle(self) -> "_Worker":
        if self._threads is None:
            raise PoolNotRunning(f"{self._name} is not running")
        if self._waiting >= self._limits.waiting_max:
            raise PoolBusy(f"{self._waiting} requests to {self._name} are waiting")
        self._waiting += 1
        try:
            worker = await self._idle.get()
        finally:
            self._waiting -= 1
        if worker is None:
            raise PoolNotRunning(f"{self._name} was stopped")
        return worker

    def _replace(self, worker: "_Worker") -> None:
        task = asyncio.get_running_loop().create_task(self._kill_and_add(worker))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _kill_and_add(self, worker: "_Worker") -> None:
        await asyncio.to_thread(worker.kill)
        self._workers.discard(worker)
        while self._threads:
            try:
                return await self._add_worker()
            except WorkerFailed as failed:
                logger.error("a worker of %s did not start: %s", self._name, failed)
                await asyncio.sleep(self._limits.restart_delay_s)

    async def _add_worker(self) -> None:
        worker = await asyncio.to_thread(_Worker, self._name, self._prepare, self._limits)
        self._workers.add(worker)
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, worker.wait_until_prepared)
        except BaseException:
            self._workers.discard(worker)
            await asyncio.to_thread(worker.kill)
            raise
        self._idle.put_nowait(worker)


class _Worker:
    """One warm process and the pipe to it."""

    def __init__(self, name: str, prepare: Prepare, limits: WorkerLimits) -> None:
        spawned = multiprocessing.get_context("spawn")
        self._limits = limits
        self._pipe, theirs = spawned.Pipe()
        self._process = spawned.Process(target=_work, args=(theirs, prepare, limits), daemon=True, name=name)
        self._process.start()
        theirs.close()  # Then the pipe ends when the process does.
        self._answers = 0
        self._ending = Lock()

    @property
    def process_id(self) -> int:
        return self._process.pid or 0

    def wait_until_prepared(self) -> None:
        self._told(self._limits.start_timeout_s)

    def ask(self, request: bytes) -> tuple[bytes, bool]:
        """The answer, and whether the worker may be asked again; blocks for at most `answer_timeout_s`."""
        self._answers += 1
        try:
            self._pipe.send_bytes(request)
        except OSError as gone:
            raise WorkerFailed("the worker is gone") from gone
        kind, answer = self._told(self._limits.answer_timeout_s)
        return answer, kind == _ANSWER and self._answers < self._limits.answers_per_worker_max

    def kill(self) -> None:
        """End the process and wait until it is gone; a second time does nothing."""
        with self._ending:
            self._process.kill()
            self._process.join()
            self._pipe.close()

    def _told(self, timeout_s: float) -> tuple[bytes, bytes]:
        try:
            if not self._pipe.poll(timeout_s):
                raise WorkerFailed(f"no answer within {timeout_s:g} s")
            told = self._pipe.recv_bytes(self._limits.answer_bytes_max + 1)
        except (EOFError, OSError) as gone:
            raise WorkerFailed("the worker died, or ran out of memory") from gone
        kind, content = told[:1], told[1:]
        if kind == _FAILED:
            raise WorkerFailed(content.decode())
        return kind, content


def _work(pipe: "Connection[bytes, bytes]", prepare: Prepare, limits: WorkerLimits) -> None:
    """The life of a worker: prepare, limit itself, then answer one request after the other until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which stops the pool.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # A crash must not leave somebody's invoice on a disk.
    with contextlib.suppress(EOFError, OSError):
        try:
            answering = prepare()
            gc.freeze()  # What is ready stays; walking through it again and again would double the time of a long one.
            gc.set_threshold(GARBAGE_OBJECTS_MAX)
        except Exception as failure:  # noqa: BLE001  Why it could not be prepared must reach the pool.
            pipe.send_bytes(_failed(f"{type(failure).__name__}: {failure}"))
            return
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes_max, limits.memory_bytes_max))
        pipe.send_bytes(_ANSWER)
        while True:
            pipe.send_bytes(_answer_to(pipe.recv_bytes(), answering, limits))


def _answer_to(request: bytes, answering: Answering, limits: WorkerLimits) -> bytes:
    try:
        answer = answering(request)
    except MemoryError:
        return _failed(f"out of memory: more than {limits.memory_bytes_max} bytes")
    except Exception as failure:  # noqa: BLE001  Whatever it is must reach the caller, not end as a dead worker.
        return _failed(f"{type(failure).__name__}: {failure}")
    if len(answer) > limits.answer_bytes_max:
        return _failed(f"an answer of {len(answer)} bytes; at most {limits.answer_bytes_max} are taken")
    return (_LAST_ANSWER if _resident_bytes_most() > limits.resident_bytes_max else _ANSWER) + answer


def _resident_bytes_most() -> int:
    """The most this process has held. Linux counts in `ru_maxrss` also what the process that started it had held."""
    with Path("/proc/self/status").open(encoding="ascii", errors="replace") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def _failed(reason: str) -> bytes:
    return _FAILED + reason[:_REASON_LENGTH_MAX].encode(errors="replace")
