"""300 invoices while services, PostgreSQL and NATS are killed at random: what is shown is what was told."""

import asyncio
from collections import Counter
from random import Random

import pytest

from devstack import postgres
from devstack.network import SERVICES, Network

from .under_fire import (
    PATIENCE_S,
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
DEATHS_IN_A_ROW = 6
PAUSE_S = (0.2, 3.0)
SERVERS = ("postgres", "nats")

pytestmark = pytest.mark.slow


@pytest.mark.req("S1-02", "S3-73", "D-04", "D-08")
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_is_killed_the_portal_shows_what_the_others_told(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "START_TIMEOUT_S", PATIENCE_S)  # a busy machine takes its time over the recovery
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
    """SIGKILL for whoever is drawn, while there is work; a service may die again before it is ready.

    After some deaths everybody may come to life again, so that there is work to be broken off on a slow machine too.
    """
    deaths: Counter[str] = Counter()
    while not work.done() and deaths.total() < KILLS_MAX:
        await asyncio.wait([work], timeout=chance.uniform(*PAUSE_S))
        name = chance.choice((*SERVICES, *SERVERS))
        if name in SERVERS:
            await asyncio.to_thread(network.kill, name)
            await network.start(name)
        else:
            network.kill(name)
        deaths[name] += 1
        if deaths.total() % DEATHS_IN_A_ROW == 0:
            await asyncio.gather(*(network.supervisor.ready(service, PATIENCE_S) for service in SERVICES))
    return deaths
