"""Runs programs: waits until they are ready, starts them again when they die, stops them in reverse order."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import httpx

from devstack.errors import LocalNetworkError

READY_TIMEOUT_S = 90.0
READY_POLL_S = 0.05
STOP_TIMEOUT_S = 15.0
RESTART_DELAYS_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
STEADY_S = 10.0
"""A program that ran this long before it died is started again at once."""
LINE_BYTES_MAX = 1_000_000
COLOURS = (36, 32, 33, 35, 34, 96, 92, 93, 95, 94)


@dataclass(slots=True)
class Program:
    """What is run: `command`, its whole environment, and the address that answers 200 once it is ready."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready_url: str
    extra: dict[str, str] = field(default_factory=dict)


class Supervisor:
    """Everything that a local network runs, as children in sessions of their own.

    `stream` shows every line with its program's name before it; each program's lines are kept in `<logs>/<name>.log`.
    """

    def __init__(self, logs: Path, stream: TextIO | None = None) -> None:
        self._logs = logs
        self._stream = stream
        self._programs: dict[str, Program] = {}
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._watches: dict[str, asyncio.Task[None]] = {}
        self._stopping: set[str] = set()

    async def start(self, *programs: Program) -> None:
        """Starts them side by side and waits until all are ready. Raises LocalNetworkError naming who is not."""
        for program in programs:
            self._programs[program.name] = program
            await self._launch(program)
        await asyncio.gather(*(self.ready(program.name) for program in programs))

    async def ready(self, name: str, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Until the program answers that it is ready."""
        deadline = time.monotonic() + timeout_s
        url, said = self._programs[name].ready_url, "nothing"
        async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
            while time.monotonic() < deadline:
                with contextlib.suppress(httpx.HTTPError):
                    answer = await client.get(url)
                    if answer.status_code == 200:
                        return
                    said = answer.text[:200]
                await asyncio.sleep(READY_POLL_S)
        raise LocalNetworkError(f"{name} is not ready after {timeout_s:g} s (it says: {said}); see {self._log(name)}")

    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self._processes.items() if process.returncode is None}

    def kill(self, name: str) -> None:
        """SIGKILL, as a power cut: the program is started again by itself."""
        self._processes[name].kill()

    async def restart(self, name: str, extra: Mapping[str, str] | None = None) -> None:
        """Stops a program and starts it again, with other additions to its environment."""
        await self._stop(name)
        program = self._programs[name]
        program.extra = dict(extra or {})
        await self._launch(program)
        await self.ready(name)

    async def stop(self) -> None:
        """All of them, the last started first."""
        for name in reversed(list(self._programs)):
            self._stopping.add(name)
            self._terminate(name)
        for name in reversed(list(self._programs)):
            await self._stop(name)

    async def _launch(self, program: Program, deaths: int = 0) -> None:
        self._stopping.discard(program.name)
        process = await asyncio.create_subprocess_exec(
            *program.command,
            env={**program.environment, **program.extra},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=LINE_BYTES_MAX,
        )
        self._processes[program.name] = process
        self._watches[program.name] = asyncio.create_task(self._watch(program, process, time.monotonic(), deaths))

    async def _watch(self, program: Program, process: asyncio.subprocess.Process, began: float, deaths: int) -> None:
        await self._pump(program.name, process)
        code = await process.wait()
        if program.name in self._stopping:
            return
        deaths = 0 if time.monotonic() - began > STEADY_S else deaths + 1
        self._show("stafett", f"{program.name} ended with {code}; it is started again")
        await asyncio.sleep(RESTART_DELAYS_S[min(deaths, len(RESTART_DELAYS_S)) - 1] if deaths else 0)
        if program.name not in self._stopping:
            await self._launch(program, deaths)

    async def _pump(self, name: str, process: asyncio.subprocess.Process) -> None:
        """Every line to the program's log and, where one is wanted, to the common stream."""
        assert process.stdout is not None
        with self._log(name).open("ab") as log:
            while True:
                try:
                    line = await process.stdout.readline()
                except ValueError:  # a line longer than the limit is passed over
                    continue
                if not line:
                    return
                log.write(line)
                log.flush()
                self._show(name, line.decode(errors="replace").rstrip())

    def _show(self, name: str, line: str) -> None:
        if self._stream is None:
            return
        colour = COLOURS[list(self._programs).index(name) % len(COLOURS)] if name in self._programs else 1
        marked = f"\033[{colour}m{name:<13}\033[0m" if self._stream.isatty() else f"{name:<13}"
        print(f"{marked} {line}", file=self._stream, flush=True)

    def _terminate(self, name: str) -> None:
        process = self._processes.get(name)
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()

    async def _stop(self, name: str) -> None:
        self._stopping.add(name)
        self._terminate(name)
        process = self._processes.get(name)
        if process is None:
            return
        try:
            await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)
        except TimeoutError:
            self._kill_session(process.pid)
            await process.wait()
        watch = self._watches.pop(name, None)
        if watch is not None:
            await asyncio.wait([watch], timeout=STOP_TIMEOUT_S)
            watch.cancel()

    @staticmethod
    def _kill_session(pid: int) -> None:
        """The program and its workers."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)

    def _log(self, name: str) -> Path:
        self._logs.mkdir(parents=True, exist_ok=True)
        return self._logs / f"{name}.log"


def terminal() -> TextIO:
    """The stream that people read."""
    return sys.stdout
