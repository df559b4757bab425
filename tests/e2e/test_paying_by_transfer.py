"""Credits by transfer: order, the network's own invoice to the reception address, a bank file, the confirmation."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from devstack.journey import Problem, Visitor, until
from devstack.network import Network

from .conftest import NewCompany

BANKGIRO = "991-2346"


async def ordered(person: Visitor, quantity: int = 500) -> dict[str, Any]:
    """A cart is filled, and ordered by transfer at the price that is shown; the order as its page has it."""
    cart = await person.own("PUT", "/cart", json={"item": "invoice", "quantity": quantity})
    terms = (await person.call("GET", "/terms"))["terms_of_sale"]
    total = cart["total"]["amount"]
    order = {"payment": "transfer", "terms_version": terms["version"], "total_seen": total}
    placed = await person.own("POST", "/orders", json=order)

    async def invoiced() -> dict[str, Any] | None:
        page: dict[str, Any] = await person.own("GET", f"/orders/{placed['order']}")
        return page if page["transfer"] and page["transfer"]["invoice_number"] else None

    return await until(invoiced, "the invoice of the order")


async def pay(network: Network, amount: str, reference: str) -> int:
    """Somebody pays in their internet bank; the bank's own number of it."""
    async with httpx.AsyncClient(base_url=network.url("bank")) as bank:
        paid = {"account": BANKGIRO, "amount": amount, "reference": reference, "payer": "Norrsken Bygg AB"}
        answer = await bank.post("/payments", json=paid)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["serial"])


async def bank_file(network: Network, kind: str, since: int) -> bytes:
    async with httpx.AsyncClient(base_url=network.url("bank")) as bank:
        answer = await bank.get(f"/accounts/{BANKGIRO}/files/{kind}", params={"since": since})
        assert answer.is_success, answer.text
        return answer.content


async def upload(desk: Visitor, content: bytes) -> dict[str, Any]:
    path = "/desk/bank-files/attachments"
    taken: dict[str, Any] = await desk.call("POST", path, params={"name": "bank.xml"}, content=content)
    return taken


async def in_status(person: Visitor, order: str, status: str) -> dict[str, Any]:
    async def reached() -> dict[str, Any] | None:
        page: dict[str, Any] = await person.own("GET", f"/orders/{order}")
        return page if page["status"] == status else None

    return await until(reached, f"an order that is {status}")


@pytest.mark.req("S1-10", "S1-11", "S1-18", "S1-19", "S1-20", "S1-21", "S1-22", "S1-26")
async def test_five_hundred_klip_by_transfer_with_a_bank_file(
    network: Network, company: NewCompany, desk: Visitor
) -> None:
    person = await company("anna", "Norrsken Bygg AB", ready=True)
    order = await ordered(person)
    transfer = order["transfer"]
    assert (order["status"], transfer["account"]["number"]) == ("awaiting-payment", BANKGIRO)
    assert Decimal(transfer["total"]) == Decimal("1250.00") and await person.credits() == 0
    number = transfer["invoice_number"]
    mail = await person.mail(lambda item: number in str(item["subject"]) + item["text"], "the invoice of the order")
    assert {one["name"].rsplit(".", 1)[-1] for one in mail["attachments"]} >= {"pdf"}
    pdf = await person.download(f"/inbox/{order['id']}/pdf")
    assert pdf.startswith(b"%PDF-")
    serial = await pay(network, "1250.00", transfer["reference"])
    content = await bank_file(network, "camt.054", serial)
    assert (await upload(desk, content))["entries"] == 1
    await in_status(person, order["id"], "paid")
    assert await person.credits() == 500
    await person.mail(lambda item: "Kvitto" in item["subject"] and "500" in item["subject"], "the confirmation")
    with pytest.raises(Problem) as twice:
        await upload(desk, content)
    assert twice.value.code == "bank-file.taken-already"
    await upload(desk, await bank_file(network, "camt.053", serial))
    assert await person.credits() == 500, "another file tells of the same payment"


@pytest.mark.req("S1-23")
async def test_part_then_too_much_by_bgmax_and_staff_decide(
    network: Network, company: NewCompany, desk: Visitor
) -> None:
    person = await company("sven", "Rälsverket AB", ready=True)
    order = await ordered(person, 100)
    reference = order["transfer"]["reference"]
    first = await pay(network, "100.00", reference)
    await upload(desk, await bank_file(network, "bgmax", first))

    async def partly() -> bool | None:
        page = await person.own("GET", f"/orders/{order['id']}")
        return Decimal(page["transfer"]["received"]) == 100 or None

    await until(partly, "the part payment")
    assert await person.credits() == 0
    second = await pay(network, "155.00", reference)
    await upload(desk, await bank_file(network, "bgmax", second))
    await in_status(person, order["id"], "paid")

    async def waits() -> dict[str, Any] | None:
        rows = await desk.call("GET", "/desk/bank-payments")
        return next((row for row in rows if row["reference"] == reference), None)

    over = await until(waits, "what was too much")
    assert (over["reason"], Decimal(over["waiting"])) == ("too-much", Decimal("5.00"))
    paid_back = {"note": "Till bankgiro 5050-1055, i dag"}
    settled = await desk.call("POST", f"/desk/bank-payments/{over['id']}/pay-back", json=paid_back)
    assert (settled["how"], await person.credits()) == ("paid-back", 100)


async def test_only_staff_see_payments(company: NewCompany) -> None:
    person = await company("anna", "Norrsken Bygg AB")
    for path in ("/desk/bank-payments", "/desk/bank-files"):
        with pytest.raises(Problem) as hidden:
            await person.call("GET", path)
        assert hidden.value.status == 404
