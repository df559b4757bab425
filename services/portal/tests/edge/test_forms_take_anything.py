"""Every form that a member of a company meets, filled with what nobody means: nothing breaks, nothing runs.

The forms are found by following links, so a new page is walked by itself. Each is sent with nothing in it, with too
much, with markup and a formula, with NUL and with another encoding, and once more by a double click.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from account_stories import limited_to
from lxml import html
from pages_house import Browser, House

ANNA = "anna@norrsken.example"
OURS = ("token", "request")
ENDS_THE_SESSION = ("/logout", "/settings/sessions", "/settings/password")
NOT_WALKED = ("/language/", "/static/", "/api/")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
PAGES_MAX = 200
MARKUP = '"><script>alert(1)</script>'
VALUES = {"nothing": "", "much": "å" * 4_900, "markup": MARKUP, "formula": "=1+1", "NUL": "a\x00b", "number": "9" * 60}
WRONG_ENCODING = "%ff%fe"
BOUNDLESS = 10**6


@dataclass
class Walk:
    """A browser's way through the site: each kind of page once, and each kind of form."""

    browser: Browser
    pages: set[str] = field(default_factory=set)
    forms: dict[str, tuple[str, str, dict[str, str]]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    async def follow(self, *starts: str) -> None:
        waiting = list(starts)
        while waiting and len(self.pages) < PAGES_MAX:
            address = waiting.pop(0)
            if (kind := ID.sub("{id}", address)) in self.pages or address.startswith(NOT_WALKED):
                continue
            self.pages.add(kind)
            answer = await self.browser.http.get(address)
            self.look(f"GET {address}", answer)
            if answer.headers.get("content-type", "").startswith("text/html"):
                waiting += self.found_in(answer)

    def found_in(self, answer: httpx.Response) -> Iterator[str]:
        tree = html.fromstring(answer.text)
        for form in tree.forms:
            action = str(form.action or answer.url.path)
            fields = {name: str(value or "") for name, value in form.form_values()}
            fields |= {str(name): "" for name in form.fields if name not in fields}
            self.forms.setdefault(
                f"{form.method} {ID.sub('{id}', action)} {sorted(fields)}", (form.method, action, fields)
            )
        for link in tree.xpath("//a/@href"):
            parts = urlsplit(str(link))
            if not parts.netloc and parts.path.startswith("/"):
                yield parts.path

    def look(self, asked: str, answer: httpx.Response) -> None:
        if answer.status_code >= 500:
            self.broken.append(f"{asked}: {answer.status_code}")
        if answer.headers.get("content-type", "").startswith("text/html") and "<script>alert" in answer.text:
            self.broken.append(f"{asked}: markup is run")

    async def fill(self, method: str, action: str, fields: dict[str, str]) -> None:
        kept = {name: value for name, value in fields.items() if name in OURS}
        for what, value in VALUES.items():
            filled = {name: kept.get(name, value) for name in fields}
            for _ in range(2 if what == "markup" else 1):
                await self.send(f"{method} {action} {what}", method, action, urlencode(filled))
        wrong = "&".join(f"{urlencode({name: ''})}{WRONG_ENCODING}" for name in fields if name not in OURS)
        await self.send(f"{method} {action} encoding", method, action, f"{urlencode(kept)}&{wrong}")

    async def send(self, said: str, method: str, action: str, written: str) -> None:
        if method.upper() == "GET":
            answer = await self.browser.http.get(f"{action.partition('?')[0]}?{written}"[:7_000])
        else:
            kind = {"content-type": "application/x-www-form-urlencoded"}
            answer = await self.browser.http.post(action, content=written, headers=kind)
        self.look(said, answer)


@pytest.mark.slow
async def test_no_form_breaks_or_runs_what_is_written_in_it(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    await house.credits(company, 100)
    await house.draft(company, person, receiver_name=MARKUP)
    await house.told(await house.issued(company, await house.draft(company, person)))
    boundless = {name: BOUNDLESS for name in type(house.edge.settings).model_fields if "_per_" in name}
    limited_to(house, **boundless, answer_timeout_s=0.0, shown_timeout_s=0.0)
    async with house.browser(crashes=True) as stranger, house.browser(crashes=True) as member:
        await member.log_in(ANNA)
        walks = [Walk(stranger), Walk(member)]
        await walks[0].follow("/", "/login", "/register", "/forgot", "/confirm", "/help", "/join")
        await walks[1].follow(
            "/companies", f"/c/{company}", "/settings", "/companies/new", f"/c/{company}/invoices/new"
        )
        assert len(walks[1].pages) > 25 and len(walks[1].forms) > 20
        for walk in walks:
            for method, action, fields in walk.forms.values():
                if not action.startswith((*ENDS_THE_SESSION, *NOT_WALKED)):
                    await walk.fill(method, action, fields)
        assert (await member.open("/companies")).path.startswith(("/companies", "/c/")), "still logged in"
    broken = [line for walk in walks for line in walk.broken]
    assert broken == [], "\n".join(broken)
