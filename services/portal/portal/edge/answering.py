"""Waiting for answers: each move of the views is one look, for every request of this process that waits."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.running.runtime import Runtime
from portal.telling.answers import answer_to, arrived_for

LOOK_FOR_S = 60.0


class Answering:
    """Looks on behalf of all who wait, and wakes those whose request something was told about."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._waiting: dict[UUID, set[asyncio.Future[None]]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def answer(self, request: UUID, names: Sequence[str], timeout_s: float) -> Any:
        """The row of the fact that answers a request, as soon as the views have it; None when the time is over."""
        deadline = time.monotonic() + timeout_s

        async def look() -> Any:
            return await answer_to(request, names, self._runtime.db)

        row = await look()
        if row is not None or timeout_s <= 0 or not await self._arrived(request, timeout_s):
            return row
        # What has arrived may be no answer yet, or one that waits for that of a like request.
        return await self._runtime.until(look, max(deadline - time.monotonic(), 0))

    async def _arrived(self, request: UUID, timeout_s: float) -> bool:
        """Waits until anything was told because of a request; False when the time is over.

        Raises what a look raises, such as that the database is away.
        """
        arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(request, set())
        waiting.add(arrived)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_while_somebody_waits())
        looking = self._looking
        try:
            await asyncio.wait({arrived, looking}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
            if looking.done():
                looking.result()
            return arrived.done()
        finally:
            waiting.discard(arrived)
            if not waiting:
                self._waiting.pop(request, None)

    async def _look_while_somebody_waits(self) -> None:
        while self._waiting:
            await self._runtime.until(self._look, LOOK_FOR_S)

    async def _look(self) -> bool | None:
        """True when nobody waits any more."""
        if not self._waiting:
            return True
        for request in await arrived_for(list(self._waiting), self._runtime.db):
            for arrived in self._waiting.get(request, ()):
                if not arrived.done():
                    arrived.set_result(None)
        return None
