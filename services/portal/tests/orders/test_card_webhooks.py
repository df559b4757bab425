"""The card company's word: only its signature counts, and it may come late, twenty times and out of order."""

import base64
import hmac
import json
import time
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from pages_house import House
from pydantic import SecretStr

from contracts.fact import FACTS, Fact
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as wallet
from portal.telling.boundary import read
from portal.telling.events import Acted

KEY = b"a key of thirty-two bytes, or so"


@pytest_asyncio.fixture
async def order(house: House) -> UUID:
    """An order that waits to be paid, at a portal that knows the card company's key."""
    secret = SecretStr("whsec_" + base64.b64encode(KEY).decode())
    house.edge.settings = house.edge.settings.model_copy(update={"card_webhook_secret": secret})
    order, sums = uuid4(), {"net": Money(Decimal("200.00")), "vat": Money(Decimal("50.00"))}
    await house.told(
        wallet.OrderAccepted(
            company=uuid4(), order=order, klip="invoice", quantity=100, **sums, total=Money(Decimal("250.00"))
        )
    )
    return order


def body_of(order: object, kind: str = "payment.captured", sequence: int = 2, amount: str = "250.00") -> bytes:
    data = {
        "provider": "sim",
        "checkout_id": "chk-1",
        "reference": str(order),
        "amount": amount,
        "currency": "SEK",
        "sequence": sequence,
        "payment_id": "pay-1",
    }
    return json.dumps({"type": kind, "data": data}).encode()


async def send(house: House, body: bytes, *, age_s: int = 0, key: bytes = KEY, message: str = "msg-1") -> int:
    timestamp = str(int(time.time()) - age_s)
    mac = hmac.digest(key, f"{message}.{timestamp}.".encode() + body, sha256)
    headers = {
        "webhook-id": message,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
        "content-length": str(len(body)),
    }
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=house.site), base_url="http://stafett.test") as http:
        return (await http.post("/webhooks/card", content=body, headers=headers)).status_code


async def reported(house: House) -> list[Fact]:
    """What the portal has told of payments."""
    await house.shown()
    rows: Any = await house.running.db.fetch("SELECT id FROM requests WHERE fact LIKE '%report%' ORDER BY at")
    found = []
    for row in rows:
        (stored,) = await house.running.store.load(row["id"])
        event = house.running.mapper.decode(stored.topic, stored.state, stored.stream, stored.version)
        assert isinstance(event, Acted) and event.fact in FACTS
        found.append(read(event))
    return found


async def test_a_payment_is_told_with_the_checkout_it_was_made_at(house: House, order: UUID) -> None:
    assert await send(house, body_of(order)) == 204
    (fact,) = await reported(house)
    assert isinstance(fact, portal.PaymentReported)
    assert (fact.order, fact.outcome, fact.payment, fact.checkout) == (order, "paid", "pay-1", "chk-1")
    assert fact.amount == Money(Decimal("250.00"))


async def test_the_same_message_twenty_times_is_told_once(house: House, order: UUID) -> None:
    statuses = [await send(house, body_of(order), message=f"msg-{number % 3}") for number in range(20)]
    assert set(statuses) == {204} and len(await reported(house)) == 1


@pytest.mark.parametrize("age_s", [330, 86_400, -330, -86_400])
async def test_a_message_too_old_or_from_the_future_is_not_believed(house: House, order: UUID, age_s: int) -> None:
    assert await send(house, body_of(order), age_s=age_s) == 401
    assert await reported(house) == []


async def test_a_message_that_somebody_else_signed_is_not_believed(house: House, order: UUID) -> None:
    assert await send(house, body_of(order), key=b"another key of thirty-two bytes!") == 401
    assert await reported(house) == []


async def test_messages_in_any_order_are_all_told(house: House, order: UUID) -> None:
    assert await send(house, body_of(order, "payment.charged_back", 4)) == 204
    assert await send(house, body_of(order, "payment.captured", 3)) == 204
    assert await send(house, body_of(order, "payment.declined", 1)) == 204
    assert {type(fact).__name__ for fact in await reported(house)} == {"PaymentReported", "ChargebackReported"}
    outcomes = [fact.outcome for fact in await reported(house) if isinstance(fact, portal.PaymentReported)]
    assert sorted(outcomes) == ["declined", "paid"]


async def test_a_part_that_is_taken_back_and_won_again_is_told_by_its_name(house: House, order: UUID) -> None:
    for kind, sequence in (("payment.charged_back", 3), ("payment.chargeback_reversed", 4)):
        body = json.loads(body_of(order, kind, sequence))
        body["data"]["chargeback"] = {"id": "cbk-1", "amount": "10.00"}
        assert await send(house, json.dumps(body).encode()) == 204
    taken, won = await reported(house)
    assert isinstance(taken, portal.ChargebackReported) and isinstance(won, portal.ChargebackReversalReported)
    assert (taken.chargeback, won.chargeback, taken.amount) == ("cbk-1", "cbk-1", Money(Decimal("10.00")))


async def test_what_is_none_of_our_business_is_taken_and_told_to_nobody(house: House, order: UUID) -> None:
    assert await send(house, body_of(order, "payment.authorised")) == 204
    assert await reported(house) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 422), (b"null", 422), (b"[]", 422), (b'{"type":"payment.captured"}', 422), (b"\xff\xfe", 422)],
)
async def test_a_message_that_cannot_be_read_is_refused(house: House, order: UUID, body: bytes, status: int) -> None:
    assert await send(house, body) == status


async def test_a_payment_of_an_order_that_nobody_placed_is_asked_for_again(house: House, order: UUID) -> None:
    assert await send(house, body_of(uuid4())) == 404
    assert await send(house, body_of("no order")) == 422


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(days=-1)])
async def test_a_portal_whose_clock_is_wrong_turns_no_payment_away_but_asks_for_it_again(
    house: House, order: UUID, off: timedelta
) -> None:
    """By a clock that is a day off every signature is too old or from the future, and a 401 is never sent again."""
    now = house.running.clock.now
    house.running.clock.now = lambda: now() + off
    assert await send(house, body_of(order)) == 503
    house.running.clock.now = now
    client = house.running.bus_connection.client if house.running.bus_connection else None
    assert client and await house.running.clock.compare(client)
    assert await send(house, body_of(order)) == 204
    (fact,) = await reported(house)
    assert isinstance(fact, portal.PaymentReported) and fact.order == order
