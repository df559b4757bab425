"""Gates: a limit of effects that run towards one destination at once. Waiting ones take no room from others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Gates:
    """A gate for each destination. `idle` counts the effects that wait at a full gate or for their next try."""

    def __init__(self) -> None:
        self.idle = 0
        self._gates: dict[str, tuple[asyncio.Semaphore, list[int]]] = {}

    @asynccontextmanager
    async def through(self, destination: str, at_once: int) -> AsyncIterator[None]:
        """Waits for a place at the destination; a gate without effects is removed."""
        gate, standing = self._gates.setdefault(destination, (asyncio.Semaphore(at_once), [0]))
        standing[0] += 1
        try:
            await self._waited(gate)
            try:
                yield
            finally:
                gate.release()
        finally:
            standing[0] -= 1
            if not standing[0]:
                self._gates.pop(destination, None)

    async def rest(self, delay_s: float) -> None:
        """Waits for the next try."""
        self.idle += 1
        try:
            await asyncio.sleep(delay_s)
        finally:
            self.idle -= 1

    async def _waited(self, gate: asyncio.Semaphore) -> None:
        self.idle += 1
        try:
            await gate.acquire()
        finally:
            self.idle -= 1
