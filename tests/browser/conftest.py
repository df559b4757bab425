"""A real browser for each test, on the one network that all journeys of a session share.

It is the Chromium of this machine; where there is none, these tests are skipped and say so.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, async_playwright

from devstack.journey import Addresses
from devstack.network import Network

from .guest import PATIENCE_MS, SIZES, Guest

NewGuest = Callable[..., Awaitable[Guest]]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no chromium on this machine: nothing was tried in a browser; on Debian: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def guest(network: Network, chromium: Browser) -> AsyncIterator[NewGuest]:
    """`await guest("da")`: somebody with a browser in a language, who is not logged in; `scripts=False` runs none."""
    async with AsyncExitStack() as stack:
        guests: list[Guest] = []

        async def new(language: str = "sv", *, scripts: bool = True) -> Guest:
            width, height = SIZES["wide"]
            context = await stack.enter_async_context(
                await chromium.new_context(
                    locale=language, java_script_enabled=scripts, viewport={"width": width, "height": height}
                )
            )
            context.set_default_timeout(PATIENCE_MS)
            addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
            made = Guest(context, await context.new_page(), addresses, scripts)
            made.listen()
            guests.append(made)
            return made

        yield new
        complaints = [complaint for made in guests for complaint in made.complaints]
    assert complaints == []
