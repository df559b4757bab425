"""The simulated card provider takes money once, gives it back, and never sees a real card."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from simulators.card.api import Shop, card_app

KEY = {"Authorization": "Bearer shop-key"}
WISH = {
    "amount": "1250.00",
    "currency": "SEK",
    "reference": "order-17",
    "return_url": "https://shop.example/orders/17?tab=pay",
}
VISA = {"card_type": "visa", "number": "4111 1111 1111 1111"}


@pytest.fixture
async def provider(client: Any, clock: Any) -> AsyncIterator[httpx.AsyncClient]:
    accepting = httpx.AsyncClient(transport=httpx.MockTransport(lambda _request: httpx.Response(204)))
    app = card_app(Shop("shop-key", "http://shop.example/hook", "hush"), clock, client=accepting)
    async with client(app) as http:
        http.headers.update(KEY)
        yield http
    await app.state.sender.close()


async def _open(provider: httpx.AsyncClient, key: str = "k1", **more: Any) -> httpx.Response:
    return await provider.post("/v1/checkouts", json=WISH | more, headers={"Idempotency-Key": key})


async def _status(provider: httpx.AsyncClient, checkout: dict[str, Any]) -> dict[str, Any]:
    return dict((await provider.get(f"/v1/checkouts/{checkout['id']}")).json())


async def test_a_checkout_is_opened_once_for_each_key(provider: httpx.AsyncClient) -> None:
    first, again = await _open(provider), await _open(provider)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (first.json()["provider"], first.json()["status"], first.json()["amount"]) == ("sim", "open", "1250.00")
    assert first.json()["url"] == f"http://sim.example/checkout/{first.json()['id']}"
    reused = await _open(provider, amount="1.00")
    assert (reused.status_code, reused.json()["error"]["code"]) == (409, "idempotency_key_reused")
    assert (await _open(provider, "k2")).json()["id"] != first.json()["id"]


async def test_an_answer_that_was_lost_is_given_again(provider: httpx.AsyncClient) -> None:
    await provider.post(
        "/_control", json={"rules": [{"operation": "checkout", "effect": "lose_answer", "status": 504}]}
    )
    assert (await _open(provider)).status_code == 504
    assert (await _open(provider)).headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "12.5"},
        {"amount": "0.00"},
        {"amount": 12.5},
        {"amount": "-1.00"},
        {"currency": "USD"},
        {"return_url": "javascript:alert(1)"},
        {"card_number": "4111111111111111"},
    ],
)
async def test_a_checkout_that_makes_no_sense_is_refused(provider: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
    assert (await _open(provider, **wrong)).status_code == 422


async def test_the_shop_must_show_its_key_and_an_idempotency_key(provider: httpx.AsyncClient) -> None:
    assert (await provider.post("/v1/checkouts", json=WISH)).json()["error"]["code"] == "idempotency_key_missing"
    provider.headers["Authorization"] = "Bearer guessed"
    assert (await _open(provider)).status_code == 401


async def test_a_card_is_used_in_two_steps_on_the_page(provider: httpx.AsyncClient) -> None:
    checkout = (await _open(provider)).json()
    types = await provider.get(checkout["url"])
    assert "SIMULERAD" in types.text
    assert "1\u00a0250,00 SEK" in types.text
    assert 'name="card_type" value="dankort"' in types.text
    assert "form-action 'self' https://shop.example" in types.headers["Content-Security-Policy"]
    details = await provider.get(checkout["url"], params={"card_type": "visa"})
    assert 'name="number"' in details.text
    paid = await provider.post(f"{checkout['url']}/pay", data=VISA | {"expiry": "12/30", "cvc": "123"})
    assert paid.status_code == 303
    assert paid.headers["Location"] == f"https://shop.example/orders/17?tab=pay&checkout_id={checkout['id']}"
    told = await _status(provider, checkout)
    assert (told["status"], told["card"]) == ("paid", {"type": "visa", "last4": "1111"})
    assert "Betald" in (await provider.get(checkout["url"])).text


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (VISA | {"number": "4111111111111112"}, "invalid_number"),
        (VISA | {"number": "4242424242424242"}, "not_a_test_card"),
        (VISA | {"card_type": "mastercard"}, "wrong_card_type"),
        (VISA | {"expiry": "13/30"}, "invalid_expiry"),
        (VISA | {"expiry": "10/26"}, "expired"),
        (VISA | {"cvc": "12"}, "invalid_cvc"),
    ],
)
async def test_a_card_that_cannot_be_used_leaves_the_checkout_open(
    provider: httpx.AsyncClient, given: dict[str, str], code: str
) -> None:
    checkout = (await _open(provider)).json()
    answer = await provider.post(f"/checkout/{checkout['id']}/pay", json=given)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert (await _status(provider, checkout))["status"] == "open"


async def test_a_declined_card_ends_the_checkout_unpaid(provider: httpx.AsyncClient) -> None:
    checkout = (await _open(provider)).json()
    answer = await provider.post(f"/checkout/{checkout['id']}/pay", json=VISA | {"number": "4000000000009995"})
    assert answer.json()["status"] == "declined"
    assert (await _status(provider, checkout))["decline_code"] == "insufficient_funds"
    assert (await provider.post(f"/checkout/{checkout['id']}/pay", json=VISA)).status_code == 409


async def test_any_card_can_be_told_to_be_declined(provider: httpx.AsyncClient) -> None:
    rule = {"operation": "pay", "effect": "decline", "code": "stolen_card"}
    await provider.post("/_control", json={"rules": [rule]})
    checkout = (await _open(provider)).json()
    await provider.post(f"/checkout/{checkout['id']}/pay", json=VISA)
    assert (await _status(provider, checkout))["decline_code"] == "stolen_card"


async def test_an_abandoned_checkout_stays_open_until_its_time_is_out(provider: httpx.AsyncClient, clock: Any) -> None:
    checkout = (await _open(provider)).json()
    abandoned = await provider.post(f"/checkout/{checkout['id']}/pay", json=VISA | {"number": "4000000000000341"})
    assert abandoned.json()["status"] == "open"
    clock.pass_(1799)
    assert (await _status(provider, checkout))["status"] == "open"
    clock.pass_(1)
    assert (await _status(provider, checkout))["status"] == "expired"


async def test_the_person_can_cancel(provider: httpx.AsyncClient) -> None:
    checkout = (await _open(provider)).json()
    assert (await provider.post(f"/checkout/{checkout['id']}/cancel")).json()["status"] == "cancelled"
    assert (await provider.post(f"/checkout/{checkout['id']}/cancel")).status_code == 409


async def test_money_is_given_back_in_parts_but_never_more_than_was_paid(provider: httpx.AsyncClient) -> None:
    checkout = (await _open(provider)).json()
    path = f"/v1/checkouts/{checkout['id']}/refunds"

    async def refund(key: str, **asked: str) -> httpx.Response:
        return await provider.post(path, json=asked, headers={"Idempotency-Key": key})

    assert (await refund("r0")).json()["error"]["code"] == "not_paid"
    await provider.post(f"/checkout/{checkout['id']}/pay", json=VISA)
    part = await refund("r1", amount="250.00")
    assert part.json() == (await refund("r1", amount="250.00")).json()
    assert (await refund("r2", amount="1000.01")).json()["error"]["code"] == "amount_too_large"
    assert (await refund("r3")).json()["amount"] == "1000.00"
    assert (await _status(provider, checkout))["refunded_amount"] == "1250.00"
    assert (await refund("r4")).status_code == 422


async def test_a_card_type_chosen_at_the_shop_leads_to_the_card_at_once(provider: httpx.AsyncClient) -> None:
    asked = (await _open(provider)).json()
    assert 'name="number"' not in (await provider.get(f"/checkout/{asked['id']}")).text
    chosen = (await _open(provider, "k2", card_type="dankort")).json()
    page = (await provider.get(f"/checkout/{chosen['id']}")).text
    assert 'name="number"' in page and "Dankort" in page
    assert 'name="number"' not in (await provider.get(f"/checkout/{chosen['id']}?another=true")).text
    assert (await _open(provider, "k3", card_type="amex")).status_code == 422


async def test_only_a_payment_can_be_charged_back_and_only_once(provider: httpx.AsyncClient) -> None:
    checkout = (await _open(provider)).json()
    door = f"/v1/checkouts/{checkout['id']}/chargebacks"
    assert (await provider.post(door)).status_code == 409
    await provider.post(f"/checkout/{checkout['id']}/pay", json=VISA)
    for _ in range(2):
        assert (await provider.post(door)).json()["charged_back"] is True
    told = (await provider.get("/v1/webhook-deliveries")).json()["deliveries"]
    assert [each["type"] for each in told].count("payment.charged_back") == 1


async def test_parts_of_a_payment_are_charged_back_by_name_and_a_dispute_can_be_won(
    provider: httpx.AsyncClient,
) -> None:
    checkout = (await _open(provider)).json()
    door = f"/v1/checkouts/{checkout['id']}/chargebacks"
    await provider.post(f"/checkout/{checkout['id']}/pay", json=VISA)
    assert (await provider.post(door, json={"amount": "99999.00"})).status_code == 422
    (part,) = (await provider.post(door, json={"amount": "10.00"})).json()["chargebacks"]
    assert part["amount"] == "10.00" and (await provider.post(f"{door}/none/win")).status_code == 404
    for _ in range(2):
        assert (await provider.post(f"{door}/{part['id']}/win")).json()["charged_back"] is False
    whole = (await provider.post(door)).json()["chargebacks"][1]
    assert whole["amount"] == checkout["amount"]
    told = (await provider.get("/v1/webhook-deliveries")).json()["deliveries"]
    types = [each["type"] for each in told]
    assert (types.count("payment.charged_back"), types.count("payment.chargeback_reversed")) == (2, 1)
