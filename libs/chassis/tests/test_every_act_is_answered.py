"""Whoever asks is answered: an id of another kind does not exist, and an act that changes nothing is answered too.

Looked for beside them: every `load` of every service (an id from a person, from a fact, from another aggregate), the
cache, a second load in one session, jobs of one lane that are one unit of work, and facts that nobody waits for.
"""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import assert_never
from uuid import UUID, uuid4

import pytest

from chassis import Aggregate, Command, Event, Heard, Refused, Service, Session
from chassis.deciding.surroundings import AggregateCache
from chassis.deciding.work import Job, Outcome
from chassis.ids import new_id
from chassis.service import On
from chassis.session import Cause
from chassis.store.unit import InboxKey
from chassis.testing import Rehearsal, is_answered_as_repeated
from contracts.examples import example
from contracts.fact import Fact, Personal
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import REDACTED, Money
from contracts.wallet import v1 as wallet


class CrateOrdered(Event, topic="answering.crate_ordered.v1"):
    company: UUID


class CrateCancelled(Event, topic="answering.crate_cancelled.v1"):
    company: UUID


class BarrelOrdered(Event, topic="answering.barrel_ordered.v1"):
    company: UUID


class OrderCrate(Command, lane="company"):
    company: UUID
    crate: UUID


class CancelCrate(Command, lane="company"):
    company: UUID
    crate: UUID


class OrderBarrel(Command, lane="company"):
    company: UUID
    barrel: UUID


class Crate(Aggregate[CrateOrdered | CrateCancelled], stream="answering.crate"):
    cancelled: bool = False

    def cancel(self, company: UUID) -> None:
        if not self.exists:
            raise Refused("order.not-found")
        if not self.cancelled:
            self.record(CrateCancelled(company=company))

    def evolve(self, event: CrateOrdered | CrateCancelled) -> None:
        match event:
            case CrateOrdered():
                pass
            case CrateCancelled():
                self.cancelled = True
            case _:
                assert_never(event)


class Barrel(Aggregate[BarrelOrdered], stream="answering.barrel"):
    def evolve(self, event: BarrelOrdered) -> None:
        pass


async def order_crate(command: OrderCrate, session: Session) -> None:
    (await session.load(Crate, command.crate)).record(CrateOrdered(company=command.company))


async def cancel_crate(command: CancelCrate, session: Session) -> None:
    (await session.load(Crate, command.crate)).cancel(command.company)


async def order_barrel(command: OrderBarrel, session: Session) -> None:
    (await session.load(Barrel, command.barrel)).record(BarrelOrdered(company=command.company))


def on_order_cancelled(fact: portal.OrderCancelled, heard: Heard) -> CancelCrate:
    return CancelCrate(company=fact.company, crate=fact.order, at=heard.at)


def on_top_up_ended(fact: portal.TopUpEnded, heard: Heard) -> OrderBarrel:
    return OrderBarrel(company=fact.company, barrel=fact.account or fact.company, at=heard.at)


def on_account_saved(fact: portal.AccountSaved, heard: Heard) -> OrderCrate:
    return OrderCrate(company=fact.company, crate=fact.account, at=heard.at)


def tell_cancelled(event: CrateCancelled, crate: Crate) -> wallet.OrderCancelled:
    return wallet.OrderCancelled(company=event.company, order=crate.id)


def tell_not_cancelled(fact: portal.OrderCancelled, refused: Refused) -> wallet.OrderNotCancelled:
    return wallet.OrderNotCancelled(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


def tell_not_ended(fact: portal.TopUpEnded, refused: Refused) -> wallet.TopUpRefused:
    return wallet.TopUpRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_not_saved(fact: portal.AccountSaved, refused: Refused) -> wallet.AccountRefused:
    return wallet.AccountRefused(company=fact.company, code=refused.code, details=refused.details)


def on_payment_reported(fact: portal.PaymentReported, heard: Heard) -> CancelCrate:
    return CancelCrate(company=fact.company, crate=fact.order, at=heard.at)


HEARS: dict[type[Fact], On] = {
    portal.AccountSaved: on_account_saved,
    portal.OrderCancelled: on_order_cancelled,
    portal.TopUpEnded: on_top_up_ended,
    portal.PaymentReported: on_payment_reported,
}
store = Service(
    name="wallet",
    hears=HEARS,
    handles={OrderCrate: order_crate, CancelCrate: cancel_crate, OrderBarrel: order_barrel},
    tells={CrateCancelled: tell_cancelled},
    refuses={
        portal.AccountSaved: tell_not_saved,
        portal.OrderCancelled: tell_not_cancelled,
        portal.TopUpEnded: tell_not_ended,
    },
)

COMPANY = uuid4()


def crate(id_: UUID) -> portal.AccountSaved:
    return portal.AccountSaved(company=COMPANY, account=id_, name="crate")


def barrel(id_: UUID) -> portal.TopUpEnded:
    return portal.TopUpEnded(company=COMPANY, person=uuid4(), account=id_, klip="barrel")


def cancelled(id_: UUID) -> portal.OrderCancelled:
    return portal.OrderCancelled(company=COMPANY, person=uuid4(), order=id_)


@pytest.mark.parametrize("cached", [0, 10])
async def test_an_id_of_another_kind_is_refused_as_an_unknown_one_is(cached: int) -> None:
    service, other = Rehearsal(store), uuid4()
    service.around.cache = AggregateCache(cached)
    await service.hear(barrel(other))
    (foreign,), (unknown,) = await service.hear(cancelled(other)), await service.hear(cancelled(uuid4()))
    assert isinstance(foreign, wallet.OrderNotCancelled) and isinstance(unknown, wallet.OrderNotCancelled)
    assert (foreign.code, foreign.details) == (unknown.code, unknown.details) == ("order.not-found", {})


@pytest.mark.parametrize("cached", [0, 10])
async def test_nothing_is_recorded_under_an_id_of_another_kind(cached: int) -> None:
    service, other = Rehearsal(store), uuid4()
    service.around.cache = AggregateCache(cached)
    await service.hear(barrel(other))
    (refused,) = await service.hear(crate(other))
    assert isinstance(refused, wallet.AccountRefused) and refused.code == "request.id-taken"
    assert len(service.store.rows) == 1
    await service.hear(barrel(other))
    assert len(service.store.rows) == 2, "the thing itself goes on"


async def test_two_kinds_under_one_id_in_one_unit_of_work() -> None:
    service, other = Rehearsal(store), uuid4()
    outcomes = await service.work.do([job(service, barrel(other)), job(service, cancelled(other))])
    assert outcomes == [Outcome.DONE, Outcome.REFUSED]


async def test_an_act_that_changes_nothing_is_answered_too() -> None:
    service, order = Rehearsal(store), uuid4()
    await service.hear(crate(order))
    (first,) = await service.hear(cancelled(order))
    assert isinstance(first, wallet.OrderCancelled)
    again, id_ = cancelled(order), uuid4()
    assert is_answered_as_repeated(await service.hear(again, id=id_))
    assert await service.hear(again, id=id_) == [], "delivered twice, it is answered once"


async def test_acts_of_one_unit_of_work_are_each_answered() -> None:
    service, order = Rehearsal(store), uuid4()
    await service.hear(crate(order))
    await service.work.do([job(service, cancelled(order)) for _ in range(4)])
    told = service.new_facts()
    assert [type(fact) for fact in told] == [wallet.OrderCancelled, *[wallet.OrderNotCancelled] * 3]


async def test_silence_stays_silence_where_nobody_waits() -> None:
    service, order = Rehearsal(store), uuid4()
    await service.hear(crate(order))
    await service.hear(cancelled(order))
    money = Money(Decimal(1))
    webhook = portal.PaymentReported(
        company=COMPANY, order=order, provider="card", payment="p1", outcome="paid", amount=money
    )
    assert await service.hear(webhook) == []


def test_an_aggregate_that_names_no_events_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match="names its events"):
        type(Aggregate)("Nameless", (Aggregate,), {"evolve": Barrel.evolve}, stream="answering.nameless")


def job(service: Rehearsal, fact: Fact) -> Job:
    heard = Heard(new_id(), service.now, new_id())
    command = store.hears[type(fact)](fact, heard)
    assert isinstance(command, Command)
    return Job([command], Cause(heard.id, heard.correlation, heard.at), InboxKey("wallet", heard.id), fact)


def erased_service(on: On, handler: Callable[[OrderCrate, Session], Awaitable[None]]) -> Service:
    return Service(
        name="answering",
        hears={portal.AccessRequested: on},
        handles={OrderCrate: handler},
        refuses={
            portal.AccessRequested: lambda fact, refused: onboarding.AccessRequestRefused(
                company=fact.company, code=refused.code, details=refused.details
            )
        },
    )


async def test_who_needs_a_value_that_was_erased_is_told_so_and_asks_no_second_time() -> None:
    """The person may be erased while a fact is on its way. Looked at: where a command is made and done."""

    def reveals(fact: portal.AccessRequested, heard: Heard) -> OrderCrate:
        fact.number.reveal()
        return OrderCrate(at=heard.at, company=fact.company, crate=uuid4())

    def goes_on(fact: portal.AccessRequested, heard: Heard) -> OrderCrate:
        return OrderCrate(at=heard.at, company=fact.company, crate=uuid4())

    async def handler(command: OrderCrate, session: Session) -> None:
        Personal(REDACTED).reveal()

    for on in (reveals, goes_on):
        rehearsal = Rehearsal(erased_service(on, handler))
        erased = example(portal.AccessRequested).model_copy(update={"number": Personal(REDACTED)})
        (told,) = await rehearsal.hear(erased)
        assert isinstance(told, onboarding.AccessRequestRefused) and told.code == "person.erased"
        assert rehearsal.store.rows == []
