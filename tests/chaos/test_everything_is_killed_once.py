"""200 invoices in flight while every service, PostgreSQL and NATS are killed once: nothing lost, nothing twice."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from devstack.journey import Visitor
from devstack.network import SERVICES, Network

from .under_fire import (
    counts,
    is_rebuilt_from_its_store_alone,
    relayed,
    settled,
    the_books_are_right,
    two_companies,
    write_and_send,
)

INVOICES = 200
CREDITS = 300
AT_ONCE = 12

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
async def network() -> AsyncIterator[Network]:
    network = Network.temporary(durable=True)
    await network.up()
    try:
        yield network
    finally:
        await network.down()


@pytest.fixture(scope="module")
async def people(network: Network) -> AsyncIterator[tuple[Visitor, Visitor]]:
    async with two_companies(network, CREDITS) as companies:
        yield companies


async def kill_everything_once(network: Network) -> None:
    """Each service, then the database server, then the bus; a breath between them."""
    for service in SERVICES:
        network.kill(service)
        await asyncio.sleep(1.5)
        with contextlib.suppress(Exception):
            await network.supervisor.ready(service, 60)
    await asyncio.to_thread(network.postgres.kill)
    await asyncio.to_thread(network.postgres.start)
    await asyncio.sleep(2)
    await asyncio.to_thread(network.nats.kill)
    await asyncio.to_thread(network.nats.start)


@pytest.mark.req("S1-02", "S3-73", "D-04", "D-08")
async def test_nothing_is_lost_and_nothing_is_done_twice(network: Network, people: tuple[Visitor, Visitor]) -> None:
    supplier, customer = people
    gate = asyncio.Semaphore(AT_ONCE)
    sending = [asyncio.create_task(write_and_send(supplier, customer, n, gate)) for n in range(INVOICES)]
    await asyncio.sleep(1)
    await kill_everything_once(network)
    invoices = await asyncio.gather(*sending)
    assert len(set(invoices)) == INVOICES
    await settled(network, supplier, INVOICES, CREDITS)
    await the_books_are_right(network, supplier, customer, INVOICES, CREDITS)


async def test_the_bus_may_lose_everything(network: Network, people: tuple[Visitor, Visitor]) -> None:
    """JetStream's folder is deleted; every service tells everything again, and nothing changes."""
    supplier, customer = people
    before = await counts(network)
    await asyncio.to_thread(network.nats.kill)
    network.nats.lose_store()
    await asyncio.to_thread(network.nats.start)
    await network.provision()
    for service in SERVICES:
        done = await asyncio.to_thread(network.command, "republish", service, "--from", "1")
        assert done.returncode == 0, done.stderr
    await relayed(network)
    assert await counts(network) == before
    await the_books_are_right(network, supplier, customer, INVOICES, CREDITS)


async def test_every_service_is_rebuilt_from_its_store_alone(network: Network, people: tuple[Visitor, Visitor]) -> None:
    await is_rebuilt_from_its_store_alone(network)
