"""What tests of faults share: two companies, a system that sends and never gives up, and books that are exact."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx

from devstack.compare import compare
from devstack.inspection import column as column
from devstack.inspection import nothing_pending
from devstack.journey import Addresses, Problem, Visitor, until
from devstack.network import SERVICES, Network

PATIENCE_S = 300
LATER = ("login.required", "invoice.not-found", "request.being-answered")
"""What is not so for long: the last is a call whose portal died, until another may answer it."""
SUPPLIER = {"country": "SE", "number": "5566778899", "name": "Norrsken Bygg & Spår AB", "legal_form": "AB"}
CUSTOMER = {"country": "SE", "number": "5561234567", "name": "Infrabana Sverige AB", "legal_form": "AB"}


@contextlib.asynccontextmanager
async def two_companies(network: Network, bought: int) -> AsyncIterator[tuple[Visitor, Visitor]]:
    """A supplier with credits and a customer who wants its invoices by e-mail."""
    addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
    async with (
        Visitor(addresses, "anna@norrsken.example", "Anna", "Norr") as supplier,
        Visitor(addresses, "karin@infrabana.example", "Karin", "Öhman") as customer,
    ):
        for person, company in ((supplier, SUPPLIER), (customer, CUSTOMER)):
            await person.sign_up()
            await person.register(company, f"SE{company['number']}01")
            await person.accept_terms()
        await supplier.sign("198803200016", "Anna Norr")
        address = {"name": "Norrsken", "street": "Verkstadsgatan 14", "postcode": "972 41", "city": "Luleå"}
        await supplier.own("PUT", "/addresses/default", json=address)
        await supplier.own("POST", "/bank-accounts", json={"kind": "bankgiro", "number": "5050-1055"})
        body = {"customer_number": "1", "customer_name": "Infrabana", "email": customer.email}
        invited = await supplier.own("POST", "/invitations", json=body)
        await customer.own("POST", "/enrolments", json={"customer_number": "1", "code": invited["code"]})
        await supplier.buy_credits(bought)
        yield supplier, customer


async def persistently(person: Visitor, method: str, path: str, key: str, *, own: bool = True, **options: Any) -> Any:
    """As a system would: the same request with the same Idempotency-Key, until it is answered."""
    ask = person.own if own else person.call

    async def tried() -> Any:
        try:
            return await ask(method, path, headers={"idempotency-key": key}, **options) or {}
        except (httpx.HTTPError, TimeoutError):
            return None
        except Problem as problem:
            if problem.status >= 500 or problem.code in LATER:
                return None
            raise

    return await until(tried, f"{method} {path}", PATIENCE_S)


async def write_and_send(supplier: Visitor, customer: Visitor, number: int, gate: asyncio.Semaphore) -> str:
    draft = {
        "receiver": customer.company,
        "lines": [{"name": f"Rad {number}", "quantity": "1", "unit": "H87", "price": "100.00", "vat_rate": "25"}],
        "due_date": "2027-01-20",
        "buyer_reference": f"REF{number}",
    }
    async with gate:
        drafted = await persistently(supplier, "POST", "/invoices", f"draft-{number}", json=draft)
        invoice: str = drafted["invoice"]
        await persistently(supplier, "POST", f"/invoices/{invoice}/send", f"send-{number}")
        return invoice


async def is_rebuilt_from_its_store_alone(network: Network) -> None:
    """With NATS stopped: the digest of what is rebuilt equals that of what is served."""
    await asyncio.to_thread(network.nats.stop)
    try:
        for service in SERVICES:
            done = await asyncio.to_thread(network.command, "replay", service)
            assert done.returncode == 0, done.stdout + done.stderr
            assert "equal" in done.stdout
    finally:
        await asyncio.to_thread(network.nats.start)


async def settled(network: Network, supplier: Visitor, invoices: int, bought: int) -> None:
    """Until every invoice is handed over and every credit captured."""

    async def done() -> bool | None:
        with contextlib.suppress(httpx.HTTPError, Problem):
            page = await supplier.own("GET", "/credits")
            return (page["invoice"] == bought - invoices and await captured(network) == invoices) or None
        return None

    await until(done, "every credit to be captured", PATIENCE_S)


async def the_books_are_right(
    network: Network, supplier: Visitor, customer: Visitor, invoices: int, bought: int
) -> None:
    """Numbers, inbox, credits, statuses and mails are exact, and the portal shows what the others told."""
    numbers = await column(
        network, "portal", "SELECT number FROM views.invoices WHERE number IS NOT NULL ORDER BY number"
    )
    assert [int(number.rsplit("-", 1)[1]) for number in numbers] == list(range(1, invoices + 1)), "a number is missing"
    inbox = await column(network, "portal", "SELECT number FROM views.inbox ORDER BY number")
    assert inbox == numbers, "not every invoice was received exactly once"
    assert await captured(network) == invoices
    assert await supplier.credits() == bought - invoices
    statuses = Counter(await column(network, "portal", "SELECT status FROM views.invoices"))
    assert set(statuses) <= {"handed-over", "delivered"}, statuses
    assert await mails_about(network, customer, numbers) == invoices, "a mail is missing"
    urls = {service: network.database(service).app for service in SERVICES}
    assert await compare(urls, PATIENCE_S) == []
    for service in SERVICES:
        (dense,) = await column(network, service, "SELECT coalesce(max(position) = count(*), true) FROM store.outbox")
        assert dense, f"{service}: a position is missing"
        assert await column(network, service, "SELECT reason FROM store.dead_letters WHERE solved_at IS NULL") == []


async def mails_about(network: Network, customer: Visitor, numbers: list[str]) -> int:
    """Different mails that carry an invoice; one that was sent twice has the same Message-ID."""
    async with httpx.AsyncClient(base_url=network.mail_url, timeout=60) as catcher:
        listed = (await catcher.get("/api/mails", params={"to": customer.email, "limit": 500})).json()["mails"]
    wanted = set(numbers)
    return len({number for mail in listed for number in wanted if number in mail["subject"]})


async def captured(network: Network) -> int:
    (count,) = await column(
        network, "wallet", "SELECT count(*) FROM store.outbox WHERE subject LIKE 'wallet.v1.credit_captured.%'"
    )
    return int(count)


async def counts(network: Network) -> dict[str, tuple[int, int]]:
    """Events and facts of every service."""
    found = {}
    for service in SERVICES:
        (events,) = await column(network, service, "SELECT count(*) FROM store.stored_events")
        (facts,) = await column(network, service, "SELECT count(*) FROM store.outbox")
        found[service] = (events, facts)
    return found


async def relayed(network: Network) -> None:
    """Until every relay has told everything again, and every hearer has handled it."""

    async def done() -> bool | None:
        for service in SERVICES:
            (behind,) = await column(
                network,
                service,
                """SELECT (SELECT coalesce(max(position), 0) FROM store.outbox)
                        - coalesce((SELECT position FROM store.cursors WHERE name = 'relay'), 0)
                        + (SELECT count(*) FROM store.cursors WHERE name = 'relay.again-from')""",
            )
            if behind:
                return None
        return await nothing_pending(network)

    await until(done, "every fact to be told again", PATIENCE_S)
