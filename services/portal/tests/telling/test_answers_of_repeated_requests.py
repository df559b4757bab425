"""Two who do the same at once have the same answer, whoever was faster.

Looked for beside it: an answer that comes after the repetition's, many at once, another's like act, a repetition of
what nobody did, a refusal that a repetition stands beside, and acts that hold what must not be compared.
"""

from uuid import UUID, uuid4

import httpx
from api_visitor import logged_in
from pages_house import House

from chassis import REPEATED
from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from portal.telling.answers import likeness
from portal.telling.events import Acted

ANNA = "anna@norrsken.example"
TERMS = {"version": "2026-11", "sha256": "a" * 64}


def recorded(company: UUID, person: UUID) -> Fact:
    return onboarding.TermsRecorded(company=company, person=person, version="2026-11", sha256="a" * 64)


def repeated(company: UUID) -> Fact:
    return onboarding.TermsRefused(company=company, code=REPEATED)


def waits_for_nobody(house: House) -> None:
    house.edge.settings = house.edge.settings.model_copy(update={"answer_timeout_s": 0.0})


async def asked(house: House, http: httpx.AsyncClient, company: UUID, version: str = "2026-11") -> UUID:
    """A request that nobody has answered yet."""
    told = await http.post(f"/companies/{company}/terms", json=TERMS | {"version": version})
    assert told.status_code == 202
    await house.shown()
    return UUID(told.json()["request"])


async def answer_of(http: httpx.AsyncClient, request: UUID) -> tuple[int, str]:
    found = (await http.get(f"/requests/{request}")).json()
    return found.get("status", 200), found.get("answer") or found.get("code") or "pending"


async def test_who_repeats_what_is_done_has_the_answer_of_who_did_it(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    waits_for_nobody(house)
    async with logged_in(house, ANNA) as anna:
        first, second, third = [await asked(house, anna, company) for _ in range(3)]
        await house.told(repeated(company), correlation=first)
        assert (await answer_of(anna, first))[1] == "pending", "the one that did it is still to be answered"
        await house.told(repeated(company), correlation=third)
        await house.told(recorded(company, person), correlation=second)
        assert {(await answer_of(anna, one))[1] for one in (first, second, third)} == {"terms_recorded"}


async def test_a_repetition_of_what_nobody_did_says_that_it_is_so_already(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    waits_for_nobody(house)
    async with logged_in(house, ANNA) as anna:
        other = await asked(house, anna, company, version="2027-01")
        await house.told(recorded(company, person), correlation=other)
        alone = await asked(house, anna, company)
        await house.told(repeated(company), correlation=alone)
        assert await answer_of(anna, alone) == (409, REPEATED)


async def test_the_answer_of_the_latest_like_request_counts(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    waits_for_nobody(house)
    async with logged_in(house, ANNA) as anna:
        early = await asked(house, anna, company)
        await house.told(onboarding.TermsRefused(company=company, code="terms.not-in-force"), correlation=early)
        later, again = await asked(house, anna, company), await asked(house, anna, company)
        await house.told(recorded(company, person), correlation=later)
        await house.told(repeated(company), correlation=again)
        assert (await answer_of(anna, again))[1] == "terms_recorded"


def test_likeness_is_of_the_deed_and_not_of_who_did_it() -> None:
    company, order, request = uuid4(), uuid4(), uuid4()

    def cancelled(order: UUID) -> Acted:
        fact = portal.OrderCancelled(company=company, person=uuid4(), order=order)
        return Acted(fact=fact.type(), body=fact.model_dump_json(), digest="")

    assert likeness(cancelled(order), request) == likeness(cancelled(order), uuid4())
    assert likeness(cancelled(order), request) != likeness(cancelled(uuid4()), request)
    assert likeness(cancelled(order), order) == likeness(cancelled(request), request), "its own id is not of the deed"
