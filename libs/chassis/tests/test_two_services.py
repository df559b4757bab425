"""Two small services on real PostgreSQL and NATS: told, heard, answered, shown, restarted, told again."""

import asyncio
import base64
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never
from uuid import UUID, uuid4

import nats
import pytest

from chassis import (
    Act,
    Acting,
    Aggregate,
    Command,
    Db,
    Due,
    Event,
    Happened,
    Heard,
    NotYet,
    Refused,
    Service,
    Session,
    View,
)
from chassis.declarations import resources
from chassis.ids import derived_id, new_id
from chassis.migrate import migrate
from chassis.outbox import tell_again
from chassis.replay import replay
from chassis.running import Running
from chassis.settings import Settings
from contracts.fact import Personal
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as wallet
from devstack.nats import EmbeddedNats
from devstack.postgres import DatabaseUrls
from devstack.provisioner import provision
from devstack.testing import DatabaseFactory

PATIENCE_S = 20


class OrderWanted(Event, topic="small_portal.order_wanted.v1"):
    company: UUID
    quantity: int
    note: Personal[str]


class OrderConfirmed(Event, topic="small_portal.order_confirmed.v1"):
    company: UUID


class WantOrder(Command, lane="company"):
    company: UUID
    order: UUID
    quantity: int


class ConfirmOrder(Command, lane="company"):
    company: UUID
    order: UUID


class Wish(Aggregate[OrderWanted | OrderConfirmed], stream="small_portal.wish"):
    quantity: int = 0
    confirmed: bool = False

    def want(self, command: WantOrder) -> None:
        if not self.exists:
            self.record(OrderWanted(company=command.company, quantity=command.quantity, note=Personal("Åsa Öst")))

    def confirm(self, command: ConfirmOrder) -> None:
        if not self.confirmed:
            self.record(OrderConfirmed(company=command.company))

    def evolve(self, event: OrderWanted | OrderConfirmed) -> None:
        match event:
            case OrderWanted():
                self.quantity = event.quantity
            case OrderConfirmed():
                self.confirmed = True
            case _:
                assert_never(event)


class Wishes(View):
    name, version, tables = "wishes", 1, ("wishes",)
    ddl = "CREATE TABLE wishes (id uuid PRIMARY KEY, quantity int, note text, confirmed bool NOT NULL DEFAULT false)"
    follows = (OrderWanted, OrderConfirmed)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        match happened.event:
            case OrderWanted(quantity=quantity, note=note):
                await db.execute("INSERT INTO wishes VALUES ($1, $2, $3)", happened.stream, quantity, note.reveal())
            case OrderConfirmed():
                await db.execute("UPDATE wishes SET confirmed = true WHERE id = $1", happened.stream)


async def want_order(command: WantOrder, session: Session) -> None:
    (await session.load(Wish, command.order)).want(command)


async def confirm_order(command: ConfirmOrder, session: Session) -> None:
    (await session.load(Wish, command.order)).confirm(command)


def on_order_accepted(fact: wallet.OrderAccepted, heard: Heard) -> ConfirmOrder:
    return ConfirmOrder(company=fact.company, order=fact.order, at=heard.at)


def tell_order_placed(event: OrderWanted, wish: Wish) -> portal.OrderPlaced:
    return portal.OrderPlaced(
        company=event.company, person=event.company, order=wish.id, quantity=event.quantity, terms_version="1"
    )


small_portal = Service(
    name="portal",
    hears={wallet.OrderAccepted: on_order_accepted},
    handles={WantOrder: want_order, ConfirmOrder: confirm_order},
    tells={OrderWanted: tell_order_placed},
    shows=[Wishes],
)


class OrderTaken(Event, topic="small_wallet.order_taken.v1"):
    company: UUID
    quantity: int


class BankCalled(Event, topic="small_wallet.bank_called.v1"):
    reminder: bool = False


class TakeOrder(Command, lane="company"):
    company: UUID
    order: UUID
    quantity: int


class RecordCall(Command, lane="order"):
    order: UUID
    reminder: bool = False


class Order(Aggregate[OrderTaken | BankCalled], stream="small_wallet.order"):
    calls: int = 0
    reminders: int = 0

    def take(self, command: TakeOrder) -> None:
        if self.exists:
            return
        if command.quantity < 100:
            raise Refused("order.too-small", quantity=command.quantity)
        self.record(OrderTaken(company=command.company, quantity=command.quantity))

    def called(self, command: RecordCall) -> None:
        self.record(BankCalled(reminder=command.reminder))

    def evolve(self, event: OrderTaken | BankCalled) -> None:
        match event:
            case OrderTaken():
                pass
            case BankCalled():
                self.calls += not event.reminder
                self.reminders += event.reminder
            case _:
                assert_never(event)


FIRST = UUID(int=1)
HELD_BACK: set[UUID] = set()


async def take_order(command: TakeOrder, session: Session) -> None:
    if command.order in HELD_BACK:
        raise NotYet("the catalogue is on its way")
    (await session.load(Order, command.order)).take(command)


async def record_call(command: RecordCall, session: Session) -> None:
    (await session.load(Order, command.order)).called(command)


def on_order_placed(fact: portal.OrderPlaced, heard: Heard) -> TakeOrder:
    return TakeOrder(company=fact.company, order=fact.order, quantity=fact.quantity, at=heard.at)


def tell_order_accepted(event: OrderTaken, order: Order) -> wallet.OrderAccepted:
    price = Money(Decimal(event.quantity * 2))
    return wallet.OrderAccepted(
        company=event.company,
        order=order.id,
        klip="invoice",
        quantity=event.quantity,
        net=price,
        vat=price,
        total=price,
    )


def tell_order_refused(fact: portal.OrderPlaced, refused: Refused) -> wallet.OrderRefused:
    return wallet.OrderRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


async def call_bank(event: OrderTaken, acting: Acting) -> RecordCall:
    return RecordCall(order=acting.stream, at=acting.now)


def remind(event: OrderTaken, happened: Happened[OrderTaken]) -> Due:
    at = happened.at + timedelta(milliseconds=300)
    return Due(at, RecordCall(order=happened.stream, reminder=True, at=at))


small_wallet = Service(
    name="wallet",
    hears={portal.OrderPlaced: on_order_placed},
    handles={TakeOrder: take_order, RecordCall: record_call},
    tells={OrderTaken: tell_order_accepted},
    refuses={portal.OrderPlaced: tell_order_refused},
    acts={OrderTaken: Act(call_bank)},
    schedules={OrderTaken: remind},
)


@dataclass
class Pair:
    """Both services' addresses; started and stopped as a test wishes."""

    urls: dict[str, DatabaseUrls]
    nats_url: str
    keys: dict[str, str]

    @asynccontextmanager
    async def running(self, service: Service) -> AsyncIterator[Running]:
        running = Running(
            service,
            Settings(
                database_url=self.urls[service.name].app,
                nats_url=self.nats_url,
                master_key=self.keys[service.name],
                ack_wait_s=2,
            ),
        )
        await running.open()
        await running.serve()
        try:
            yield running
        finally:
            await running.stop()


@pytest.fixture
async def pair(database: DatabaseFactory) -> AsyncIterator[Pair]:
    urls = {name: await database(name, MIGRATIONS[name]) for name in ("portal", "wallet")}
    keys = {name: base64.b64encode(os.urandom(32)).decode() for name in urls}
    with EmbeddedNats(durable=False) as server:
        await provision(server.url, resources([small_portal, small_wallet]))
        yield Pair(urls, server.url, keys)


def migration(name: str) -> Callable[[DatabaseUrls], Awaitable[None]]:
    async def make(urls: DatabaseUrls) -> None:
        await migrate(urls.owner, f"{name}_app", f"{name}_auditor")

    return make


MIGRATIONS = {name: migration(name) for name in ("portal", "wallet")}


async def place(running: Running, quantity: int = 100, company: UUID | None = None) -> UUID:
    order = new_id()
    command = WantOrder(company=company or uuid4(), order=order, quantity=quantity, at=datetime.now(UTC))
    await running.perform(command, actor="test")
    return order


async def confirmed(running: Running, orders: list[UUID]) -> bool:
    async def look() -> bool | None:
        sql = "SELECT count(*) FROM wishes WHERE confirmed AND id = ANY($1)"
        return True if await running.db.fetchval(sql, orders) == len(orders) else None

    return bool(await running.until(look, PATIENCE_S))


async def eventually(look: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await look():  # noqa: ASYNC110  another process's store can only be looked at
            await asyncio.sleep(0.02)


async def test_what_one_tells_the_other_hears_and_answers(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        assert await confirmed(portal_, [await place(portal_)])


async def test_effects_and_what_is_due_happen_once(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet) as wallet_:
        order = await place(portal_)
        assert await confirmed(portal_, [order])

        async def both() -> bool:
            return len(await wallet_.store.load(order)) == 3

        await eventually(both)
    async with pair.running(small_wallet) as wallet_:
        assert [row.topic for row in await wallet_.store.load(order)].count(BankCalled.TOPIC) == 2


async def test_a_company_that_sends_much_is_served_in_batches_and_in_order(pair: Pair) -> None:
    company = uuid4()
    async with pair.running(small_portal) as portal_, pair.running(small_wallet) as wallet_:
        orders = [await place(portal_, company=company) for _ in range(50)]
        assert await confirmed(portal_, orders)
        rows, _ = await wallet_.store.tail(0, [OrderTaken.TOPIC], 100)
        assert [row.stream for row in rows] == orders


async def test_what_must_wait_lets_others_pass_and_comes_back(pair: Pair) -> None:
    company = uuid4()
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        held = derived_id(company, "held")
        HELD_BACK.add(held)
        command = WantOrder(company=company, order=held, quantity=100, at=datetime.now(UTC))
        await portal_.perform(command, actor="test")
        assert await confirmed(portal_, [await place(portal_, company=company)])
        HELD_BACK.clear()
        assert await confirmed(portal_, [held])


async def test_a_refusal_is_told_and_ends_the_matter(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet) as wallet_:
        await place(portal_, quantity=99)
        assert await confirmed(portal_, [await place(portal_)])
        subjects = [row["subject"] for row in await wallet_.pool.fetch("SELECT subject FROM store.outbox")]
        assert sorted(subject.split(".")[2] for subject in subjects) == ["order_accepted", "order_refused"]


async def test_a_service_that_was_away_hears_everything_when_it_is_back(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_:
        orders = [await place(portal_) for _ in range(5)]
        async with pair.running(small_wallet):
            assert await confirmed(portal_, orders)


async def test_everything_told_again_changes_nothing(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet) as wallet_:
        orders = [await place(portal_) for _ in range(10)]
        assert await confirmed(portal_, orders)
        events = await portal_.store.head(), len((await wallet_.store.tail(0, [OrderTaken.TOPIC], 100))[0])
        handled = wallet_.bus.handled
        server = await nats.connect(pair.nats_url)
        await server.jetstream().delete_stream("PORTAL")
        await server.jetstream().delete_stream("WALLET")
        await provision(pair.nats_url, resources([small_portal, small_wallet]))
        assert await tell_again(portal_.pool, 1) == 10

        async def heard_again() -> bool:
            return wallet_.bus.handled >= handled + 10

        await eventually(heard_again)
        assert events == (await portal_.store.head(), len((await wallet_.store.tail(0, [OrderTaken.TOPIC], 100))[0]))
        await server.close()


async def test_what_cannot_be_read_goes_to_the_dead_letters(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet) as wallet_:
        server = await nats.connect(pair.nats_url)
        await server.jetstream().publish(f"portal.v1.order_placed.{uuid4()}", b'{"quantity": "many"}')
        await server.close()
        assert await confirmed(portal_, [await place(portal_)])

        async def buried() -> bool:
            return bool(await wallet_.dead_letters.all())

        await eventually(buried)
        (letter,) = await wallet_.dead_letters.all()
        assert letter.body == b'{"quantity": "many"}'


async def test_a_replay_from_events_alone_gives_what_is_served(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        assert await confirmed(portal_, [await place(portal_) for _ in range(3)])
    running = Running(small_portal, Settings(database_url=pair.urls["portal"].app, master_key=pair.keys["portal"]))
    await running.open()
    found = await replay(running)
    assert found.equal and found.events == 6
    await running.pool.execute("UPDATE views.wishes SET quantity = 7")
    assert not (await replay(running)).equal
    await running.stop()


class WishesByQuantity(Wishes):
    version = 2
    ddl = Wishes.ddl.replace("quantity int", "quantity bigint")


async def test_a_new_version_of_a_view_is_built_beside_and_swapped_in(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        orders = [await place(portal_) for _ in range(3)]
        assert await confirmed(portal_, orders)
    newer = Service(**{**{f: getattr(small_portal, f) for f in small_portal.__slots__}, "shows": [WishesByQuantity]})
    async with pair.running(newer) as portal_:

        async def swapped() -> bool | None:
            return True if portal_.views_serve else None

        assert await portal_.until(swapped, PATIENCE_S)
        assert await confirmed(portal_, orders)
        kind = (
            "SELECT data_type FROM information_schema.columns WHERE table_name = 'wishes' AND column_name = 'quantity'"
        )
        assert await portal_.db.fetchval(kind + " AND table_schema = 'views'") == "bigint"


async def test_personal_data_is_sealed_at_rest_and_clear_on_the_wire_and_in_views(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        order = await place(portal_)
        assert await confirmed(portal_, [order])
        (state,) = [row.state for row in await portal_.store.load(order) if row.topic == OrderWanted.TOPIC]
        assert "Öst".encode() not in state
        assert await portal_.db.fetchval("SELECT note FROM wishes WHERE id = $1", order) == "Åsa Öst"
