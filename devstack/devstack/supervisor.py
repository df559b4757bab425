"""Runs programs: waits until they are ready, starts them again when they die, stops them in reverse order."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from devstack.errors import LocalNetworkError
from devstack.log_stream import LogStream
from devstack.program import DEATHS_AT_START_MAX, READY_TIMEOUT_S, Program, Supervised

__all__ = ["Program", "Supervisor", "terminal"]


class Supervisor:
    """Everything that a local network runs, as children in sessions of their own.

    `stream` shows every line with its program's name before it; each program's lines are kept in `<logs>/<name>.log`.
    """

    def __init__(self, logs: Path, stream: TextIO | None = None) -> None:
        self._log = LogStream(logs, stream)
        self._supervised: dict[str, Supervised] = {}
        self._groups: list[list[str]] = []

    async def start(self, *programs: Program) -> None:
        """Starts programs side by side and waits until all are ready. Raises LocalNetworkError naming any other."""
        started = []
        self._groups.append([program.name for program in programs])
        for program in programs:
            if program.name in self._supervised and self._supervised[program.name].pid is not None:
                raise LocalNetworkError(f"{program.name} runs already")
            self._supervised[program.name] = Supervised(program, self._log)
            self._supervised[program.name].begin()
            started.append(self._supervised[program.name])
        await asyncio.gather(*(one.ready(deaths_max=DEATHS_AT_START_MAX) for one in started))

    async def ready(self, name: str, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Waits until the program is ready, also after a kill."""
        await self._named(name).ready(timeout_s)

    def pids(self) -> dict[str, int]:
        """The processes that run now, by program."""
        return {name: one.pid for name, one in self._supervised.items() if one.pid is not None}

    def kill(self, name: str) -> None:
        """Sends SIGKILL, as in a power cut; the program is started again automatically."""
        self._named(name).kill()

    async def restart(self, name: str, extra: Mapping[str, str] | None = None) -> None:
        """Stops a program (if it runs) and starts it again, with other additions to its environment."""
        one = self._named(name)
        await one.stop()
        one.program.extra = dict(extra or {})
        one.begin()
        await one.ready(deaths_max=DEATHS_AT_START_MAX)

    async def stop(self, *names: str) -> None:
        """Stops these programs, or all: those started together are stopped together, the last group first.

        So whatever a program depends on still runs while it finishes its work.
        """
        for name in names:
            self._named(name)
        for group in reversed(self._groups):
            leaving = [self._named(name) for name in group if not names or name in names]
            for one in leaving:
                one.terminate()
            await asyncio.gather(*(one.stop() for one in leaving))

    def _named(self, name: str) -> Supervised:
        if name not in self._supervised:
            raise LocalNetworkError(f"{name} is not run here; these are: {', '.join(self._supervised) or 'none'}")
        return self._supervised[name]


def terminal() -> TextIO:
    """The stream that people read."""
    return sys.stdout
