"""The adapter of Bolagsverket against a register that speaks the real API's shapes, over HTTP."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr
from simulated import simulator

from contracts.values import Address, Personal
from onboarding.registration.bolagsverket.api import Bolagsverket
from onboarding.registration.registers import RegisterSilent
from onboarding.settings import OnboardingSettings


@pytest.fixture(scope="module")
def register_url() -> Iterator[str]:
    with simulator("bolagsverket", "--requests-per-minute", "1000") as url:
        yield url


def asking(url: str, **changed: Any) -> Bolagsverket:
    settings: dict[str, Any] = {
        "bolagsverket_url": url,
        "bolagsverket_client_id": "stafett-sim",
        "bolagsverket_client_secret": SecretStr("sim-secret"),
    }
    return Bolagsverket(OnboardingSettings(**settings | changed))


@pytest_asyncio.fixture
async def bolagsverket(register_url: str) -> AsyncIterator[Bolagsverket]:
    register = asking(register_url)
    await instruct(register_url)
    await register.start()
    yield register
    await register.stop()


async def instruct(url: str, *rules: dict[str, Any]) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{url}/_control", json={"clear": True, "rules": rules})
        assert answer.is_success, answer.text


@pytest.mark.req("S4-04", "S4-09")
async def test_a_number_answers_with_name_form_and_address(bolagsverket: Bolagsverket) -> None:
    (hit,) = await bolagsverket.by_number("5566778899")
    assert (hit.name, hit.legal_form, hit.active) == ("Norrsken Bygg & Spår AB", "Aktiebolag", True)
    assert hit.number == Personal("5566778899") and hit.missing == ()
    assert hit.address == Address("Norrsken Bygg & Spår AB", "Bangårdsgatan 12", "97231", "Luleå", "SE")


async def test_a_number_that_nobody_has_answers_with_nothing(bolagsverket: Bolagsverket) -> None:
    assert await bolagsverket.by_number("5560360793") == ()
    assert await bolagsverket.by_number("1234567891") == (), "and so does one that nobody can have"


async def test_a_persons_number_answers_with_every_firm_of_theirs(bolagsverket: Bolagsverket) -> None:
    hits = await bolagsverket.by_number("198112289874")
    assert len(hits) == 3 and {hit.number for hit in hits} == {Personal("8112289874")}


@pytest.mark.req("S4-04", "S4-07")
async def test_a_name_answers_with_one_or_many(bolagsverket: Bolagsverket) -> None:
    (infrabana,) = await bolagsverket.by_name("infrabana")
    assert (infrabana.name, infrabana.legal_form) == ("Infrabana Sverige AB", "Aktiebolag")
    assert infrabana.missing == ("address",), "the index of names holds none"
    assert len(await bolagsverket.by_name("norrsken")) == 11
    assert await bolagsverket.by_name("finns inte alls") == ()


async def test_hits_have_a_limit(register_url: str) -> None:
    register = asking(register_url, lookup_hits_max=5)
    assert len(await register.by_name("norrsken")) == 5
    await register.stop()


@pytest.mark.parametrize(
    ("number", "missing"),
    [("5290000024", ("address",)), ("5290000032", ("name", "active"))],
)
async def test_each_producer_may_fail_alone(bolagsverket: Bolagsverket, number: str, missing: tuple[str, ...]) -> None:
    (hit,) = await bolagsverket.by_number(number)
    assert hit.missing == missing


async def test_a_company_that_was_struck_off_says_so(bolagsverket: Bolagsverket) -> None:
    (hit,) = await bolagsverket.by_number("5290000016")
    assert not hit.active and hit.missing == ()


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"operation": "organisationer", "effect": "fail", "status": 429}, "register.busy"),
        ({"operation": "organisationer", "effect": "fail", "status": 503}, "register.unavailable"),
        ({"operation": "organisationer", "effect": "fail", "status": 500}, "register.unavailable"),
        ({"operation": "organisationer", "effect": "delay", "seconds": 2}, "register.late"),
        ({"operation": "organisationer", "effect": "cut"}, "register.unavailable"),
        ({"operation": "token", "effect": "fail", "status": 503}, "register.unavailable"),
    ],
)
async def test_a_register_in_trouble_is_silent_for_a_reason_and_answers_again_after(
    register_url: str, rule: dict[str, Any], code: str
) -> None:
    register = asking(register_url, bolagsverket_timeout_s=0.5)
    await instruct(register_url, rule)
    with pytest.raises(RegisterSilent) as silent:
        await register.by_number("5566778899")
    assert silent.value.code == code
    assert len(await register.by_number("5566778899")) == 1
    await register.stop()


async def test_a_token_that_has_ended_is_fetched_anew(bolagsverket: Bolagsverket, register_url: str) -> None:
    await bolagsverket.by_number("5566778899")
    await instruct(register_url, {"operation": "organisationer", "effect": "fail", "status": 401})
    assert len(await bolagsverket.by_number("5566778899")) == 1


async def test_a_wrong_secret_and_a_register_that_is_gone_are_silence_too(register_url: str) -> None:
    for register in (
        asking(register_url, bolagsverket_client_secret=SecretStr("wrong")),
        asking("http://127.0.0.1:9"),
    ):
        with pytest.raises(RegisterSilent, match=r"register\.unavailable"):
            await register.by_number("5566778899")
        await register.stop()


async def test_an_answer_of_another_shape_is_not_taken_for_a_company() -> None:
    register = asking("http://register.test")
    answers = iter(
        [httpx.Response(200, json={"access_token": "t"}), httpx.Response(200, text="<html>Underhåll</html>")]
    )
    register._client = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: next(answers)))
    with pytest.raises(RegisterSilent, match=r"register\.unreadable"):
        await register.by_number("5566778899")
    await register.stop()
