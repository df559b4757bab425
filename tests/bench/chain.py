"""The whole chain from outside: many invoices at once through a real network, watched on the bus and not by the API.

Each figure an invoice is what the network spent from the first Send until nothing was on its way, less what it spends
when nobody uses it, divided by the invoices. Drafts are written before the clock starts.
"""

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import nats
import psutil

from devstack.companies import connect
from devstack.demo import CUSTOMER, SUPPLIER, Demo
from devstack.inspection import quiet
from devstack.journey import Addresses, Visitor
from devstack.network import SERVICES, Network
from traders import trader

RECEPTIONS: dict[str, dict[str, str]] = {
    "inbox": {"method": "inbox"},
    "email": {},
    "ubl": {"method": "email", "format": "ubl"},
    "many": {"method": "inbox"},
}
"""How the receiver wants its invoices; `email` is what the network does by itself, with a PDF."""
WAYS = ("inbox", "email")
MORE_SUPPLIERS = 7
"""Beside the one, when they are `many`."""
AT_ONCE = 32
ONE_BY_ONE = 40
COUNTED = 60
IDLE_S = 20.0
STATISTICS_S = 11.0
"""PostgreSQL writes what a connection counted at the latest ten seconds after it fell silent."""
PATIENCE_S = 600.0
WATCHED = {
    "issued": "invoicing.v1.invoice_issued.>",
    "handed_over": "delivery.v1.document_handed_over.>",
    "captured": "wallet.v1.credit_captured.>",
}
STATEMENT = re.compile(
    r"^\S+ \S+ \S+ \[\d+\] (\w*) LOG:  (?:statement|execute [^:]*): ((?:.*\n)(?:\t.*\n)*)", re.MULTILINE
)
STATEMENTS_SHOWN_MAX = 40
LINES = 3

Draft = tuple[Visitor, str]
"""Whose it is, and its id."""


class Watch:
    """When each invoice's facts came by on the bus, by this machine's monotonic clock."""

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, float]] = {name: {} for name in WATCHED}
        self._news = asyncio.Event()

    async def open(self, url: str) -> None:
        self._client = await nats.connect(url)
        for name, subject in WATCHED.items():
            await self._client.subscribe(subject, cb=self._noting(name))

    async def close(self) -> None:
        await self._client.close()

    def _noting(self, name: str) -> Any:
        async def note(message: Any) -> None:
            invoice = json.loads(message.data)["invoice"]
            self.seen[name].setdefault(invoice, time.perf_counter())
            self._news.set()

        return note

    async def all_of(self, name: str, invoices: Iterable[str]) -> None:
        """Until each of these invoices was told of. Raises TimeoutError."""
        wanted = set(invoices)
        async with asyncio.timeout(PATIENCE_S):
            while not wanted <= self.seen[name].keys():
                self._news.clear()
                await self._news.wait()


class Meter:
    """What the network has spent so far: CPU by process, transactions, WAL, and messages on the bus."""

    def __init__(self, network: Network) -> None:
        self._network = network

    async def read(self) -> dict[str, Any]:
        await asyncio.sleep(STATISTICS_S)
        connection = await asyncpg.connect(self._network.postgres.superuser_url)
        try:
            rows = await connection.fetch(
                "SELECT datname, xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = ANY($1)",
                list(SERVICES),
            )
            wal = await connection.fetchval("SELECT wal_bytes FROM pg_stat_wal")
            syncs = await connection.fetchval("SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'")
        finally:
            await connection.close()
        async with httpx.AsyncClient(timeout=10) as client:
            bus = (await client.get(f"{self._network.nats.monitoring_url}/varz")).json()
        return {
            "at": time.perf_counter(),
            "cpu": cpu_s(self._network),
            "transactions": {row["datname"]: row["n"] for row in rows},
            "wal_bytes": int(wal),
            "wal_syncs": int(syncs),
            "bus_messages": bus["in_msgs"],
            "bus_bytes": bus["in_bytes"],
        }


def cpu_s(network: Network) -> dict[str, float]:
    """CPU seconds so far by process, children included, also those that have ended."""
    spent = {}
    for name, pid in network.pids().items():
        process = psutil.Process(pid)
        times = [item.cpu_times() for item in (process, *process.children(recursive=True))]
        spent[name] = sum(t.user + t.system + t.children_user + t.children_system for t in times)
    return spent


async def measure(invoices: int, ways: Sequence[str] = WAYS) -> dict[str, Any]:
    """The chain with the receiver's inbox and by e-mail, one by one on an idle network, and the network idle."""
    found: dict[str, Any] = {"invoices": invoices, "at_once": AT_ONCE, "lines": LINES}
    for way in ways:
        network = Network.temporary(durable=True)
        await network.up()
        try:
            found[way] = await _measured(network, way, invoices)
        finally:
            await network.down()
    return found


async def _measured(network: Network, way: str, invoices: int) -> dict[str, Any]:
    addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
    meter, watch = Meter(network), Watch()
    async with (
        AsyncExitStack() as stack,
        Visitor(addresses, "anna@norrsken.example", "Anna", "Norr") as supplier,
        Visitor(addresses, "karin@infrabana.example", "Karin", "Öhman") as customer,
    ):
        await prepared(Demo(network), supplier, customer, way, invoices)
        suppliers = [supplier]
        if way == "many":
            suppliers += [await _another(network, stack, customer, invoices, n) for n in range(MORE_SUPPLIERS)]
        await watch.open(network.nats_url)
        drafts = await drafted(suppliers, customer.company, invoices + ONE_BY_ONE + COUNTED)
        await quiet(network, PATIENCE_S)
        idle = await _idle(network, meter)
        alone = await _one_by_one(watch, drafts[:ONE_BY_ONE])
        await quiet(network, PATIENCE_S)
        together = await _together(network, meter, watch, drafts[ONE_BY_ONE + COUNTED :], idle)
        statements = await _statements(network, watch, drafts[ONE_BY_ONE : ONE_BY_ONE + COUNTED])
        await watch.close()
    return {"one_by_one_ms": alone, "together": together | {"statements": statements}, "idle": idle}


async def prepared(demo: Demo, supplier: Visitor, customer: Visitor, way: str, invoices: int) -> None:
    """A supplier that can send so many, and its customer, who receives in this way."""
    await demo.come_aboard(supplier, SUPPLIER)
    await demo.come_aboard(customer, CUSTOMER)
    await demo.connect(supplier, customer)
    await demo.make_ready(supplier)
    if chosen := RECEPTIONS[way]:
        email = {"email": customer.email} if chosen["method"] == "email" else {}
        await customer.own("PUT", "/reception", json=chosen | email)
    await supplier.buy_credits(invoices + 200)


async def _another(network: Network, stack: AsyncExitStack, customer: Visitor, invoices: int, place: int) -> Visitor:
    supplier = await trader(network, stack, f"bo{place}", place, sends=True)
    await connect(supplier, customer, f"2004{place}")
    await supplier.buy_credits(invoices + 100)
    return supplier


async def drafted(suppliers: Sequence[Visitor], receiver: str, count: int) -> list[Draft]:
    """So many drafts, each of three lines, of the suppliers in turn."""
    gate = asyncio.Semaphore(AT_ONCE)
    lines = [
        {"name": f"Rad {n}", "quantity": "2", "unit": "HUR", "price": "450.00", "vat_rate": "25"} for n in range(LINES)
    ]

    async def one(number: int) -> Draft:
        supplier = suppliers[number % len(suppliers)]
        body = {
            "receiver": receiver,
            "lines": lines,
            "due_date": "2027-01-20",
            "buyer_reference": f"REF{number}",
        }
        async with gate:
            return supplier, str((await supplier.own("POST", "/invoices", json=body))["invoice"])

    return list(await asyncio.gather(*(one(number) for number in range(count))))


async def _send_all(drafts: Sequence[Draft]) -> dict[str, float]:
    """Everything is sent with 32 in flight; when each Send began."""
    gate = asyncio.Semaphore(AT_ONCE)
    began: dict[str, float] = {}

    async def one(supplier: Visitor, invoice: str) -> None:
        async with gate:
            began[invoice] = time.perf_counter()
            await supplier.own("POST", f"/invoices/{invoice}/send")

    await asyncio.gather(*(one(*each) for each in drafts))
    return began


async def _one_by_one(watch: Watch, drafts: Sequence[Draft]) -> dict[str, Any]:
    """Send to issued and to handed over, each invoice alone on the network."""
    answered, issued, handed_over = [], [], []
    for supplier, invoice in drafts:
        began = time.perf_counter()
        await supplier.own("POST", f"/invoices/{invoice}/send")
        answered.append(time.perf_counter() - began)
        await watch.all_of("captured", [invoice])
        issued.append(watch.seen["issued"][invoice] - began)
        handed_over.append(watch.seen["handed_over"][invoice] - began)
    return {
        "send_answered": percentiles(answered),
        "issued": percentiles(issued),
        "handed_over": percentiles(handed_over),
    }


async def _together(
    network: Network, meter: Meter, watch: Watch, drafts: Sequence[Draft], idle: dict[str, Any]
) -> dict[str, Any]:
    before = await meter.read()
    own_before = time.process_time()
    began = time.perf_counter()
    sent = await _send_all(drafts)
    for name in WATCHED:
        await watch.all_of(name, sent)
    own = time.process_time() - own_before
    await quiet(network, PATIENCE_S)
    after = await meter.read()
    waited_s = after["at"] - before["at"]
    count = len(drafts)
    rates = {
        f"{name}_per_s": round(count / (max(watch.seen[name][invoice] for invoice in sent) - began), 1)
        for name in WATCHED
    }
    latency = {
        f"{name}_ms": percentiles([watch.seen[name][invoice] - sent[invoice] for invoice in sent])
        for name in ("issued", "handed_over")
    }
    cpu = {
        name: (after["cpu"][name] - before["cpu"][name]) * 1000 - idle["cpu_ms_per_s"].get(name, 0) * waited_s
        for name in before["cpu"]
    }
    transactions = {
        name: after["transactions"][name]
        - before["transactions"][name]
        - idle["transactions_per_s_by_service"][name] * waited_s
        for name in SERVICES
    }
    return {
        **rates,
        **latency,
        "cpu_ms": by_size({name: spent / count for name, spent in cpu.items()}),
        "cpu_ms_all": round(sum(cpu.values()) / count, 1),
        "cpu_ms_of_this_bench": round(own / count * 1000, 1),
        "transactions": by_size({name: n / count for name, n in transactions.items()}),
        "transactions_all": round(sum(transactions.values()) / count, 1),
        "wal_bytes": round((after["wal_bytes"] - before["wal_bytes"]) / count),
        "wal_syncs": round((after["wal_syncs"] - before["wal_syncs"]) / count, 1),
        "bus_messages": round(
            (after["bus_messages"] - before["bus_messages"] - idle["bus_messages_per_s"] * waited_s) / count, 1
        ),
        "bus_bytes": round((after["bus_bytes"] - before["bus_bytes"]) / count),
    }


async def _idle(network: Network, meter: Meter) -> dict[str, Any]:
    """What the network does when nobody uses it, a second."""
    before = await meter.read()
    await asyncio.sleep(IDLE_S)
    after = await meter.read()
    seconds = after["at"] - before["at"]
    async with Statements(network) as statements:
        counted_from = time.perf_counter()
        await asyncio.sleep(IDLE_S)
        counted = statements.counted().total() / (time.perf_counter() - counted_from)
    cpu = {name: (after["cpu"][name] - before["cpu"][name]) * 1000 / seconds for name in before["cpu"]}
    transactions = {name: (after["transactions"][name] - before["transactions"][name]) / seconds for name in SERVICES}
    return {
        "statements_per_s": round(counted, 1),
        "transactions_per_s": round(sum(transactions.values()), 1),
        "transactions_per_s_by_service": {name: round(n, 2) for name, n in transactions.items()},
        "bus_messages_per_s": round((after["bus_messages"] - before["bus_messages"]) / seconds, 1),
        "cpu_ms_per_s": {name: round(spent, 2) for name, spent in cpu.items()},
        "cpu_ms_per_s_all": round(sum(cpu.values()), 1),
    }


class Statements:
    """Counts what every service asks PostgreSQL, by the server's own log; slow, so nothing else is measured then."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._log: Path = network.folder / "postgres" / "postgres.log"
        self._from = 0

    async def __aenter__(self) -> "Statements":
        await self._set("all", "%m [%p] %d ")
        self._from = self._log.stat().st_size
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._set("none", "%m [%p] ")

    def counted(self) -> Counter[tuple[str, str]]:
        """How often each was asked, by service."""
        with self._log.open("rb") as log:
            log.seek(self._from)
            text = log.read().decode(errors="replace")
        return Counter((name, " ".join(words.split())[:200]) for name, words in STATEMENT.findall(text))

    async def _set(self, which: str, prefix: str) -> None:
        connection = await asyncpg.connect(self._network.postgres.superuser_url)
        try:
            await connection.execute(f"ALTER SYSTEM SET log_statement = '{which}'")
            await connection.execute(f"ALTER SYSTEM SET log_line_prefix = '{prefix}'")
            await connection.execute("SELECT pg_reload_conf()")
        finally:
            await connection.close()
        await asyncio.sleep(1)  # every connection reads its settings anew at its next command


async def _statements(network: Network, watch: Watch, drafts: Sequence[Draft]) -> dict[str, Any]:
    """Statements an invoice, with BEGIN and COMMIT, in a run of its own: the log of them slows everything down."""
    async with Statements(network) as statements:
        await watch.all_of("captured", await _send_all(drafts))
        await quiet(network, PATIENCE_S)
        counted = statements.counted()
    services: Counter[str] = Counter()
    for (service, _), times in counted.items():
        services[service] += times
    return {
        "all": round(counted.total() / len(drafts), 1),
        "by_service": by_size({name: times / len(drafts) for name, times in services.items()}),
        "most": {
            f"{service}: {words}": round(times / len(drafts), 2)
            for (service, words), times in counted.most_common(STATEMENTS_SHOWN_MAX)
        },
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    """In milliseconds."""
    ordered = sorted(seconds)
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    }


def by_size(values: dict[str, float]) -> dict[str, float]:
    """The largest first, to a tenth, and what is nothing left out."""
    return {name: round(value, 1) for name, value in sorted(values.items(), key=lambda item: -item[1]) if value > 0.05}
