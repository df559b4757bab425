"""What acts, schedules, the relay and the hearing of facts cannot take is set aside alone, and the later ones go on.

Siblings of a view that stops: an effect, a due time, a fact of the outbox and a fact heard, each of which ended the
process or held up everything behind it.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import nats
import pytest

from chassis import Act, Acting, Due, Happened, Heard, Service
from chassis.bus.agreement import Verdict
from chassis.bus.hearing import Pull
from chassis.bus.outbox import tell_again
from chassis.ids import new_id
from chassis.running.health import unready
from chassis.running.running import Running
from chassis.store.set_aside import Aside
from contracts.portal import v1 as portal

from .small_services import (
    BankCalled,
    OrderTaken,
    Pair,
    RecordCall,
    TakeOrder,
    confirmed,
    eventually,
    now,
    on_order_placed,
    place,
    small_portal,
    small_wallet,
)

BAD = 666
"""The quantity of the order that something cannot take."""
QUICK: dict[str, Any] = {"act_retry_delays_s": (0.05, 600), "schedule_retry_delays_s": (0.05, 600)}


async def take(running: Running, quantity: int = 100) -> UUID:
    order = new_id()
    await running.perform(TakeOrder(company=uuid4(), order=order, quantity=quantity, at=now()), actor="test")
    return order


async def call_bank(event: OrderTaken, acting: Acting) -> RecordCall:
    if event.quantity == BAD:
        raise ConnectionError("the bank does not answer")
    return RecordCall(order=acting.stream, at=acting.now)


def destination(event: OrderTaken) -> str:
    return {100: "bank"}[event.quantity]


def remind(event: OrderTaken, happened: Happened[OrderTaken]) -> Due:
    if event.quantity == BAD:
        raise ValueError("no such day")
    return remind_at_once(event, happened)


def remind_at_once(event: OrderTaken, happened: Happened[OrderTaken]) -> Due:
    at = happened.at + timedelta(milliseconds=10)
    return Due(at, RecordCall(order=happened.stream, reminder=True, at=at))


async def calls(running: Running, order: UUID, expected: int) -> None:
    async def look() -> bool:
        return [row.topic for row in await running.store.load(order)].count(BankCalled.TOPIC) == expected

    await eventually(look)


async def aside(running: Running, follower: str) -> Aside:
    found: list[Aside] = []

    async def look() -> bool:
        found[:] = [one for one in await running.set_aside.open() if one.follower == follower]
        return bool(found)

    await eventually(look)
    (one,) = found
    return one


async def nothing_aside(running: Running) -> None:
    async def look() -> bool:
        return not await running.set_aside.open()

    await eventually(look)


def wallet_with(**parts: Any) -> Service:
    return replace(small_wallet, hears={}, tells={}, refuses={}, **{"acts": {}, "schedules": {}, **parts})


@pytest.mark.parametrize(
    "act",
    [Act(call_bank), Act(call_bank, destination=destination)],
    ids=["it fails again and again", "what it strains cannot be told"],
)
async def test_an_act_that_cannot_be_done_is_named_and_holds_up_nothing(pair: Pair, act: Act) -> None:
    async with pair.running(wallet_with(acts={OrderTaken: act}), **QUICK) as running:
        bad = await take(running, BAD)
        orders = [await take(running) for _ in range(3)]
        for order in orders:
            await calls(running, order, 1)
        one = await aside(running, "acts")
        assert (one.position, one.topic, one.stops) == (1, OrderTaken.TOPIC, False)
        assert "the bank" not in one.reason
        assert await unready(running) == ""

        async def passed() -> bool:
            return bool(await running.pool.fetchval("SELECT position > 1 FROM store.cursors WHERE name = 'acts'"))

        await eventually(passed)
    cured = Act(lambda event, acting: call_bank(OrderTaken(company=event.company, quantity=100), acting))
    async with pair.running(wallet_with(acts={OrderTaken: cured}), **QUICK) as running:
        await calls(running, bad, 1)
        await nothing_aside(running)
        for order in orders:
            await calls(running, order, 1)


async def test_an_act_that_is_skipped_is_never_done(pair: Pair) -> None:
    async with pair.running(wallet_with(acts={OrderTaken: Act(call_bank)}), **QUICK) as running:
        bad = await take(running, BAD)
        one = await aside(running, "acts")
        await running.set_aside.skip(one.number, "Åsa", "the customer was called by hand")
    async with pair.running(small_wallet, **QUICK) as running:
        await calls(running, await take(running), 2)  # These are the call and the reminder.
        await calls(running, bad, 1)  # This is the reminder alone.


async def test_an_event_without_a_due_time_that_can_be_told_is_set_aside_alone(pair: Pair) -> None:
    async with pair.running(wallet_with(schedules={OrderTaken: remind}), **QUICK) as running:
        bad = await take(running, BAD)
        await calls(running, await take(running), 1)
        one = await aside(running, "schedules")
        assert one.position == 1 and "ValueError" in one.reason and "no such day" not in one.reason
    async with pair.running(wallet_with(schedules={OrderTaken: remind_at_once}), **QUICK) as running:
        await calls(running, bad, 1)
        await nothing_aside(running)


async def test_what_is_due_and_cannot_be_done_is_set_aside_alone(pair: Pair) -> None:
    async def refuse_bad(command: RecordCall, session: Any) -> None:
        if (await running.store.load(command.order))[0].state.find(b"666") >= 0:
            raise RuntimeError("cannot be done")
        await small_wallet.handles[RecordCall](command, session)

    handles = {**small_wallet.handles, RecordCall: refuse_bad}
    async with pair.running(wallet_with(schedules={OrderTaken: remind_at_once}, handles=handles), **QUICK) as running:
        bad = await take(running, BAD)
        await calls(running, await take(running), 1)
        assert "RuntimeError" in (await aside(running, "schedules")).reason
    async with pair.running(wallet_with(schedules={OrderTaken: remind_at_once}), **QUICK) as running:
        await calls(running, bad, 1)
        await nothing_aside(running)


async def told(running: Running, sequence: int) -> None:
    async def look() -> bool:
        return running.relay.position >= sequence

    await eventually(look)


async def test_a_fact_that_the_bus_never_takes_holds_up_no_other(pair: Pair) -> None:
    async with pair.running(small_portal, message_bytes_max=2_000) as portal_, pair.running(small_wallet):
        long = "x" * 2_000

        def too_long(event: Any, wish: Any) -> portal.OrderPlaced:
            terms = long if event.quantity == BAD else "1"
            return portal.OrderPlaced(
                company=event.company, person=event.company, order=wish.id, quantity=100, terms_version=terms
            )

        portal_.around.told_by = lambda event, wish: [too_long(event, wish)] if hasattr(event, "quantity") else []
        bad = await place(portal_, BAD)
        assert await confirmed(portal_, [await place(portal_)])
        one = await aside(portal_, "relay")
        assert (one.position, one.topic) == (1, "portal.v1.order_placed") and "TooLarge" in one.reason
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        assert await confirmed(portal_, [bad])  # It is told late, since the limit was raised.
        await nothing_aside(portal_)
        server = await nats.connect(pair.nats_url)
        assert await portal_.agreement.compare(server) is Verdict.AGREE
        await server.close()


async def test_a_text_that_only_looks_sealed_is_told_as_it_was_written(pair: Pair) -> None:
    """Anybody could stop the relay for ever: a text of a person's own under a key that is at hand."""
    company = uuid4()
    text = f"sealed:v1:{company}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    def tell(event: Any, wish: Any) -> portal.OrderPlaced:
        return portal.OrderPlaced(
            company=event.company, person=event.company, order=wish.id, quantity=100, terms_version=text
        )

    heard: list[str] = []

    def on_placed(fact: portal.OrderPlaced, around: Heard) -> TakeOrder:
        heard.append(fact.terms_version)
        return on_order_placed(fact, around)

    teller = replace(small_portal, tells=dict.fromkeys(small_portal.tells, tell))
    hearer = replace(small_wallet, hears={portal.OrderPlaced: on_placed})
    async with pair.running(teller) as portal_, pair.running(hearer):
        await portal_.sealer.prepare([company], create=True)
        assert await confirmed(portal_, [await place(portal_, company=company)])
        assert heard == [text]
        malformed = "sealed:v1:" + "-" * 36 + ":AAAA"
        text = malformed
        assert await confirmed(portal_, [await place(portal_, company=company)])
        assert heard[1] == malformed


async def test_a_fact_that_the_boundary_cannot_take_leaves_the_window_whole(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_placed(fact: portal.OrderPlaced, heard: Heard) -> TakeOrder:
        if fact.quantity == BAD:
            raise LookupError("no such thing")
        return on_order_placed(fact, heard)

    pulls: list[Pull] = []
    start = Pull.start

    async def remembered(pull: Pull) -> None:
        pulls.append(pull)
        await start(pull)

    monkeypatch.setattr(Pull, "start", remembered)
    hearer = replace(small_wallet, hears={portal.OrderPlaced: on_placed})
    async with (
        pair.running(replace(small_portal, hears={})) as portal_,
        pair.running(hearer, deliveries_max=2, retry_delays_s=(0.05,)) as wallet_,
    ):
        for _ in range(3):
            await place(portal_, BAD)

        async def buried() -> bool:
            return len(await wallet_.dead_letters.all()) == 3

        await eventually(buried)
        assert [pull._busy for pull in pulls] == [0]


async def test_facts_told_again_within_the_memory_of_the_bus_end_with_the_newest(pair: Pair) -> None:
    """The bus drops what it heard two minutes ago: the last message was then an older fact, as if facts were lost."""
    async with pair.running(replace(small_portal, hears={})) as portal_:
        for _ in range(5):
            await place(portal_)
        await told(portal_, 5)
        server = await nats.connect(pair.nats_url)
        stream = server.jetstream()
        for start in (1, 3, 1):  # The last round begins before the one before it.
            last = (await stream.stream_info("PORTAL")).state.last_seq
            await tell_again(portal_.pool, start)

            async def again(expected: int = last + 6 - start) -> bool:
                return (await stream.stream_info("PORTAL")).state.last_seq == expected

            await eventually(again)
            assert await portal_.agreement.compare(server) is Verdict.AGREE
            message = await stream.get_last_msg("PORTAL", "portal.>")
            assert (message.headers or {})["ce-sequence"] == "5"
        await server.close()


async def test_a_message_that_is_not_the_services_own_does_not_end_the_comparison(pair: Pair) -> None:
    async with pair.running(replace(small_portal, hears={}), agreement_interval_s=0.05) as portal_:
        server = await nats.connect(pair.nats_url)
        await server.jetstream().publish("portal.v1.forged.x", b"{}", headers={"ce-sequence": "one"})
        with pytest.raises(ValueError, match="one"):
            await portal_.agreement.compare(server)
        await place(portal_)

        async def agrees() -> bool:
            return portal_.agreement.verdict is Verdict.AGREE and portal_.relay.position == 1

        await eventually(agrees)
        await server.close()
