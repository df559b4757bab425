"""Somebody with a browser: opens pages, fills in forms by the names of their fields, reads mails, and looks closely."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import BrowserContext, Page, Response, expect

from devstack.journey import PASSWORD, Addresses, Visitor, until

AXE_PROGRAM = (Path(__file__).parent / "axe-core-4.11.4" / "axe.min.js").read_text()
OF_COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that colours can break, of those that are tried (the enhanced contrast of AAA is not)."""
SESSION_COOKIE = "stafett"
"""As the portal calls it where it is reached over plain HTTP."""
SCREENSHOTS = os.environ.get("STAFETT_SCREENSHOTS", "")
"""A folder for pictures of what tests `look` at; empty for none."""
PATIENCE_MS = 15_000
SIZES = {"wide": (1280, 900), "narrow": (320, 700)}
TOO_WIDE = """(width) => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > width).map(one => one.outerHTML.slice(0, 80)).slice(0, 8)"""
SERVER_FAULT = 500
LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(slots=True)
class Tally:
    """What somebody did with their hands: links, buttons and mails that were opened, and fields that were filled in."""

    clicks: int = 0
    fields: int = 0


@dataclass(slots=True)
class Guest:
    """One browser window; `context` is its cookies."""

    context: BrowserContext
    page: Page
    addresses: Addresses
    has_scripts: bool
    complaints: list[str] = field(default_factory=list)
    """What the browser or the server found wrong by itself; a test ends with none."""
    tally: Tally = field(default_factory=Tally)

    def listen(self) -> None:
        """Notes scripts that break, what the content security policy stops, and answers that are a server's fault."""
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("response", lambda response: self._answered(response))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(f"console: {text}")

    def _answered(self, response: Response) -> None:
        if response.status >= SERVER_FAULT and response.url.startswith(self.addresses.portal):
            self.complaints.append(f"{response.status} {response.url}")

    # Going somewhere.

    @property
    def path(self) -> str:
        """Where the browser is, without the host."""
        return self.page.url.removeprefix(self.addresses.portal)

    async def open(self, path: str) -> None:
        """Opens a page of the portal, or what a mail links to."""
        is_of_a_mail = path.startswith("http")
        self.tally.clicks += is_of_a_mail
        await self.page.goto(path if is_of_a_mail else self.addresses.portal + path)

    async def follow(self, link: str) -> None:
        """Clicks the link with this text."""
        self.tally.clicks += 1
        await self.page.get_by_role("link", name=link, exact=True).first.click()

    async def arrives(self, path: str) -> None:
        """Waits until the browser is at a path; a regular expression from its beginning to its end."""
        await expect(self.page).to_have_url(re.compile(re.escape(self.addresses.portal) + path + "$"))

    # Filling in.

    async def fill(self, **fields: str | bool) -> None:
        """Fills in fields by their names: text, a choice by its value, or a box that is ticked or not."""
        self.tally.fields += len(fields)
        for name, value in fields.items():
            box = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
            kind = await box.first.evaluate("box => box.type")
            if isinstance(value, bool):
                await box.set_checked(value)
            elif kind == "radio":
                await self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "select-one":
                await box.select_option(value)
            else:
                await box.fill(value)

    async def press(self, button: str) -> None:
        """Presses the button with this text, and waits for the page that it leads to."""
        self.tally.clicks += 1
        async with self.page.expect_navigation():
            await self.page.get_by_role("button", name=button, exact=True).first.click()

    async def value(self, name: str) -> str:
        return await self.page.locator(f'main [name="{name}"]:not([type=hidden])').first.input_value()

    # Reading.

    async def sees(self, text: str) -> None:
        """Waits until the page says this."""
        await expect(self.page.locator("body")).to_contain_text(text, timeout=PATIENCE_MS)

    async def says(self) -> str:
        """What the page says, with every space a plain one."""
        return re.sub(r"\s+", " ", await self.page.locator("body").inner_text())

    async def title(self) -> str:
        return await self.page.locator("h1").first.inner_text()

    async def mail(self, email: str, about: str = "") -> dict[str, Any]:
        """Waits for the newest mail to an address whose subject or text holds some words."""

        async def arrived() -> dict[str, Any] | None:
            async with httpx.AsyncClient(base_url=self.addresses.mail, timeout=10) as catcher:
                for item in (await catcher.get("/api/mails", params={"to": email})).json()["mails"]:
                    mail: dict[str, Any] = (await catcher.get(f"/api/mails/{item['id']}")).json()
                    if about in mail["subject"] or about in mail["text"]:
                        return mail
            return None

        return await until(arrived, f"a mail about {about}")

    async def code(self, email: str, about: str = "") -> str:
        """The six digits of the newest mail."""
        found = re.search(r"\b\d{6}\b", (await self.mail(email, about))["text"])
        assert found is not None
        return found[0]

    async def link(self, email: str, path: str, about: str = "") -> str:
        """The link of the newest mail that leads to a path, such as `/enrol`."""
        (found, *_) = [one for one in LINK.findall((await self.mail(email, about))["text"]) if path in one]
        return str(found)

    # Who it is.

    async def log_in(self, email: str, password: str = PASSWORD) -> None:
        """By the page, as people do."""
        await self.open("/login")
        await self.page.locator('main [name="email"]').fill(email)
        await self.page.locator('main [name="password"]').fill(password)
        async with self.page.expect_navigation():
            await self.page.locator("main form button[type=submit]").first.click()

    async def be(self, visitor: Visitor) -> None:
        """The browser becomes that of somebody who is logged in over the API already."""
        token = visitor.http.headers["authorization"].removeprefix("Bearer ")
        await self.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": self.addresses.portal}])

    # Looking closely.

    async def axe(self) -> None:
        """Nothing on the page keeps anybody out (WCAG 2.2 AA, good practice); in the dark only its colours differ."""
        await self.page.evaluate(AXE_PROGRAM)
        for scheme, only in (("light", None), ("dark", OF_COLORS)):
            await self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            options = {"resultTypes": ["violations"]} | ({"runOnly": only} if only else {})
            found = await self.page.evaluate("options => axe.run(document, options)", options)
            assert found["violations"] or found["passes"], "rules were tried"
            wrong = [
                f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']]}"
                for one in found["violations"]
            ]
            assert wrong == [], f"{self.path} in {scheme}: {wrong}"
        await self.page.emulate_media(color_scheme="light")

    async def fits(self) -> None:
        """Nothing has to be moved sideways to be read, at 320 px."""
        await self.page.set_viewport_size({"width": SIZES["narrow"][0], "height": SIZES["narrow"][1]})
        width = await self.page.evaluate("document.documentElement.scrollWidth")
        wide = await self.page.evaluate(TOO_WIDE, SIZES["narrow"][0])
        assert width <= SIZES["narrow"][0], f"{self.path} is {width} px wide: {wide}"
        await self.page.set_viewport_size({"width": SIZES["wide"][0], "height": SIZES["wide"][1]})

    async def look(self, name: str) -> None:
        """Everything at once: nobody is kept out, it fits on a phone, and pictures are taken where they are wanted."""
        await self.axe()
        await self.fits()
        if not SCREENSHOTS:
            return
        for size, (width, height) in SIZES.items():
            await self.page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark") if size == "wide" else ("light",):
                await self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                await self.page.screenshot(path=f"{SCREENSHOTS}/{name}-{size}-{scheme}.png", full_page=True)
        await self.page.set_viewport_size({"width": SIZES["wide"][0], "height": SIZES["wide"][1]})
        await self.page.emulate_media(color_scheme="light")
