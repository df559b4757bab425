"""Pages as 50 people meet them at once: the list, a save of the editor, Send until it is shown; beside a bare page.

The bare page (`bare_page.py`) is what the same stack costs at its least: uvicorn, FastAPI, asyncpg and a Jinja
template, with one row read for the session and fifty for a table. People wait a second on average between what they do,
so that the machine is loaded but not full; what is judged is the ratio of the two in one run.
"""

import asyncio
import itertools
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import lxml.html

from devstack.companies import connect
from devstack.demo import draft, made_pdf
from devstack.journey import Visitor, until
from devstack.network import Network
from devstack.ports import free_port
from traders import trader

USERS = 50
SUPPLIERS = 5
DRAFTS = 60
"""Of each supplier, so that a page of its list is full."""
THINKING_S = 1.0
WALK_S = 20.0
SEED = 20
FIRST_VISIT = "/start"

DRAFTS_OF: dict[str, list[str]] = {}
"""Of each supplier: those that nobody took yet."""
SHOWN = "Fakturan skickas om"

Act = Callable[[httpx.AsyncClient, int], Awaitable[float]]
"""One act of a person with a number, and how long it took until it was seen, in seconds."""


async def measure() -> dict[str, Any]:
    network = Network.temporary(durable=True)
    await network.up()
    try:
        async with AsyncExitStack() as stack:
            suppliers = await _suppliers(network, stack)
            url = network.database("portal").app
            async with _bare(url) as bare:
                return await _all(network, suppliers, bare)
    finally:
        await network.down()


async def _all(network: Network, suppliers: list[Visitor], bare: str) -> dict[str, Any]:
    found: dict[str, Any] = {"users": USERS, "first_visit": await _first_visit(network.portal_url)}
    acts: dict[str, tuple[str, Act]] = {
        "bare page": (bare, _bare_page),
        "list": (network.portal_url, _listing(suppliers)),
        "editor": (network.portal_url, _editing(suppliers)),
        "send": (network.portal_url, _sending(suppliers)),
        "bare page again": (bare, _bare_page),
    }
    for name, (base, act) in acts.items():
        found[name] = await _walked(base, suppliers, act)
    for name in ("list", "editor", "send"):
        found[name]["to_bare"] = {
            part: round(found[name][part] / max(found["bare page"][part], found["bare page again"][part]), 1)
            for part in ("p50", "p99")
        }
    return found


async def _walked(base: str, suppliers: list[Visitor], act: Act) -> dict[str, Any]:
    """What each act took, in ms, while all do the same at their own pace."""
    took: list[float] = []
    end = time.perf_counter() + WALK_S

    async def person(number: int) -> None:
        chance = random.Random(SEED + number)
        token = suppliers[number % SUPPLIERS].http.headers["authorization"].removeprefix("Bearer ")
        async with httpx.AsyncClient(base_url=base, cookies={"stafett": token}, timeout=60) as browser:
            await asyncio.sleep(chance.random() * THINKING_S)
            while time.perf_counter() < end:
                took.append(await act(browser, number))
                await asyncio.sleep(chance.expovariate(1 / THINKING_S))

    await asyncio.gather(*(person(number) for number in range(USERS)))
    took.sort()
    return {
        "acts": len(took),
        "p50": round(took[len(took) // 2] * 1000, 1),
        "p99": round(took[int(len(took) * 0.99)] * 1000, 1),
    }


async def _bare_page(browser: httpx.AsyncClient, number: int) -> float:
    began = time.perf_counter()
    assert b"</table>" in (await browser.get("/")).content
    return time.perf_counter() - began


def _listing(suppliers: list[Visitor]) -> Act:
    async def act(browser: httpx.AsyncClient, number: int) -> float:
        began = time.perf_counter()
        answer = await browser.get(f"/c/{suppliers[number % SUPPLIERS].company}/invoices")
        assert answer.status_code == 200 and answer.content.count(b"<tr") > 20, answer.text[:300]
        return time.perf_counter() - began

    return act


def _editing(suppliers: list[Visitor]) -> Act:
    """Each person has a draft of their own open; a save is what the page sends by itself while somebody types."""
    opened: dict[int, tuple[str, dict[str, str]]] = {}
    typed = itertools.count(1)

    async def act(browser: httpx.AsyncClient, number: int) -> float:
        if number not in opened:
            supplier = suppliers[number % SUPPLIERS]
            opened[number] = await _form(
                browser, f"/c/{supplier.company}/invoices/{DRAFTS_OF[supplier.company].pop()}/edit"
            )
        path, fields = opened[number]
        began = time.perf_counter()
        name = f"Montering {next(typed)}"
        answer = await _post(browser, path, fields | {"do": "update", "lines-0-name": name})
        took = time.perf_counter() - began
        opened[number] = path, _fields(answer)
        assert opened[number][1]["lines-0-name"] == name, answer.text[:300]
        return took

    return act


def _sending(suppliers: list[Visitor]) -> Act:
    """Send in the editor, on a draft that nobody touched, until the invoice's page is shown."""

    async def act(browser: httpx.AsyncClient, number: int) -> float:
        supplier = suppliers[number % SUPPLIERS]
        path, fields = await _form(browser, f"/c/{supplier.company}/invoices/{DRAFTS_OF[supplier.company].pop()}/edit")
        began = time.perf_counter()
        answer = await _post(browser, path, fields | {"do": "send"})
        assert answer.status_code == 200 and SHOWN in answer.text, answer.text[:600]
        return time.perf_counter() - began

    return act


async def _form(browser: httpx.AsyncClient, path: str) -> tuple[str, dict[str, str]]:
    return path, _fields(await browser.get(path))


def _fields(answer: httpx.Response) -> dict[str, str]:
    """What a browser would send of the editor's form."""
    assert answer.status_code == 200, (answer.status_code, answer.text[:300])
    (form,) = lxml.html.fromstring(answer.text).xpath("//form[@data-editor]")
    return {name: value for name, value in form.form_values() if name}


async def _post(browser: httpx.AsyncClient, path: str, fields: dict[str, str]) -> httpx.Response:
    """The page that a form leads to."""
    return await browser.post(path, data=fields, headers={"sec-fetch-site": "same-origin"}, follow_redirects=True)


async def _suppliers(network: Network, stack: AsyncExitStack) -> list[Visitor]:
    """Companies that can send, each with drafts that are complete."""
    suppliers = []
    for number in range(SUPPLIERS):
        supplier = await trader(network, stack, f"bo{number}", 2 * number, sends=True)
        customer = await trader(network, stack, f"eva{number}", 2 * number + 1, sends=False)
        await connect(supplier, customer)
        await supplier.buy_credits(1_000)
        attachment = await supplier.attach(made_pdf("Tidrapport"), "Tidrapport.pdf")
        made = [
            await supplier.own("POST", "/invoices", json=draft(customer.company, attachment)) for _ in range(DRAFTS)
        ]
        DRAFTS_OF[supplier.company] = [one["invoice"] for one in made]
        suppliers.append(supplier)
    return suppliers


@asynccontextmanager
async def _bare(database: str) -> AsyncIterator[str]:
    """The address of the bare page, in a process of its own as the portal is."""
    port = free_port()
    program = Path(__file__).with_name("bare_page.py")
    process = await asyncio.create_subprocess_exec(sys.executable, str(program), database, str(port))
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=url) as browser:
            await until(lambda: _answers(browser), "the bare page")
        yield url
    finally:
        process.terminate()
        await process.wait()


async def _answers(browser: httpx.AsyncClient) -> bool | None:
    try:
        return (await browser.get("/")).status_code == 200 or None
    except httpx.ConnectError:
        return None


async def _first_visit(url: str) -> dict[str, Any]:
    """What a browser fetches for the first page, in bytes on the wire: with gzip where the portal answers so."""
    async with httpx.AsyncClient(base_url=url, headers={"accept-encoding": "gzip"}) as browser:
        page = await browser.get(FIRST_VISIT)
        tree = lxml.html.fromstring(page.text)
        paths = [*tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href"), *tree.xpath("//script/@src")]
        paths += tree.xpath("//img[not(starts-with(@src, 'data:'))]/@src")
        answers = [page, *[await browser.get(path) for path in sorted(set(paths))]]
    return {str(one.request.url.path): one.num_bytes_downloaded for one in answers} | {
        "all": sum(one.num_bytes_downloaded for one in answers)
    }
