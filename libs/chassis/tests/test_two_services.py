"""Two small services on real PostgreSQL and NATS: told, heard, answered, restarted, told again."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import nats

from chassis.bus.agreement import Verdict
from chassis.bus.declarations import resources
from chassis.bus.outbox import tell_again
from chassis.ids import derived_id, new_id
from chassis.running.health import unready
from chassis.running.replay import replay
from chassis.running.running import Running
from chassis.settings import Settings
from chassis.store.unit import EventRow, Unit
from contracts.portal import v1 as portal
from devstack.provisioner import provision

from .small_services import (
    HELD_BACK,
    BankCalled,
    OrderTaken,
    OrderWanted,
    Pair,
    WantOrder,
    confirmed,
    eventually,
    place,
    small_portal,
    small_wallet,
)


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


async def test_the_relay_saves_how_far_it_has_come_when_it_has_nothing_to_tell(pair: Pair) -> None:
    async with pair.running(small_portal) as running:
        await place(running)

        async def saved() -> bool:
            told = await running.db.fetchval("SELECT max(position) FROM store.outbox")
            cursor = await running.db.fetchval("SELECT position FROM store.cursors WHERE name = 'relay'")
            return bool(told == cursor == running.relay.position)

        await eventually(saved)


async def test_a_process_that_leads_knows_how_far_its_views_have_come(pair: Pair) -> None:
    async with pair.running(small_portal) as running:
        await place(running)
        head = await running.store.head()
        assert await running.shown(head, timeout_s=10)
        assert running.reader.shows(head) and not running.reader.shows(head + 1)
        assert not await running.shown(head + 1, timeout_s=0)


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


async def test_a_bus_that_lost_facts_or_knows_more_than_the_database_is_noticed(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        server = await nats.connect(pair.nats_url)

        async def settled(verdict: Verdict) -> None:
            async def look() -> bool:
                return await portal_.agreement.compare(server) is verdict

            await eventually(look)

        assert await confirmed(portal_, [await place(portal_) for _ in range(5)])
        await settled(Verdict.AGREE)

        async def saved() -> bool:
            told = await portal_.pool.fetchval("SELECT position FROM store.cursors WHERE name = 'relay'")
            return bool(told == 5)

        await eventually(saved)
        await server.jetstream().delete_stream("PORTAL")
        await provision(pair.nats_url, resources([small_portal, small_wallet]))
        assert await portal_.agreement.compare(server) is Verdict.BEHIND
        assert await unready(portal_) == "", "it works on, and tells again when an operator asks"
        await tell_again(portal_.pool, 1)
        await settled(Verdict.AGREE)
        headers = {"ce-sequence": "6"}
        await server.jetstream().publish(f"portal.v1.order_placed.{uuid4()}", b"{}", headers=headers)
        assert await portal_.agreement.compare(server) is Verdict.AHEAD
        assert "a-restored-database" in await unready(portal_)
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


async def test_personal_data_is_sealed_at_rest_and_clear_on_the_wire_and_in_views(pair: Pair) -> None:
    async with pair.running(small_portal) as portal_, pair.running(small_wallet):
        order = await place(portal_)
        assert await confirmed(portal_, [order])
        (state,) = [row.state for row in await portal_.store.load(order) if row.topic == OrderWanted.TOPIC]
        assert "Öst".encode() not in state
        assert await portal_.db.fetchval("SELECT note FROM wishes WHERE id = $1", order) == "Åsa Öst"


async def test_what_only_a_newer_image_hears_waits_for_it(pair: Pair) -> None:
    """At an upgrade the filter of the consumer is already the newer one while an older process still pulls.

    A fact whose class the older one had and did not hear was acknowledged, and for ever known as handled. Its sibling:
    one that it has no class for went to the dead letters at once.
    """
    older = replace(small_wallet, hears={portal.SupportCaseAnswered: lambda fact, heard: None}, refuses={})
    newer = resources([small_portal, small_wallet])
    (consumer,) = [resource["spec"] for resource in newer if resource["spec"].get("durableName") == "wallet"]
    consumer["filterSubjects"].append("portal.v9.unheard_of.>")
    await provision(pair.nats_url, newer)
    server = await nats.connect(pair.nats_url)
    async with pair.running(small_portal) as portal_:
        async with pair.running(older) as wallet_:
            await server.jetstream().publish("portal.v9.unheard_of.platform", b"{}")
            order = await place(portal_)

            async def given_back() -> bool:
                return (await server.jetstream().consumer_info("PORTAL", "wallet")).num_redelivered == 2

            await eventually(given_back)
            assert await wallet_.dead_letters.all() == []
        async with pair.running(small_wallet) as wallet_:
            assert await confirmed(portal_, [order])
            assert await wallet_.dead_letters.all() == []
    await server.close()


async def test_a_fact_about_a_stream_that_a_newer_image_wrote_waits_for_it(pair: Pair) -> None:
    """An event of a topic that this image has no class for is no reason to give up the facts about its stream."""
    async with pair.running(small_portal) as portal_, pair.running(small_wallet) as wallet_:
        order, company = new_id(), uuid4()
        metadata = '{"stream":"small_wallet.order"}'
        await wallet_.store.append(Unit([EventRow(order, 1, "small_wallet.order_weighed.v1", b"{}", metadata)]))
        command = WantOrder(company=company, order=order, quantity=100, at=datetime.now(UTC))
        await portal_.perform(command, actor="test")
        assert await confirmed(portal_, [await place(portal_, company=company)])
        server = await nats.connect(pair.nats_url)

        async def given_back() -> bool:
            return (await server.jetstream().consumer_info("PORTAL", "wallet")).num_redelivered == 1

        await eventually(given_back)
        await server.close()
        assert await wallet_.dead_letters.all() == []
