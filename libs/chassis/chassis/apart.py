"""Files from people are read apart: each in a process of its own, limited in time and memory, and without secrets.

A parser holds the interpreter's lock, and a file can be made to expand or to run for hours, so it must not run in a
service's event loop. Whatever the file does, it can end only its reader (docs/decisions/0030).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from chassis import apart_process
from chassis.apart_process import ANSWER, OUT_OF_MEMORY, READY, REFUSED
from chassis.errors import NotYet, Refused
from chassis.telemetry import log

MEBIBYTE: Final = 1024 * 1024
SENT_AT_ONCE_BYTES: Final = 256 * 1024
ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH")
"""The variables of the service's environment that a reader gets; the others hold passwords and keys."""

Read = Callable[[bytes, dict[str, Any]], bytes]
"""A reader: a module's function of a file and of what is asked, which returns an encoded answer.

An exception with a `code` and `details` is a refusal. Whatever it needs is imported with its module: while it reads,
nothing can be opened.
"""


class ReadersBusy(NotYet):
    """Too many files are being read, or wait to be read: this one must be tried later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """The limits of reading one file, and how many are read or wait at the same time."""

    timeout_s: float = 20.0
    cpu_s: int = 10
    memory_bytes_max: int = 512 * MEBIBYTE
    """Address space, the interpreter and its libraries included."""
    answer_bytes_max: int = MEBIBYTE
    start_timeout_s: float = 30.0
    at_once: int = 2
    waiting_max: int = 20


class Apart:
    """Reads files with one function, each in a process of its own.

    `too_heavy` is the code of the refusal when a file takes more than the limits, `unreadable` when its reader fails.
    """

    def __init__(self, read: Read, *, too_heavy: str, unreadable: str, limits: ReadingLimits) -> None:
        self._read = read
        self._too_heavy, self._unreadable = too_heavy, unreadable
        self._limits = limits
        self._free = asyncio.Semaphore(limits.at_once)
        self._present = 0

    async def read(self, content: bytes, asked: Mapping[str, Any] | None = None, **details: object) -> bytes:
        """Reads the file and returns the function's answer. `details` fill the sentence of a refusal.

        Raises Refused, with the reader's own code where it gives one; ReadersBusy when too many wait already.
        """
        if self._present >= self._limits.at_once + self._limits.waiting_max:
            raise ReadersBusy(f"{self._present} files are being read, or wait for it")
        self._present += 1
        try:
            async with self._free:
                said = await self._answer(content, asked or {}, details)
        finally:
            self._present -= 1
        kind, answer = said[:1], said[1:]
        if kind == ANSWER:
            return answer
        if kind == REFUSED:
            code, found = json.loads(answer)
            raise Refused(code, **{**details, **found})
        if kind == OUT_OF_MEMORY:
            self._refuse(self._too_heavy, "out of memory", content, details)
        self._refuse(self._unreadable, answer.decode() or "no answer", content, details)

    async def _answer(self, content: bytes, asked: Mapping[str, Any], details: Mapping[str, object]) -> bytes:
        """Returns the reader's answer, which is never empty. Raises Refused when it dies or takes too long."""
        async with self._process() as process:
            sending = asyncio.create_task(_send(process, self._header(content, asked), content))
            try:
                await self._ready(process)
                async with asyncio.timeout(self._limits.timeout_s):
                    said = await _all_of(process, self._limits.answer_bytes_max)
                    await process.wait()
            except TimeoutError:
                self._refuse(self._too_heavy, "out of time", content, details)
            except BufferError:
                self._refuse(self._too_heavy, "too long an answer", content, details)
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
        if not said:
            self._refuse(self._too_heavy, f"ended with {process.returncode}", content, details)
        return said

    async def _ready(self, process: Process) -> None:
        """Waits for the reader. Raises ReadersBusy when it does not start in time, and RuntimeError when it cannot."""
        assert process.stdout is not None
        try:
            async with asyncio.timeout(self._limits.start_timeout_s):
                began = await process.stdout.read(1)
        except TimeoutError as error:
            raise ReadersBusy("the reader did not start in time") from error
        if began != READY:
            raise RuntimeError(f"{self._name} does not start; importing {self._read.__module__} says why")

    @contextlib.asynccontextmanager
    async def _process(self) -> AsyncIterator[Process]:
        """Starts a reader, which is ended with the block, however that ends."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", str(Path(apart_process.__file__))),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,  # A traceback may quote the file.
                cwd="/",
                env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            )
        except OSError as error:
            raise ReadersBusy(f"no process could be started: {error}") from error
        try:
            yield process
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    def _header(self, content: bytes, asked: Mapping[str, Any]) -> bytes:
        header = {
            "path": [str(Path(place).resolve()) for place in sys.path],
            "module": self._read.__module__,
            "function": self._read.__qualname__,
            "size": len(content),
            "asked": dict(asked),
            "timeout_s": self._limits.timeout_s,
            "start_timeout_s": self._limits.start_timeout_s,
            "cpu_s": self._limits.cpu_s,
            "memory_bytes_max": self._limits.memory_bytes_max,
        }
        return json.dumps(header).encode() + b"\n"

    @property
    def _name(self) -> str:
        return f"{self._read.__module__}.{self._read.__qualname__}"

    def _refuse(self, code: str, why: str, content: bytes, details: Mapping[str, object]) -> NoReturn:
        log.warning("file.not-read", reader=self._name, why=why, size=len(content))
        raise Refused(code, **details)


async def _send(process: Process, header: bytes, content: bytes) -> None:
    """Sends the file in pieces, so that other tasks run. A reader that has died shows by the end of its answer."""
    assert process.stdin is not None
    with contextlib.suppress(ConnectionError):
        process.stdin.write(header)
        for start in range(0, len(content), SENT_AT_ONCE_BYTES):
            process.stdin.write(content[start : start + SENT_AT_ONCE_BYTES])
            await process.stdin.drain()
        process.stdin.close()


async def _all_of(process: Process, size_max: int) -> bytes:
    """Returns everything that the reader writes. Raises BufferError when it is more than `size_max`."""
    assert process.stdout is not None
    said = bytearray()
    while more := await process.stdout.read(SENT_AT_ONCE_BYTES):
        said += more
        if len(said) > size_max + 1:
            raise BufferError
    return bytes(said)
