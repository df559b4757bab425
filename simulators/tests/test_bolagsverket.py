"""The simulated Bolagsverket answers as the real one does, also when it answers badly."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from simulators.bolagsverket.access import Gate
from simulators.bolagsverket.api import bolagsverket_app
from simulators.bolagsverket.register import Register
from simulators.numbers import is_organisation_number, is_personal_number

ORGANISATIONER = "/vardefulla-datamangder/v1/organisationer"
READ = "vardefulla-datamangder:read"


@pytest.fixture
async def api(client: Any, clock: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with client(bolagsverket_app(Gate("shop", "hush", clock.seconds))) as http:
        http.headers["Authorization"] = f"Bearer {await _token(http)}"
        yield http


async def _token(http: httpx.AsyncClient, scope: str = READ) -> str:
    form = {"grant_type": "client_credentials", "client_id": "shop", "client_secret": "hush", "scope": scope}
    answer = (await http.post("/oauth2/token", data=form)).json()
    return str(answer["access_token"])


async def _organisations(http: httpx.AsyncClient, number: str) -> list[dict[str, Any]]:
    answer = await http.post(ORGANISATIONER, json={"identitetsbeteckning": number})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["organisationer"])


async def test_a_company_is_answered_field_by_field_with_its_producers(api: httpx.AsyncClient) -> None:
    answer = await api.post(
        ORGANISATIONER, json={"identitetsbeteckning": "556677-8899"}, headers={"X-Request-Id": "a1"}
    )
    assert answer.headers["X-Provider"] == "sim"
    assert answer.headers["X-Request-Id"] == "a1"
    [company] = answer.json()["organisationer"]
    assert company["organisationsidentitet"] == {
        "identitetsbeteckning": "5566778899",
        "typ": {"kod": "ORGNR", "klartext": "Organisationsnummer"},
    }
    assert company["organisationsnamn"]["organisationsnamnLista"][0]["namn"] == "Norrsken Bygg & Spår AB"
    assert company["organisationsform"] == {
        "kod": "AB",
        "klartext": "Aktiebolag",
        "fel": None,
        "dataproducent": "Bolagsverket",
    }
    assert company["postadressOrganisation"]["postadress"] == {
        "utdelningsadress": "Bangårdsgatan 12",
        "postnummer": "97231",
        "postort": "Luleå",
        "land": "Sverige",
        "coAdress": None,
    }
    assert company["verksamOrganisation"]["kod"] == "JA"
    assert company["avregistreradOrganisation"] is None


async def test_a_person_can_have_several_firms(api: httpx.AsyncClient) -> None:
    firms = await _organisations(api, "19811228-9874")
    assert [firm["namnskyddslopnummer"] for firm in firms] == [1, 2, 3]
    assert {firm["organisationsidentitet"]["typ"]["kod"] for firm in firms} == {"PERSNR"}
    assert await _organisations(api, "8112289874") == firms


async def test_a_struck_off_company_says_when_and_why(api: httpx.AsyncClient) -> None:
    [company] = await _organisations(api, "5290000016")
    assert company["avregistreradOrganisation"]["avregistreringsdatum"] == "2024-05-06"
    assert company["avregistreringsorsak"]["kod"] == "KKAV"
    assert company["verksamOrganisation"]["kod"] == "NEJ"


async def test_one_producer_can_be_silent_while_the_other_answers(api: httpx.AsyncClient) -> None:
    [company] = await _organisations(api, "5290000024")
    assert company["organisationsnamn"]["fel"] is None
    assert company["postadressOrganisation"]["postadress"] is None
    assert company["postadressOrganisation"]["fel"]["typ"] == "OTILLGANGLIG_UPPGIFTSKALLA"


async def test_any_field_can_be_told_to_fail_alone(api: httpx.AsyncClient) -> None:
    rule = {"operation": "organisationer", "effect": "field_fails", "fields": ["organisationsnamn"], "code": "TIMEOUT"}
    await api.post("/_control", json={"rules": [rule]})
    [company] = await _organisations(api, "5561234567")
    assert company["organisationsnamn"]["organisationsnamnLista"] is None
    assert company["organisationsnamn"]["fel"]["typ"] == "TIMEOUT"
    assert company["organisationsform"]["kod"] == "AB"
    [company] = await _organisations(api, "5561234567")
    assert company["organisationsnamn"]["fel"] is None


async def test_an_unknown_number_is_answered_200_with_a_fault_in_every_field(api: httpx.AsyncClient) -> None:
    [company] = await _organisations(api, "5560125790")
    assert company["organisationsnamn"]["fel"]["typ"] == "ORGANISATION_FINNS_EJ"
    assert company["juridiskForm"]["fel"]["typ"] == "ORGANISATION_FINNS_EJ"


async def test_a_wrong_check_digit_is_a_bad_request(api: httpx.AsyncClient) -> None:
    answer = await api.post(ORGANISATIONER, json={"identitetsbeteckning": "5566778898"}, headers={"X-Request-Id": "b2"})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "Identitetsbeteckning har ogiltig kontrollsiffra."
    assert answer.json()["requestId"] == "b2"


async def test_only_a_living_token_with_the_read_scope_opens(api: httpx.AsyncClient, clock: Any) -> None:
    ask = {"identitetsbeteckning": "5566778899"}
    ping_only = await _token(api, "vardefulla-datamangder:ping")
    assert (await api.post(ORGANISATIONER, json=ask, headers={"Authorization": ""})).status_code == 401
    refused = await api.post(ORGANISATIONER, json=ask, headers={"Authorization": f"Bearer {ping_only}"})
    assert refused.status_code == 403
    clock.pass_(3601)
    assert (await api.post(ORGANISATIONER, json=ask)).status_code == 401


async def test_a_token_is_given_to_the_right_client_only(api: httpx.AsyncClient) -> None:
    form = {"grant_type": "client_credentials", "scope": READ}
    wrong = await api.post("/oauth2/token", data=form, auth=("shop", "wrong"))
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    right = await api.post("/oauth2/token", data=form, auth=("shop", "hush"))
    assert (right.json()["token_type"], right.json()["expires_in"]) == ("Bearer", 3600)


async def test_the_sixty_first_request_in_a_minute_is_too_many(api: httpx.AsyncClient, clock: Any) -> None:
    for _ in range(60):
        await _organisations(api, "5566778899")
    answer = await api.post(ORGANISATIONER, json={"identitetsbeteckning": "5566778899"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    clock.pass_(60)
    assert await _organisations(api, "5566778899")


async def test_names_are_searched_in_the_bulk_index_with_none_one_or_many_hits(api: httpx.AsyncClient) -> None:
    async def names(words: str) -> list[str]:
        answer = await api.get("/bulk/organisationer", params={"namn": words}, headers={"Authorization": ""})
        return [row["namn"] for row in answer.json()["organisationer"]]

    assert await names("infrabana") == ["Infrabana Sverige AB"]
    assert len(await names("NORRSKEN")) > 5
    assert await names("bygg spar norrsken") == ["Norrsken Bygg & Spår AB"]
    assert await names("finns inte alls") == []
    assert await names("Testbergs") == []


def test_the_register_holds_two_hundred_firms_with_valid_numbers_the_same_every_time() -> None:
    companies = Register().companies
    assert len({(company.identity, company.firm_number) for company in companies}) == 200
    assert all(
        is_personal_number(company.identity) if company.is_person else is_organisation_number(company.identity)
        for company in companies
    )
    assert companies == Register().companies
