"""Send to issued and to handed over on the whole network, and the CPU that an invoice costs, all services together."""

import asyncio
import time
from typing import Any

import psutil

from devstack.demo import CUSTOMER, SUPPLIER, Demo, draft, made_pdf
from devstack.journey import Addresses, Visitor
from devstack.network import Network

STATUSES_AFTER = ("handed-over", "delivered")


async def measure(invoices: int) -> dict[str, Any]:
    """One invoice after another on an idle network; p50 and p95 in ms."""
    network = Network.temporary(durable=True)
    await network.up()
    try:
        addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
        async with (
            Visitor(addresses, "anna@norrsken.example", "Anna", "Norr") as supplier,
            Visitor(addresses, "karin@infrabana.example", "Karin", "Öhman") as customer,
        ):
            await _prepared(Demo(network), supplier, customer, invoices)
            return await _sent(network, supplier, customer, invoices)
    finally:
        await network.down()


async def _prepared(demo: Demo, supplier: Visitor, customer: Visitor, invoices: int) -> None:
    await demo.come_aboard(supplier, SUPPLIER)
    await demo.come_aboard(customer, CUSTOMER)
    await demo.connect(supplier, customer)
    await demo.make_ready(supplier)
    await supplier.buy_credits(invoices + 100)


async def _sent(network: Network, supplier: Visitor, customer: Visitor, invoices: int) -> dict[str, Any]:
    attachment = await supplier.attach(made_pdf("Tidrapport"), "Tidrapport.pdf")
    issued, handed_over = [], []
    before = _cpu_s(network)
    for _ in range(invoices):
        drafted = await supplier.own("POST", "/invoices", json=draft(customer.company, attachment))
        began = time.perf_counter()
        await supplier.own("POST", f"/invoices/{drafted['invoice']}/send")
        issued.append(time.perf_counter() - began)
        await supplier.invoice_in(drafted["invoice"], *STATUSES_AFTER)
        handed_over.append(time.perf_counter() - began)
    await asyncio.sleep(1)  # what follows the hand-over is part of the cost
    spent = {name: after - before[name] for name, after in _cpu_s(network).items()}
    return {
        "send_to_issued_ms": _percentiles(issued),
        "send_to_handed_over_ms": _percentiles(handed_over),
        "cpu_ms_per_invoice": {name: round(s / invoices * 1000, 1) for name, s in sorted(spent.items())},
        "cpu_ms_per_invoice_all": round(sum(spent.values()) / invoices * 1000, 1),
        "note": "the CPU includes drawing the PDF in delivery's pool, the draft, and the polling of this bench",
    }


def _cpu_s(network: Network) -> dict[str, float]:
    """CPU seconds so far by process, children included."""
    spent = {}
    for name, pid in network.pids().items():
        process = psutil.Process(pid)
        times = [item.cpu_times() for item in (process, *process.children(recursive=True))]
        spent[name] = sum(t.user + t.system for t in times)
    return spent


def _percentiles(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "p50": round(ordered[len(ordered) // 2] * 1000, 1),
        "p95": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
    }
