"""300 invoices while services, PostgreSQL and NATS are killed at random: what is shown is what was told."""

import asyncio
from collections import Counter
from random import Random

import pytest

from devstack.errors import LocalNetworkError
from devstack.network import SERVICES, Network

from .under_fire import (
    is_rebuilt_from_its_store_alone,
    settled,
    the_books_are_right,
    two_companies,
    write_and_send,
)

INVOICES = 300
CREDITS = 400
AT_ONCE = 12
KILLS_MAX = 60
PAUSE_S = (0.2, 3.0)
SERVERS = ("postgres", "nats")

pytestmark = pytest.mark.slow


@pytest.mark.req("S1-02", "S3-73", "D-04", "D-08")
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_is_killed_the_portal_shows_what_the_others_told(seed: int) -> None:
    network = Network.temporary(durable=True)
    await network.up()
    try:
        async with two_companies(network, CREDITS) as (supplier, customer):
            gate = asyncio.Semaphore(AT_ONCE)
            sending = asyncio.gather(*(write_and_send(supplier, customer, n, gate) for n in range(INVOICES)))
            deaths = await killed_at_random(network, Random(seed), sending)
            invoices = await sending
            assert len(set(invoices)) == INVOICES
            assert deaths.total() > len(SERVICES), deaths
            print(f"seed {seed}: {deaths.total()} killed, {dict(deaths)}")
            await settled(network, supplier, INVOICES, CREDITS)
            await the_books_are_right(network, supplier, customer, INVOICES, CREDITS)
            await is_rebuilt_from_its_store_alone(network)
    finally:
        await network.down()


async def killed_at_random(network: Network, chance: Random, work: "asyncio.Future[list[str]]") -> Counter[str]:
    """SIGKILL for whoever is drawn, while there is work; a service may die again before it is ready."""
    deaths: Counter[str] = Counter()
    while not work.done() and deaths.total() < KILLS_MAX:
        await asyncio.wait([work], timeout=chance.uniform(*PAUSE_S))
        name = chance.choice((*SERVICES, *SERVERS))
        if name in SERVERS:
            await asyncio.to_thread(network.kill, name)
            while not await stands(network, name):
                continue
        else:
            network.kill(name)
        deaths[name] += 1
    return deaths


async def stands(network: Network, server: str) -> bool:
    """Whether it stands again: a busy machine may take longer over the recovery than the network is willing to wait."""
    try:
        await network.start(server)
    except LocalNetworkError:
        return False
    return True
