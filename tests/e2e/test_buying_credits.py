"""Credits are bought as a buyer lives it: the cart, a card that is declined, the receipt, and money that goes back."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from devstack.companies import NewCompany
from devstack.errands import order_in
from devstack.journey import Problem, Visitor, until
from devstack.network import Network

VISA = {"card_type": "visa", "number": "4111111111111111"}
DECLINED = {"card_type": "visa", "number": "4000000000000002"}


async def pay(order: dict[str, Any], card: dict[str, str]) -> None:
    """Types a card into the provider's page, and comes back to the shop."""
    async with httpx.AsyncClient(timeout=10) as browser:
        answer = await browser.post(f"{order['url']}/pay", json=card)
        assert answer.status_code < 400, answer.text


async def checked_out(buyer: Visitor, total: str, **more: object) -> dict[str, Any]:
    terms = (await buyer.call("GET", "/catalogue"))["terms_of_sale"]
    body = {"payment": "card", "terms_version": terms["version"], "total_seen": {"amount": total}, **more}
    ordered: dict[str, Any] = await buyer.own("POST", "/orders", json=body)
    return ordered


@pytest.mark.req("S1-06", "S1-07", "S1-08", "S1-12", "S1-13", "S1-14", "S1-15", "S1-16", "S1-17")
async def test_a_hundred_credits_are_bought_by_card_after_ninety_nine_were_refused(
    network: Network, company: NewCompany
) -> None:
    buyer = await company("anna", "Norrsken Bygg AB")
    with pytest.raises(Problem) as too_few:
        await buyer.own("PUT", "/cart", json={"item": "invoice", "quantity": 99})
    assert (too_few.value.status, too_few.value.code) == (422, "order.too-small")

    cart = await buyer.own("PUT", "/cart", json={"item": "invoice", "quantity": 100})
    assert [cart[sum_]["amount"] for sum_ in ("net", "vat", "total")] == ["200.00", "50.00", "250.00"]
    with pytest.raises(Problem) as old_price:
        await checked_out(buyer, "199.00")
    assert (old_price.value.status, old_price.value.code) == (409, "order.price-changed")

    order = await checked_out(buyer, "250.00", card_type="visa")
    async with httpx.AsyncClient(timeout=10) as browser:
        assert 'name="number"' in (await browser.get(order["url"])).text, "the card type was chosen in the shop"
    await pay(order, DECLINED)

    async def declined() -> dict[str, Any] | None:
        page: dict[str, Any] = await buyer.own("GET", f"/orders/{order['order']}")
        return page if page["reason"] == "payment.declined" and page["payment_url"] != order["url"] else None

    again = await until(declined, "another page to pay at")
    assert await buyer.credits() == 0
    assert len((await buyer.own("GET", "/cart"))["lines"]) == 1, "the goods stay in the cart"

    await pay({"url": again["payment_url"]}, VISA)
    receipt = await order_in(buyer, order["order"], "paid")
    assert [receipt[sum_]["amount"] for sum_ in ("total", "vat")] == ["250.00", "50.00"]
    assert await buyer.credits() == 100
    assert (await buyer.own("GET", "/cart"))["lines"] == []
    statement = await buyer.own("GET", "/credits/statement")
    assert [row["kind"] for row in statement["movements"]] == ["bought"] and statement["closing"] == 100


@pytest.mark.req("S1-16", "S1-24")
async def test_the_receipt_goes_to_the_administrative_address_of_the_account(company: NewCompany) -> None:
    buyer = await company("anna", "Norrsken Bygg AB")
    office = f"kontor.{buyer.email}"
    account = await buyer.own("POST", "/credits/accounts", json={"name": "Syd", "email": office})
    await buyer.own("PUT", "/cart", json={"item": "invoice", "quantity": 101})
    order = await checked_out(buyer, "252.50", account=account["account"])
    await pay(order, VISA)
    await order_in(buyer, order["order"], "paid")
    async with httpx.AsyncClient(base_url=buyer.addresses.mail, timeout=10) as catcher:

        async def arrived() -> dict[str, Any] | None:
            listed = (await catcher.get("/api/mails", params={"to": office})).json()["mails"]
            return (await catcher.get(f"/api/mails/{listed[0]['id']}")).json() if listed else None

        mail = await until(arrived, "the receipt")
        mine = (await catcher.get("/api/mails", params={"to": buyer.email})).json()["mails"]
    assert "101 fakturaklip" in mail["subject"]
    assert not any("101 fakturaklip" in item["subject"] for item in mine), "not to the user who paid"
    balances = await buyer.own("GET", "/credits/balances")
    assert [(row["account"], row["available"]) for row in balances] == [(account["account"], 101)]


async def test_the_same_webhook_twenty_times_and_one_that_nobody_signed(network: Network, company: NewCompany) -> None:
    buyer = await company("anna", "Norrsken Bygg AB")
    await buyer.own("PUT", "/cart", json={"item": "invoice", "quantity": 100})
    order = await checked_out(buyer, "250.00")
    await pay(order, VISA)
    await order_in(buyer, order["order"], "paid")
    key = network.environment["STAFETT_WALLET_CARD_API_KEY"]
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=network.url("card"), timeout=10, headers=headers) as provider:
        deliveries = (await provider.get("/v1/webhook-deliveries")).json()["deliveries"]
        captured = [each for each in deliveries if each["type"] == "payment.captured"][-1]
        for _ in range(20):
            assert (await provider.post(f"/v1/webhook-deliveries/{captured['id']}/resend")).status_code == 202

        async def delivered() -> bool | None:
            found = (await provider.get("/v1/webhook-deliveries")).json()["deliveries"]
            return next(each for each in found if each["id"] == captured["id"])["state"] == "delivered" or None

        await until(delivered, "the last of twenty")
    forged = await buyer.http.post("/webhooks/card", content=b'{"type":"payment.captured"}')
    assert forged.status_code == 401
    assert await buyer.credits() == 100


@pytest.mark.req("S1-17")
async def test_unused_credits_are_paid_back_to_the_card_by_the_desk(company: NewCompany, desk: Visitor) -> None:
    buyer = await company("anna", "Norrsken Bygg AB")
    await buyer.own("PUT", "/cart", json={"item": "invoice", "quantity": 100})
    order = await checked_out(buyer, "250.00")
    await pay(order, VISA)
    await order_in(buyer, order["order"], "paid")
    place = f"/desk/companies/{buyer.company}/orders/{order['order']}/refunds"
    with pytest.raises(Problem) as not_staff:
        await buyer.call("POST", place, json={"reason": "Ångrat köp"})
    assert not_staff.value.status == 404
    refunded = await desk.call("POST", place, json={"reason": "Ångrat köp", "quantity": 40})
    assert refunded["amount"]["amount"] == "100.00"

    async def paid_back() -> dict[str, Any] | None:
        page: dict[str, Any] = await buyer.own("GET", f"/orders/{order['order']}")
        return page if Decimal(page["refunded"]["amount"]) == Decimal("100.00") else None

    page = await until(paid_back, "the money to go back")
    assert [refund["status"] for refund in page["refunds"]] == ["paid"]
    assert await buyer.credits() == 60
    mail = await buyer.mail(lambda mail: "betalat tillbaka" in mail["subject"], "word of the refund")
    assert "100,00" in mail["text"]
