"""Fixtures for tests with real servers: `postgres`, `nats_server` and `database`. pytest loads them automatically.

Every pytest-xdist worker is a process of its own and gets servers of its own; no test ever meets another worker's data.
"""

import itertools
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import asyncpg
import pytest
import pytest_asyncio

from devstack.errors import LocalNetworkError
from devstack.nats import EmbeddedNats
from devstack.postgres import CONNECT_TIMEOUT_S, DatabaseUrls, EmbeddedPostgres

MIGRATE_TIMEOUT_S = 60
Migrate = Callable[[DatabaseUrls], Awaitable[None]]


class DatabaseFactory:
    """Makes databases that already have a service's schema: migrated once, then copied in hundredths of a second."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._templates: dict[tuple[str, Migrate | None], str] = {}
        self._numbers = itertools.count(1)
        self._made: list[str] = []

    async def __call__(self, service: str, migrate: Migrate | None = None) -> DatabaseUrls:
        """Makes a new database of `service`. `migrate` makes the schema; by default the chassis's own command does."""
        template = await self._template(service, migrate)
        name = f"{service}_t{next(self._numbers)}"
        urls = await self._server.create_database(name, service=service, template=template)
        self._made.append(name)
        return urls

    async def empty(self, service: str) -> DatabaseUrls:
        """Makes an empty database of `service`, with its roles."""
        name = f"{service}_e{next(self._numbers)}"
        urls = await self._server.create_database(name, service=service)
        self._made.append(name)
        return urls

    async def drop_all(self) -> None:
        """Drops what was made since the last call; the templates stay."""
        while self._made:
            await self._server.drop_database(self._made.pop())

    async def _template(self, service: str, migrate: Migrate | None) -> str:
        key = (service, migrate)
        if key not in self._templates:
            name = f"{service}_template{len(self._templates)}"
            urls = await self._server.create_database(name, service=service)
            await (migrate(urls) if migrate else migrate_with_chassis(service, urls))
            await self._close_to_connections(name)
            self._templates[key] = name
        return self._templates[key]

    async def _close_to_connections(self, name: str) -> None:
        """Forbids connections, since a database can be copied only while nobody is connected to it."""
        connection = await asyncpg.connect(self._server.superuser_url, timeout=CONNECT_TIMEOUT_S)
        try:
            await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            await connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", name
            )
        finally:
            await connection.close()


async def migrate_with_chassis(service: str, urls: DatabaseUrls) -> None:
    """Makes the schema of `service` as the local network does it. Raises LocalNetworkError with the last line said."""
    prefix = f"STAFETT_{service.upper()}_"
    settings = {f"{prefix}OWNER_DATABASE_URL": urls.owner, f"{prefix}DATABASE_URL": urls.app, "STAFETT_ENV": "test"}
    done = subprocess.run(  # noqa: ASYNC221  once in a test session, and nothing else runs at that moment
        [sys.executable, "-m", "chassis", "migrate", service],
        env={**os.environ, **settings},
        capture_output=True,
        timeout=MIGRATE_TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0:
        raise LocalNetworkError(f"migrate {service} failed: " + done.stderr.decode(errors="replace").strip()[-1000:])


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL without fsync for this test session, removed at its end."""
    with EmbeddedPostgres(durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def nats_server() -> Iterator[EmbeddedNats]:
    """A NATS server with JetStream for this test session, removed at its end."""
    with EmbeddedNats(durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def _database_factory(postgres: EmbeddedPostgres) -> DatabaseFactory:
    return DatabaseFactory(postgres)


@pytest_asyncio.fixture
async def database(_database_factory: DatabaseFactory) -> AsyncIterator[DatabaseFactory]:
    """Makes databases: `urls = await database("wallet")`. They are dropped when the test ends."""
    yield _database_factory
    await _database_factory.drop_all()
