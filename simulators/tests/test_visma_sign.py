"""The simulated Visma Sign takes signed requests alone, and lets the person who was asked, and nobody else, sign."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from simulators.visma_sign.api import visma_sign_app
from simulators.visma_sign.mac import Organisation

KEY = base64.b64encode(b"hush").decode()
PDF = b"%PDF-1.4\nthe words\n%%EOF\n"
SARA = "198803200016"


class Asker:
    """Signs what it asks, as an organisation does."""

    def __init__(self, http: httpx.AsyncClient, clock: Any) -> None:
        self.http = http
        self.clock = clock

    async def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json", **spoilt: str
    ) -> httpx.Response:
        date = spoilt.get("date") or format_datetime(self.clock(), usegmt=True)
        md5 = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        text = "\n".join((method, md5, kind, date, path))
        mac = base64.b64encode(hmac.digest(b"hush", text.encode(), hashlib.sha512)).decode()
        headers = {
            "Content-Type": kind,
            "Content-MD5": md5,
            "Date": date,
            "Authorization": f"Onnistuu {spoilt.get('client', 'shop')}:{spoilt.get('mac', mac)}",
        }
        return await self.http.request(method, path, content=body, headers=headers)

    async def invited(self) -> tuple[str, str]:
        """A document with an invitation for Sara: both ids."""
        made = await self.ask("POST", "/api/v1/document/", b'{"document":{"name":"Avtal"}}')
        path = made.headers["Location"]
        await self.ask("POST", f"{path}/files?filename=avtal.pdf", PDF, "application/pdf")
        wish = f'[{{"signature_type":"strong","identifier":"{SARA}","sign_as_organization":true}}]'
        (invitation,) = (await self.ask("POST", f"{path}/invitations", wish.encode())).json()
        return path, invitation["uuid"]


@pytest.fixture
async def visma(client: Any, clock: Any) -> AsyncIterator[Asker]:
    async with client(visma_sign_app(Organisation("shop", KEY), clock)) as http:
        yield Asker(http, clock)


async def test_a_document_is_signed_by_the_person_who_was_asked_and_the_signed_file_fetched(visma: Asker) -> None:
    path, invitation = await visma.invited()
    body = b'{"returnUrl":"http://shop.example/back"}'
    link = (await visma.ask("POST", f"/api/v1/invitation/{invitation}/signature", body)).headers["Location"]
    page = await visma.http.get(link)
    assert page.status_code == 200 and "SIMULERAD" in page.text and "Avtal" in page.text
    form = {"action": "sign", "person": SARA, "authority": "fullmakt"}
    done = await visma.http.post(link, data=form)
    assert (done.status_code, done.headers["Location"]) == (303, "http://shop.example/back")
    status = (await visma.ask("GET", path)).json()
    assert status["status"] == "signed"
    [signed] = status["invitations"]
    assert (signed["name"], signed["identifier"], signed["signing_right"]) == ("Sara Spårberg", SARA, "fullmakt")
    file = await visma.ask("GET", f"{path}/files/0")
    assert file.content.startswith(PDF) and b"SIMULERAD" in file.content


async def test_somebody_else_cannot_sign_and_the_person_still_can(visma: Asker) -> None:
    path, invitation = await visma.invited()
    wrong = {"action": "sign", "personalNumber": "191212121212"}
    assert (await visma.http.post(f"/signer/invitations/{invitation}", json=wrong)).status_code == 403
    assert (await visma.ask("GET", path)).json()["status"] == "pending"
    right = {"action": "sign", "personalNumber": SARA}
    assert (await visma.http.post(f"/signer/invitations/{invitation}", json=right)).json()["status"] == "signed"
    assert (await visma.http.post(f"/signer/invitations/{invitation}", json=right)).status_code == 409


async def test_a_document_can_be_declined_cancelled_or_grow_old(visma: Asker, clock: Any) -> None:
    declined, invitation = await visma.invited()
    await visma.http.post(f"/signer/invitations/{invitation}", json={"action": "decline"})
    cancelled, _ = await visma.invited()
    assert (await visma.ask("POST", f"{cancelled}/cancel")).status_code == 204
    assert (await visma.ask("POST", f"{cancelled}/cancel")).status_code == 409
    old, _ = await visma.invited()
    clock.pass_(8 * 24 * 3600)
    states = [(await visma.ask("GET", path)).json()["status"] for path in (declined, cancelled, old)]
    assert states == ["rejected", "cancelled", "expired"]


@pytest.mark.req("S4-01")
async def test_a_mac_over_anything_else_than_what_was_sent_is_refused(visma: Asker) -> None:
    body = b'{"document":{"name":"Avtal"}}'
    date = format_datetime(visma.clock(), usegmt=True)
    md5 = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
    text = "\n".join(("POST", md5, "application/json", date, "/api/v1/document/")).encode()
    for place in range(len(text)):
        spoilt = bytes([*text[:place], text[place] ^ 1, *text[place + 1 :]])
        mac = base64.b64encode(hmac.digest(b"hush", spoilt, hashlib.sha512)).decode()
        assert (await visma.ask("POST", "/api/v1/document/", body, mac=mac)).status_code == 401, place


async def test_letters_where_nobody_writes_them_do_no_harm(visma: Asker) -> None:
    await visma.invited()
    wish = {"action": "sign", "personalNumber": SARA}
    assert (await visma.http.post("/signer/invitations/åäö", json=wish)).status_code == 404
    headers = {"Authorization": "Onnistuu shop:åäö", "Content-MD5": "åäö", "Date": "nu"}
    written = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    assert (await visma.http.post("/api/v1/document/", content=b"{}", headers=written)).status_code == 401


async def test_a_stale_date_a_strange_client_and_a_changed_body_are_refused(visma: Asker, clock: Any) -> None:
    stale = format_datetime(clock(), usegmt=True)
    clock.pass_(301)
    for spoilt in ({"date": stale}, {"date": "yesterday"}, {"client": "thief"}, {"mac": "%%%"}, {"mac": ""}):
        answer = await visma.ask("POST", "/api/v1/document/", b'{"document":{"name":"Avtal"}}', **spoilt)
        assert answer.status_code == 401, spoilt


async def test_only_a_pdf_is_taken_and_nothing_is_signed_without_one(visma: Asker) -> None:
    path = (await visma.ask("POST", "/api/v1/document/", b'{"document":{"name":"Avtal"}}')).headers["Location"]
    assert (await visma.ask("POST", f"{path}/files?filename=a.pdf", b"hello", "application/pdf")).status_code == 400
    assert (await visma.ask("POST", f"{path}/invitations", b"[{}]")).status_code == 409
    assert (await visma.ask("GET", "/api/v1/document/nothing")).status_code == 404


async def test_the_page_opens_with_its_passphrase_only(visma: Asker) -> None:
    _, invitation = await visma.invited()
    assert (await visma.http.get(f"/sign/{invitation}?passphrase=guess")).status_code == 404
    waiting = (await visma.http.get("/signer/invitations")).json()["invitations"]
    assert [each["uuid"] for each in waiting] == [invitation]


async def test_a_refusal_is_stamped_and_a_body_that_is_too_large_is_not_read(visma: Asker) -> None:
    refused = await visma.ask("GET", "/api/v1/document/1", mac="")
    assert (refused.status_code, refused.headers["X-Provider"]) == (401, "sim")
    huge = await visma.http.post("/api/v1/document/1/files?filename=a.pdf", content=b"x" * 15_000_001)
    assert huge.status_code == 413
