"""A sole trader's company number is a personal number: from look-up to signature it is written in clear nowhere."""

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest
import structlog
from onboarding_stories import Watched, accepted, moved, registration, signing_wanted
from pydantic import SecretStr
from simulated import simulator

from chassis.testing import Rehearsal
from contracts.onboarding import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import Address, Personal
from onboarding.app import service
from onboarding.patience import Patience
from onboarding.registration.outside import registers
from onboarding.settings import OnboardingSettings
from onboarding.signing.outside import signing_desks
from onboarding.signing.service import SigningDesk, SigningDesks

ERIK = "198112289874"
IN_CLEAR = re.compile(r"(19)?811228[-+ ]?9874")
"""Erik's number in every form that a person or a program writes it, with or without a VAT number's letters around."""
SNICKERI = "Erik Testbergs Snickeri"


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    with ExitStack() as running:
        names = ("bolagsverket", "bankid", "visma_sign")
        yield {name: running.enter_context(simulator(name)) for name in names}


def settings(urls: dict[str, str], **changed: Any) -> OnboardingSettings:
    usual: dict[str, Any] = {
        "bolagsverket_url": urls["bolagsverket"],
        "bolagsverket_client_id": "stafett-sim",
        "bolagsverket_client_secret": SecretStr("sim-secret"),
        "bankid_url": f"{urls['bankid']}/rp/v6.0",
        "bankid_collect_every_s": 0.02,
        "visma_sign_url": urls["visma_sign"],
        "visma_sign_identifier": "stafett-sim",
        "visma_sign_key": SecretStr("c2ltdWxhdGVkIHZpc21hIHNpZ24ga2V5"),
        "visma_sign_poll_every_s": 0.02,
        "signing_return_url": "https://stafett.example/c/{company}",
    }
    return OnboardingSettings(**usual | changed)


def clear_text(onboarding: Rehearsal) -> str:
    """Collects everything that is stored or sent: the store, facts with subjects and headers, and documents.

    A fact counts without the fields that are marked as personal, as any subscriber may log it.
    """
    stored = [row.state.decode() + row.metadata + str(row.stream) for row in onboarding.store.rows]
    told = [f"{row.subject}\n{row.headers}\n{row.body.decode()}" for row in onboarding.store.facts]
    onboarding._seen = 0
    public = [fact.model_dump_json(context={"seal": lambda _: "sealed"}) for fact in onboarding.new_facts()]
    kept = [content.decode("latin-1") for content in onboarding.documents.contents.values()]
    return "\n".join((*stored, *told, *public, *kept))


async def signs(urls: dict[str, str], started: facts.SigningStarted) -> None:
    """Lets Erik sign, on his phone or on the page."""
    body = {"action": "sign", "personalNumber": ERIK}
    if started.page:
        address = f"{urls['visma_sign']}/signer/invitations/{httpx.URL(started.page.reveal()).path.rpartition('/')[2]}"
    else:
        address = f"{urls['bankid']}/phone/orders/{started.start_token.reveal()}"
    async with httpx.AsyncClient() as client:
        assert (await client.post(address, json=body)).is_success


@pytest.mark.req("S4-11")
@pytest.mark.parametrize("provider", ["bankid", "visma-sign"])
async def test_from_look_up_to_signature_no_trace_holds_the_number(
    urls: dict[str, str], provider: str, caplog: pytest.LogCaptureFixture
) -> None:
    made, asked = settings(urls), signing_desks(settings(urls))
    watched = Watched(asked.of(provider).service)
    desk = SigningDesk(
        watched,
        collect_every=timedelta(milliseconds=20),
        open_for=timedelta(seconds=60),
        grace=timedelta(seconds=1),
    )
    desks = SigningDesks({provider: desk}, made.signing_return_url)
    onboarding = Rehearsal(service, uses=[desks, registers(made), Patience()])
    with structlog.testing.capture_logs() as lines, caplog.at_level(logging.WARNING):
        await everything(onboarding, urls, watched, provider)
    signed = onboarding.told(facts.CompanySigned)
    assert len(signed) == 1, "the whole path was walked"
    assert sorted(len(answer.hits) for answer in onboarding.told(facts.CompanyLookupAnswered)) == [0, 3]
    written = clear_text(onboarding) + repr(lines) + caplog.text + repr(signed)
    assert SNICKERI in written and IN_CLEAR.search(written) is None
    await asked.stop()


async def everything(onboarding: Rehearsal, urls: dict[str, str], watched: Watched, provider: str) -> None:
    """Looks the firm up, registers it twice, is refused once for each reason, and signs."""
    for query in ("19811228-9874", "8112289875"):
        asked = registration()
        body: dict[str, Any] = {"request": asked.company, "person": asked.person, "country": "SE", "query": query}
        await onboarding.hear(portal.CompanyLookupRequested.model_validate(body))
    await onboarding.act()
    number = {"number": Personal("811228-9874"), "name": SNICKERI, "legal_form": "Enskild näringsverksamhet"}
    await onboarding.hear(registration(**number, vat_number=Personal("SE811228987501")))
    fact = registration(**number, vat_number=Personal("SE811228987401"))
    await onboarding.hear(fact)
    await onboarding.hear(registration(**number, vat_number=Personal("SE811228987401")))
    await onboarding.hear(accepted(fact.company))
    await onboarding.hear(moved(fact.company, Address(SNICKERI, "Åkervägen 3", "90325", "Umeå", "SE")))
    await onboarding.hear(signing_wanted(fact.company, personal_number=Personal("811228-9875"), provider=provider))
    await onboarding.hear(signing_wanted(fact.company, personal_number=Personal("811228-9874"), provider=provider))
    acting = asyncio.create_task(onboarding.act())
    await watched.asked.wait()
    await signs(urls, onboarding.told(facts.SigningStarted)[0])
    await acting


async def test_a_register_in_trouble_is_logged_without_the_number(
    urls: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    made = settings(urls, bolagsverket_url="http://127.0.0.1:9")
    onboarding = Rehearsal(service, uses=[SigningDesks({}), registers(made), Patience()])
    with structlog.testing.capture_logs() as lines, caplog.at_level(logging.WARNING):
        await onboarding.hear(registration(number=Personal(ERIK), name=SNICKERI, vat_number=None, no_vat_number=True))
        await onboarding.act()
        await onboarding.pass_time(timedelta(days=3))
        await onboarding.act()
    (told,) = onboarding.told(facts.CompanyVerificationRecorded)
    assert told.problem == "register.unavailable"
    assert IN_CLEAR.search(clear_text(onboarding) + repr(lines) + caplog.text) is None
