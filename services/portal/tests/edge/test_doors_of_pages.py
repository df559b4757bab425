"""The same doors by pages and by the API: work before a sign-up, counts for guesses, and no call from another site.

Looked for beside /register, which took a script's form without work: /enrol counted guesses by company and not by
address, its look-up and that of /register allowed more than the API, /register looked up colleagues' links uncounted.
Resets and confirmations need no work: they mail nobody but whoever has an account, and few mails each.
"""

import re
from typing import Any
from uuid import uuid4

import httpx
import pytest
from account_stories import EMAIL, at, limited_to, new_person, register, solved
from api_visitor import logged_in, visitor
from fastapi.routing import APIRoute
from pages_house import PASSWORD, House

from portal.app import service
from portal.edge.forms import form_of, long_form_of

WITH_FILES = {
    "/desk/bank/attachments",
    "/c/{company}/customer-register",
    "/c/{company}/invoices/new/attachments",
    "/c/{company}/invoices/{invoice}/attachments",
}


async def accounts_in(house: House) -> int:
    return int(await house.running.db.fetchval("SELECT count(*) FROM people"))


@pytest.mark.req("S3-14")
async def test_a_form_without_work_makes_an_account_once_it_has_waited_and_few_of_them(house: House) -> None:
    limited_to(house, captcha_wait_s=30, sign_ups_without_script_per_hour=2)
    async with house.browser() as browser:
        first = await browser.open("/register")
        page = await browser.press(first, "/register", **register(password="kort"))
        page = await browser.press(page, "/register", **register())
        assert page.status == 422 and "webbläsaren inte kör skript" in page.text
        waits = [shown.form("/register")["unsolved"] for shown in (first, page)]
        assert waits[0] == waits[1], "the time since the page was opened first counts"
        assert page.form("/register")["given_name"] == "Åsa", "what was written stays"
        assert await accounts_in(house) == 0
        for stripped in ({"unsolved": ""}, {"unsolved": "bm90IG91cnM="}, {"captcha": "e30="}):
            page = await browser.press(await browser.open("/register"), "/register", **register(**stripped))
            assert page.status == 422 and await accounts_in(house) == 0
        limited_to(house, captcha_wait_s=0, sign_ups_without_script_per_hour=2)
        page = await browser.open("/register")
        form = page.form("/register")
        assert (await browser.press(page, "/register", **register())).path == "/confirm"
        spent = await browser.press(
            await browser.open("/register"),
            "/register",
            **register(unsolved=form["unsolved"], email="b@norrsken.example"),
        )
        assert spent.status == 422 and await accounts_in(house) == 1, "each form is good once"
        statuses = []
        for number in range(3):
            fields = register(email=f"{number}@norrsken.example")
            statuses.append((await browser.press(await browser.open("/register"), "/register", **fields)).status)
        assert statuses[-1] == 429 and await accounts_in(house) < 4


@pytest.mark.req("S3-14")
async def test_a_form_with_work_is_taken_at_once(house: House) -> None:
    limited_to(house, captcha_wait_s=30)
    async with house.browser() as browser, visitor(house) as http:
        fields = register(captcha=await solved(http))
        page = await browser.press(await browser.open("/register"), "/register", **fields)
        assert page.path == "/confirm" and await accounts_in(house) == 1


async def test_the_page_carries_the_challenge_and_scripts_of_its_own_alone(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.open("/register")
        assert page.form("/register")["unsolved"]
        scripts = [str(script.get("src")) for script in page.tree.iter("script")]
        workers = [str(box.get("data-worker")) for box in page.tree.xpath("//*[@data-worker]")]
        assert len(scripts) == len(workers) == 1
        for address in (*scripts, *workers):
            answer = await browser.http.get(address)
            assert answer.status_code == 200 and "javascript" in answer.headers["content-type"]


async def test_every_form_of_the_pages_is_one_of_ours(house: House) -> None:
    """Each route that changes something reads its form by a function that wants our token and our own site.

    Those that take files read theirs by hand, within limits of their own: they are asked without a token, and refuse.
    """
    parts = [getattr(part, "original_router", None) for part in service.site(house.running).routes]
    routes = [route for part in parts if part for route in part.routes if isinstance(route, APIRoute)]
    pages = [r for r in routes if "POST" in r.methods and not r.path.startswith(("/api/", "/webhooks/"))]
    assert len(pages) > 8
    for route in pages:
        if route.path in WITH_FILES:
            continue
        assert {form_of, long_form_of} & {dependant.call for dependant in _all_of(route.dependant)}, route.path
    assert {route.path for route in pages} >= WITH_FILES


async def test_files_are_taken_by_our_own_pages_alone(house: House) -> None:
    person = await house.person(EMAIL)
    company = await house.company(person)
    draft = await house.draft(company, person)
    limited_to(house, staff=EMAIL)
    async with house.browser() as browser:
        await browser.log_in(EMAIL)
        for path in sorted(WITH_FILES):
            address = path.format(company=company, invoice=draft)
            answer = await browser.http.post(
                address, data={"token": "guessed"}, files={"files": ("a.pdf", b"%PDF-1.4")}
            )
            assert answer.status_code == 403, path
            answer = await browser.http.post(address, headers={"sec-fetch-site": "cross-site"})
            assert answer.status_code == 403, path


def _all_of(dependant: Any) -> list[Any]:
    return [dependant, *(below for part in dependant.dependencies for below in _all_of(part))]


async def test_a_cookie_opens_the_api_to_our_own_pages_alone(house: House) -> None:
    """Every operation of the OpenAPI document that asks who one is; a token in a header is nobody else's to send."""
    await house.person(EMAIL)
    async with logged_in(house, EMAIL) as http:
        token = http.headers.pop("authorization").removeprefix("Bearer ")
        document = (await http.get("/openapi.json")).json()
        operations = [
            (method, re.sub(r"{(\w+)}", str(uuid4()), path.removeprefix("/api/v1")))
            for path, methods in document["paths"].items()
            for method in methods
            if path.startswith("/api/v1")
        ]

        async def asked(method: str, path: str, **headers: str) -> httpx.Response:
            body = {"json": {}} if method in ("post", "put", "patch") else {}
            return await http.request(method, path, headers=headers, **body)  # type: ignore[arg-type]

        cookie = f"stafett={token}"
        asks_who = [
            (method, path) for method, path in operations if _code(await asked(method, path)) == "login.required"
        ]
        assert len(asks_who) > 80
        for method, path in asks_who:
            for site_of_caller in ("cross-site", "same-site"):
                foreign = await asked(method, path, cookie=cookie, **{"sec-fetch-site": site_of_caller})
                assert (foreign.status_code, foreign.json()["code"]) == (403, "session.other-site"), (method, path)
        for headers, expected in (
            ({"sec-fetch-site": "same-origin"}, 200),
            ({"sec-fetch-site": "none"}, 200),
            ({"origin": "http://stafett.test"}, 200),
            ({"referer": "http://stafett.test/companies"}, 200),
            ({"origin": "https://evil.example"}, 403),
            ({"origin": "null"}, 403),
            ({"referer": "https://evil.example/http://stafett.test"}, 403),
            ({}, 403),
        ):
            profile = {"given_name": "Anna", "family_name": "Berg", "language": "sv"}
            answer = await http.put("/me", json=profile, headers={"cookie": cookie, **headers})
            assert answer.status_code == expected, headers
        assert (await asked("get", "/me", cookie=cookie)).status_code == 200
        bearer = {"authorization": f"Bearer {token}", "sec-fetch-site": "cross-site", "cookie": cookie}
        assert (await asked("get", "/me", **bearer)).status_code == 200


def _code(answer: httpx.Response) -> str:
    body = answer.json()
    return str(body.get("code")) if isinstance(body, dict) else ""


async def test_a_page_may_be_led_to_from_a_mail(house: House) -> None:
    await house.person(EMAIL)
    async with house.browser() as browser:
        await browser.log_in(EMAIL)
        answer = await browser.http.get("/companies", headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 200 and answer.url.path == "/companies"


async def test_guesses_at_invitations_are_counted_by_address_on_pages_as_by_the_api(house: House) -> None:
    limited_to(house, guesses_per_minute=3)
    async with house.browser() as browser:
        statuses = [(await browser.open(f"/register?next=/join/guess{number}")).status for number in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        welcomes = [(await browser.open(f"/register?next=/enrol%3Fnumber=1%26code={n}")).status for n in range(5)]
        assert welcomes == [200, 200, 200, 429, 429]
    async with at(house, "127.0.0.1") as http:
        assert (await http.get("/colleague-invitations/guess")).status_code == 429
        assert (await http.get("/invitations/welcome", params={"number": "1", "code": "2"})).status_code == 429


async def test_addresses_are_counted_by_household_and_seen_through_our_own_proxies_alone(house: House) -> None:
    limited_to(house, captchas_per_minute=1)
    for first, second in (("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("::ffff:192.0.2.9", "192.0.2.9")):
        async with at(house, first) as one, at(house, second) as other:
            assert (await one.get("/accounts/captcha")).status_code == 200
            assert (await other.get("/accounts/captcha")).status_code == 429
    async with at(house, "192.0.2.1") as http:
        for hop, expected in (("198.51.100.1", 200), ("198.51.100.2", 429)):
            answer = await http.get("/accounts/captcha", headers={"x-forwarded-for": hop})
            assert answer.status_code == expected, "nobody names an address of their own"
        limited_to(house, captchas_per_minute=1, proxies=1)
        for hops, expected in (("9.9.9.9, 198.51.100.3", 200), ("8.8.8.8, 198.51.100.3", 429)):
            answer = await http.get("/accounts/captcha", headers={"x-forwarded-for": hops})
            assert answer.status_code == expected


async def test_an_account_made_by_api_and_page_costs_the_same(house: House) -> None:
    async with visitor(house) as http, house.browser() as browser:
        solution = await solved(http)
        assert (await http.post("/accounts", json=new_person(solution))).status_code == 201
        again = await browser.press(
            await browser.open("/register"), "/register", **register(captcha=solution, password=PASSWORD)
        )
        assert again.status == 422 and "gäller inte längre" in again.text
