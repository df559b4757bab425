"""Where the time of one invoice goes: when each fact of it was decided, and when it was on the bus, alone on a network.

A fact says itself when it was decided (`ce-time`, just before its unit is appended) and by which one it was caused;
when it is on the bus is what a plain subscriber sees. All clocks are this machine's. Between the bus and the next
decision lies what the stream does to keep the fact, the hearing, and what the service does; between decision and bus
lies the append, with its sync, and the relay.
"""

import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import nats

import chain
from devstack.demo import Demo
from devstack.inspection import quiet
from devstack.journey import Addresses, Visitor
from devstack.network import Network

SERVICES_TOLD = ("portal.v1.>", "invoicing.v1.>", "wallet.v1.>", "delivery.v1.>")
"""Not notifications: while their mail goes out, this bench asks already whether the network is quiet."""
WARM = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of an invoice, in seconds of the clock."""

    name: str
    id: str
    cause: str
    decided: float
    on_bus: float


async def measure(invoices: int, way: str = "inbox") -> dict[str, Any]:
    """Medians in milliseconds since Send was pressed, in the order in which facts are decided."""
    network = Network.temporary(durable=True)
    await network.up()
    try:
        addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
        async with (
            Visitor(addresses, "anna@norrsken.example", "Anna", "Norr") as supplier,
            Visitor(addresses, "karin@infrabana.example", "Karin", "Öhman") as customer,
        ):
            await chain.prepared(Demo(network), supplier, customer, way, invoices)
            drafts = await chain.drafted([supplier], customer.company, invoices + WARM)
            await quiet(network, chain.PATIENCE_S)
            return await _traced(network, drafts)
    finally:
        await network.down()


async def _traced(network: Network, drafts: list[chain.Draft]) -> dict[str, Any]:
    steps: dict[str, list[Step]] = defaultdict(list)
    began: dict[str, float] = {}
    answered: list[float] = []
    watch = chain.Watch()
    await watch.open(network.nats_url)
    client = await nats.connect(network.nats_url)

    async def note(message: Any) -> None:
        headers = message.headers
        steps[headers["ce-correlationid"]].append(
            Step(
                headers["ce-type"].removeprefix("stafett."),
                headers["ce-id"],
                headers.get("ce-causationid", ""),
                datetime.fromisoformat(headers["ce-time"]).timestamp(),
                time.time(),
            )
        )

    for subject in SERVICES_TOLD:
        await client.subscribe(subject, cb=note)
    for number, (supplier, invoice) in enumerate(drafts):
        sent = time.time()
        await supplier.own("POST", f"/invoices/{invoice}/send")
        if number >= WARM:
            answered.append(time.time() - sent)
            began[invoice] = sent
        await watch.all_of("captured", [invoice])
        await quiet(network, chain.PATIENCE_S)
        if number < WARM:
            steps.clear()
    await client.close()
    await watch.close()
    runs = sorted(steps.values(), key=lambda run: min(step.decided for step in run))
    return {"answered_ms": _median(answered), "facts": _table(runs, list(began.values()))}


def _table(runs: list[list[Step]], began: list[float]) -> list[dict[str, Any]]:
    rows: dict[str, list[tuple[str, float, float, float]]] = defaultdict(list)
    for run, sent in zip(runs, began, strict=True):
        by_id = {step.id: step for step in run}
        for step in run:
            cause = by_id.get(step.cause)
            since = cause.on_bus if cause else sent
            rows[step.name].append(
                (cause.name if cause else "Send", step.decided - since, step.on_bus - step.decided, step.on_bus - sent)
            )
    found = [
        {
            "fact": name,
            "after": statistics.mode(cause for cause, *_ in seen),
            "heard_and_decided_ms": _median([heard for _, heard, *_ in seen]),
            "appended_and_told_ms": _median([told for _, _, told, _ in seen]),
            "since_send_ms": _median([since for *_, since in seen]),
        }
        for name, seen in rows.items()
    ]
    return sorted(found, key=lambda row: row["since_send_ms"])


def _median(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 1)
