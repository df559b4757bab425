"""Webhooks come signed, again until taken, and also late, twice, out of order or badly signed when so told."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from simulators.card.api import Shop, card_app
from simulators.card.signing import signature, signing_key
from simulators.card.webhooks import WebhookLimits

RAW_KEY = b"a key of thirty-two bytes, or so"
SECRET = "whsec_" + base64.b64encode(RAW_KEY).decode()
CARD = {"card_type": "visa", "number": "4111111111111111"}


@dataclass
class Hook:
    """The shop's end: keeps what came, and answers the statuses it was given, then 204."""

    statuses: list[int] = field(default_factory=list)
    heard: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.heard.append(request)
        return httpx.Response(self.statuses.pop(0) if self.statuses else 204)

    @property
    def types(self) -> list[str]:
        return [json.loads(request.content)["type"] for request in self.heard]

    def rightly_signed(self) -> list[bool]:
        return [_rightly_signed(request) for request in self.heard]


def _rightly_signed(request: httpx.Request) -> bool:
    """Verify as the Standard Webhooks specification says, with nothing of the simulator's own."""
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.content
    right = base64.b64encode(hmac.new(RAW_KEY, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(f"v1,{right}", request.headers["webhook-signature"])


@dataclass
class Stage:
    """A provider and the shop's hook."""

    app: FastAPI
    http: httpx.AsyncClient
    hook: Hook

    async def pay(self, *rules: dict[str, Any]) -> str:
        """Lay down the rules, pay a new checkout, and wait until its webhooks are settled; return its id."""
        await self.http.post("/_control", json={"rules": list(rules)})
        wish = {"amount": "99.00", "currency": "DKK", "reference": "o", "return_url": "https://shop.example/"}
        key = {"Idempotency-Key": f"k{len(self.hook.heard)}"}
        checkout_id = (await self.http.post("/v1/checkouts", json=wish, headers=key)).json()["id"]
        await self.http.post(f"/checkout/{checkout_id}/pay", json=CARD)
        await self.app.state.sender.settled()
        return str(checkout_id)

    async def deliveries(self) -> list[dict[str, Any]]:
        return list((await self.http.get("/v1/webhook-deliveries")).json()["deliveries"])


@pytest.fixture
async def stage(client: Callable[[FastAPI], Any], clock: Any) -> AsyncIterator[Stage]:
    hook = Hook()
    sending = httpx.AsyncClient(transport=httpx.MockTransport(hook))
    limits = WebhookLimits(first_retry_s=0.001, attempts_max=4)
    app = card_app(Shop("k", "http://shop.example/hook", SECRET), clock, webhook_limits=limits, client=sending)
    async with client(app) as http:
        http.headers["Authorization"] = "Bearer k"
        yield Stage(app, http, hook)
    await app.state.sender.close()


async def test_a_payment_is_told_in_two_signed_messages(stage: Stage, clock: Any) -> None:
    checkout_id = await stage.pay()
    assert stage.hook.types == ["payment.authorised", "payment.captured"]
    assert stage.hook.rightly_signed() == [True, True]
    captured = stage.hook.heard[1]
    assert captured.headers["webhook-timestamp"] == str(int(clock.seconds()))
    data = json.loads(captured.content)["data"]
    assert data["payment_id"].startswith("pay_sim_")
    assert {name: data[name] for name in data if name != "payment_id"} == {
        "provider": "sim",
        "checkout_id": checkout_id,
        "sequence": 2,
        "reference": "o",
        "status": "paid",
        "amount": "99.00",
        "currency": "DKK",
        "refunded_amount": "0.00",
        "card": {"type": "visa", "last4": "1111"},
        "decline_code": None,
    }


async def test_a_message_is_sent_again_with_the_same_id_until_it_is_taken(stage: Stage) -> None:
    stage.hook.statuses = [204, 500, 404, 200]
    await stage.pay()
    captured = [request.headers["webhook-id"] for request in stage.hook.heard[1:]]
    assert len(captured) == 3
    assert len(set(captured)) == 1
    assert [each["state"] for each in await stage.deliveries()] == ["delivered", "delivered"]


async def test_sending_is_given_up_in_the_end_and_can_be_asked_for_again(stage: Stage) -> None:
    stage.hook.statuses = [204, 500, 500, 500, 500]
    await stage.pay()
    given_up = (await stage.deliveries())[1]
    assert (given_up["state"], given_up["attempts"], given_up["last_status"]) == ("given_up", 4, 500)
    await stage.http.post(f"/v1/webhook-deliveries/{given_up['id']}/resend")
    await stage.app.state.sender.settled()
    assert (await stage.deliveries())[1]["state"] == "delivered"


async def test_a_message_can_come_twice(stage: Stage) -> None:
    await stage.pay({"operation": "webhook:payment.captured", "effect": "repeat", "copies": 3})
    assert stage.hook.types == ["payment.authorised", *["payment.captured"] * 3]
    assert len({request.headers["webhook-id"] for request in stage.hook.heard}) == 2


async def test_messages_can_come_in_the_wrong_order(stage: Stage) -> None:
    await stage.pay({"operation": "webhook", "effect": "reorder", "seconds": 5})
    assert stage.hook.types == ["payment.captured", "payment.authorised"]


async def test_a_message_can_be_late_and_holds_up_no_other(stage: Stage) -> None:
    await stage.pay({"operation": "webhook", "effect": "delay", "seconds": 0.05})
    assert stage.hook.types == ["payment.captured", "payment.authorised"]


async def test_a_message_can_be_wrongly_signed_and_is_signed_rightly_the_next_time(stage: Stage) -> None:
    stage.hook.statuses = [401]
    await stage.pay({"operation": "webhook:payment.authorised", "effect": "wrong_signature"})
    assert sorted(stage.hook.rightly_signed()) == [False, True, True]


async def test_a_message_can_be_lost_and_the_checkout_still_tells_the_truth(stage: Stage) -> None:
    checkout_id = await stage.pay({"operation": "webhook:payment.captured", "effect": "fail"})
    assert stage.hook.types == ["payment.authorised"]
    assert (await stage.http.get(f"/v1/checkouts/{checkout_id}")).json()["status"] == "paid"


def test_the_signature_is_that_of_the_specification() -> None:
    key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    message = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert signature(key, message, 1614265330, b'{"test": 2432232314}') == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )
