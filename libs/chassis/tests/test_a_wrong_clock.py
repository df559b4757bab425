"""A process whose clock is wrong dates nothing, says so, and goes on by itself when it is right.

Looked for beside the day that dated the network's own invoice: what is due too early, effects that carry a date, what a
caller asks for, a clock that is wrong from the start, one that is set while the process runs, facts that wait for long.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from chassis import Due, Happened
from chassis.deciding.clock import BUS, POSTGRES, ClockWrong
from chassis.ids import new_id
from chassis.running.health import positions, unready

from .small_services import (
    BankCalled,
    OrderTaken,
    Pair,
    RecordCall,
    WantOrder,
    confirmed,
    eventually,
    place,
    small_portal,
    small_wallet,
)

DAY = timedelta(days=1)


class SetClock:
    """A clock that can be set."""

    def __init__(self, off: timedelta = timedelta()) -> None:
        self.off = off

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


@pytest.mark.parametrize("off", [DAY, -DAY])
async def test_a_clock_that_is_a_day_off_from_the_start_dates_nothing_until_it_is_right(
    pair: Pair, off: timedelta
) -> None:
    clock = SetClock(off)
    async with pair.running(small_portal) as portal_, pair.running(small_wallet, clock, ack_wait_s=1) as wallet_:
        orders = [await place(portal_) for _ in range(3)]
        assert wallet_.bus_connection and wallet_.bus_connection.client
        assert not await wallet_.clock.compare(wallet_.bus_connection.client)
        assert set(wallet_.clock.ahead_s) == {POSTGRES, BUS}
        assert all(abs(s - off.total_seconds()) < 10 for s in wallet_.clock.ahead_s.values())

        async def all_wait() -> bool:
            return len(wallet_.bus._under_way) == 3

        await eventually(all_wait)
        assert await wallet_.store.head() == 0, "heard, and not done"
        assert "a-wrong-clock.md" in await unready(wallet_)
        assert (await positions(wallet_))["clock"]["right"] is False
        clock.off = timedelta()
        await wallet_.clock.compare(wallet_.bus_connection.client)
        assert await confirmed(portal_, orders)
        assert await unready(wallet_) == ""
        rows, _ = await wallet_.store.tail(0, [OrderTaken.TOPIC, BankCalled.TOPIC], 100)
        dated = [datetime.fromisoformat(json.loads(row.metadata)["at"]) for row in rows]
        assert len(dated) >= 3 and all(abs(at - datetime.now(UTC)) < timedelta(minutes=1) for at in dated)


async def test_a_clock_that_is_set_while_the_service_runs_is_doubted_before_the_next_thing_is_dated(pair: Pair) -> None:
    clock = SetClock()
    async with pair.running(small_portal, clock) as portal_:
        await place(portal_)
        stored = await portal_.store.head()
        clock.off = DAY
        command = WantOrder(company=uuid4(), order=new_id(), quantity=100, at=clock())
        with pytest.raises(ClockWrong):
            await portal_.perform(command, actor="test")
        assert await portal_.store.head() == stored

        async def seen() -> bool:
            return portal_.clock.ahead_s.get(POSTGRES, 0) > 3600

        await eventually(seen)
        clock.off = timedelta()
        assert portal_.bus_connection and portal_.bus_connection.client
        assert await portal_.clock.compare(portal_.bus_connection.client)
        await portal_.perform(command, actor="test")
        assert await portal_.store.head() == stored + 1


async def test_what_is_due_tomorrow_is_not_due_by_a_clock_that_is_a_day_ahead(pair: Pair) -> None:
    """An invoice that waits for its issue date must not be issued before it."""

    def tomorrow(_event: OrderTaken, happened: Happened[OrderTaken]) -> Due:
        at = happened.at + timedelta(hours=12)
        return Due(at, RecordCall(order=happened.stream, reminder=True, at=at))

    clock, patient = SetClock(), replace(small_wallet, schedules={OrderTaken: tomorrow})
    async with pair.running(small_portal) as portal_, pair.running(patient, clock) as wallet_:
        order = await place(portal_)

        async def taken_called_and_planned() -> bool:
            planned = await wallet_.pool.fetchval("SELECT count(*) FROM views.due")
            return bool(planned == 1 and len(await wallet_.store.load(order)) == 2)

        await eventually(taken_called_and_planned)
        clock.off = DAY
        assert await wallet_.reader.schedules._do_what_is_due() == 0
        assert len(await wallet_.store.load(order)) == 2
        clock.off = timedelta()
        assert wallet_.bus_connection and wallet_.bus_connection.client
        assert await wallet_.clock.compare(wallet_.bus_connection.client)


async def test_a_clock_that_is_a_little_off_is_right(pair: Pair) -> None:
    async with pair.running(small_portal, SetClock(timedelta(seconds=5))) as portal_:
        await place(portal_)
        assert portal_.clock.is_right and await unready(portal_) in ("", "a read model is being built")
