"""A list names its next page, is never cut without a word, and is not sent again to who has it.

Siblings looked for: every operation that answers with a list; those that are not paged are few by their nature.
"""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from api_visitor import logged_in
from declared import document
from pages_house import House

ANNA = "anna@norrsken.example"
FEW = {
    "credits_balances",
    "credits_accounts",
    "credits_top_ups",
    "customers_customers",  # by its own key
    "desk_companies_companies",  # the best hits of a search
    "desk_companies_timeline",  # of one invoice
    "desk_health_health",  # a line a service
    "desk_set_aside_dead_letters",  # the first ones: what is behind them comes forward when they are done
    "desk_set_aside_set_aside",
    "desk_staff_staff_members",
    "invitations_received",
    "keys_alive",
    "money_waiting",
    "oneself_passkeys_passkeys",
    "oneself_sessions",
    "reception_receptions",
    "support_forms",
}


@pytest_asyncio.fixture
async def company(house: House) -> UUID:
    return await house.company(await house.person(ANNA))


@pytest_asyncio.fixture
async def anna(house: House, company: UUID) -> AsyncIterator[httpx.AsyncClient]:
    async with logged_in(house, ANNA) as http:
        yield http


def next_of(answer: httpx.Response) -> str:
    found = re.fullmatch(r'<(\S+)>; rel="next"', answer.headers["link"])
    assert found is not None
    return found[1]


async def test_every_invoice_is_on_one_page_however_many_there_are(
    house: House, company: UUID, anna: httpx.AsyncClient
) -> None:
    me = await house.person("other@norrsken.example")
    made = [str(await house.draft(company, me)) for _ in range(7)]
    address, seen, pages = f"/companies/{company}/invoices?limit=3&status=draft", [], 0
    while address:
        answer = await anna.get(address if address.startswith("/companies") else f"http://stafett.test{address}")
        seen += [row["id"] for row in answer.json()]
        pages += 1
        address = next_of(answer) if "link" in answer.headers else ""
        assert not address or "status=draft" in address
    assert (seen, pages) == (list(reversed(made)), 3)
    first = (await anna.get(f"/companies/{company}/invoices")).json()[0]
    assert first["payable"] == {"amount": "6450.00", "currency": "SEK"}


BEFORE_TIME = "MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCAwMTkwYTVmMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMGU3YTE"
"""The year 1, as far east as there is: the database has no such moment."""


@pytest.mark.parametrize("after", [BEFORE_TIME, "x", "%2e%2e", "MjAyNi0xMi0wMSB4", "MjAyNi0xMi0wMVQwODowMDowMCAx"])
async def test_a_place_that_is_none_of_ours_is_refused(company: UUID, anna: httpx.AsyncClient, after: str) -> None:
    answer = await anna.get(f"/companies/{company}/orders?after={after}")
    assert (answer.status_code, answer.json()["code"]) == (400, "request.cursor-malformed")
    for limit in ("0", "201", "all"):
        assert (await anna.get(f"/companies/{company}/orders?limit={limit}")).status_code == 422


async def test_what_the_reader_has_is_not_sent_again(house: House, company: UUID, anna: httpx.AsyncClient) -> None:
    place = f"/companies/{company}/invoices"
    first = await anna.get(place)
    again = await anna.get(place, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await house.draft(company, await house.person("other@norrsken.example"))
    changed = await anna.get(place, headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200 and changed.headers["etag"] != first.headers["etag"]


async def test_a_parameter_that_nobody_knows_is_refused(company: UUID, anna: httpx.AsyncClient) -> None:
    """Siblings: every operation of the API, since the class of their routes looks."""
    for query, code in (
        ("statuss=draft", "request.unknown-parameter"),
        ("search=a&search=b", "request.parameter-twice"),
    ):
        answer = await anna.get(f"/companies/{company}/invoices?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (await anna.get(f"/companies/{company}/invoices?status=nonsense")).status_code == 422


def test_every_list_is_paged_unless_it_is_short_by_its_nature() -> None:
    unpaged = {
        told["operationId"]
        for methods in document()["paths"].values()
        for told in methods.values()
        if told["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("type")
        == "array"
        and "Link" not in told["responses"]["200"].get("headers", {})
    }
    assert unpaged <= FEW
