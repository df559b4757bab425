"""An open page is told to look again: what it missed first, its own company's things alone, nothing after log-out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest_asyncio
from account_stories import limited_to
from pages_house import PATIENCE_S, Browser, House

from contracts.invoicing import v1 as invoicing

ANNA = "anna@norrsken.example"


class Stream:
    """A stream of server-sent events as a browser hears it."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.gone = asyncio.Event()
        self._heard: asyncio.Queue[str] = asyncio.Queue()

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            for word in filter(None, message.get("body", b"").decode().split("\n\n")):
                self._heard.put_nowait(word)

    async def hears(self) -> str:
        """The next word, but for the one that says how long to wait before coming again."""
        word = await asyncio.wait_for(self._heard.get(), PATIENCE_S)
        return await self.hears() if word.startswith("retry:") else word

    async def hears_of_a_change(self) -> int:
        """Its position; what only says that the stream lives is passed over."""
        while (word := await self.hears()).startswith(":"):
            pass
        position, event, _ = word.split("\n")
        assert event == "event: changed"
        return int(position.removeprefix("id: "))


@asynccontextmanager
async def stream(house: House, browser: Browser, path: str, last: str = "") -> AsyncIterator[Stream]:
    opened = Stream()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.http.cookies.items())
    headers = {"host": "stafett.test", "cookie": cookies, "accept": "text/event-stream", "last-event-id": last}
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items() if value],
        "client": ("127.0.0.1", 1),
        "server": ("stafett.test", 80),
    }

    async def receive() -> Any:
        if not asked.is_set():
            asked.set()
            return {"type": "http.request", "body": b"", "more_body": False}
        await opened.gone.wait()
        return {"type": "http.disconnect"}

    asked = asyncio.Event()
    task = asyncio.create_task(house.site(scope, receive, opened.send))
    task.add_done_callback(lambda _: opened.gone.set())
    yield opened
    task.cancel()
    await asyncio.wait({task})


@pytest_asyncio.fixture
async def person(house: House) -> UUID:
    return await house.person(ANNA)


async def test_a_page_hears_of_its_own_things_and_of_what_it_missed(house: House, person: UUID) -> None:
    company = await house.company(person)
    mine, other = [await house.draft(company, person) for _ in range(2)]
    strangers = await house.company(await house.person("eva@annan.example"), "Annan AB")
    async with house.browser() as anna:
        await anna.log_in(ANNA)
        page = await anna.open(f"/c/{company}/invoices/{mine}")
        (place,) = page.tree.xpath("//*[@id='live']")
        address = f"{place.get('data-live')}&since={place.get('data-since')}"
        async with (
            stream(house, anna, address) as of_mine,
            stream(house, anna, f"/c/{company}/live?since={place.get('data-since')}") as of_all,
        ):
            await house.told(await house.issued(company, other))
            first = await of_all.hears_of_a_change()
            assert of_all.headers["content-type"].startswith("text/event-stream")
            assert of_all.headers["x-accel-buffering"] == "no" and "unsafe" not in str(of_all.headers)
            await house.draft(strangers, person)
            await house.told(await house.issued(company, mine, "2026-00418"))
            own = await of_mine.hears_of_a_change()
            assert own > first, "what concerns another invoice was not told to this one's page"
        async with stream(house, anna, address, last=str(first)) as back:
            assert await back.hears_of_a_change() >= own, "what happened while nobody listened is told first"
        limited_to(house, live_heartbeat_s=0.05)
        async with stream(house, anna, f"/c/{company}/live?since={own + 1000}") as quiet:
            assert await quiet.hears() == ": still here"
        async with stream(house, anna, f"/c/{strangers}/live") as refused:
            await asyncio.wait_for(refused.gone.wait(), PATIENCE_S)
            assert refused.status == 404


async def test_a_stream_ends_with_its_session_and_with_the_process_and_few_are_open(house: House, person: UUID) -> None:
    company = await house.company(person)
    invoice = await house.draft(company, person)
    since = await house.running.position()
    place = f"/c/{company}/live?since={since}"
    async with house.browser() as anna:
        await anna.log_in(ANNA)
        async with stream(house, anna, place) as open_page:
            page = await anna.open(f"/c/{company}/invoices")
            cookies = dict(anna.http.cookies)
            await anna.press(page, "/logout")
            anna.http.cookies.update(cookies)
            await house.told(invoicing.InvoiceHeld(company=company, invoice=invoice, reason="no-credit"))
            assert "event: over" in await open_page.hears(), "not a word to who has logged out"
            await asyncio.wait_for(open_page.gone.wait(), PATIENCE_S)
    async with house.browser() as anna:
        await anna.log_in(ANNA)
        async with stream(house, anna, place) as first:
            assert await first.hears_of_a_change() > since
            house.watching._settings = house.edge.settings.model_copy(update={"live_streams_per_person_max": 1})
            async with stream(house, anna, place) as second:
                await asyncio.wait_for(second.gone.wait(), PATIENCE_S)
                assert second.status == 429
            house.running.begin_to_stop()
            await asyncio.wait_for(first.gone.wait(), PATIENCE_S)
        assert house.watching._watchers == {}
