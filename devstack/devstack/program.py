"""One program under supervision: it is started again when it dies, until it is asked to stop."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from devstack.errors import LocalNetworkError
from devstack.log_stream import LogStream
from devstack.server_process import leash

READY_TIMEOUT_S = 90.0
READY_POLL_S = 0.05
READY_ANSWER_TIMEOUT_S = 2.0
STOP_TIMEOUT_S = 15.0
DRAIN_TIMEOUT_S = 2.0
RESTART_DELAYS_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
STEADY_S = 10.0
"""A program that ran this long before it died is started again at once."""
DEATHS_MAX = 50
"""After this many deaths in a row a program is not started again."""
DEATHS_AT_START_MAX = 3
LINE_BYTES_MAX = 1_000_000
CLEAN_ENDS = frozenset({0, -signal.SIGTERM})
"""Exit codes without a fault: Uvicorn sends itself SIGTERM again after it has stopped in good order."""


@dataclass(slots=True)
class Program:
    """What is run: `command`, its whole environment, and how one sees that it is ready.

    It is ready when `ready_url` answers 200, or it has written a line with `ready_line`; with neither, when it runs.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready_url: str = ""
    ready_line: str = ""
    extra: dict[str, str] = field(default_factory=dict)


class Supervised:
    """The life of one program, through as many processes as it takes."""

    def __init__(self, program: Program, log: LogStream) -> None:
        self.program = program
        self._log = log
        self._life: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._doomed = 0
        self._leaving = asyncio.Event()
        self._announced = asyncio.Event()
        self._deaths = 0

    @property
    def pid(self) -> int | None:
        """The process that runs now; None between two of them, and after the end."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    def begin(self) -> None:
        """Starts the program, and again whenever it dies. `ready` says when it can be used."""
        if self._life is None or self._life.done():
            self._leaving.clear()
            self._deaths = 0
            self._life = asyncio.create_task(self._live())

    async def ready(self, timeout_s: float = READY_TIMEOUT_S, deaths_max: int = DEATHS_MAX) -> None:
        """Waits until the program is ready. Raises LocalNetworkError when time is up, or it has died too often."""
        deadline = time.monotonic() + timeout_s
        said = "nothing"
        async with httpx.AsyncClient(timeout=READY_ANSWER_TIMEOUT_S, trust_env=False) as client:
            while time.monotonic() < deadline:
                if self.pid is not None and self.pid != self._doomed:
                    said = await self._unready(client)
                    if not said:
                        return
                if self._life is None or self._life.done() or self._deaths > deaths_max:
                    raise LocalNetworkError(f"{self._name} does not stay alive; {self._last_words()}")
                await asyncio.sleep(READY_POLL_S)
        raise LocalNetworkError(
            f"{self._name} is not ready after {timeout_s:g} s (it says: {said}); {self._last_words()}"
        )

    def kill(self) -> None:
        """Sends SIGKILL to the program and its workers, as in a power cut. It is started again."""
        if self.pid is None:
            return
        self._doomed = self.pid
        _kill_session(self.pid)

    def terminate(self) -> None:
        """Asks the program to end and not to be started again. `stop` waits for it."""
        self._leaving.set()
        if self._process is not None and self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    async def stop(self) -> None:
        """Ends the program; what does not end in time is killed."""
        self.terminate()
        if self._life is None:
            return
        await asyncio.wait([self._life], timeout=STOP_TIMEOUT_S)
        if not self._life.done():
            if self.pid is not None:
                _kill_session(self.pid)
            await asyncio.wait([self._life], timeout=STOP_TIMEOUT_S)
        self._life = None

    async def _live(self) -> None:
        while not self._leaving.is_set():
            began = time.monotonic()
            code = await self._one_life()
            if self._leaving.is_set():
                return
            if code in CLEAN_ENDS:
                self._log.say(f"{self._name} has ended in good order ({code})")
                return
            steady = time.monotonic() - began > STEADY_S
            self._deaths = 0 if steady else self._deaths + 1
            if self._deaths > DEATHS_MAX:
                self._log.say(f"{self._name} has died {self._deaths} times: it is given up")
                return
            self._log.say(f"{self._name} ended with {code}; it is started again")
            pause = 0.0 if steady else RESTART_DELAYS_S[min(self._deaths, len(RESTART_DELAYS_S)) - 1]
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), pause)

    async def _one_life(self) -> int:
        """Runs one process from start to end; returns its exit code."""
        self._announced.clear()
        # A pipe of our own: asyncio's would keep `wait` from returning while a worker that outlives it holds the pipe.
        reading, writing = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *leash("TERM"),
                *self.program.command,
                env={**self.program.environment, **self.program.extra},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=writing,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        self._process = process
        if self._leaving.is_set():  # It was asked to stop while it was being started.
            self.terminate()
        pump = asyncio.create_task(self._pump(reading))
        code = await process.wait()
        _kill_session(process.pid)
        await asyncio.wait([pump], timeout=DRAIN_TIMEOUT_S)
        pump.cancel()
        return code

    async def _pump(self, reading: int) -> None:
        """Copies every line to the log."""
        lines = asyncio.StreamReader(limit=LINE_BYTES_MAX)
        loop = asyncio.get_running_loop()
        pipe, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), os.fdopen(reading, "rb"))
        awaited = self.program.ready_line.encode()
        try:
            while True:
                try:
                    line = await lines.readline()
                except ValueError:  # A line longer than the limit is skipped.
                    continue
                if not line:
                    return
                self._log.write(self._name, line)
                if awaited and awaited in line:
                    self._announced.set()
        finally:
            pipe.close()

    async def _unready(self, client: httpx.AsyncClient) -> str:
        """The reason why the program is not ready; empty when it is."""
        if self.program.ready_line:
            return "" if self._announced.is_set() else "nothing yet"
        if not self.program.ready_url:
            return ""
        try:
            answer = await client.get(self.program.ready_url)
        except httpx.HTTPError:
            return "nothing"
        return "" if answer.status_code == httpx.codes.OK else answer.text[:200] or str(answer.status_code)

    @property
    def _name(self) -> str:
        return self.program.name

    def _last_words(self) -> str:
        return f"its last words: {self._log.last_words([self._name])} (all in {self._log.file(self._name)})"


def _kill_session(pid: int) -> None:
    """Kills the process, if it still runs, and every worker that it started in its session."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
