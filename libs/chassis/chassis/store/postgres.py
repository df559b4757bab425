"""Connections to PostgreSQL: one that reconnects, a pool for queries, and the session lock that elects a leader."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from chassis.telemetry import log

LOST = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.OperatorInterventionError, OSError)
"""The errors of a lost or refused connection; any other is a fault of ours."""

PASSING = (
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.TransactionRollbackError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
)
"""The errors that may pass when tried again, but may also come from what was written."""


def is_lost(error: BaseException) -> bool:
    """Whether the connection was lost, so that what was read or written is not the cause.

    LOST is wider: a time-out, or an argument that asyncpg itself cannot write, is in it as well.
    """
    return isinstance(error, LOST) and not isinstance(error, TimeoutError | asyncpg.InterfaceError)


RECONNECT_DELAYS_S = (0.05, 0.1, 0.2, 0.5, 1.0)

APPENDED = "stafett_appended"
"""The channel on which a process that does not lead tells the one that does."""

APPEND_SETTINGS = {
    # A plan that was made while the tables were empty must not be kept, since it scans them.
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
}


class Line:
    """One connection that is opened when it is needed, and opened again when it was lost."""

    def __init__(self, url: str, settings: dict[str, str] | None = None, timeout_s: float | None = None):
        self._url = url
        self._settings = settings or {}
        self._timeout_s = timeout_s
        self._connection: Any = None
        self._lock = asyncio.Lock()

    async def get(self) -> Any:
        """An open connection; waits until the database can be reached."""
        if self._connection is not None and not self._connection.is_closed():
            return self._connection
        async with self._lock:
            if self._connection is None or self._connection.is_closed():
                self._connection = await connect(self._url, self._settings, self._timeout_s)
            return self._connection

    async def close(self) -> None:
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close(timeout=2)


async def connect(url: str, settings: dict[str, str] | None = None, timeout_s: float | None = None) -> Any:
    """Connects, however long it takes, since a database that is away comes back. `timeout_s` is that of a command."""
    attempt = 0
    while True:
        try:
            return await asyncpg.connect(url, server_settings=settings or {}, timeout=5, command_timeout=timeout_s)
        except (*LOST, TimeoutError) as error:
            if attempt in (0, 20):
                log.warning("database.unreachable", error=type(error).__name__)
            await asyncio.sleep(RECONNECT_DELAYS_S[min(attempt, len(RECONNECT_DELAYS_S) - 1)])
            attempt += 1


async def _left_as_it_is(_: Any) -> None:
    """A connection goes back to the pool as it is: an open transaction is rolled back by asyncpg all the same.

    Nobody here leaves more behind: settings are SET LOCAL, session locks and LISTEN live on lines of their own. Asking
    the server to reset everything costs a transaction for each query.
    """


class Pool:
    """Queries of views and pages: plain SQL with a time limit, on a few connections."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str, schemas: str, connections_max: int, timeout_s: float) -> Pool:
        await (await connect(url)).close()  # This waits for a database that is starting.
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=connections_max,
            command_timeout=timeout_s,
            server_settings={"search_path": schemas, "jit": "off"},
            reset=_left_as_it_is,
        )
        return cls(pool)

    async def execute(self, sql: str, *arguments: Any) -> str:
        result: str = await self._pool.execute(sql, *arguments)
        return result

    async def fetch(self, sql: str, *arguments: Any) -> Sequence[Any]:
        rows: Sequence[Any] = await self._pool.fetch(sql, *arguments)
        return rows

    async def fetchrow(self, sql: str, *arguments: Any) -> Any:
        return await self._pool.fetchrow(sql, *arguments)

    async def fetchval(self, sql: str, *arguments: Any) -> Any:
        return await self._pool.fetchval(sql, *arguments)

    @asynccontextmanager
    async def transaction(self, schemas: str = "") -> AsyncIterator[Any]:
        """Opens a transaction; `schemas` replaces the search path inside it."""
        async with self._pool.acquire() as connection, connection.transaction():
            if schemas:
                await connection.execute(f"SET LOCAL search_path = {schemas}")
            yield connection

    async def close(self) -> None:
        await self._pool.close()


class Leadership:
    """One replica of a service leads in a matter: the one that holds this session lock."""

    def __init__(self, url: str, matter: int, poll_s: float, line: Line | None = None) -> None:
        self._line = line or Line(url)
        self._matter = matter
        self._poll_s = poll_s
        self._nudge: Callable[[], None] = lambda: None

    def _heard(self, *_: Any) -> None:
        self._nudge()

    async def gained(self, nudge: Callable[[], None]) -> Any:
        """Waits to become the leader; returns the connection that holds the lock. Whoever loses it no longer leads.

        `nudge` is called when another process of the service says that it has appended (APPENDED).
        """
        self._nudge = nudge
        while True:
            connection = await self._line.get()
            try:
                if await connection.fetchval("SELECT pg_try_advisory_lock($1)", self._matter):
                    await connection.add_listener(APPENDED, self._heard)
                    return connection
            except LOST:
                continue
            await asyncio.sleep(self._poll_s)

    async def close(self) -> None:
        await self._line.close()
