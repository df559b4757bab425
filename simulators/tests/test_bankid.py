"""The simulated BankID opens, ages, aborts and ends orders as RP v6.0 says."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from simulators.bankid.api import bankid_app
from simulators.bankid.orders import FAILED_HINTS
from simulators.bankid.qr import qr_text

RP = "/rp/v6.0"
SARA, TOLVAN = "198803200016", "191212121212"
TEXT = base64.b64encode("Jag godkänner villkoren.".encode()).decode()
WISH = {"endUserIp": "192.0.2.7", "userVisibleData": TEXT}


@pytest.fixture
async def rp(client: Any, clock: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with client(bankid_app(clock)) as http:
        yield http


async def _sign(rp: httpx.AsyncClient, **more: Any) -> dict[str, str]:
    answer = await rp.post(f"{RP}/sign", json=WISH | more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _collect(rp: httpx.AsyncClient, order: dict[str, str]) -> dict[str, Any]:
    return dict((await rp.post(f"{RP}/collect", json={"orderRef": order["orderRef"]})).json())


async def _phone(
    rp: httpx.AsyncClient, order: dict[str, str], action: str, number: str | None = None
) -> httpx.Response:
    asked = {"action": action} | ({"personalNumber": number} if number else {})
    return await rp.post(f"/phone/orders/{order['autoStartToken']}", json=asked)


async def test_an_order_is_opened_started_signed_and_collected_once(rp: httpx.AsyncClient) -> None:
    order = await _sign(rp)
    assert set(order) == {"orderRef", "autoStartToken", "qrStartToken", "qrStartSecret"}
    assert await _collect(rp, order) == {
        "orderRef": order["orderRef"],
        "status": "pending",
        "hintCode": "outstandingTransaction",
    }
    await _phone(rp, order, "scan")
    assert (await _collect(rp, order))["hintCode"] == "started"
    await _phone(rp, order, "scan", SARA)
    assert (await _collect(rp, order))["hintCode"] == "userSign"
    await _phone(rp, order, "sign", SARA)
    completion = (await _collect(rp, order))["completionData"]
    assert completion["user"] == {
        "personalNumber": SARA,
        "name": "Sara Spårberg",
        "givenName": "Sara",
        "surname": "Spårberg",
    }
    assert completion["device"]["ipAddress"] == "192.0.2.7"
    assert "risk" not in completion
    assert await _collect(rp, order) == {"errorCode": "invalidParameters", "details": "No such order"}


async def test_the_order_fails_when_another_person_signs_than_was_required(rp: httpx.AsyncClient) -> None:
    order = await _sign(rp, requirement={"personalNumber": SARA})
    await _phone(rp, order, "sign", TOLVAN)
    assert await _collect(rp, order) == {
        "orderRef": order["orderRef"],
        "status": "failed",
        "hintCode": "certificateErr",
    }


async def test_a_second_order_for_the_same_person_aborts_the_first_and_is_not_made(rp: httpx.AsyncClient) -> None:
    first = await _sign(rp, requirement={"personalNumber": SARA})
    answer = await rp.post(f"{RP}/sign", json=WISH | {"requirement": {"personalNumber": SARA}})
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "alreadyInProgress")
    assert (await _collect(rp, first))["hintCode"] == "cancelled"
    await _sign(rp, requirement={"personalNumber": SARA})


async def test_nobody_starts_it_then_it_fails_after_half_a_minute(rp: httpx.AsyncClient, clock: Any) -> None:
    order, personal = await _sign(rp), await _sign(rp, requirement={"personalNumber": SARA})
    clock.pass_(6)
    assert (await _collect(rp, order))["hintCode"] == "outstandingTransaction"
    assert (await _collect(rp, personal))["hintCode"] == "noClient"
    clock.pass_(25)
    assert (await _collect(rp, order))["hintCode"] == "startFailed"


async def test_a_started_order_expires_after_three_minutes(rp: httpx.AsyncClient, clock: Any) -> None:
    order = await _sign(rp)
    await _phone(rp, order, "scan", SARA)
    clock.pass_(181)
    assert (await _collect(rp, order))["hintCode"] == "expiredTransaction"
    assert (await _phone(rp, order, "sign", SARA)).status_code == 409


async def test_the_relying_party_can_cancel(rp: httpx.AsyncClient) -> None:
    order = await _sign(rp)
    answer = await rp.post(f"{RP}/cancel", json={"orderRef": order["orderRef"]})
    assert (answer.status_code, answer.json()) == (200, {})
    assert (await _collect(rp, order))["details"] == "No such order"


@pytest.mark.parametrize("hint", sorted(FAILED_HINTS))
async def test_the_phone_can_fail_in_every_way(rp: httpx.AsyncClient, hint: str) -> None:
    order = await _sign(rp)
    await _phone(rp, order, hint)
    collected = await _collect(rp, order)
    assert (collected["status"], collected["hintCode"]) == ("failed", hint)


@pytest.mark.parametrize("hint", ["userMrtd", "userCallConfirm", "processing"])
async def test_the_phone_can_keep_the_order_waiting(rp: httpx.AsyncClient, hint: str) -> None:
    order = await _sign(rp)
    await _phone(rp, order, hint)
    collected = await _collect(rp, order)
    assert (collected["status"], collected["hintCode"]) == ("pending", hint)


@pytest.mark.parametrize(
    "wrong",
    [
        {"personalNumber": SARA},
        {"endUserIp": "somewhere"},
        {"userVisibleData": "not base64!"},
        {"userVisibleData": ""},
        {"requirement": {"personalNumber": "198803200018"}},
        {"requirement": {"unheardOf": True}},
    ],
)
async def test_a_parameter_that_is_not_allowed_is_refused(rp: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
    answer = await rp.post(f"{RP}/sign", json=WISH | wrong)
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "invalidParameters")


async def test_the_media_type_takes_no_parameters(rp: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = await rp.post(f"{RP}/auth", content=b'{"endUserIp": "192.0.2.7"}', headers=headers)
    assert (answer.status_code, answer.json()["errorCode"]) == (415, "unsupportedMediaType")


async def test_it_can_be_told_to_be_under_maintenance_to_lose_an_answer_and_to_decline(rp: httpx.AsyncClient) -> None:
    rules = [
        {"operation": "sign", "effect": "fail", "status": 503},
        {"operation": "sign", "effect": "decline", "code": "transactionRiskBlocked"},
    ]
    await rp.post("/_control", json={"rules": rules})
    answer = await rp.post(f"{RP}/sign", json=WISH)
    assert (answer.status_code, answer.json()["errorCode"]) == (503, "maintenance")
    declined = await _sign(rp)
    assert (await _collect(rp, declined))["hintCode"] == "transactionRiskBlocked"
    await rp.post("/_control", json={"rules": [{"operation": "sign", "effect": "lose_answer", "status": 500}]})
    assert (await rp.post(f"{RP}/sign", json=WISH)).json()["errorCode"] == "internalError"
    assert len((await rp.get("/phone/orders")).json()["orders"]) == 1


def test_the_animated_code_is_that_of_the_published_vectors() -> None:
    token, secret = "67df3917-fa0d-44e5-b327-edcc928297f8", "d28db9a7-4cde-429e-a983-359be676944c"
    proofs = [
        "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8",
        "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2",
        "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3",
    ]
    assert [qr_text(token, secret, second) for second in range(3)] == [
        f"bankid.{token}.{second}.{proof}" for second, proof in enumerate(proofs)
    ]


async def test_a_scanned_code_starts_the_order_only_when_genuine_and_fresh(rp: httpx.AsyncClient, clock: Any) -> None:
    async def scan(order: dict[str, str], second: int, secret: str = "") -> httpx.Response:
        text = qr_text(order["qrStartToken"], secret or order["qrStartSecret"], second)
        return await rp.post("/phone/scan", json={"qr": text})

    order = await _sign(rp)
    clock.pass_(14)
    assert (await scan(order, 14, "another secret")).json() == {"error": "the code is forged"}
    assert (await scan(order, 2)).json() == {"error": "the code is too old"}
    assert (await _collect(rp, order))["hintCode"] == "outstandingTransaction"
    assert (await scan(order, 13)).json()["autoStartToken"] == order["autoStartToken"]
    assert (await _collect(rp, order))["hintCode"] == "started"
