"""What a browser, or whoever has its cookie, can do that it should not: after log-out, in a second tab, by an address.

Siblings looked for: pages and the API with a stolen cookie; a log-in over another's; two people and two companies in
two tabs; forms that are sent again after a refusal; every page that is told where to go next; every name of a file.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit
from uuid import uuid4

import pytest
from account_stories import limited_to, register
from api_visitor import visitor
from fastapi.routing import APIRoute, iter_route_contexts
from lxml import html
from pages_house import PASSWORD, Browser, House

from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from portal.app import AREAS
from portal.edge.downloads import as_attachment
from portal.site import routed

ANNA, KARIN = "anna@norrsken.example", "karin@infrabana.example"
ADDRESS = {"name": "Norrsken", "street": "Verkstadsgatan 14", "postcode": "97241", "city": "Luleå", "country": "SE"}
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\r\nset-cookie: stafett=x",
    "javascript:alert(1)",
    "https:evil.example",
    "/ /evil.example",
]


async def test_a_stolen_cookie_opens_nothing_after_log_out(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    async with house.browser() as browser, house.browser() as thief, visitor(house) as program:
        page = await browser.log_in(ANNA)
        stolen = browser.http.cookies["stafett"]
        thief.http.cookies.set("stafett", stolen)
        page = await thief.open(f"/c/{company}/address")
        assert page.path == f"/c/{company}/address"
        form = page.form(f"/c/{company}/address") | ADDRESS
        await browser.press(page, "/logout")
        assert (await thief.open(f"/c/{company}")).path.startswith("/login?")
        assert (await thief.http.post(f"/c/{company}/address", data=form)).status_code == 403
        for headers in ({"cookie": f"stafett={stolen}"}, {"authorization": f"Bearer {stolen}"}):
            assert (await program.get("/me", headers=headers)).status_code == 401


async def test_every_session_is_over_once_one_logs_out_everywhere(house: House) -> None:
    await house.person(ANNA)
    async with house.browser() as here, house.browser() as there:
        await here.log_in(ANNA)
        await there.log_in(ANNA)
        answer = await here.http.delete("/api/v1/sessions")
        assert answer.status_code == 204
        assert [(await one.open("/companies")).path for one in (here, there)] == ["/login?next=%2Fcompanies"] * 2


async def test_a_log_in_makes_a_session_of_its_own_and_ends_the_one_before(house: House) -> None:
    """Whoever set a cookie in somebody's browser beforehand has nothing of what they do then."""
    for email in (ANNA, KARIN):
        await house.person(email)
    async with house.browser() as browser, house.browser() as planted:
        browser.http.cookies.set("stafett", "chosen-by-somebody-else", domain="stafett.test")
        await browser.log_in(ANNA)
        first = browser.http.cookies["stafett"]
        assert first != "chosen-by-somebody-else"
        planted.http.cookies.set("stafett", first)
        page = await planted.open("/companies")
        token = page.form("/logout")["token"]
        fields = {"email": KARIN, "password": PASSWORD, "token": token, "request": str(uuid4())}
        assert (await browser.http.post("/login", data=fields)).status_code == 200
        assert browser.http.cookies["stafett"] != first
        assert (await planted.open("/companies")).path.startswith("/login"), "the browser went over to Karin"


async def test_a_tab_of_whoever_was_logged_in_before_does_nothing_for_the_next(house: House) -> None:
    anna = await house.person(ANNA)
    company = await house.company(anna)
    karin = await house.person(KARIN)
    who = {"company": company, "person": karin, "role": "owner", "name": "Karin Ek", "email": KARIN, "language": "sv"}
    await house.told(onboarding.MemberJoined.model_validate(who))
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        old = await browser.open(f"/c/{company}/address")
        await browser.press(old, "/logout")
        await browser.log_in(KARIN)
        late = await browser.press(old, f"/c/{company}/address", **ADDRESS)
        assert late.status == 403 and "Inget har ändrats" in late.text
    assert await house.running.db.fetchval("SELECT count(*) FROM requests") == 0


async def test_two_tabs_with_two_companies_each_act_for_their_own(house: House) -> None:
    person = await house.person(ANNA)
    first, second = [await house.company(person, name) for name in ("Norrsken AB", "Söderled AB")]

    async def save(fact: portal.AddressSaved) -> Fact:
        return onboarding.CompanyProfileChanged.model_validate(
            {"company": fact.company, "kind": "default", "address": ADDRESS}
        )

    async with house.browser() as browser, house.answering(portal.AddressSaved, save) as heard:
        await browser.log_in(ANNA)
        tabs = {company: await browser.open(f"/c/{company}/address") for company in (first, second)}
        for company in (first, second, first):
            page = await browser.press(tabs[company], f"/c/{company}/address", **ADDRESS)
            assert page.path == f"/c/{company}"
        assert [fact.company for fact in heard if isinstance(fact, portal.AddressSaved)] == [first, second]
        crossed = tabs[first].form(f"/c/{first}/address") | ADDRESS
        answer = await browser.http.post(f"/c/{second}/address", data=crossed)
        assert answer.status_code == 409, "a form of one company, sent to the other's address, was sent before"


async def test_a_form_that_was_refused_can_be_sent_again_as_it_is(house: House) -> None:
    """By Reload: before, the first try counted, and the second was led on as if an account had been made."""
    limited_to(house, captcha_wait_s=30)
    async with house.browser() as browser:
        page = await browser.open("/register")
        assert (await browser.press(page, "/register", **register())).status == 422
        limited_to(house, captcha_wait_s=0)
        assert (await browser.press(page, "/register", **register())).path == "/confirm"
        assert await house.running.db.fetchval("SELECT count(*) FROM people") == 1
        limited_to(house, resets_per_hour=1)
        await browser.press(await browser.open("/forgot"), "/forgot", user="asa@norrsken.example")
        page = await browser.open("/forgot")
        assert (await browser.press(page, "/forgot", user="asa@norrsken.example")).status == 429
        await house.running.db.execute("DELETE FROM limits WHERE what = 'reset'")
        before = len(house.mail.mails)
        assert (await browser.press(page, "/forgot", user="asa@norrsken.example")).status == 200
        assert len(house.mail.mails) == before + 1


async def test_no_page_leads_off_the_site_by_what_its_address_says(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    pages = sorted(led({"company": company, "language": "da"}))
    assert len(pages) > 5, pages
    async with house.browser() as stranger, house.browser() as member:
        await member.log_in(ANNA)
        for browser in (stranger, member):
            for path, name in pages:
                for where in ELSEWHERE:
                    await stays(browser, f"{path}?{name}={quote(where, safe='')}")


def led(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Pages that are told by their address where to go next, or back to."""
    for context in iter_route_contexts(routed(AREAS).routes):
        route = context.original_route
        if not isinstance(route, APIRoute) or "GET" not in route.methods or str(context.path).startswith("/api/"):
            continue
        for parameter in route.dependant.query_params:
            if parameter.alias in ("next", "back"):
                known = {one.alias: values.get(one.alias, uuid4()) for one in route.dependant.path_params}
                yield str(context.path).format(**known), parameter.alias


async def stays(browser: Browser, address: str) -> None:
    answer = await browser.http.get(address, follow_redirects=False)
    assert "x" not in answer.cookies.values(), address
    written = [answer.headers.get("location", "/")]
    if answer.headers.get("content-type", "").startswith("text/html"):
        tree = html.fromstring(answer.text)
        written += [str(found) for found in tree.xpath("//@href | //@action | //@formaction | //@src")]
        written += [str(found) for found in tree.xpath("//input[@name='next' or @name='back']/@value")]
    for one in written:
        as_read = "".join(sign for sign in one if sign not in "\t\r\n").replace("\\", "/")
        there = urlsplit(urljoin("http://stafett.test/", as_read))
        assert there.netloc in ("stafett.test", "") and there.scheme in ("http", "mailto", "tel"), f"{address}: {one}"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("faktura 7.pdf", "faktura 7.pdf"),
        ("räkning.pdf", "r_kning.pdf"),
        ('a"; filename="b.exe', "a__ filename=_b.exe"),
        ("a\r\nset-cookie: stafett=x.pdf", "a__set-cookie: stafett=x.pdf"),
        ("../../etc/passwd", ".._.._etc_passwd"),
    ],
)
def test_a_name_from_outside_is_the_name_of_a_file_and_nothing_more(name: str, plain: str) -> None:
    header = as_attachment(name)["content-disposition"]
    begins, _, whole = header.partition("; filename*=UTF-8''")
    assert begins == f'attachment; filename="{plain}"'
    assert unquote(whole).replace("ä", "_") == plain, "Nordic names arrive whole"
    assert header.isascii() and header.isprintable() and not set(whole) & set('"\\/; ')
