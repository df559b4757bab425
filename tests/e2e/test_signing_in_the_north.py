"""Companies of four countries are looked up, held against their register, and signed, whatever dies on the way."""

import contextlib
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import nats
import pytest
from nats.js.errors import NotFoundError

from devstack.journey import Visitor, until
from devstack.network import Network

NewVisitor = Callable[..., Awaitable[Visitor]]

SARA = "198803200016"
SOLE_TRADER = re.compile(r"(19)?811228[-+ ]?9874")
"""A number of the register's that is a person's own, in every form that people and programs write it."""
FJORDBANE = {
    "country": "NO",
    "number": "199000012",
    "name": "Fjordbane Entreprenør AS",
    "legal_form": "Aksjeselskap",
    "vat_number": "NO199000012MVA",
}
IMPATIENT = {"operation": "enhet", "effect": "fail", "status": 503, "times": None}


async def control(url: str, *rules: dict[str, Any]) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.post(f"{url}/_control", json={"clear": True, "rules": rules})).is_success


async def registered(person: Visitor, **company: str) -> None:
    person.company = (await person.call("POST", "/companies", json=company))["company"]


async def verification(person: Visitor, *wanted: str) -> str:
    async def known() -> str | None:
        found = str((await person.own("GET", ""))["verification"])
        return found if found in wanted else None

    return await until(known, "what the register says")


async def signing(person: Visitor, id_: str, **wanted: str) -> dict[str, Any]:
    async def reached() -> dict[str, Any] | None:
        page: dict[str, Any] = await person.own("GET", f"/signings/{id_}")
        return page if all(page[name] == value for name, value in wanted.items()) else None

    return await until(reached, f"a signing with {wanted}")


@pytest.mark.req("S4-04", "S4-07")
@pytest.mark.parametrize(
    ("country", "number", "word", "name"),
    [
        ("SE", "556677-8899", "norrsken", "Norrsken Bygg & Spår AB"),
        ("DK", "98 00 00 11", "danbyg", "Danbyg Entreprise A/S"),
        ("NO", "NO 199 000 012 MVA", "fjordbane", "FJORDBANE ENTREPRENØR AS"),
        ("FI", "9900001-8", "rataverkko", "Rataverkko Rakennus Oy"),
    ],
)
async def test_a_company_is_found_by_number_and_by_name_in_each_country(
    visitor: NewVisitor, country: str, number: str, word: str, name: str
) -> None:
    person = await visitor("liv")
    for query in (number, word):
        answer = await person.call("POST", "/company-lookups", json={"country": country, "search": query})
        assert name in [hit["name"] for hit in answer["hits"]] and answer["problem"] == ""


@pytest.mark.req("S4-08", "S4-12", "S4-14")
async def test_a_norwegian_company_entered_by_hand_is_signed_on_a_page_and_verified_by_its_register(
    visitor: NewVisitor, network: Network
) -> None:
    person = await visitor("sara", "nb")
    await control(network.url("brreg"), IMPATIENT)
    silent = await person.call("POST", "/company-lookups", json={"country": "NO", "search": "199000012"})
    assert (silent["hits"], silent["problem"]) == ([], "register.unavailable")
    await registered(person, **FJORDBANE)
    await control(network.url("brreg"))
    address = {"name": FJORDBANE["name"], "street": "Havnegata 7", "postcode": "5003", "city": "Bergen"}
    wish = {"personal_number": SARA, "authority_declared": True, "provider": "visma-sign"}
    started = await person.own("POST", "/signings", json=wish)
    invitation = httpx.URL(started["page"]).path.rpartition("/")[2]
    async with httpx.AsyncClient(base_url=network.url("visma_sign")) as page:
        body = {"action": "sign", "personalNumber": SARA}
        assert (await page.post(f"/signer/invitations/{invitation}", json=body)).is_success
    await signing(person, started["signing"], status="signed", authority="verified", register_role="Daglig leder")
    assert await verification(person, "unverified") == "unverified", "the register was silent when it was asked"
    await person.own("PUT", "/addresses/default", json=address | {"country": "NO"})


@pytest.mark.slow
@pytest.mark.req("S4-28")
async def test_onboarding_that_dies_while_the_person_signs_takes_up_the_same_order(
    visitor: NewVisitor, network: Network
) -> None:
    person = await visitor("olle")
    await registered(
        person,
        country="DK",
        number="98000011",
        name="Danbyg Entreprise A/S",
        legal_form="Aktieselskab",
        vat_number="DK98000011",
    )
    assert await verification(person, "verified", "differs") == "verified"
    wish = {"personal_number": "191212121212", "authority_declared": True}
    started = await person.own("POST", "/signings", json=wish)
    network.kill("onboarding")
    async with httpx.AsyncClient(base_url=network.bankid_url, timeout=10) as phone:
        door = f"/phone/orders/{started['start_token']}"
        for action in ("scan", "sign"):
            assert (await phone.post(door, json={"action": action, "personalNumber": "191212121212"})).is_success
    page = await signing(person, started["signing"], status="signed")
    assert page["authority"] == "declared" and page["start_token"] is None


@pytest.mark.req("S4-11")
async def test_a_sole_traders_number_is_in_no_log_line_no_subject_and_no_header(
    visitor: NewVisitor, network: Network
) -> None:
    person = await visitor("erik")
    for query in ("811228-9874", "19811228-9875"):
        await person.call("POST", "/company-lookups", json={"country": "SE", "search": query})
    await registered(
        person,
        country="SE",
        number="811228-9874",
        name="Erik Testbergs Snickeri",
        legal_form="Enskild näringsverksamhet",
        vat_number="SE811228987401",
    )
    assert await verification(person, "verified", "differs") == "verified"
    await person.sign("198112289874", "Erik Testberg")
    written = "\n".join(path.read_text(errors="replace") for path in (network.folder / "logs").iterdir())
    labels = await everything_on_the_bus(network.nats_url)
    assert "service.up" in written and person.company in labels
    assert SOLE_TRADER.search(written + labels) is None


async def everything_on_the_bus(url: str) -> str:
    """The subjects and headers of every message that the streams hold."""
    client = await nats.connect(url)
    try:
        stream = client.jetstream()
        found = []
        for info in await stream.streams_info():
            name = info.config.name or ""
            if info.state.messages and not name.startswith(("OBJ_", "KV_")):
                for sequence in range(info.state.first_seq, info.state.last_seq + 1):
                    with contextlib.suppress(NotFoundError):
                        message = await stream.get_msg(name, sequence)
                        found.append(f"{message.subject} {message.headers}")
        return "\n".join(found)
    finally:
        await client.close()
