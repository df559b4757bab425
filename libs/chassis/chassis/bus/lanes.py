"""Lanes: work within one lane is done in order, different lanes run side by side; what waits in a lane is one unit."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class Lanes(Generic[T]):
    """Calls `drive` with what waits in a lane, never twice at once for one lane."""

    def __init__(self, drive: Callable[[list[T]], Awaitable[None]], batch_max: int) -> None:
        self._drive = drive
        self._batch_max = batch_max
        self._waiting: dict[UUID, deque[T]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, lane: UUID, item: T) -> None:
        waiting = self._waiting.get(lane)
        if waiting is not None:
            waiting.append(item)
            return
        self._waiting[lane] = deque((item,))
        task = asyncio.get_running_loop().create_task(self._empty(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _empty(self, lane: UUID) -> None:
        waiting = self._waiting[lane]
        try:
            while waiting:
                batch = [waiting.popleft() for _ in range(min(len(waiting), self._batch_max))]
                await self._drive(batch)
        finally:
            del self._waiting[lane]

    async def drained(self, timeout_s: float) -> None:
        """Waits until every lane is empty, or the time is over; what is left is delivered again later."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=timeout_s)
        for task in self._tasks:
            task.cancel()
