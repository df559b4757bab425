"""The phone's pages do what the phone's JSON does, and the evidence can be verified."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509 import ocsp
from lxml import etree

from simulators.bankid.api import bankid_app

RP = "/rp/v6.0"
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
TEXT = base64.b64encode(b"Avtal <script>alert(1)</script>").decode()
WISH = {"endUserIp": "192.0.2.7", "userVisibleData": TEXT, "returnRisk": True}


@pytest.fixture
async def rp(client: Any, clock: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with client(bankid_app(clock)) as http:
        yield http


async def _order(rp: httpx.AsyncClient) -> dict[str, str]:
    return dict((await rp.post(f"{RP}/sign", json=WISH)).json())


async def test_a_person_signs_on_the_page(rp: httpx.AsyncClient) -> None:
    order = await _order(rp)
    token = order["autoStartToken"]
    assert token in (await rp.get("/phone")).text
    app = await rp.get("/", params={"autostarttoken": token, "redirect": "https://shop.example/back"})
    shown = await rp.get(app.headers["Location"])
    assert "SIMULERAD" in shown.text
    assert "Avtal &lt;script&gt;" in shown.text
    assert "unsafe" not in shown.headers["Content-Security-Policy"]
    form = {"person": "191212121212", "personalNumber": "", "name": "", "action": "sign"}
    signed = await rp.post(f"/phone/orders/{token}?redirect=https%3A%2F%2Fshop.example%2Fback", data=form)
    assert signed.status_code == 303
    ended = await rp.get(signed.headers["Location"])
    assert "Klart" in ended.text
    assert 'href="https://shop.example/back"' in ended.text
    collected = (await rp.post(f"{RP}/collect", json={"orderRef": order["orderRef"]})).json()
    assert collected["completionData"]["user"]["name"] == "Tolvan Tolvansson"
    assert "Klart" in (await rp.get(signed.headers["Location"])).text


async def test_someone_else_can_be_typed_in_and_a_wrong_number_is_told(rp: httpx.AsyncClient) -> None:
    token = (await _order(rp))["autoStartToken"]
    wrong = {"person": "other", "personalNumber": "198803200018", "name": "Ada", "action": "sign"}
    answer = await rp.post(f"/phone/orders/{token}", data=wrong)
    assert "check digit" in (await rp.get(answer.headers["Location"])).text
    right = wrong | {"personalNumber": "19880320-0016"}
    await rp.post(f"/phone/orders/{token}", data=right)
    assert (await rp.get("/phone/orders")).json()["orders"] == []


async def test_the_page_is_in_english_when_asked_and_stays_so(rp: httpx.AsyncClient) -> None:
    assert '<html lang="sv">' in (await rp.get("/phone")).text
    assert '<html lang="en">' in (await rp.get("/phone?lang=en")).text
    assert "Open orders" in (await rp.get("/phone")).text


async def test_a_script_is_never_a_way_back(rp: httpx.AsyncClient) -> None:
    token = (await _order(rp))["autoStartToken"]
    shown = await rp.get("/phone", params={"autostarttoken": token, "redirect": "javascript:alert(1)"})
    assert "javascript:" not in shown.text.replace("lang=", "").split("<main>")[1]


async def test_the_signature_covers_the_text_and_the_ocsp_response_covers_the_signature(rp: httpx.AsyncClient) -> None:
    order = await _order(rp)
    await rp.post(f"/phone/orders/{order['autoStartToken']}", json={"action": "sign", "personalNumber": "198803200016"})
    completion = (await rp.post(f"{RP}/collect", json={"orderRef": order["orderRef"]})).json()["completionData"]
    assert completion["risk"] == "low"
    signature = base64.b64decode(completion["signature"])
    certificate = _verified(signature)
    assert certificate.subject.rfc4514_string().startswith("CN=Sara Spårberg")
    response = ocsp.load_der_ocsp_response(base64.b64decode(completion["ocspResponse"]))
    assert response.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert response.serial_number == certificate.serial_number
    nonce = response.extensions.get_extension_for_class(x509.OCSPNonce).value
    assert nonce.nonce == hashlib.sha256(signature).digest()


def _verified(signature: bytes) -> x509.Certificate:
    """Verify an XML signature the long way round: canonicalise, digest, and check the value with the certificate."""
    root = ElementTree.fromstring(signature)
    data = _canonical(signature.decode(), "bankIdSignedData")
    assert TEXT.encode() in data
    assert base64.b64encode(hashlib.sha256(data).digest()).decode() == root.findtext(f".//{DSIG}DigestValue")
    certificate = x509.load_der_x509_certificate(base64.b64decode(root.findtext(f".//{DSIG}X509Certificate") or ""))
    value = base64.b64decode(root.findtext(f"{DSIG}SignatureValue") or "")
    der = encode_dss_signature(int.from_bytes(value[:32]), int.from_bytes(value[32:]))
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(der, _canonical(signature.decode(), "SignedInfo"), ec.ECDSA(hashes.SHA256()))
    return certificate


def _canonical(document: str, tag: str) -> bytes:
    """Cut out an element that declares its own namespace, and canonicalise it."""
    found = re.search(f"<{tag}.*</{tag}>", document, re.DOTALL)
    assert found is not None
    # By lxml: the standard library's canonicaliser knows prefixes that other code has registered for the whole process.
    return etree.tostring(etree.fromstring(found[0]), method="c14n")
