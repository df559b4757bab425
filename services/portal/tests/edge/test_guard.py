"""What comes to the door is refused in the reader's words, whatever it is: hostile text never gets to a route.

Siblings looked for: every route through the OpenAPI document (tests/hostile), pages' forms, cookies, headers, webhooks,
uploads, JSON in other encodings than UTF-8, and answers made of what was asked.
"""

import itertools
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from pages_house import PASSWORD, House
from pydantic import ValidationError

from contracts.portal import v1 as portal
from contracts.values import Personal
from portal.edge.guard import HEADERS, check_form, check_json
from portal.edge.problems import Problem, sentences
from portal.edge.words import LANGUAGES
from portal.partners.api import ContractText

SIGNS = ["\0", "\x1b", "\x7f", "\x81", "\ud800", "\ufffe"]
DEPTH_MAX = 32


@pytest_asyncio.fixture
async def api(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """Åsa's program, logged in; her company is in the header `company`."""
    owner = await house.person("asa@norrsken.example")
    company = await house.company(owner)
    transport = httpx.ASGITransport(app=house.site)
    async with httpx.AsyncClient(transport=transport, base_url="http://stafett.test/api/v1") as http:
        answer = await http.post("/sessions", json={"email": "asa@norrsken.example", "password": PASSWORD})
        http.headers.update({"authorization": f"Bearer {answer.json()['token']}", "company": str(company)})
        yield http


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert answer.headers["content-type"] == "application/problem+json" and HEADERS.items() <= answer.headers.items()
    return body


@pytest.mark.parametrize("body", [b'"\xff"', "{}".encode("utf-16"), "räka".encode("latin-1")])
def test_json_of_another_encoding_is_refused(body: bytes) -> None:
    with pytest.raises(Problem, match=r"text\.wrong-encoding"):
        check_json(body, DEPTH_MAX)


def test_json_that_hides_as_utf_16_without_a_mark_is_refused() -> None:
    with pytest.raises(Problem, match=r"text\.forbidden-sign"):
        check_json('{"name": "A"}'.encode("utf-16-le"), DEPTH_MAX)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("shape", ['{"a": [{"b": "A%sB"}]}', '{"A%sB": 1}', '"%s"'])
def test_a_forbidden_sign_is_found_wherever_it_hides_in_json(sign: str, shape: str) -> None:
    with pytest.raises(Problem, match=r"text\.forbidden-sign") as found:
        check_json((shape % json.dumps(sign)[1:-1]).encode(), DEPTH_MAX)
    assert found.value.details["sign"] == f"U+{ord(sign):04X}"


@pytest.mark.parametrize("levels", [DEPTH_MAX + 1, 900, 100_000])
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_json_is_refused_at_any_depth_that_nobody_needs(levels: int, opens: str, closes: str) -> None:
    with pytest.raises(Problem, match=r"body\.too-deep"):
        check_json((opens * levels + "1" + closes * levels).encode(), DEPTH_MAX)
    check_json((opens * 20 + "1" + closes * 20).encode(), DEPTH_MAX)


@pytest.mark.parametrize("number", ["9" * 27, "-" + "9" * 5_000, "1e999", "-1E400", "NaN", "Infinity", "0." + "1" * 60])
def test_a_number_that_nothing_can_hold_is_refused(number: str) -> None:
    with pytest.raises(Problem, match=r"number\.out-of-range"):
        check_json(f'{{"a": [{number}]}}'.encode(), DEPTH_MAX)


@pytest.mark.parametrize("body", [b"", b"{", b"[1,]", b'{"a": 1} x', b'\xef\xbb\xbf{"a": 1}', "räka 🚂\n\t".encode()])
def test_what_is_no_json_at_all_is_left_to_the_route(body: bytes) -> None:
    check_json(body, DEPTH_MAX)


@pytest.mark.parametrize("body", [b"name=%00", b"name=%FF", b"na%C2%81me=1", b"a=%ED%A0%80", b"name=\xff"])
def test_a_form_is_checked_as_it_will_be_read(body: bytes) -> None:
    with pytest.raises(Problem, match=r"text\."):
        check_form(body, percent=True)
    check_form(b"text=one%0D%0Atwo+%C3%A5", percent=True)


@pytest.mark.parametrize("code", [code for code in sentences() if code.startswith(("text.", "header.", "number."))])
def test_a_refusal_at_the_door_has_words_in_every_language(code: str) -> None:
    assert sentences()[code].keys() == set(LANGUAGES)


# Through the whole site.


async def test_no_route_gets_a_forbidden_sign(api: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json", "accept-language": "da"}
    for path, sign in itertools.product(("/sessions", "/password-resets", "/companies", "/accounts"), SIGNS):
        body = json.dumps({"email": f"a{sign}@b.example", "user": f"a{sign}", "name": f"A{sign}B", "password": "x"})
        told = refused(await api.post(path, content=body, headers=headers), 422, "text.forbidden-sign")
        assert f"U+{ord(sign):04X}" in told["title"] and told["title"].startswith("Teksten")


async def test_nothing_is_half_done_of_what_was_refused(api: httpx.AsyncClient, house: House) -> None:
    before = await house.running.store.head()
    mails = len(house.mail.mails)
    names = {"given_name": "A\0B", "family_name": "Öst"}
    refused(await api.put("/me", json={**names, "language": "sv"}), 422, "text.forbidden-sign")
    colleague = {"email": "k@norrsken.example", **names}
    answer = await api.post(f"/companies/{api.headers['company']}/colleagues", json=colleague)
    refused(answer, 422, "text.forbidden-sign")
    assert (await api.get("/me")).json()["given_name"] == "Åsa"
    assert await house.running.store.head() == before and len(house.mail.mails) == mails


async def test_a_name_is_one_line_since_mails_carry_it_in_their_subject(api: httpx.AsyncClient) -> None:
    for line in ("\n", "\r\n", "\t", "\u2028"):
        name = {"given_name": f"Åsa{line}Bcc: all", "family_name": "Öst", "language": "sv"}
        answer = await api.put("/me", json=name, headers={"accept-language": "fi"})
        (field,) = refused(answer, 422, "request.invalid")["findings"]
        assert (field["rule"], field["where"]) == ("text.forbidden-sign", "given_name")
        assert field["text"].startswith("Tekstissä on merkki")


def test_a_text_may_have_lines_where_people_write_them() -> None:
    assert ContractText(text="One.\n\n\tTwo.").text == "One.\n\n\tTwo."
    for wrong in ("One.\x0cTwo.", "One.\x85Two."):
        with pytest.raises(ValidationError, match="forbidden"):
            ContractText(text=wrong)


ADDRESSES = [
    ("/companies/{company}/customers?search=%00", 422, "text.forbidden-sign"),
    ("/companies/{company}/customers?search=a%0Ab", 422, "text.forbidden-sign"),
    ("/companies/{company}/customers?search=%C2%81", 422, "text.forbidden-sign"),
    ("/companies/{company}/customers?search=%FF", 422, "text.wrong-encoding"),
    ("/companies/{company}/customers?search=%ED%A0%80", 422, "text.wrong-encoding"),
    ("/companies/{company}/customers?status=%00", 422, "text.forbidden-sign"),
    ("/invitations/welcome?number=1&code=%00", 422, "text.forbidden-sign"),
    ("/colleague-invitations/%00", 422, "text.forbidden-sign"),
    ("/companies/%00", 422, "text.forbidden-sign"),
    ("/companies/{company}/credits/statement?to=9999-12-31", 422, "request.invalid"),
    ("/companies/{company}/credits/statement?from=0001-01-01", 422, "request.invalid"),
    ("/companies/{company}/credits/statement?after=99999999999999999999999999", 422, "request.invalid"),
    ("/companies/{company}/customers?search=" + "a" * 9_000, 414, "request.address-too-long"),
]
HEADERS_THAT_COUNT = [
    ("webhook-signature", b"v1,\xe5"),
    ("idempotency-key", b"\xc3\xa5"),
    ("authorization", b"Bearer \xff"),
]


async def test_addresses_headers_and_webhooks_are_checked(api: httpx.AsyncClient) -> None:
    for asked, status, code in ADDRESSES:
        refused(await api.get(asked.replace("{company}", api.headers["company"])), status, code)
    hook = "http://stafett.test/webhooks/card"
    for header, value in HEADERS_THAT_COUNT:
        answer = await api.post(hook, content=b"{}", headers=[(header.encode(), value)])
        assert header in refused(answer, 400, "header.malformed")["title"]
    refused(await api.get("/me", headers={"x-more": "a" * 40_000}), 431, "request.headers-too-large")
    refused(await api.post(hook, content=b"[" * 60_000), 400, "body.too-deep")


async def test_a_cookie_that_is_not_ours_locks_nobody_out(api: httpx.AsyncClient) -> None:
    cookies = "other=\xe5; stafett-language=%00; stafett-email=a%0Ab".encode("latin-1")
    for path in ("/start", "/confirm", "/login"):
        headers = [(b"cookie", cookies), (b"accept", b"text/html")]
        assert (await api.get(f"http://stafett.test{path}", headers=headers)).status_code < 400


async def test_a_browser_gets_a_page_that_says_what_is_wrong(house: House) -> None:
    async with house.browser("nb") as browser:
        page = await browser.open("/login?next=%00")
        assert page.status == 422 and "U+0000" in page.text and page.tree.xpath("//h1")
        for fields, sign in (({"email": "a\x81@b.example"}, "U+0081"), ({"email": "a\nb@c.example"}, "U+000A")):
            page = await browser.press(await browser.open("/login"), "/login", password="x", **fields)
            assert page.status == 422 and sign in page.text and "Teksten inneholder" in page.text
            assert HEADERS.items() <= page.response.headers.items()


async def test_a_crash_carries_the_headers_too(house: House, api: httpx.AsyncClient) -> None:
    async def broken(_token: str) -> None:
        raise RuntimeError("broken")

    house.edge.people.who = broken  # type: ignore[method-assign,assignment]
    transport = httpx.ASGITransport(app=house.site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://stafett.test", headers=api.headers) as http:
        for accept in ("text/html", "application/json"):
            answer = await http.get("/start", headers={"accept": accept, "cookie": "stafett=anything"})
            assert answer.status_code == 500 and HEADERS.items() <= answer.headers.items()


async def test_whatever_comes_by_another_door_is_not_told(house: House) -> None:
    """Pages tell facts without a body of the API before them: the last door before the store looks once more."""
    person = await house.person("asa@norrsken.example")
    before = await house.running.store.head()
    for text in (Personal("A\0"), Personal("\x81")):
        fact = portal.CompanyLookupRequested(request=uuid4(), person=person, country="SE", query=text)
        with pytest.raises(Problem, match=r"text\.forbidden-sign"):
            await house.edge.tell_only(fact, uuid4(), person)
    assert await house.running.store.head() == before


@pytest.mark.parametrize("written", ["[redacted]", " [redacted]\n"])
async def test_nobody_writes_what_stands_for_an_erased_value(house: House, written: str) -> None:
    """Whoever hears it would take the person for erased. Looked at: every fact goes by this door, from page and API."""
    person = await house.person("asa@norrsken.example")
    before = await house.running.store.head()
    fact = portal.CompanyLookupRequested(request=uuid4(), person=person, country="SE", query=Personal(written))
    with pytest.raises(Problem, match=r"text\.reserved") as refused:
        await house.edge.tell_only(fact, uuid4(), person)
    assert refused.value.details == {"where": "query"}
    assert await house.running.store.head() == before
