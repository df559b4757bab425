"""Compares periodically whether the bus has the facts that the outbox told, and raises an alarm when they differ."""

from __future__ import annotations

import asyncio
from enum import StrEnum

import nats.errors
from nats.aio.client import Client
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from chassis.bus.outbox import CURSOR
from chassis.settings import Settings
from chassis.store.postgres import LOST, Pool
from chassis.telemetry import log

TOLD = """SELECT o.position, o.recorded_at < now() - make_interval(days => $2) AS aged
          FROM store.cursors c JOIN store.outbox o ON o.position <= c.position WHERE c.name = $1
           AND NOT EXISTS (SELECT FROM store.set_aside s
                           WHERE s.follower = $1 AND s.position = o.position AND s.solved_at IS NULL)
          ORDER BY o.position DESC LIMIT 1"""
NEWEST = "SELECT coalesce(max(position), 0) FROM store.outbox"


class Verdict(StrEnum):
    """The result of a comparison."""

    UNKNOWN = "unknown"
    AGREE = "agree"
    BEHIND = "behind"
    """The bus lost facts that were told: they can be told again (docs/runbooks/jetstream-lost.md)."""
    AHEAD = "ahead"
    """The bus has facts that this database lacks: an old backup was restored (docs/runbooks/a-restored-database.md)."""


class Agreement:
    """Compares the outbox's dense position with `ce-sequence` of the last message on the service's stream."""

    def __init__(self, service: str, pool: Pool, settings: Settings) -> None:
        self._service = service
        self._pool = pool
        self._settings = settings
        self.verdict = Verdict.UNKNOWN

    async def run(self, client: Client) -> None:
        """Never returns; cancel it."""
        while True:
            try:
                await self.compare(client)
            except (nats.errors.Error, TimeoutError, ValueError, *LOST) as error:
                log.warning("agreement.not-compared", error=type(error).__name__)
            await asyncio.sleep(self._settings.agreement_interval_s)

    async def compare(self, client: Client) -> Verdict:
        """Reads what was told before the stream, and what is stored after it, so that work under way is no alarm."""
        row = await self._pool.fetchrow(TOLD, CURSOR, self._settings.stream_days)
        told, aged = (row["position"], bool(row["aged"])) if row else (0, False)
        last = await self._newest_on_the_bus(client, told)
        stored: int = await self._pool.fetchval(NEWEST)
        if last > stored:
            found = Verdict.AHEAD
        elif last < told and not aged:
            found = Verdict.BEHIND
        else:
            found = Verdict.AGREE
        if found is not self.verdict and found is not Verdict.AGREE:
            log.error("agreement.differs", verdict=found, told=told, stored=stored, on_the_bus=last)
        elif found is not self.verdict:
            log.info("agreement.agrees", stored=stored, on_the_bus=last)
        self.verdict = found
        return found

    async def _newest_on_the_bus(self, client: Client, told: int) -> int:
        """The highest position among the last messages: a fact that was set aside may have been told late.

        Raises ValueError when the last message has no position: this service did not make it.
        """
        stream, context, newest = self._service.upper(), client.jetstream(), 0
        try:
            message = await context.get_last_msg(stream, f"{self._service}.>")
            newest = position_of(message)
            for behind in range(1, self._settings.agreement_look_back_max):
                if newest >= told or not message.seq or message.seq <= behind:
                    break
                newest = max(newest, position_of(await context.get_msg(stream, message.seq - behind)))
        except NotFoundError:
            return newest
        return newest


def position_of(message: RawStreamMsg) -> int:
    """The dense position that a message carries. Raises ValueError when it carries none that can be read."""
    return int((message.headers or {}).get("ce-sequence", "0"))
