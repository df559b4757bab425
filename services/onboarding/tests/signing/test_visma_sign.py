"""The adapter of Visma Sign, and a whole signing, against a service that speaks the real API's shapes, over HTTP."""

import asyncio
import base64
import hashlib
import hmac
import io
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pikepdf
import pytest
import pytest_asyncio
from onboarding_stories import SARA, PaperRegister, Watched, opened, registered, signing_wanted
from pydantic import SecretStr
from simulated import simulator

from chassis.testing import Rehearsal
from contracts.onboarding import v1 as facts
from contracts.values import Personal
from onboarding.app import service
from onboarding.patience import Patience
from onboarding.registration.registers import Registers
from onboarding.settings import OnboardingSettings
from onboarding.signing.service import Failed, Pending, Signature, SigningDesk, SigningDesks, SigningServiceFault, Wish
from onboarding.signing.visma_sign.api import VismaSign
from onboarding.signing.visma_sign.mac import signed_headers
from onboarding.signing.visma_sign.page import pdf_of

KEY = "c2ltdWxhdGVkIHZpc21hIHNpZ24ga2V5"
WISH = Wish(
    SARA,
    "192.0.2.17",
    "Jag skriver under för Norrsken Bygg & Spår AB.",
    return_url="https://stafett.example/c/1",
    title="Stafett, Norrsken",
)
TOLVAN = "191212121212"


@pytest.fixture(scope="module")
def visma_url() -> Iterator[str]:
    with simulator("visma_sign") as url:
        yield url


def asking(url: str, **changed: Any) -> VismaSign:
    settings: dict[str, Any] = {
        "visma_sign_url": url,
        "visma_sign_identifier": "stafett-sim",
        "visma_sign_key": SecretStr(KEY),
        "visma_sign_timeout_s": 1.0,
    }
    return VismaSign(OnboardingSettings(**settings | changed))


@pytest_asyncio.fixture
async def visma(visma_url: str) -> AsyncIterator[VismaSign]:
    adapter = asking(visma_url)
    yield adapter
    await adapter.stop()


class Signer:
    """The person at the hosted page."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def does(self, page: str, action: str, number: str = SARA) -> int:
        invitation = httpx.URL(page).path.rpartition("/")[2]
        async with httpx.AsyncClient() as client:
            body = {"action": action, "personalNumber": number}
            return (await client.post(f"{self._url}/signer/invitations/{invitation}", json=body)).status_code


async def instruct(url: str, *rules: dict[str, Any]) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{url}/_control", json={"clear": True, "rules": rules})
        assert answer.is_success, answer.text


@pytest.mark.req("S4-01", "S4-14")
async def test_the_words_are_signed_on_a_page_and_the_signed_file_is_brought(visma: VismaSign, visma_url: str) -> None:
    order = await visma.sign(WISH)
    assert order.page.startswith(f"{visma_url}/sign/") and order.qr_start_token == ""
    assert await visma.collect(order.order_ref) == Pending("")
    assert await Signer(visma_url).does(order.page, "sign") == 200
    signature = await visma.collect(order.order_ref)
    assert isinstance(signature, Signature)
    assert (signature.personal_number, signature.name) == (SARA, "Sara Spårberg")
    assert signature.provider == order.provider == "visma-sign-sim", "a simulated signature says that it is one"
    assert signature.declared_right == "firmatecknare"
    assert signature.signed_pdf.startswith(pdf_of(WISH.visible_text)) and b"SIMULERAD" in signature.signed_pdf


@pytest.mark.req("S4-28")
async def test_somebody_else_than_the_person_asked_for_cannot_sign(visma: VismaSign, visma_url: str) -> None:
    order = await visma.sign(WISH)
    assert await Signer(visma_url).does(order.page, "sign", TOLVAN) == 403
    assert await visma.collect(order.order_ref) == Pending("")
    await visma.cancel(order.order_ref)


@pytest.mark.req("S4-28")
async def test_a_bad_end_is_told_in_the_same_words_as_bankids(visma: VismaSign, visma_url: str) -> None:
    declined, dropped = await visma.sign(WISH), await visma.sign(WISH)
    await Signer(visma_url).does(declined.page, "decline")
    await visma.cancel(dropped.order_ref)
    assert await visma.collect(declined.order_ref) == Failed("userCancel")
    assert await visma.collect(dropped.order_ref) == Failed("cancelled")
    with pytest.raises(SigningServiceFault, match="ended"):
        await visma.cancel(dropped.order_ref)
    with pytest.raises(SigningServiceFault, match="notFound"):
        await visma.collect("00000000-0000-0000-0000-000000000000")


@pytest.mark.parametrize(
    ("rule", "code", "temporary"),
    [
        ({"effect": "fail", "status": 503}, "maintenance", True),
        ({"effect": "fail", "status": 500}, "internalError", True),
        ({"effect": "fail", "status": 429}, "busy", True),
        ({"effect": "fail", "status": 403}, "unauthorized", False),
        ({"effect": "delay", "seconds": 30}, "unreachable", True),
        ({"effect": "cut"}, "unreachable", True),
    ],
)
async def test_trouble_at_the_service_is_told_apart(
    visma: VismaSign, visma_url: str, rule: dict[str, Any], code: str, temporary: bool
) -> None:
    order = await visma.sign(WISH)
    await instruct(visma_url, {"operation": "status", **rule})
    with pytest.raises(SigningServiceFault) as fault:
        await visma.collect(order.order_ref)
    assert (fault.value.code, fault.value.temporary) == (code, temporary)
    assert await visma.collect(order.order_ref) == Pending("")


async def test_a_signature_without_its_signers_number_counts_for_nobody() -> None:
    visma = asking("http://visma.test")
    body = {"status": "signed", "invitations": [{"uuid": "1", "status": "signed", "name": "Sara Spårberg"}]}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    visma._client = httpx.AsyncClient(base_url="http://visma.test", transport=transport)
    assert await visma.collect("1") == Failed("signerUnknown")
    await visma.stop()


async def test_a_signed_file_larger_than_anybody_keeps_ends_the_signing_unread(
    visma: VismaSign, visma_url: str
) -> None:
    order = await visma.sign(WISH)
    await Signer(visma_url).does(order.page, "sign")
    wary = asking(visma_url, visma_sign_file_bytes_max=600)
    with pytest.raises(SigningServiceFault) as fault:
        await wary.collect(order.order_ref)
    assert (fault.value.code, fault.value.temporary) == ("unreadable", False), "asking again would not make it smaller"
    await wary.stop()


async def test_a_wrong_key_is_not_let_in(visma_url: str) -> None:
    visma = asking(visma_url, visma_sign_key=SecretStr(base64.b64encode(b"another").decode()))
    with pytest.raises(SigningServiceFault, match="unauthorized"):
        await visma.sign(WISH)
    await visma.stop()


def test_the_mac_covers_method_body_type_date_and_path() -> None:
    at, body = datetime(2026, 11, 21, 9, 0, tzinfo=UTC), b'{"document":{"name":"Avtal"}}'
    headers = signed_headers("POST", "/api/v1/document/", body, "application/json", identifier="me", key=KEY, at=at)
    md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
    date = "Sat, 21 Nov 2026 09:00:00 GMT"
    text = f"POST\n{md5}\napplication/json\n{date}\n/api/v1/document/"
    mac = base64.b64encode(hmac.digest(base64.b64decode(KEY), text.encode(), "sha512")).decode()
    assert headers == {
        "Content-Type": "application/json",
        "Content-MD5": md5,
        "Date": date,
        "Authorization": f"Onnistuu me:{mac}",
    }


async def test_a_request_with_one_byte_changed_is_refused(visma_url: str) -> None:
    path, body = "/api/v1/document/", b'{"document":{"name":"Avtal"}}'
    headers = signed_headers(
        "POST", path, body, "application/json", identifier="stafett-sim", key=KEY, at=datetime.now(UTC)
    )
    async with httpx.AsyncClient(base_url=visma_url) as client:
        assert (await client.post(path, content=body, headers=headers)).status_code == 201
        for place in range(0, len(body), 3):
            spoilt = bytes([*body[:place], body[place] ^ 1, *body[place + 1 :]])
            assert (await client.post(path, content=spoilt, headers=headers)).status_code == 401, place
        mac = headers["Authorization"]
        for place in range(mac.index(":") + 1, len(mac) - 2, 7):
            other = "A" if mac[place] != "A" else "B"
            forged = headers | {"Authorization": mac[:place] + other + mac[place + 1 :]}
            assert (await client.post(path, content=body, headers=forged)).status_code == 401, place


def test_the_page_is_a_pdf_that_shows_every_nordic_letter_and_is_the_same_each_time() -> None:
    text = "Spår, Ørsted, Æbler & Jyväskylä (2026) \\ Łódź\n" + "\n".join(f"rad {n}" for n in range(120))
    pdf = pdf_of(text)
    assert pdf == pdf_of(text)
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert len(read.pages) == 3
        assert read.check_pdf_syntax() == []
        drawn = read.pages[0].Contents.read_bytes().decode("cp1252")
        assert "(Spår, Ørsted, Æbler & Jyväskylä \\(2026\\) \\\\ ?ódz)" in drawn


@pytest.mark.req("S4-01", "S4-12", "S4-14")
async def test_a_norwegian_company_is_signed_on_the_page_and_the_signed_pdf_kept_sealed(
    visma: VismaSign, visma_url: str
) -> None:
    watched = Watched(visma)
    desk = SigningDesk(
        watched,
        collect_every=timedelta(milliseconds=20),
        open_for=timedelta(seconds=60),
        grace=timedelta(seconds=1),
        countries=("SE", "NO"),
    )
    desks = SigningDesks({"visma-sign": desk}, "https://stafett.example/c/{company}")
    onboarding = Rehearsal(service, uses=[desks, Registers({"NO": PaperRegister()}), Patience()])
    company = await registered(
        onboarding, country="NO", number=Personal("199000012"), vat_number=Personal("NO199000012MVA"), language="nb"
    )
    await onboarding.hear(signing_wanted(company, provider="visma-sign"))
    acting = asyncio.create_task(onboarding.act())
    await watched.asked.wait()
    (started,) = onboarding.told(facts.SigningStarted)
    assert started.qr_frames.reveal() == () and started.page is not None
    await Signer(visma_url).does(started.page.reveal(), "sign")
    await acting
    (signed,) = onboarding.told(facts.CompanySigned)
    assert (signed.provider, signed.declared_right) == ("visma-sign-sim", "firmatecknare")
    assert (signed.evidence.media_type, signed.evidence.name) == (
        "application/pdf",
        f"signature-{started.signing}.pdf",
    )
    assert (await opened(onboarding, signed.evidence)).startswith(b"%PDF-1.4")
    assert all(b"%PDF" not in content for content in onboarding.documents.contents.values())
