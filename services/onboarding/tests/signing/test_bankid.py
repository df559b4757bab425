"""The adapter of BankID, and a whole signing, against a service that speaks the real API's shapes, over HTTP."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from onboarding_stories import BAD_ENDS, SARA, PaperRegister, Watched, opened, registered, signing_wanted
from simulated import simulator

from chassis.testing import Rehearsal
from contracts.onboarding import v1 as facts
from contracts.values import Personal
from onboarding.app import service
from onboarding.patience import Patience
from onboarding.registration.registers import Registers
from onboarding.settings import OnboardingSettings
from onboarding.signing.bankid.qr_code import qr_frames
from onboarding.signing.bankid.rp_api import BankId
from onboarding.signing.service import (
    Failed,
    Order,
    Pending,
    Signature,
    SigningDesk,
    SigningDesks,
    SigningServiceFault,
    Wish,
)

WISH = Wish(SARA, "192.0.2.17", "Jag skriver under för Norrsken Bygg & Spår AB.")


def test_the_animated_qr_code_is_the_one_that_bankid_expects() -> None:
    frames = qr_frames("67df3917-fa0d-44e5-b327-edcc928297f8", "d28db9a7-4cde-429e-a983-359be676944c", 2)
    start = "bankid.67df3917-fa0d-44e5-b327-edcc928297f8"
    assert frames == (
        f"{start}.0.dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8",
        f"{start}.1.949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2",
        f"{start}.2.a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3",
    )


@pytest.fixture(scope="module")
def bankid_url() -> Iterator[str]:
    with simulator("bankid") as url:
        yield url


@pytest_asyncio.fixture
async def bankid(bankid_url: str) -> AsyncIterator[BankId]:
    adapter = BankId(OnboardingSettings(bankid_url=f"{bankid_url}/rp/v6.0", bankid_timeout_s=1.0))
    yield adapter
    await adapter.stop()


class Phone:
    """The person's phone."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def does(self, start_token: str, action: str, number: str = SARA) -> None:
        await self._post(f"/phone/orders/{start_token}", {"action": action, "personalNumber": number})

    async def scans(self, code: str) -> None:
        await self._post("/phone/scan", {"qr": code})

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        async with httpx.AsyncClient() as client:
            answer = await client.post(self._url + path, json=body)
        assert answer.is_success, answer.text


@pytest_asyncio.fixture
async def order(bankid: BankId) -> AsyncIterator[Order]:
    opened = await bankid.sign(WISH)
    yield opened
    try:
        await bankid.cancel(opened.order_ref)
    except SigningServiceFault as fault:
        assert fault.code == "invalidParameters", "the order has ended by itself"


async def test_a_signature_is_brought_with_the_words_that_were_shown(
    bankid: BankId, bankid_url: str, order: Order
) -> None:
    phone = Phone(bankid_url)
    assert await bankid.collect(order.order_ref) == Pending("outstandingTransaction")
    await phone.scans(qr_frames(order.qr_start_token, order.qr_start_secret, 1)[1])
    assert await bankid.collect(order.order_ref) == Pending("started")
    await phone.does(order.start_token, "sign")
    signature = await bankid.collect(order.order_ref)
    assert isinstance(signature, Signature)
    assert (signature.personal_number, signature.name) == (SARA, "Sara Spårberg")
    assert signature.provider == order.provider == "bankid-sim", "a simulated signature says that it is one"
    shown = base64.b64encode(WISH.visible_text.encode())
    assert shown in base64.b64decode(signature.signature) and base64.b64decode(signature.ocsp_response)


@pytest.mark.parametrize("hint", BAD_ENDS)
async def test_every_bad_end_is_told_by_its_hint_code(bankid: BankId, bankid_url: str, order: Order, hint: str) -> None:
    await Phone(bankid_url).does(order.start_token, hint)
    assert await bankid.collect(order.order_ref) == Failed(hint)


@pytest.mark.parametrize("hint", ["noClient", "userMrtd", "userCallConfirm", "userSign", "processing"])
async def test_an_order_that_waits_says_for_what(bankid: BankId, bankid_url: str, order: Order, hint: str) -> None:
    await Phone(bankid_url).does(order.start_token, hint)
    assert await bankid.collect(order.order_ref) == Pending(hint)


async def test_another_person_than_the_required_one_cannot_sign(bankid: BankId, bankid_url: str, order: Order) -> None:
    await Phone(bankid_url).does(order.start_token, "sign", "191212121212")
    assert await bankid.collect(order.order_ref) == Failed("certificateErr")


async def test_an_order_that_was_cancelled_is_gone(bankid: BankId, order: Order) -> None:
    await bankid.cancel(order.order_ref)
    with pytest.raises(SigningServiceFault) as fault:
        await bankid.collect(order.order_ref)
    assert (fault.value.code, fault.value.temporary) == ("invalidParameters", False)


async def test_a_second_order_for_the_same_person_ends_both(bankid: BankId, order: Order) -> None:
    with pytest.raises(SigningServiceFault, match="alreadyInProgress"):
        await bankid.sign(WISH)
    assert await bankid.collect(order.order_ref) == Failed("cancelled")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"effect": "fail", "status": 503, "code": "maintenance"}, "maintenance"),
        ({"effect": "fail", "status": 408}, "requestTimeout"),
        ({"effect": "fail", "status": 500}, "internalError"),
        ({"effect": "delay", "seconds": 2}, "unreachable"),
    ],
)
async def test_trouble_at_the_service_is_temporary(
    bankid: BankId, bankid_url: str, order: Order, rule: dict[str, Any], code: str
) -> None:
    async with httpx.AsyncClient() as client:
        await client.post(f"{bankid_url}/_control", json={"clear": True, "rules": [{"operation": "collect", **rule}]})
    with pytest.raises(SigningServiceFault) as fault:
        await bankid.collect(order.order_ref)
    assert (fault.value.code, fault.value.temporary) == (code, True)
    assert await bankid.collect(order.order_ref) == Pending("outstandingTransaction")


async def test_a_number_that_nobody_can_have_is_refused(bankid: BankId) -> None:
    with pytest.raises(SigningServiceFault) as fault:
        await bankid.sign(Wish("198803200017", WISH.ip_address, WISH.visible_text))
    assert (fault.value.code, fault.value.temporary) == ("invalidParameters", False)


async def test_an_answer_longer_than_anybody_reads_is_not_read(bankid_url: str, order: Order) -> None:
    wary = BankId(OnboardingSettings(bankid_url=f"{bankid_url}/rp/v6.0", bankid_answer_bytes_max=20))
    with pytest.raises(SigningServiceFault) as fault:
        await wary.collect(order.order_ref)
    assert (fault.value.code, fault.value.temporary) == ("unreadable", False)
    await wary.stop()


@pytest.mark.req("S4-01", "S4-11", "S4-14")
async def test_a_company_is_signed_on_the_phone_from_request_to_evidence(bankid: BankId, bankid_url: str) -> None:
    watched = Watched(bankid)
    desk = SigningDesk(
        watched,
        collect_every=timedelta(milliseconds=20),
        open_for=timedelta(seconds=60),
        grace=timedelta(seconds=1),
    )
    uses = [SigningDesks({"bankid": desk}), Registers({"SE": PaperRegister()}), Patience()]
    onboarding = Rehearsal(service, uses=uses)
    company = await registered(onboarding)
    await onboarding.hear(signing_wanted(company, personal_number=Personal("880320-0016")))
    acting = asyncio.create_task(onboarding.act())
    await watched.asked.wait()
    (started,) = onboarding.told(facts.SigningStarted)
    await Phone(bankid_url).scans(started.qr_frames.reveal()[0])
    await Phone(bankid_url).does(started.start_token.reveal(), "sign")
    await acting
    (signed,) = onboarding.told(facts.CompanySigned)
    kept = json.loads(await opened(onboarding, signed.evidence))
    assert (signed.company, signed.provider, signed.signed_by) == (company, "bankid-sim", Personal("Sara Spårberg"))
    assert base64.b64encode(kept["visibleText"].encode()) in base64.b64decode(kept["signature"])
