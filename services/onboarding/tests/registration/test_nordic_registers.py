"""The adapters of CVR, Enhetsregisteret and YTJ against registers that speak the real APIs' shapes, over HTTP."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr
from simulated import simulator

from contracts.values import Address, CompanyHit, Country, Personal
from onboarding.registration.outside import registers
from onboarding.registration.registers import Registers, RegisterSilent, Signatory
from onboarding.settings import OnboardingSettings

KNOWN = {
    "DK": CompanyHit(
        "DK",
        Personal("98000011"),
        "Danbyg Entreprise A/S",
        "Aktieselskab",
        Address("Danbyg Entreprise A/S", "Industrivej 14", "8000", "Aarhus C", "DK"),
    ),
    "NO": CompanyHit(
        "NO",
        Personal("199000012"),
        "FJORDBANE ENTREPRENØR AS",
        "Aksjeselskap",
        Address("FJORDBANE ENTREPRENØR AS", "Havnegata 7", "5003", "BERGEN", "NO"),
        vat_registered=True,
    ),
    "FI": CompanyHit(
        "FI",
        Personal("99000018"),
        "Rataverkko Rakennus Oy",
        "Osakeyhtiö",
        Address("Rataverkko Rakennus Oy", "Asematie 3", "33100", "TAMPERE", "FI"),
        vat_registered=True,
    ),
}
COUNTRIES: tuple[Country, ...] = ("DK", "NO", "FI")
MANY = {"DK": "skovhus", "NO": "fjellheim", "FI": "metsälä"}
STRUCK_OFF = {"DK": "98000046", "NO": "199000020", "FI": "99000026"}
WITHOUT_ADDRESS = {"DK": "98000054", "NO": "199000039", "FI": "99000034"}
NOBODYS = {"DK": "24256790", "NO": "923609016", "FI": "20774740"}
OPERATION = {"DK": "search", "NO": "enhet", "FI": "companies"}


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    with ExitStack() as running:
        names = {"DK": "virk", "NO": "brreg", "FI": "prh"}
        yield {country: running.enter_context(simulator(name)) for country, name in names.items()}


def asking(urls: dict[str, str], **changed: Any) -> Registers:
    settings: dict[str, Any] = {
        "virk_url": urls["DK"],
        "virk_user": "stafett-sim",
        "virk_password": SecretStr("sim-secret"),
        "brreg_url": urls["NO"],
        "prh_url": urls["FI"],
    }
    return registers(OnboardingSettings(**settings | changed))


@pytest_asyncio.fixture
async def nordic(urls: dict[str, str]) -> AsyncIterator[Registers]:
    for url in urls.values():
        await instruct(url)
    asked = asking(urls)
    await asked.start()
    yield asked
    await asked.stop()


async def instruct(url: str, *rules: dict[str, Any]) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{url}/_control", json={"clear": True, "rules": rules})
        assert answer.is_success, answer.text


@pytest.mark.req("S4-04", "S4-09")
@pytest.mark.parametrize("country", COUNTRIES)
async def test_a_number_answers_with_what_the_register_knows(nordic: Registers, country: Country) -> None:
    assert await nordic.of(country).by_number(KNOWN[country].number.reveal()) == (KNOWN[country],)
    assert await nordic.of(country).by_number(NOBODYS[country]) == ()


@pytest.mark.req("S4-04", "S4-07")
@pytest.mark.parametrize("country", COUNTRIES)
async def test_a_name_answers_with_none_one_or_many(nordic: Registers, country: Country) -> None:
    register = nordic.of(country)
    (one,) = await register.by_name(KNOWN[country].name.split()[0].lower())
    assert one == KNOWN[country]
    assert len(await register.by_name(MANY[country])) > 3
    assert await register.by_name("ukendt tuntematon ukjent") == ()


@pytest.mark.parametrize("country", COUNTRIES)
async def test_hits_have_a_limit(urls: dict[str, str], country: Country) -> None:
    nordic = asking(urls, lookup_hits_max=3)
    assert len(await nordic.of(country).by_name(MANY[country])) == 3
    await nordic.stop()


@pytest.mark.parametrize("country", COUNTRIES)
async def test_a_company_that_was_struck_off_says_so(nordic: Registers, country: Country) -> None:
    (hit,) = await nordic.of(country).by_number(STRUCK_OFF[country])
    assert not hit.active and hit.name


@pytest.mark.req("S4-08")
@pytest.mark.parametrize("country", COUNTRIES)
async def test_a_company_without_an_address_leaves_it_to_the_person(nordic: Registers, country: Country) -> None:
    (hit,) = await nordic.of(country).by_number(WITHOUT_ADDRESS[country])
    assert (hit.address, hit.missing) == (None, ("address",))


@pytest.mark.req("S4-08")
@pytest.mark.parametrize(
    ("country", "field", "missing"),
    [
        ("DK", "nyesteNavn", "name"),
        ("DK", "nyesteVirksomhedsform", "legal_form"),
        ("DK", "sammensatStatus", "active"),
        ("NO", "navn", "name"),
        ("NO", "organisasjonsform", "legal_form"),
        ("NO", "registrertIMvaregisteret", "vat"),
        ("FI", "names", "name"),
        ("FI", "companyForms", "legal_form"),
        ("FI", "registeredEntries", "vat"),
    ],
)
async def test_a_field_that_fails_alone_is_named_and_the_rest_is_there(
    nordic: Registers, urls: dict[str, str], country: Country, field: str, missing: str
) -> None:
    await instruct(urls[country], {"operation": OPERATION[country], "effect": "field_fails", "fields": [field]})
    (hit,) = await nordic.of(country).by_number(KNOWN[country].number.reveal())
    assert hit.missing == (missing,) and hit.address is not None


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"effect": "delay", "seconds": 2}, "register.late"),
        ({"effect": "delay", "seconds": 300}, "register.late"),
        ({"effect": "fail", "status": 429}, "register.busy"),
        ({"effect": "fail", "status": 500}, "register.unavailable"),
        ({"effect": "fail", "status": 503}, "register.unavailable"),
        ({"effect": "cut"}, "register.unavailable"),
    ],
)
async def test_a_register_that_is_late_half_or_never_there_is_silent_for_a_reason_and_answers_again(
    urls: dict[str, str], country: Country, rule: dict[str, Any], code: str
) -> None:
    impatient = asking(urls, virk_timeout_s=0.4, brreg_timeout_s=0.4, prh_timeout_s=0.4)
    await instruct(urls[country], {"operation": OPERATION[country], **rule})
    with pytest.raises(RegisterSilent) as silent:
        await impatient.of(country).by_number(KNOWN[country].number.reveal())
    assert silent.value.code == code
    assert len(await impatient.of(country).by_number(KNOWN[country].number.reveal())) == 1
    await impatient.stop()


@pytest.mark.parametrize("country", COUNTRIES)
async def test_an_answer_longer_than_anybody_reads_is_not_read(urls: dict[str, str], country: Country) -> None:
    nordic = asking(urls, register_answer_bytes_max=200)
    with pytest.raises(RegisterSilent, match=r"register\.unreadable"):
        await nordic.of(country).by_name(MANY[country])
    await nordic.stop()


async def test_a_wrong_password_and_a_register_that_is_gone_are_silence_too(urls: dict[str, str]) -> None:
    for nordic in (
        asking(urls, virk_password=SecretStr("wrong")),
        asking(dict.fromkeys(COUNTRIES, "http://127.0.0.1:9")),
    ):
        with pytest.raises(RegisterSilent, match=r"register\.unavailable"):
            await nordic.of("DK").by_number("98000011")
        await nordic.stop()


async def test_norway_alone_tells_who_may_sign_and_leaves_out_who_must_sign_together(nordic: Registers) -> None:
    director = Signatory("Daglig leder", Personal("SARA SPÅRBERG"), Personal(date(1988, 3, 20)))
    assert await nordic.of("NO").signatories("199000012") == (director,)
    assert await nordic.of("NO").signatories("199000039") == ()
    assert await nordic.of("NO").signatories("923609016") is None
    assert await nordic.of("DK").signatories("98000011") is None
    assert await nordic.of("FI").signatories("99000018") is None
