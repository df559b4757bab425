"""Credits by transfer: order, the network's own invoice to the reception address, a bank file, the confirmation."""

from decimal import Decimal
from typing import Any

import pytest

from contracts.operator import operator
from devstack.companies import NewCompany
from devstack.errands import Bank, order_by_transfer, order_in, upload_bank_file
from devstack.journey import Problem, Visitor, until
from devstack.network import Network

BANKGIRO = operator().account.number
PAYER = "Norrsken Bygg AB"


@pytest.mark.req("S1-10", "S1-11", "S1-18", "S1-19", "S1-20", "S1-21", "S1-22", "S1-26")
async def test_five_hundred_klip_by_transfer_with_a_bank_file(
    network: Network, company: NewCompany, desk: Visitor
) -> None:
    person = await company("anna", "Norrsken Bygg AB", ready=True)
    order = await order_by_transfer(person, 500)
    transfer = order["transfer"]
    assert (order["status"], transfer["account"]["number"]) == ("awaiting-payment", BANKGIRO)
    assert Decimal(transfer["total"]["amount"]) == Decimal("1250.00") and await person.credits() == 0
    number = transfer["invoice_number"]
    mail = await person.mail(lambda item: number in str(item["subject"]) + item["text"], "the invoice of the order")
    assert {one["name"].rsplit(".", 1)[-1] for one in mail["attachments"]} >= {"pdf"}
    pdf = await person.download(f"/inbox/{order['id']}/pdf")
    assert pdf.startswith(b"%PDF-")
    bank = Bank(network.url("bank"), operator().iban)
    serial = await bank.pay("1250.00", transfer["reference"], PAYER)
    content = await bank.file("camt.054", serial)
    assert (await upload_bank_file(desk, content))["entries"] == 1
    await order_in(person, order["id"], "paid")
    assert await person.credits() == 500
    await person.mail(lambda item: "Kvitto" in item["subject"] and "500" in item["subject"], "the confirmation")
    with pytest.raises(Problem) as twice:
        await upload_bank_file(desk, content)
    assert twice.value.code == "bank-file.taken-already"
    await upload_bank_file(desk, await bank.file("camt.053", serial))
    assert await person.credits() == 500, "another file tells of the same payment"


@pytest.mark.req("S1-23")
async def test_part_then_too_much_by_bgmax_and_staff_decide(
    network: Network, company: NewCompany, desk: Visitor
) -> None:
    person = await company("sven", "Rälsverket AB", ready=True)
    order = await order_by_transfer(person, 100)
    reference = order["transfer"]["reference"]
    bank = Bank(network.url("bank"), BANKGIRO)
    first = await bank.pay("100.00", reference, PAYER)
    await upload_bank_file(desk, await bank.file("bgmax", first))

    async def partly() -> bool | None:
        page = await person.own("GET", f"/orders/{order['id']}")
        return Decimal(page["transfer"]["received"]["amount"]) == 100 or None

    await until(partly, "the part payment")
    assert await person.credits() == 0
    second = await bank.pay("155.00", reference, PAYER)
    await upload_bank_file(desk, await bank.file("bgmax", second))
    await order_in(person, order["id"], "paid")

    async def waits() -> dict[str, Any] | None:
        rows = await desk.call("GET", "/desk/bank-payments")
        return next((row for row in rows if row["reference"] == reference), None)

    over = await until(waits, "what was too much")
    assert (over["reason"], Decimal(over["waiting"]["amount"])) == ("too-much", Decimal("5.00"))
    paid_back = {"note": "Till bankgiro 5050-1055, i dag"}
    settled = await desk.call("POST", f"/desk/bank-payments/{over['id']}/pay-back", json=paid_back)
    assert (settled["how"], await person.credits()) == ("paid-back", 100)


async def test_only_staff_see_payments(company: NewCompany) -> None:
    person = await company("anna", "Norrsken Bygg AB")
    for path in ("/desk/bank-payments", "/desk/bank-files"):
        with pytest.raises(Problem) as hidden:
            await person.call("GET", path)
        assert hidden.value.status == 404
