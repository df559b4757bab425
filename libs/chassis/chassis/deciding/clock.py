"""The clock of a process, compared with those of PostgreSQL and of the bus: while it is wrong, nothing is dated.

An invoice, a signature or a payment that is dated a day off cannot be dated anew. So a process whose clock differs from
the others' by more than `clock_skew_max_s` does no work, and is not ready: what it hears and what is due waits, and
goes on when the clocks agree. Nobody can tell which of two clocks is the wrong one, so either stops it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
import nats.errors
from nats.aio.client import Client

from chassis.settings import Settings
from chassis.store.postgres import LOST, Pool
from chassis.telemetry import log

POSTGRES, BUS = "postgres", "bus"


class ClockWrong(Exception):
    """The clocks disagree, so this process refuses to date anything."""


class _StreamInfo(msgspec.Struct):
    """What JetStream answers about a stream: `ts` is the server's own time."""

    ts: datetime | None = None


class Clock:
    """The time, and whether it can be relied on. `ahead_s` is by how much it is ahead of each other clock."""

    def __init__(self, service: str, pool: Pool, settings: Settings, now: Callable[[], datetime]) -> None:
        self.now = now
        self.ahead_s: dict[str, float] = {}
        self._info = f"$JS.API.STREAM.INFO.{service.upper()}"
        self._pool = pool
        self._settings = settings
        self._right = asyncio.Event()
        self._right.set()
        self._look = asyncio.Event()
        self._anchor = self._distance()

    @property
    def is_right(self) -> bool:
        """Whether work may be dated. A clock that has been set is not relied on until it is compared again."""
        if self._right.is_set() and abs(self._distance() - self._anchor) > self._settings.clock_skew_max_s:
            self._right.clear()
            self._look.set()
        return self._right.is_set()

    async def right(self) -> None:
        """Waits until the clock is right; at once when it is."""
        while not self.is_right:
            await self._right.wait()

    async def run(self, client: Client) -> None:
        """Compares again and again, and at once when the clock has jumped. Never returns; cancel it."""
        while True:
            self._look.clear()
            await self.compare(client)
            try:
                async with asyncio.timeout(self._settings.clock_interval_s):
                    await self._look.wait()
            except TimeoutError:
                continue

    async def compare(self, client: Client) -> bool:
        """Compares the clocks. For one that does not answer, the last result counts."""
        await self._ask(POSTGRES, lambda: self._pool.fetchval("SELECT clock_timestamp()"))
        await self._ask(BUS, lambda: self._of_the_bus(client))
        wrong = {name: s for name, s in self.ahead_s.items() if abs(s) > self._settings.clock_skew_max_s}
        if wrong and self._right.is_set():
            log.error("clock.wrong", **{f"ahead_of_{name}_s": round(s, 1) for name, s in wrong.items()})
        if wrong:
            self._right.clear()
            return False
        if not self._right.is_set():
            log.info("clock.right")
        self._anchor = self._distance()
        self._right.set()
        return True

    async def _ask(self, name: str, other: Callable[[], Awaitable[datetime | None]]) -> None:
        """Asks one clock. The time that the answer took is subtracted from the difference, as it is uncertain."""
        asked = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.clock_timeout_s):
                told = await other()
        except (*LOST, nats.errors.Error, msgspec.DecodeError, TimeoutError) as error:
            log.warning("clock.not-compared", other=name, error=type(error).__name__)
            return
        if told is not None:
            on_the_way_s = (time.monotonic() - asked) / 2
            ahead_s = (self.now() - told).total_seconds() - on_the_way_s
            self.ahead_s[name] = max(abs(ahead_s) - on_the_way_s, 0.0) * (1 if ahead_s > 0 else -1)

    async def _of_the_bus(self, client: Client) -> datetime | None:
        answer = await client.request(self._info, b"", timeout=self._settings.clock_timeout_s)
        return msgspec.json.decode(answer.data, type=_StreamInfo).ts

    def _distance(self) -> float:
        """The distance between the clock, which can be set, and the monotonic one: it changes when the clock is set."""
        return self.now().timestamp() - time.monotonic()
