"""One reader of the log for each service: it reads once, shows all views in one transaction, and is woken."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis import Db, Due, Event, Happened, Session, View
from chassis.follow.showing import LeadLost, move_cursors
from chassis.ids import new_id
from chassis.running.running import Running
from chassis.store.postgres import Pool

from .small_services import (
    BankCalled,
    Order,
    OrderTaken,
    OrderWanted,
    Pair,
    RecordCall,
    TakeOrder,
    Wishes,
    eventually,
    now,
    place,
    small_portal,
    small_wallet,
)

LONG_S = 600.0
"""A heartbeat that no test waits for, so that whatever happens sooner was caused by a signal."""
lone_portal = replace(small_portal, hears={}, tells={})
lone_wallet = replace(small_wallet, hears={}, tells={}, refuses={}, acts={})


def counting(label: str) -> type[View]:
    """Makes a view that counts wishes."""

    class Counts(View):
        name, version, tables = label, 1, (label,)
        ddl = f"CREATE TABLE {label} (id uuid PRIMARY KEY)"
        follows = (OrderWanted,)

        async def follow(self, happened: Happened[Any], db: Db) -> None:
            await db.execute(f"INSERT INTO {label} VALUES ($1)", happened.stream)

    return Counts


MANY = [counting(f"counts_{number}") for number in range(12)]


async def built(running: Running) -> None:
    await eventually(running.views_serve)

    async def in_step() -> bool:
        return not running.reader._apart

    await eventually(in_step)


async def test_the_transactions_of_a_batch_do_not_grow_with_the_views(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with pair.running(replace(lone_portal, shows=[Wishes, *MANY]), heartbeat_s=LONG_S) as running:
        await built(running)
        begun = 0
        transaction = Pool.transaction

        @asynccontextmanager
        async def counted(pool: Pool, schemas: str = "") -> Any:
            nonlocal begun
            begun += 1
            async with transaction(pool, schemas) as db:
                yield db

        monkeypatch.setattr(Pool, "transaction", counted)
        for _ in range(5):
            await place(running)
            assert await running.shown(await running.store.head(), 10)
        assert begun <= 5
        for view in MANY:
            assert await running.db.fetchval(f"SELECT count(*) FROM {view.name}") == 5


async def test_what_another_process_appends_is_seen_at_once(pair: Pair) -> None:
    async with (
        pair.running(lone_portal, heartbeat_s=LONG_S) as leader,
        pair.running(lone_portal, heartbeat_s=LONG_S) as other,
    ):
        await built(leader)
        assert leader.reader.leads and not other.reader.leads
        order = await place(other)

        async def there() -> bool:
            return bool(await leader.db.fetchval("SELECT true FROM wishes WHERE id = $1", order))

        await eventually(there)


async def test_a_word_that_got_lost_is_made_good_by_the_heartbeat(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    async with pair.running(lone_portal, heartbeat_s=0.1) as running:
        await built(running)
        monkeypatch.setattr(running.signals, "nudge", lambda **_: None)
        order = await place(running)

        async def there() -> bool:
            return bool(await running.db.fetchval("SELECT true FROM wishes WHERE id = $1", order))

        await eventually(there)


async def test_the_next_process_leads_when_the_first_one_goes(pair: Pair) -> None:
    async with pair.running(lone_portal) as other:
        async with pair.running(lone_portal) as first:
            await eventually(first.views_serve)
        order = await place(other)

        async def leads_and_shows() -> bool:
            row = await other.db.fetchval("SELECT true FROM wishes WHERE id = $1", order)
            return bool(row) and other.reader.leads

        await eventually(leads_and_shows)


async def test_a_leader_that_was_replaced_writes_nothing(pair: Pair) -> None:
    """The cursor is moved from where it was thought to be, so rows that belong to it are not written twice."""
    async with pair.running(lone_portal) as running:
        await place(running)
        await built(running)
        assert await running.shown(await running.store.head(), 10)
        head = await running.store.head()
        with pytest.raises(LeadLost):
            async with running.pool.transaction() as db:
                await db.execute("DELETE FROM wishes")
                await move_cursors(db, ["view:wishes@1"], head - 1, head)
        assert await running.db.fetchval("SELECT count(*) FROM wishes") == 1


class Slow(View):
    """A view whose building waits until a test allows it."""

    name, version, tables = "slow", 1, ("slow",)
    ddl = "CREATE TABLE slow (id uuid PRIMARY KEY)"
    follows = (OrderWanted,)
    may = asyncio.Event()

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        await self.may.wait()
        await db.execute("INSERT INTO slow VALUES ($1)", happened.stream)


async def test_a_view_that_is_being_built_holds_up_nobody_and_then_falls_into_step(pair: Pair) -> None:
    async with pair.running(lone_portal) as running:
        orders = [await place(running) for _ in range(3)]
        assert await running.shown(await running.store.head(), 10)
    async with pair.running(replace(lone_portal, shows=[Wishes, Slow])) as running:
        orders.append(await place(running))

        async def wished() -> bool:
            return await running.db.fetchval("SELECT count(*) FROM wishes") == 4

        await eventually(wished)
        Slow.may.set()
        await built(running)
        orders.append(await place(running))

        async def all_shown() -> bool:
            return await running.db.fetchval("SELECT count(*) FROM slow") == 5

        await eventually(all_shown)
        assert await running.pool.fetchval("SELECT count(DISTINCT position) FROM store.cursors WHERE name LIKE 'view%'")


# Schedules: the set of lines may change.


def take() -> TakeOrder:
    return TakeOrder(company=new_id(), order=new_id(), quantity=100, at=now())


def in_an_hour(event: OrderTaken, happened: Happened[OrderTaken]) -> Due:
    at = happened.at + timedelta(hours=1)
    return Due(at, RecordCall(order=happened.stream, reminder=True, at=at))


def at_once(event: Event, happened: Happened[Any]) -> Due:
    return Due(happened.at, RecordCall(order=happened.stream, reminder=True, at=happened.at))


async def reminders(running: Running, order: UUID) -> int:
    return (await Session(running.around).load(Order, order)).reminders


async def test_a_line_that_went_while_something_was_due_leaves_nothing_behind(pair: Pair) -> None:
    async with pair.running(replace(lone_wallet, schedules={OrderTaken: in_an_hour})) as running:
        await running.perform(take(), actor="test")

        async def planned() -> bool:
            return await running.pool.fetchval("SELECT count(*) FROM views.due") == 1

        await eventually(planned)
        await running.pool.execute("UPDATE views.due SET at = now()")
    without = replace(lone_wallet, schedules={BankCalled: lambda event, happened: None})
    async with pair.running(without) as running:

        async def gone() -> bool:
            return await running.pool.fetchval("SELECT count(*) FROM views.due") == 0

        await eventually(gone)


async def test_a_new_line_sees_what_happened_before_and_does_nothing_twice(pair: Pair) -> None:
    async with pair.running(replace(lone_wallet, schedules={})) as running:
        command = take()
        await running.perform(command, actor="test")
    for schedules in ({OrderTaken: at_once}, {OrderTaken: at_once, BankCalled: lambda event, happened: None}):
        async with pair.running(replace(lone_wallet, schedules=schedules)) as running:

            async def reminded() -> bool:
                return await reminders(running, command.order) == 1

            async def done() -> bool:
                cursor = running.reader.schedules.cursor
                reached = await running.pool.fetchval("SELECT position FROM store.cursors WHERE name = $1", cursor)
                left = await running.pool.fetchval("SELECT count(*) FROM views.due")
                return reached == await running.store.head() and left == 0

            await eventually(reminded)
            await eventually(done)
            assert await reminders(running, command.order) == 1
