"""The wallet is killed again and again while orders are paid: what is paid for is granted, and granted once."""

import asyncio
from typing import Any

import httpx
import pytest

from contracts.operator import operator
from devstack.errands import Bank, at_the_desk
from devstack.journey import Addresses, Problem, Visitor, until
from devstack.network import Network

from .test_everything_is_killed_once import network, people
from .under_fire import column, persistently

__all__ = ["network", "people"]

pytestmark = pytest.mark.slow

ORDERS = 20
QUANTITY = 100
TOTAL = "250.00"
CARD = {"card_type": "visa", "number": "4111111111111111", "expiry": "12/30", "cvc": "123"}
KILLS_EVERY_S = 0.5


async def killed_again_and_again(network: Network, stop: asyncio.Event) -> int:
    """How often the wallet died."""
    deaths = 0
    while not stop.is_set():
        network.kill("wallet")
        deaths += 1
        await network.supervisor.ready("wallet", 90)
        try:
            async with asyncio.timeout(KILLS_EVERY_S):
                await stop.wait()
        except TimeoutError:
            continue
    return deaths


async def by_card(buyer: Visitor, key: str, terms: str) -> str:
    order = {"quantity": QUANTITY, "payment": "card", "terms_version": terms}
    placed = await persistently(buyer, "POST", "/orders", key, json=order)
    async with httpx.AsyncClient(timeout=20) as browser:
        paid = await browser.post(f"{placed['url']}/pay", json=CARD)
        assert paid.status_code < 400, paid.text
    return str(placed["order"])


async def by_transfer(buyer: Visitor, key: str, terms: str) -> tuple[str, str]:
    """The order and the reference to pay it by."""
    order = {"quantity": QUANTITY, "payment": "transfer", "terms_version": terms}
    placed = await persistently(buyer, "POST", "/orders", key, json=order)

    async def awaited() -> dict[str, Any] | None:
        try:
            page: dict[str, Any] = await buyer.own("GET", f"/orders/{placed['order']}")
        except (httpx.HTTPError, Problem):
            return None
        return page["transfer"]

    return str(placed["order"]), (await until(awaited, "the reference", 120))["reference"]


async def upload(desk: Visitor, content: bytes) -> None:
    """Until it is taken; a file that was taken already is as good."""

    async def tried() -> bool | None:
        try:
            path = "/desk/bank-files/attachments"
            await desk.call("POST", path, params={"name": "bank.xml"}, content=content)
        except (httpx.HTTPError, TimeoutError):
            return None
        except Problem as problem:
            return True if problem.code == "bank-file.taken-already" else None
        return True

    await until(tried, "the bank file to be taken", 120)


@pytest.mark.req("S1-17", "S1-21")
async def test_what_is_paid_for_is_granted_once(network: Network, people: tuple[Visitor, Visitor]) -> None:
    _, buyer = people
    addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
    async with Visitor(addresses, "desk@stafett.example", "Dag", "Ek") as person:
        desk = await at_the_desk(person, network.folder)
        terms = (await buyer.call("GET", "/terms"))["terms_of_sale"]["version"]
        before = await buyer.credits()
        stop = asyncio.Event()
        killing = asyncio.create_task(killed_again_and_again(network, stop))
        try:
            cards = await asyncio.gather(*(by_card(buyer, f"card-{n}", terms) for n in range(ORDERS)))
            transfers = await asyncio.gather(*(by_transfer(buyer, f"transfer-{n}", terms) for n in range(ORDERS)))
            bank = Bank(network.url("bank"), operator().iban)
            serials = [await bank.pay(TOTAL, reference, "Infrabana") for _, reference in transfers]
            for kind in ("camt.054", "camt.053", "camt.054"):
                await upload(desk, await bank.file(kind, min(serials)))
            await granted(buyer, before + 2 * ORDERS * QUANTITY)
        finally:
            stop.set()
        assert await killing >= 3, "it died in the midst of it"
        await granted(buyer, before + 2 * ORDERS * QUANTITY)
        paid = await column(network, "wallet", PAID)
        assert {*cards, *(order for order, _ in transfers)} <= set(paid) and len(paid) == len(set(paid))
        assert await column(network, "wallet", "SELECT reason FROM store.dead_letters") == []


PAID = """SELECT convert_from(body, 'UTF8')::json ->> 'order' FROM store.outbox
          WHERE subject LIKE 'wallet.v1.order_paid.%'"""


async def granted(buyer: Visitor, credits_: int) -> None:
    async def reached() -> bool | None:
        try:
            now = await buyer.credits()
        except (httpx.HTTPError, Problem):
            return None
        assert now <= credits_, "granted more than was paid for"
        return now == credits_ or None

    await until(reached, f"{credits_} credits", 240)
