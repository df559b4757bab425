"""Every service killed at every named failpoint, before and after append, publish, cursor, ack, act and view."""

import contextlib
import importlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.failpoints import POINTS
from devstack.journey import Visitor, until
from devstack.network import SERVICES, Network

from .test_everything_is_killed_once import network, people
from .under_fire import column, persistently

__all__ = ["network", "people"]

pytestmark = pytest.mark.slow

ROUNDS_MAX = 25


def reachable(service: str) -> set[str]:
    """Every point that a running service passes; schedules are written with the views, by the one reader of the log."""
    declared = importlib.import_module(f"{service}.app").service
    never = set() if declared.acts else {"act.before", "act.after"}
    never |= set() if declared.shows or declared.schedules else {"view.before", "view.after"}
    never |= {"migrate.before", "migrate.after"}
    return set(POINTS) - never


@pytest.fixture
async def flags(tmp_path: Path) -> AsyncIterator[Path]:
    yield tmp_path


@pytest.mark.req("S1-02", "D-08")
@pytest.mark.parametrize("service", SERVICES)
async def test_a_kill_at_any_point_loses_nothing_and_repeats_nothing(
    network: Network, people: tuple[Visitor, Visitor], service: str, flags: Path
) -> None:
    """All points armed at once: the service dies once at each, in the midst of whole invoices from draft to read."""
    supplier, customer = people
    before = await totals(network)
    armed = ",".join(f"{point}={flags / point}" for point in POINTS)
    await network.restart(service, {f"STAFETT_{service.upper()}_FAILPOINTS": armed})
    wanted = reachable(service)
    sent = 0
    for number in range(ROUNDS_MAX):
        await work_for_everybody(supplier, customer, f"{service}-{number}")
        await one_invoice(supplier, customer, f"{service}-{number}")
        sent += 1
        died = fired(flags)
        if sent >= 3 and wanted <= died:
            break
    await dead_at_all(wanted, flags)
    await network.restart(service)
    assert fired(flags) == wanted, f"{service} was not killed at {wanted - fired(flags)}"
    after = await totals(network)
    for name in ("issued", "captured", "received", "handed over"):
        assert after[name] - before[name] == sent, f"{name}: {before[name]} -> {after[name]}, {sent} sent"
    numbers = await column(network, "invoicing", NUMBERS)
    assert sorted(numbers) == list(range(1, len(numbers) + 1)), "a number is missing or taken twice"
    assert await column(network, service, "SELECT reason FROM store.dead_letters") == []


NUMBERS = """SELECT right(convert_from(body, 'UTF8')::json ->> 'number', 5)::int FROM store.outbox
             WHERE subject LIKE 'invoicing.v1.invoice_issued.%'"""


async def dead_at_all(wanted: set[str], flags: Path) -> None:
    """Nobody waits for a service that only writes mails: it dies on while it catches up."""

    async def all_fired() -> bool | None:
        return wanted <= fired(flags) or None

    with contextlib.suppress(TimeoutError):
        await until(all_fired, "every point", 120)


def fired(flags: Path) -> set[str]:
    """The points at which the service was killed."""
    return {path.name for path in flags.iterdir()}


async def work_for_everybody(supplier: Visitor, customer: Visitor, key: str) -> None:
    """What an invoice does not ask of a service: a look-up, a recipient sought outside, an order, a case."""
    query = {"country": "SE", "search": "5566778899"}
    await persistently(supplier, "POST", "/company-lookups", f"{key}-look-up", own=False, json=query)
    await persistently(supplier, "POST", "/recipient-lookups", f"{key}-recipient", json={"search": f"Kund {key}"})
    terms = (await persistently(supplier, "GET", "/terms", f"{key}-terms", own=False))["terms_of_sale"]
    order = {"quantity": 100, "payment": "card", "terms_version": terms["version"]}
    await persistently(supplier, "POST", "/orders", f"{key}-order", json=order)
    case = {"category": "general", "title": key, "form": {}, "text": key, "company": supplier.company}
    await persistently(supplier, "POST", "/support/cases", f"{key}-case", own=False, json=case)


async def one_invoice(supplier: Visitor, customer: Visitor, key: str) -> None:
    """From draft to read, patiently. The customer saves its reception too, so that every service has work."""
    draft = {
        "receiver": customer.company,
        "lines": [{"name": key, "quantity": "1", "unit": "H87", "price": "100.00", "vat_rate": "25"}],
        "due_date": "2027-01-20",
        "buyer_reference": key,
    }
    reception = {"method": "email", "email": customer.email}
    await persistently(customer, "PUT", "/reception", f"{key}-reception", json=reception)
    address = {"name": key, "street": "Verkstadsgatan 14", "postcode": "972 41", "city": "Luleå"}
    await persistently(supplier, "PUT", "/addresses/visit", f"{key}-address", json=address)
    invitation = {"customer_number": key, "customer_name": "Kund", "email": "kund@exempel.example"}
    await persistently(supplier, "POST", "/invitations", f"{key}-invitation", json=invitation)
    drafted = await persistently(supplier, "POST", "/invoices", f"{key}-draft", json=draft)
    invoice = drafted["invoice"]
    await persistently(supplier, "POST", f"/invoices/{invoice}/send", f"{key}-send")

    async def captured() -> bool | None:
        page = await persistently(supplier, "GET", f"/invoices/{invoice}", f"{key}-look")
        names = [line["name"] for line in page["timeline"]]
        done = {"wallet.credit_captured", "invoicing.invoice_handed_over"} <= set(names)
        assert max(names.count("wallet.credit_captured"), names.count("invoicing.invoice_issued")) <= 1
        return done or None

    await until(captured, f"invoice {key} to be handed over", 120)


async def totals(network: Network) -> dict[str, int]:
    async def count(service: str, fact: str) -> int:
        subject = f"{service}.v1.{fact}.%"
        (number,) = await column(network, service, f"SELECT count(*) FROM store.outbox WHERE subject LIKE '{subject}'")
        return int(number)

    return {
        "issued": await count("invoicing", "invoice_issued"),
        "captured": await count("wallet", "credit_captured"),
        "received": await count("delivery", "document_received"),
        "handed over": await count("delivery", "document_handed_over"),
    }
