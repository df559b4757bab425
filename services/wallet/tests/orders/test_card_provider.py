"""The adapter against the simulated card provider, a process of its own, and against answers that it never gives."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from contracts.values import Money
from wallet.orders.card_payments import CardProviderDown, CardProviderRefused, WantedCheckout
from wallet.orders.card_provider import CardProvider
from wallet.settings import WalletSettings

API_KEY = "key-of-tests"
STOP_WITHIN_S = 10


@pytest.fixture(scope="module")
def provider_url() -> Iterator[str]:
    """Where a simulated card provider answers; its webhooks go nowhere."""
    arguments = ["--port", "0", "--webhook-url", "http://127.0.0.1:9/", "--secret", "s", "--api-key", API_KEY]
    process = subprocess.Popen([sys.executable, "-m", "simulators.card", *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said.startswith("listening on "), "the simulator did not start"
    yield said.removeprefix("listening on ").strip()
    process.terminate()
    process.wait(STOP_WITHIN_S)


def settings(url: str, **others: object) -> WalletSettings:
    return WalletSettings.model_validate(
        {"card_url": url, "card_api_key": SecretStr(API_KEY), "card_timeout_s": 5.0, **others}
    )


@pytest_asyncio.fixture
async def cards(provider_url: str) -> AsyncIterator[CardProvider]:
    provider = CardProvider(settings(provider_url, card_return_url="https://stafett.test/c/{company}/orders/{order}"))
    await provider.start()
    yield provider
    await provider.stop()


@pytest_asyncio.fixture
async def control(provider_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Tells the simulator what to do, and forgets it again."""
    async with httpx.AsyncClient(base_url=provider_url, headers={"Authorization": f"Bearer {API_KEY}"}) as client:
        yield client
        await client.delete("/_control")


def wanted(amount: str = "250.00") -> WantedCheckout:
    return WantedCheckout(uuid4(), uuid4(), uuid4(), Money(Decimal(amount)), "100 klip")


@pytest.mark.req("S1-14")
async def test_a_checkout_is_opened_for_the_orders_amount(cards: CardProvider, control: httpx.AsyncClient) -> None:
    asked = wanted("1234.50")
    opened = await cards.open_checkout(asked)
    shown = (await control.get(f"/v1/checkouts/{opened.id}")).json()
    assert (shown["amount"], shown["currency"], shown["reference"]) == ("1234.50", "SEK", str(asked.order))
    assert shown["return_url"] == f"https://stafett.test/c/{asked.company}/orders/{asked.order}"
    assert (await control.get(opened.url)).status_code == 200, "the page is there"


async def test_the_provider_is_asked_how_a_checkout_ended(cards: CardProvider, control: httpx.AsyncClient) -> None:
    opened = await cards.open_checkout(wanted("625.00"))
    assert await cards.look(opened.id) is None, "the payer may still pay"
    card = {"card_type": "visa", "number": "4111111111111111", "expiry": "12/30", "cvc": "123"}
    assert (await control.post(f"{opened.url}/pay", json=card)).status_code < 400
    ended = await cards.look(opened.id)
    assert ended is not None
    assert (ended.outcome, ended.amount, ended.provider) == ("paid", Money(Decimal("625.00")), "sim")


async def test_the_same_key_twice_is_one_checkout(cards: CardProvider) -> None:
    asked = wanted()
    assert await cards.open_checkout(asked) == await cards.open_checkout(asked)


async def test_a_lost_answer_and_another_try_make_one_checkout(cards: CardProvider, control: httpx.AsyncClient) -> None:
    asked = wanted()
    await control.post("/_control", json={"rules": [{"operation": "checkout", "effect": "lose_answer"}]})
    with pytest.raises(CardProviderDown, match="503"):
        await cards.open_checkout(asked)
    first = await cards.open_checkout(asked)
    assert first == await cards.open_checkout(asked)


@pytest.mark.parametrize("status", [429, 500, 503, 401])
async def test_what_may_pass_is_tried_again(cards: CardProvider, control: httpx.AsyncClient, status: int) -> None:
    rule = {"operation": "checkout", "effect": "fail", "status": status}
    await control.post("/_control", json={"rules": [rule]})
    with pytest.raises(CardProviderDown, match=str(status)):
        await cards.open_checkout(wanted())


async def test_a_request_that_the_provider_finds_wrong_is_not(cards: CardProvider) -> None:
    with pytest.raises(CardProviderRefused, match="422"):
        await cards.open_checkout(wanted("-1.00"))


async def test_a_slow_provider_is_down(provider_url: str, control: httpx.AsyncClient) -> None:
    rule = {"operation": "checkout", "effect": "delay", "seconds": 3}
    await control.post("/_control", json={"rules": [rule]})
    cards = CardProvider(settings(provider_url, card_timeout_s=0.2))
    await cards.start()
    with pytest.raises(CardProviderDown, match="ReadTimeout"):
        await cards.open_checkout(wanted())
    await cards.stop()


async def test_a_provider_that_is_not_there_is_down() -> None:
    cards = CardProvider(settings("http://127.0.0.1:9"))
    await cards.start()
    with pytest.raises(CardProviderDown, match="ConnectError"):
        await cards.open_checkout(wanted())
    await cards.stop()


@pytest.mark.parametrize("body", ["", "<html>", "[]", "null", '{"id": "chk"}'])
async def test_an_answer_that_cannot_be_read_is_no_answer(body: str) -> None:
    cards = CardProvider(settings("http://card.test"), httpx.MockTransport(lambda _: httpx.Response(201, text=body)))
    await cards.start()
    with pytest.raises(CardProviderDown, match="unreadable"):
        await cards.open_checkout(wanted())
    await cards.stop()


@pytest.mark.parametrize("amount", ["much", "1e400000", "NaN", "-1.00"])
async def test_an_amount_that_is_none_is_no_answer(amount: str) -> None:
    body = {"status": "paid", "payment_id": "pay-1", "provider": "sim", "amount": amount, "currency": "SEK"}
    cards = CardProvider(settings("http://card.test"), httpx.MockTransport(lambda _: httpx.Response(200, json=body)))
    await cards.start()
    with pytest.raises(CardProviderDown, match="unreadable"):
        await cards.look("chk-1")
    await cards.stop()


async def test_what_was_paid_is_paid_back_once_for_each_key(cards: CardProvider, control: httpx.AsyncClient) -> None:
    opened = await cards.open_checkout(wanted("250.00"))
    key = uuid4()
    with pytest.raises(CardProviderRefused, match="not_paid"):
        await cards.refund(key, opened.id, Money(Decimal("100.00")))
    await control.post(f"/checkout/{opened.id}/pay", json={"card_type": "visa", "number": "4111111111111111"})
    key = uuid4()
    first = await cards.refund(key, opened.id, Money(Decimal("100.00")))
    assert first == await cards.refund(key, opened.id, Money(Decimal("100.00")))
    assert (await control.get(f"/v1/checkouts/{opened.id}")).json()["refunded_amount"] == "100.00"
    with pytest.raises(CardProviderRefused, match="amount_too_large"):
        await cards.refund(uuid4(), opened.id, Money(Decimal("150.01")))


@pytest.mark.req("S1-14")
async def test_a_card_type_that_was_chosen_goes_along(cards: CardProvider, control: httpx.AsyncClient) -> None:
    asked = WantedCheckout(uuid4(), uuid4(), uuid4(), Money(Decimal("250.00")), "100 klip", card_type="mastercard")
    opened = await cards.open_checkout(asked)
    assert "Mastercard" in (await control.get(opened.url)).text


async def test_signs_that_no_text_may_hold_are_blanks_in_what_the_provider_says() -> None:
    def odd(request: httpx.Request) -> httpx.Response:
        headers = {"content-type": "application/json"}
        return httpx.Response(
            200, headers=headers, content=b'{"id": "chk\\u0000\\ud800-1", "url": "https://a.example/\xc2\x81"}'
        )

    provider = CardProvider(settings("http://card.test"), transport=httpx.MockTransport(odd))
    await provider.start()
    checkout = await provider.open_checkout(wanted())
    assert (checkout.id, checkout.url) == ("chk  -1", "https://a.example/ ")
    await provider.stop()
