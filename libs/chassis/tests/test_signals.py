"""A nudge wakes who follows, and never keeps it from stopping."""

import asyncio

from chassis.signals import Signal, Signals

ROUNDS = 200


async def test_a_nudge_that_comes_while_one_is_busy_is_not_lost() -> None:
    signal = Signal()
    signal.nudge()
    async with asyncio.timeout(1):
        await signal.wait(timeout_s=60)


async def test_one_that_is_nudged_and_cancelled_at_once_stops() -> None:
    for _ in range(ROUNDS):
        signal = Signal()

        async def follow(signal: Signal = signal) -> None:
            while True:
                await signal.wait(timeout_s=60)

        follower = asyncio.create_task(follow())
        await asyncio.sleep(0)
        signal.nudge()
        follower.cancel()
        done, _ = await asyncio.wait([follower], timeout=5)
        assert done, "the cancellation was swallowed"


async def test_a_nudge_before_a_look_is_done_with_and_one_after_it_is_not_lost() -> None:
    signal = Signals().events
    signal.nudge()
    signal.look()
    assert not await signal.wait(timeout_s=0)
    signal.look()
    signal.nudge()
    assert await signal.wait(timeout_s=60)


async def test_facts_alone_wake_the_relay_alone_and_events_alone_the_reader() -> None:
    signals = Signals()
    signals.nudge(events=False)
    assert (await signals.events.wait(timeout_s=0), await signals.facts.wait(timeout_s=0)) == (False, True)
    signals.nudge(facts=False)
    assert (await signals.events.wait(timeout_s=0), await signals.facts.wait(timeout_s=0)) == (True, False)
