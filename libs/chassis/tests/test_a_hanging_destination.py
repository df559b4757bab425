"""One destination that hangs delays no other, and what waits for it survives a stop.

Looked for beside mails to a receiver that hangs: effects that rest before their next try, samples, mails that are tried
again, a start in the middle.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from chassis import Act, Acting, Service
from chassis.follow.gates import Gates

from .small_services import OrderTaken, Pair, RecordCall, eventually, place, small_portal, small_wallet

WINDOW = 3


class Receivers:
    """Receivers that hang until released, or fail; it counts how often each order was called."""

    def __init__(self) -> None:
        self.hanging: set[UUID] = set()
        self.failing: set[UUID] = set()
        self.let_go = asyncio.Event()
        self.calls: Counter[UUID] = Counter()
        self.at_once: Counter[UUID] = Counter()
        self.at_once_max: Counter[UUID] = Counter()

    async def call(self, event: OrderTaken, acting: Acting) -> RecordCall:
        company = event.company
        self.at_once[company] += 1
        self.at_once_max[company] = max(self.at_once_max[company], self.at_once[company])
        try:
            if company in self.hanging:
                await self.let_go.wait()
            if company in self.failing:
                raise ConnectionRefusedError
        finally:
            self.at_once[company] -= 1
        self.calls[acting.stream] += 1
        return RecordCall(order=acting.stream, at=acting.now)

    @property
    def wallet(self) -> Service:
        act = Act(self.call, destination=lambda event: str(event.company), at_once=2)
        return replace(small_wallet, acts={OrderTaken: act}, schedules={})


def all_called(receivers: Receivers, orders: list[UUID]) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return all(receivers.calls[order] for order in orders)

    return look


@pytest.mark.parametrize("trouble", ["hanging", "failing"])
async def test_others_are_served_while_more_wait_for_one_than_may_run_at_once(pair: Pair, trouble: str) -> None:
    receivers, bad, good = Receivers(), uuid4(), uuid4()
    getattr(receivers, trouble).add(bad)
    slow = (0.05, 3600.0)
    async with (
        pair.running(small_portal) as portal_,
        pair.running(receivers.wallet, act_window_max=WINDOW, act_retry_delays_s=slow) as wallet_,
    ):
        stuck = [await place(portal_, company=bad) for _ in range(3 * WINDOW)]

        async def taken() -> bool:
            return await wallet_.store.head() >= len(stuck)

        await eventually(taken)
        others = [await place(portal_, company=good) for _ in range(2 * WINDOW)]
        await eventually(all_called(receivers, others))
        assert not [order for order in stuck if receivers.calls[order]]
        assert receivers.at_once_max[bad] <= 2


async def test_what_waits_for_one_that_hangs_is_done_after_a_stop_each_once(pair: Pair) -> None:
    receivers, bad, good = Receivers(), uuid4(), uuid4()
    receivers.hanging.add(bad)
    async with pair.running(small_portal) as portal_:
        async with pair.running(receivers.wallet, act_window_max=WINDOW):
            stuck = [await place(portal_, company=bad) for _ in range(3 * WINDOW)]
            others = [await place(portal_, company=good) for _ in range(WINDOW)]
            await eventually(all_called(receivers, others))
        receivers.let_go.set()
        async with pair.running(receivers.wallet, act_window_max=WINDOW) as wallet_:
            await eventually(all_called(receivers, stuck))

            async def recorded() -> bool:
                found = [len(await wallet_.store.load(order)) for order in (*stuck, *others)]
                return found == [2] * len(found)

            await eventually(recorded)
    assert [receivers.calls[order] for order in (*stuck, *others)] == [1] * (len(stuck) + len(others))


async def test_no_more_wait_in_memory_than_the_limit_says(pair: Pair) -> None:
    receivers, bad = Receivers(), uuid4()
    receivers.hanging.add(bad)
    limits = {"act_window_max": WINDOW, "act_waiting_max": 4, "act_batch_max": 2}
    async with pair.running(small_portal) as portal_, pair.running(receivers.wallet, **limits) as wallet_:
        stuck = [await place(portal_, company=bad) for _ in range(15)]

        async def full() -> bool:
            return wallet_.reader.acts._gates.idle >= 4

        await eventually(full)
        assert len(wallet_.reader.acts._under_way) <= 2 + 4 + 2
        receivers.let_go.set()
        await eventually(all_called(receivers, stuck))


async def test_a_gate_that_nobody_stands_at_is_forgotten() -> None:
    gates = Gates()
    async with gates.through("mail one", 1), gates.through("mail two", 1):
        waiting = asyncio.create_task(gates.through("mail one", 1).__aenter__())
        await asyncio.sleep(0)
        assert gates.idle == 1 and len(gates._gates) == 2
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert gates.idle == 0 and gates._gates == {}
