"""The two small services' databases and bus, fresh for each test."""

import base64
import os
from collections.abc import AsyncIterator

import pytest
import structlog

from chassis.bus.declarations import resources
from devstack.nats import EmbeddedNats
from devstack.provisioner import provision
from devstack.testing import DatabaseFactory

from .small_services import MIGRATIONS, Pair, small_portal, small_wallet


@pytest.fixture
async def pair(database: DatabaseFactory) -> AsyncIterator[Pair]:
    urls = {name: await database(name, MIGRATIONS[name]) for name in ("portal", "wallet")}
    keys = {name: base64.b64encode(os.urandom(32)).decode() for name in urls}
    with EmbeddedNats(durable=False) as server:
        await provision(server.url, resources([small_portal, small_wallet]))
        yield Pair(urls, server.url, keys)


@pytest.fixture(scope="session", autouse=True)
def plain_tracebacks() -> None:
    """Tracebacks with every local in them take a second each, and tests of failures wait for them."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ]
    )
