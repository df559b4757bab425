"""A small service in memory: it hears, decides, tells, refuses, acts and keeps time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import assert_never
from uuid import UUID, uuid4

import pytest

from chassis import Act, Acting, Aggregate, Command, Due, Event, Happened, Heard, Refused, Service, Session
from chassis.deciding.work import Job, Outcome
from chassis.session import Cause
from chassis.store.unit import LoadedRow
from chassis.testing import MemoryStore, Rehearsal, Story
from contracts.fact import Personal
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as wallet


class OrderTaken(Event, topic="rehearsal.order_taken.v1"):
    company: UUID
    quantity: int
    buyer: Personal[str]


class OrderGivenUp(Event, topic="rehearsal.order_given_up.v1"):
    company: UUID


class TakeOrder(Command, lane="company"):
    company: UUID
    order: UUID
    quantity: int
    buyer: Personal[str]


class GiveUp(Command, lane="order"):
    order: UUID


class Order(Aggregate[OrderTaken | OrderGivenUp], stream="rehearsal.order"):
    company: UUID | None = None
    open: bool = False
    buyer: Personal[str]

    def take(self, command: TakeOrder) -> None:
        if self.exists:
            return
        if command.quantity < 100:
            raise Refused("order.too-small", quantity=command.quantity, quantity_min=100)
        self.record(OrderTaken(company=command.company, quantity=command.quantity, buyer=command.buyer))

    def give_up(self) -> None:
        if self.open and self.company:
            self.record(OrderGivenUp(company=self.company))

    def evolve(self, event: OrderTaken | OrderGivenUp) -> None:
        match event:
            case OrderTaken():
                self.company, self.open, self.buyer = event.company, True, event.buyer
            case OrderGivenUp():
                self.open = False
            case _:
                assert_never(event)


async def take_order(command: TakeOrder, session: Session) -> None:
    (await session.load(Order, command.order)).take(command)


async def give_up(command: GiveUp, session: Session) -> None:
    (await session.load(Order, command.order)).give_up()


def on_order_placed(fact: portal.OrderPlaced, heard: Heard) -> TakeOrder:
    return TakeOrder(
        company=fact.company, order=fact.order, quantity=fact.quantity, buyer=Personal("Åsa Öst"), at=heard.at
    )


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


CALLS: list[UUID] = []


async def call_the_bank(event: OrderTaken, acting: Acting) -> None:
    CALLS.append(acting.key)


def give_up_after(event: OrderTaken, happened: Happened[OrderTaken]) -> Due:
    at: datetime = happened.at + timedelta(days=3)
    return Due(at, GiveUp(order=happened.stream, at=at))


shop = Service(
    name="rehearsal",
    hears={portal.OrderPlaced: on_order_placed},
    handles={TakeOrder: take_order, GiveUp: give_up},
    tells={OrderTaken: tell_order_accepted},
    refuses={portal.OrderPlaced: tell_order_refused},
    schedules={OrderTaken: give_up_after},
    acts={OrderTaken: Act(call_the_bank)},
)


def placed(quantity: int = 100) -> portal.OrderPlaced:
    return portal.OrderPlaced(
        company=uuid4(), person=uuid4(), order=uuid4(), quantity=quantity, payment="card", terms_version="1"
    )


async def test_a_fact_heard_is_decided_on_and_told_of() -> None:
    service, fact = Rehearsal(shop), placed()
    (told,) = await service.hear(fact)
    assert isinstance(told, wallet.OrderAccepted)
    assert (told.company, told.order, told.quantity) == (fact.company, fact.order, 100)


async def test_the_same_fact_twice_is_once() -> None:
    service, fact, id_ = Rehearsal(shop), placed(), uuid4()
    await service.hear(fact, id=id_)
    assert await service.hear(fact, id=id_) == []
    assert await service.hear(fact) == [], "told again under another id, the aggregate meets it in silence"


async def test_what_should_be_new_is_loaded_only_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also within one unit of work, where the second job must see what the first one has begun."""
    loaded: list[UUID] = []
    load = MemoryStore.load

    async def noted(store: MemoryStore, stream: UUID) -> Sequence[LoadedRow]:
        loaded.append(stream)
        return await load(store, stream)

    async def begin_order(command: TakeOrder, session: Session) -> None:
        (await session.begin(Order, command.order)).take(command)

    monkeypatch.setattr(MemoryStore, "load", noted)
    service, fact = Rehearsal(replace(shop, handles={**shop.handles, TakeOrder: begin_order})), placed()
    assert len(await service.hear(fact)) == 1 and loaded == []
    assert await service.hear(fact) == [] and loaded == [fact.order], "told again under another id"
    twice = placed()
    heard = [Heard(uuid4(), service.now, uuid4()) for _ in range(2)]
    jobs = [Job((on_order_placed(twice, one),), Cause(one.id, one.correlation, one.at)) for one in heard]
    assert await service.work.do(jobs) == [Outcome.DONE, Outcome.DONE]
    assert len([row for row in service.store.rows if row.stream == twice.order]) == 1


async def test_a_refusal_is_told_and_changes_nothing() -> None:
    service = Rehearsal(shop)
    (told,) = await service.hear(placed(99))
    assert isinstance(told, wallet.OrderRefused)
    assert (told.code, told.details["quantity_min"]) == ("order.too-small", "100")
    assert service.store.rows == []


async def test_personal_fields_are_sealed_in_the_store_and_read_again() -> None:
    service, fact = Rehearsal(shop), placed()
    await service.hear(fact)
    assert "Åsa".encode() not in service.store.rows[0].state and b"sealed:v1:" in service.store.rows[0].state
    assert (await service.state(Order, fact.order)).buyer.reveal() == "Åsa Öst"


async def test_a_destroyed_key_leaves_the_event_and_takes_the_person() -> None:
    service, fact = Rehearsal(shop), placed()
    await service.hear(fact)
    service.keys.keys.clear()
    service.around.sealer.forget()
    order = await service.state(Order, fact.order)
    assert order.open and order.buyer.is_redacted


async def test_an_effect_happens_with_the_event_as_its_key() -> None:
    service = Rehearsal(shop)
    await service.hear(placed())
    CALLS.clear()
    await service.act()
    await service.act()
    assert len(CALLS) == 1


async def test_time_comes_back_as_a_command() -> None:
    service, fact = Rehearsal(shop), placed()
    await service.hear(fact)
    await service.pass_time(timedelta(days=2))
    assert (await service.state(Order, fact.order)).open
    await service.pass_time(timedelta(days=2))
    assert not (await service.state(Order, fact.order)).open


def test_a_story_of_one_aggregate() -> None:
    taken = OrderTaken(company=uuid4(), quantity=100, buyer=Personal("Åsa"))
    Story(Order).given(taken).when(Order.give_up).then(OrderGivenUp(company=taken.company))
    Story(Order).when(Order.give_up).then_nothing()


def test_an_event_without_a_topic_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match="needs topic"):
        type(Event)("Nameless", (Event,), {})
