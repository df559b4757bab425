"""Facts a second: relayed from an outbox into JetStream that syncs always, and handled by one process from there."""

import asyncio
import base64
import os
import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import assert_never
from uuid import UUID, uuid4

from chassis import Aggregate, Command, Event, Heard, Service, Session
from chassis.bus.declarations import resources
from chassis.ids import new_id
from chassis.store.migrate import migrate
from chassis.running.running import Running
from chassis.settings import Settings
from chassis.store.unit import FactRow, Unit
from contracts.fact import Envelope
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as wallet
from devstack.nats import EmbeddedNats
from devstack.postgres import EmbeddedPostgres
from devstack.provisioner import provision

import msgspec


class Taken(Event, topic="bench.order_taken.v1"):
    company: UUID
    quantity: int


class Take(Command, lane="company"):
    company: UUID
    order: UUID
    quantity: int


class Order(Aggregate[Taken], stream="bench.order"):
    quantity: int = 0

    def take(self, command: Take) -> None:
        if not self.exists:
            self.record(Taken(company=command.company, quantity=command.quantity))

    def evolve(self, event: Taken) -> None:
        match event:
            case Taken():
                self.quantity = event.quantity
            case _:
                assert_never(event)


async def take(command: Take, session: Session) -> None:
    (await session.load(Order, command.order)).take(command)


def on_placed(fact: portal.OrderPlaced, heard: Heard) -> Take:
    return Take(company=fact.company, order=fact.order, quantity=fact.quantity, at=heard.at)


def tell_accepted(event: Taken, order: Order) -> wallet.OrderAccepted:
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


def tell_placed(event: Taken, order: Order) -> portal.OrderPlaced:
    raise NotImplementedError("the bench writes its facts itself")


teller = Service(name="portal", tells={Taken: tell_placed})
hearer = Service(
    name="wallet", hears={portal.OrderPlaced: on_placed}, handles={Take: take}, tells={Taken: tell_accepted}
)


async def measure(server: EmbeddedPostgres, count: int) -> dict[str, object]:
    """`count` facts of 200 companies, relayed first, then handled: load, decide, append with an answer."""
    with EmbeddedNats(durable=True) as bus:
        await provision(bus.url, resources([teller, hearer]), replicas_max=1)
        telling = await _opened(server, teller, bus.url)
        await _fill(telling, count)
        began = time.perf_counter()
        await telling.serve()
        while telling.relay.published < count:
            await asyncio.sleep(0.01)
        relayed = count / (time.perf_counter() - began)
        hearing = await _opened(server, hearer, bus.url)
        began, cpu = time.perf_counter(), time.process_time()
        await hearing.serve()
        while hearing.bus.handled < count:
            await asyncio.sleep(0.01)
        handled = count / (time.perf_counter() - began)
        cpu_us = (time.process_time() - cpu) / count * 1e6
        await hearing.stop()
        await telling.stop()
    return {
        "relayed_facts_per_s_sync_always": round(relayed),
        "handled_facts_per_s_one_process": round(handled),
        "handled_cpu_us_per_fact": round(cpu_us),
    }


async def _opened(server: EmbeddedPostgres, service: Service, nats_url: str) -> Running:
    urls = await server.create_database(f"bench_{service.name}", service=service.name)
    await migrate(urls.owner, f"{service.name}_app", f"{service.name}_auditor")
    key = base64.b64encode(os.urandom(32)).decode()
    running = Running(service, Settings(database_url=urls.app, nats_url=nats_url, master_key=key))  # type: ignore[arg-type]
    await running.open()
    return running


async def _fill(running: Running, count: int) -> None:
    companies = [uuid4() for _ in range(200)]

    def row(number: int) -> FactRow:
        company = companies[number % 200]
        fact = portal.OrderPlaced(company=company, person=company, order=new_id(), quantity=100, terms_version="1")
        envelope = Envelope(new_id(), fact.type(), "/portal", "bench", datetime.now(UTC), fact.tenant, new_id())
        headers = msgspec.json.encode(envelope.headers()).decode()
        return FactRow(envelope.id, fact.subject, headers, fact.model_dump_json().encode())

    for start in range(0, count, 500):
        await running.store.append(Unit(facts=[row(n) for n in range(start, min(start + 500, count))]))
