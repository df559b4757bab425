"""A company is looked up in its register by number or name: none, one or many, and sometimes no answer at all."""

from typing import Any
from uuid import uuid4

import pytest
from onboarding_stories import PaperRegister, rehearsal

from chassis.testing import Rehearsal
from contracts.onboarding import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import CompanyHit, Personal

NORRSKEN = CompanyHit("SE", Personal("5566778899"), "Norrsken Bygg & Spår AB", "Aktiebolag", missing=("address",))
NORRVIK = CompanyHit("SE", Personal("5560125790"), "Norrvik El AB")


def asked(query: str, country: str = "SE") -> portal.CompanyLookupRequested:
    body: dict[str, Any] = {"request": uuid4(), "person": uuid4(), "country": country, "query": query}
    return portal.CompanyLookupRequested.model_validate(body)


async def answer(onboarding: Rehearsal, fact: portal.CompanyLookupRequested) -> facts.CompanyLookupAnswered:
    (told,) = await onboarding.hear(fact) or await onboarding.act()
    assert isinstance(told, facts.CompanyLookupAnswered)
    assert (told.request, told.person) == (fact.request, fact.person)
    return told


@pytest.mark.req("S4-04", "S4-07")
@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("556677-8899", (NORRSKEN,)),
        ("norrsken", (NORRSKEN,)),
        ("Norr", (NORRSKEN, NORRVIK)),
        ("Söderut", ()),
        ("5560360793", ()),
    ],
)
async def test_a_question_has_none_one_or_many_answers(query: str, hits: tuple[CompanyHit, ...]) -> None:
    told = await answer(rehearsal(register=PaperRegister(NORRSKEN, NORRVIK)), asked(query))
    assert (told.hits, told.problem) == (hits, "")


@pytest.mark.parametrize("code", ["register.late", "register.busy", "register.unavailable"])
async def test_a_silent_register_is_told_as_a_problem_and_can_be_asked_again(code: str) -> None:
    register = PaperRegister(NORRSKEN)
    register.silent = code
    onboarding = rehearsal(register=register)
    told = await answer(onboarding, asked("norrsken"))
    assert (told.hits, told.problem) == ((), code)
    register.silent = ""
    assert (await answer(onboarding, asked("norrsken"))).hits == (NORRSKEN,)


@pytest.mark.parametrize(
    ("query", "country", "code"),
    [
        ("Novo Nordisk", "DK", "country.not-served"),
        ("5567037486", "SE", "company-number.malformed"),
        ("12345678", "SE", "company-number.malformed"),
        ("N", "SE", "lookup.query-length"),
        ("  ", "SE", "lookup.query-length"),
        ("N" * 101, "SE", "lookup.query-length"),
    ],
)
async def test_a_question_that_no_register_can_answer_is_not_asked(query: str, country: str, code: str) -> None:
    register = PaperRegister(NORRSKEN)
    onboarding = rehearsal(register=register)
    told = await answer(onboarding, asked(query, country))
    assert told.problem == code and register.asked == []


async def test_the_same_question_heard_twice_is_asked_once() -> None:
    register, fact = PaperRegister(NORRSKEN), asked("norrsken")
    onboarding = rehearsal(register=register)
    await answer(onboarding, fact)
    assert await onboarding.hear(fact) == [] and await onboarding.act() == []
    assert register.asked == ["norrsken"]
