"""The simulated registers of Denmark, Norway and Finland answer as the real ones do, also when they answer badly."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from simulators.brreg.api import brreg_app
from simulators.brreg.register import norwegian_companies
from simulators.prh.api import prh_app
from simulators.prh.register import finnish_companies
from simulators.virk.api import Agreement, virk_app
from simulators.virk.register import danish_companies

SEARCH = "/cvr-permanent/virksomhed/_search"
UNITS = "/enhetsregisteret/api/enheter"
COMPANIES = "/opendata-ytj-api/v3/companies"


@pytest.fixture
async def virk(client: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with client(virk_app(Agreement("shop", "hush"))) as http:
        http.auth = httpx.BasicAuth("shop", "hush")
        yield http


@pytest.fixture
async def brreg(client: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with client(brreg_app()) as http:
        yield http


@pytest.fixture
async def prh(client: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with client(prh_app()) as http:
        yield http


def by_number(number: int) -> dict[str, Any]:
    return {"query": {"term": {"Vrvirksomhed.cvrNummer": number}}}


def by_name(words: str) -> dict[str, Any]:
    name = "Vrvirksomhed.virksomhedMetadata.nyesteNavn.navn"
    return {"query": {"match": {name: {"query": words, "operator": "and"}}}, "size": 50}


async def test_virk_answers_with_the_latest_of_each_detail(virk: httpx.AsyncClient) -> None:
    answer = await virk.post(SEARCH, json=by_number(98000011))
    [hit] = answer.json()["hits"]["hits"]
    company = hit["_source"]["Vrvirksomhed"]
    latest = company["virksomhedMetadata"]
    assert answer.headers["X-Provider"] == "sim"
    assert (company["cvrNummer"], latest["nyesteNavn"]["navn"]) == (98000011, "Danbyg Entreprise A/S")
    assert latest["nyesteVirksomhedsform"]["langBeskrivelse"] == "Aktieselskab"
    address = latest["nyesteBeliggenhedsadresse"]
    assert (address["vejnavn"], address["husnummerFra"], address["postnummer"]) == ("Industrivej", 14, 8000)


async def test_virk_finds_none_one_or_many_by_name(virk: httpx.AsyncClient) -> None:
    async def total(words: str) -> int:
        return int((await virk.post(SEARCH, json=by_name(words))).json()["hits"]["total"])

    assert (await total("danbyg"), await total("findes ikke")) == (1, 0)
    assert await total("skovhus") > 3


async def test_virk_opens_only_to_its_user_and_only_to_queries_it_knows(virk: httpx.AsyncClient) -> None:
    assert (await virk.post(SEARCH, json=by_number(98000011), auth=("shop", "wrong"))).status_code == 401
    assert (await virk.post(SEARCH, json={"query": {"match_all": {}}})).status_code == 400
    assert (await virk.post(SEARCH, content=b"{")).status_code == 400


async def test_brreg_answers_with_a_unit_and_404_for_a_number_that_nobody_has(brreg: httpx.AsyncClient) -> None:
    unit = (await brreg.get(f"{UNITS}/199000012")).json()
    assert (unit["navn"], unit["organisasjonsform"]["kode"]) == ("FJORDBANE ENTREPRENØR AS", "AS")
    assert unit["forretningsadresse"]["adresse"] == ["Havnegata 7"] and unit["registrertIMvaregisteret"]
    assert (await brreg.get(f"{UNITS}/923609016")).status_code == 404
    assert (await brreg.get(f"{UNITS}/12345")).status_code == 400
    assert (await brreg.get(f"{UNITS}/199000020")).json()["slettedato"] == "2024-03-15"


async def test_brreg_searches_by_name_a_page_at_a_time(brreg: httpx.AsyncClient) -> None:
    first = (await brreg.get(UNITS, params={"navn": "fjellheim", "size": 2})).json()
    assert len(first["_embedded"]["enheter"]) == 2 and first["page"]["totalElements"] > 2
    none = (await brreg.get(UNITS, params={"navn": "finnes ikke"})).json()
    assert "_embedded" not in none and none["page"]["totalElements"] == 0


async def test_brreg_tells_who_holds_which_role(brreg: httpx.AsyncClient) -> None:
    groups = (await brreg.get(f"{UNITS}/199000012/roller")).json()["rollegrupper"]
    held = {group["type"]["kode"]: group["roller"][0]["person"] for group in groups}
    assert held["DAGL"] == {
        "fodselsdato": "1988-03-20",
        "navn": {"fornavn": "SARA", "etternavn": "SPÅRBERG"},
        "erDoed": False,
    }
    assert held["STYR"]["navn"]["mellomnavn"] == "HENRIK"


async def test_prh_answers_by_business_id_or_by_name(prh: httpx.AsyncClient) -> None:
    [company] = (await prh.get(COMPANIES, params={"businessId": "9900001-8"})).json()["companies"]
    assert company["names"][0]["name"] == "Rataverkko Rakennus Oy"
    assert company["addresses"][0]["postOffices"][0]["city"] == "TAMPERE"
    assert {entry["register"] for entry in company["registeredEntries"]} == {"1", "6"}
    assert (await prh.get(COMPANIES, params={"name": "metsala"})).json()["totalResults"] > 3
    assert (await prh.get(COMPANIES, params={"businessId": "2077474-0"})).json()["companies"] == []
    assert (await prh.get(COMPANIES, params={"businessId": "20774740"})).status_code == 400


async def failing(api: httpx.AsyncClient, operation: str, field: str) -> None:
    rule = {"operation": operation, "effect": "field_fails", "fields": [field]}
    assert (await api.post("/_control", json={"rules": [rule]})).status_code == 200


async def test_any_field_can_be_told_to_be_absent_once(
    virk: httpx.AsyncClient, brreg: httpx.AsyncClient, prh: httpx.AsyncClient
) -> None:
    await failing(virk, "search", "nyesteNavn")
    await failing(brreg, "enhet", "navn")
    await failing(prh, "companies", "names")
    for there in (False, True):
        [hit] = (await virk.post(SEARCH, json=by_number(98000011))).json()["hits"]["hits"]
        [company] = (await prh.get(COMPANIES, params={"businessId": "9900001-8"})).json()["companies"]
        assert bool(hit["_source"]["Vrvirksomhed"]["virksomhedMetadata"]["nyesteNavn"]) is there
        assert ("navn" in (await brreg.get(f"{UNITS}/199000012")).json()) is there
        assert bool(company["names"]) is there


async def test_an_answer_can_break_off_halfway(brreg: httpx.AsyncClient) -> None:
    whole = await brreg.get(f"{UNITS}/199000012")
    await brreg.post("/_control", json={"rules": [{"operation": "enhet", "effect": "cut"}]})
    half = await brreg.get(f"{UNITS}/199000012")
    assert len(half.content) == len(whole.content) // 2


def test_each_register_holds_two_hundred_companies_the_same_every_time() -> None:
    for companies in (danish_companies, norwegian_companies, finnish_companies):
        register = companies()
        assert len({company.number for company in register.companies}) == 200
        assert register.companies == companies().companies
