"""Whatever is sent to the whole network: a refusal in words, every service alive, nothing of it in any store.

Made from the portal's own OpenAPI document: every text field, every parameter, and bad bodies by the thousand.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import nats
import psycopg
import pytest

from contracts.examples import example
from contracts.fact import Envelope
from contracts.text import forbidden_in_json
from devstack.catalogue import facts
from devstack.journey import Visitor, until
from devstack.network import SERVICES, Network
from portal.edge.guard import HEADERS
from portal.edge.problems import sentences

from .asked import BadBodies, Operation, operations

LARGE = "A" * 950_000
"""As large as a body may be: what is larger is not even read."""
TEXTS = {"U+0000": "A\0B", "U+D800": "A\ud800B", "U+0081": "A\x81B"}
ASKED = ["%00", "%C2%81", "%ED%A0%80", "%FF", "a%0Ab", "A" * 7_000, "9" * 27, "-1", "9999-12-31", "NaN", "%", "💣"]
SENT = {
    "authorization": [b"Bearer \xff", b"Bearer", b"Basic =", b"Bearer " + b"A" * 9_000],
    "idempotency-key": [b"\xe5", b"A" * 9_000, b"\xc3\xa5"],
    "accept-language": [b"\xff", b"," * 9_000, b"sv;q=\xe5"],
    "cookie": [b"stafett=\xff", b"stafett-language=%00; stafett-form=%FF", b"=;=" * 3_000],
    "content-type": [b"application/json; charset=\xff", b"multipart/form-data", b"text/html", b""],
    "sec-fetch-site": [b"\xff"],
    "webhook-signature": [b"v1,\xe5", b"v1,", b"," * 9_000],
    "webhook-timestamp": [b"9" * 5_000, b"1e9", b"\xb2"],
    "webhook-id": [b"\xff", b"A" * 9_000],
    "traceparent": [b"\xff", b"00-" + b"0" * 9_000],
}
PAGES = ("/login", "/register", "/confirm", "/forgot", "/enrol", "/support/new/question", "/language/sv")
SEED = 20261130
QUICK, LONG = 400, 20_000


@pytest.fixture(scope="session")
async def asked(insider: Visitor) -> list[Operation]:
    document = (await insider.http.get("/api/v1/openapi.json")).json()
    found = operations(document)
    assert len(found) > 100 and sum(len(operation.texts()) for operation in found) > 200
    # Whoever logs out has no door left open; uploads are files, and are tried as files are.
    return [operation for operation in found if "/sessions" not in operation.path or operation.method == "POST"]


@pytest.fixture(autouse=True)
async def everybody_stays(network: Network) -> AsyncIterator[None]:
    """After each test every service is the one that was there before it, ready, and none has crashed at anything."""
    before = network.pids()
    yield
    async with httpx.AsyncClient(timeout=30) as http:
        for service in SERVICES:
            answer = await http.get(f"{network.url(service)}/health/ready")
            assert answer.text == "ready", service
    assert network.pids() == before
    for log in (network.folder / "logs").glob("*.log"):
        text = log.read_text(errors="replace")
        assert "Traceback" not in text, f"{log.name}: {text[max(0, text.index('Traceback') - 2_000) :][:6_000]}"


def well_answered(answer: httpx.Response, why: object) -> None:
    """Below 500, with the headers of every answer; a refusal of the API has words and a code that has them."""
    assert answer.status_code < 500, f"{why}: {answer.status_code} {answer.text[:500]}"
    is_file = answer.headers.get("content-disposition", "").startswith("attachment")
    headers = HEADERS | ({"content-security-policy": "sandbox"} if is_file else {})
    assert headers.items() <= answer.headers.items(), why
    if answer.is_error and "json" in answer.headers["content-type"]:
        body = answer.json()
        assert body["code"] in sentences() and body["title"] not in ("", body["code"]), why


async def at_once(calls: Iterable[Any], several: int = 8) -> None:
    """Some side by side, as real ones come."""
    waiting = iter(calls)

    async def go_on() -> None:
        for call in waiting:
            await call

    await asyncio.gather(*(go_on() for _ in range(several)))


async def call(person: Visitor, operation: Operation, address: str, **sent: Any) -> httpx.Response:
    answer = await person.http.request(operation.method, address, **sent)
    well_answered(answer, f"{operation} {str(sent)[:300]}")
    return answer


async def stored(network: Network, service: str) -> int:
    connection = await psycopg.AsyncConnection.connect(network.database(service).owner)
    async with connection:
        found = await connection.execute("SELECT coalesce(max(notification_id), 0) FROM store.stored_events")
        (count,) = await found.fetchone() or (0,)
    return int(count)


async def test_no_text_field_takes_what_no_text_may_hold(
    network: Network, insider: Visitor, asked: list[Operation]
) -> None:
    before = await stored(network, "portal")
    tried = 0

    async def refused(operation: Operation, path: tuple[str | int, ...], sign: str, text: str) -> None:
        body = json.dumps(operation.with_text(path, text)).encode()
        headers = {"content-type": "application/json"}
        answer = await call(insider, operation, operation.address(insider.company), content=body, headers=headers)
        assert 400 <= answer.status_code < 500, f"{operation} {path} {sign}: {answer.text[:300]}"
        if sign:
            assert answer.json()["code"] == "text.forbidden-sign" and sign in answer.json()["title"], operation

    calls = []
    for operation in asked:
        for path in operation.texts():
            for sign, text in (*TEXTS.items(), ("", LARGE)):
                calls.append(refused(operation, path, sign, text))
                tried += 1
    await at_once(calls)
    assert tried > 800
    assert await stored(network, "portal") == before, "nothing of what was refused is kept"


async def test_no_parameter_of_any_address_breaks_anything(insider: Visitor, asked: list[Operation]) -> None:
    def calls() -> Iterable[Any]:
        for operation in asked:
            for (place, name), value in itertools.product(operation.parameters, ASKED):
                if place in ("path", "query"):
                    address = operation.address(insider.company, {name: value})
                    yield call(insider, operation, address, json=operation.body)

    await at_once(calls())


async def test_no_header_breaks_anything(insider: Visitor) -> None:
    own = insider.http.headers["authorization"].encode()
    for header, values in SENT.items():
        for value, path in itertools.product(values, ("/api/v1/me", "/start", "/login", "/webhooks/card")):
            kept = [] if header == "authorization" else [(b"authorization", own)]
            headers = [*kept, (header.encode(), value), (b"accept", b"text/html")]
            async with httpx.AsyncClient(base_url=insider.addresses.portal, timeout=30) as http:
                if path == "/webhooks/card":
                    answer = await http.post(path, content=b"{}", headers=headers)
                else:
                    answer = await http.get(path, headers=headers)
            if answer.text != "Invalid HTTP request received.":  # no HTTP at all: the server says so, below the portal
                well_answered(answer, f"{header}: {value[:50]!r} {path}")


async def test_no_form_of_a_page_breaks_anything(insider: Visitor) -> None:
    kinds = [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
    ]
    bodies = [
        b"token=%00&email=%00", b"email=%FF", b"\xff\xfe", b"a=%ED%A0%80", b"email=a%0Ab", b"&" * 5_000,
        b"a=1&" * 2_000, b"--x\r\n\r\n\r\n--x--",
        b"--x\r\ncontent-disposition: form-data; name=\"a\0\"\r\n\r\nb\r\n--x--",
        b"text=" + b"A" * 200_000, b"--x\r\n" + b"a: " + b"b" * 50_000, b"",
    ]  # fmt: skip
    async with httpx.AsyncClient(base_url=insider.addresses.portal, timeout=30) as browser:
        for path, kind, body in itertools.product(PAGES, kinds, bodies):
            headers = {"content-type": kind, "accept": "text/html", "sec-fetch-site": "same-origin"}
            answer = await browser.post(path, content=body, headers=headers)
            well_answered(answer, f"{path} {kind} {body[:60]!r}")


async def bad_bodies(insider: Visitor, asked: list[Operation], count: int) -> None:
    headers = {"content-type": "application/json"}
    bad = itertools.islice(BadBodies(SEED, asked), count)
    await at_once(
        call(insider, operation, operation.address(insider.company), content=body, headers=headers)
        for operation, body in bad
        if operation.path not in ("/api/v1/me/password",)  # one may succeed, and end every session
    )


async def test_hundreds_of_bad_bodies_break_nothing(insider: Visitor, asked: list[Operation]) -> None:
    await bad_bodies(insider, asked, QUICK)


@pytest.mark.slow
async def test_twenty_thousand_bad_bodies_break_nothing(insider: Visitor, asked: list[Operation]) -> None:
    await bad_bodies(insider, asked, LONG)


async def test_hostile_facts_on_the_bus_block_nobody(network: Network, insider: Visitor) -> None:
    """One of each kind, forged: whoever hears it puts it among the dead letters, and hears the next."""
    server = await nats.connect(network.nats_url)
    sent = 0
    for kind in facts():
        fact = example(kind)
        body = json.dumps({**json.loads(fact.model_dump_json()), "more": "A\0B"}).encode()
        id_ = uuid4()
        envelope = Envelope(id_, kind.type(), f"/{kind.SERVICE}", "", datetime.now(UTC), fact.tenant, id_)
        await server.jetstream().publish(fact.subject, body, headers=envelope.headers())
        sent += 1
    await server.close()

    async def all_are_dead() -> bool | None:
        dead = 0
        for service in SERVICES:
            state = (await insider.http.get(f"{network.health_url(service)}/health/state")).json()
            dead += state["dead_letters"]
        return True if dead >= sent else None

    await until(all_are_dead, "the dead letters")
    answer = await insider.call("POST", "/company-lookups", json={"country": "SE", "search": "Norrsken"})
    assert answer["answer"] == "company_lookup_answered"


async def test_nothing_hostile_is_in_any_store(network: Network) -> None:
    """Last in this file: what all the others left behind. A body within an event is looked at too."""
    for service in SERVICES:
        connection = await psycopg.AsyncConnection.connect(network.database(service).owner)
        async with connection:
            for sql in ("SELECT state FROM store.stored_events", "SELECT body FROM store.outbox"):
                async for (content,) in await connection.execute(sql):
                    assert forbidden_in_json(bytes(content)) == "", service
                    kept = json.loads(bytes(content)).get("body", "")
                    assert not isinstance(kept, str) or not kept.startswith("{") or not forbidden_in_json(kept.encode())
