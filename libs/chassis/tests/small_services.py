"""Two small services, and how a test runs them on real PostgreSQL and NATS."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never
from uuid import UUID, uuid4

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
from chassis.ids import new_id
from chassis.running.running import Running, now
from chassis.settings import Settings
from chassis.store.migrate import migrate
from contracts.fact import Personal
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as wallet
from devstack.postgres import DatabaseUrls

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

    def settings(self, service: Service, **settings: Any) -> Settings:
        return Settings(
            database_url=self.urls[service.name].app,
            nats_url=self.nats_url,
            master_key=self.keys[service.name],
            **{"ack_wait_s": 2, **settings},
        )

    @asynccontextmanager
    async def running(
        self, service: Service, clock: Callable[[], datetime] = now, **settings: Any
    ) -> AsyncIterator[Running]:
        running = Running(service, self.settings(service, **settings), clock)
        await running.open()
        await running.serve()
        try:
            yield running
        finally:
            await running.stop()


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
