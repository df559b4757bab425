"""One invoice from sign-up to receipt, as its people live it, over the public API alone."""

import asyncio
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from devstack.companies import NewCompany, NewVisitor, Trade
from devstack.demo import CUSTOMER, NET, PAYABLE, SUPPLIER, VAT, Demo
from devstack.inspection import column
from devstack.journey import PASSWORD, Addresses, Problem, Visitor, until
from devstack.network import Network

COMING_BACK_S = 120
"""How long one may wait for what a service does that has just been killed and starts again."""
RENDERED = "delivery.document_rendered.%"


@pytest.mark.req(
    "S0-01", "S0-02", "S0-05", "S0-10", "S0-11", "S0-24", "S1-06", "S1-17", "S3-07", "S3-18", "S3-19", "S3-22",
    "S3-34", "S3-35", "S3-38", "S3-41", "S3-53", "S3-65", "S3-66", "S3-72", "S4-01", "S4-04", "S4-12", "D-04", "D-08",
)  # fmt: skip
async def test_two_companies_come_aboard_and_one_invoice_is_sent_and_read(network: Network) -> None:
    addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
    demo = Demo(network)
    async with (
        Visitor(addresses, "anna@norrsken.example", "Anna", "Norr") as supplier,
        Visitor(addresses, "karin@infrabana.example", "Karin", "Öhman") as customer,
    ):
        await demo.come_aboard(supplier, SUPPLIER)
        await demo.come_aboard(customer, CUSTOMER)
        await demo.connect(supplier, customer)
        await demo.make_ready(supplier)
        await demo.send(supplier, customer)
        await demo.receive(supplier, customer)
        assert demo.wrong() == []
        drafted = demo.seen["drafted"]
        sums = [Decimal(drafted[name]["amount"]) for name in ("net", "vat", "payable")]
        assert sums == [NET, VAT, PAYABLE]
        assert await links_in_mails(supplier) >= 2 and await links_in_mails(customer) >= 2


async def links_in_mails(person: Visitor) -> int:
    """How many links into the portal the person was mailed; each must lead to a page that is there."""
    async with httpx.AsyncClient(base_url=person.addresses.mail, timeout=10) as catcher:
        listed = (await catcher.get("/api/mails", params={"to": person.email})).json()["mails"]
        texts = [(await catcher.get(f"/api/mails/{mail['id']}")).json()["text"] for mail in listed]
    links = {link for text in texts for link in re.findall(re.escape(person.addresses.portal) + r"/\S+", text)}
    for link in links:
        answer = await person.http.get(link)
        assert answer.status_code < 400, f"{link}: {answer.status_code}"
    return len(links)


@pytest.mark.req("S3-20", "D-02")
async def test_nobody_logs_in_before_the_address_is_confirmed(network: Network) -> None:
    addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
    async with Visitor(addresses, "sven@exempel.example", "Sven", "Ek") as sven:
        body = {"email": sven.email, "password": PASSWORD, "given_name": "Sven", "family_name": "Ek"}
        await sven.call(
            "POST", "/accounts", json={**body, "privacy_version": "2026-11", "captcha": await sven.no_robot()}
        )
        with pytest.raises(Problem) as refused:
            await sven.log_in()
        assert (refused.value.status, refused.value.code) == (403, "login.unconfirmed")


@pytest.mark.req("S4-06", "S4-18", "S4-19", "S4-20")
async def test_an_unsigned_company_writes_but_does_not_send_until_it_signs(trade: Trade) -> None:
    supplier, customer = await trade(credits=100, signed=False)
    drafted = await supplier.own("POST", "/invoices", json=simple_draft(customer))
    with pytest.raises(Problem) as refused:
        await supplier.own("POST", f"/invoices/{drafted['invoice']}/send")
    assert (refused.value.status, refused.value.code) == (422, "company.unsigned")
    page = await supplier.own("GET", f"/invoices/{drafted['invoice']}")
    assert page["draft"]["lines"][0]["name"] == "Banmontör, dagtid" and page["number"] is None
    await supplier.sign("198803200016", "Anna Öst")
    issued = await supplier.own("POST", f"/invoices/{drafted['invoice']}/send")
    assert issued["number"].endswith("00001")


@pytest.mark.req("S1-02", "S1-21")
async def test_without_credit_an_invoice_is_held_and_goes_on_by_itself(trade: Trade) -> None:
    supplier, customer = await trade()
    drafted = await supplier.own("POST", "/invoices", json=simple_draft(customer))
    held = await supplier.http.post(f"/api/v1/companies/{supplier.company}/invoices/{drafted['invoice']}/send")
    assert (held.status_code, held.json()["answer"], held.json()["reason"]) == (200, "invoice_held", "no-credit")
    await supplier.buy_credits(100)
    page = await supplier.invoice_in(drafted["invoice"], "handed-over", "delivered")
    assert page["number"].endswith("00001")

    async def used() -> bool | None:
        return await supplier.credits() == 99 or None

    assert await until(used, "the credit to be captured")


@pytest.mark.req("S0-20", "S0-21")
async def test_a_receiver_that_chose_its_inbox_gets_no_mail(trade: Trade) -> None:
    supplier, customer = await trade(credits=100)
    await customer.own("PUT", "/reception", json={"method": "inbox"})
    drafted = await supplier.own("POST", "/invoices", json=simple_draft(customer))
    issued = await supplier.own("POST", f"/invoices/{drafted['invoice']}/send")
    page = await supplier.invoice_in(drafted["invoice"], "handed-over", "delivered")
    handed_over = [line for line in page["timeline"] if line["name"] == "invoicing.invoice_handed_over"]
    assert [line["body"]["channel"] for line in handed_over] == ["inbox"]
    assert (await customer.received(issued["number"]))["supplier_name"] == "Norrsken Bygg AB"


@pytest.mark.slow
async def test_a_pdf_is_made_once_though_three_want_it_and_delivery_dies_meanwhile(
    network: Network, trade: Trade, tmp_path: Path
) -> None:
    """Within the network no PDF is made before somebody wants it; then it is kept, and both sides have the same bytes.

    Delivery dies when the PDF is drawn and kept, but not recorded. It takes as long to come back as its fonts take to
    load, which is most of a minute on a busy machine. That it may die anywhere else, `tests/chaos` proves.
    """
    supplier, customer = await trade(credits=100)
    await customer.own("PUT", "/reception", json={"method": "inbox"})
    drafted = await supplier.own("POST", "/invoices", json=simple_draft(customer))
    issued = await supplier.own("POST", f"/invoices/{drafted['invoice']}/send")
    document = (await customer.received(issued["number"]))["id"]
    died = tmp_path / "died"
    await network.restart("delivery", {"STAFETT_DELIVERY_FAILPOINTS": f"act.after={died}"})
    path, sent = f"/inbox/{document}/pdf", f"/invoices/{document}/pdf"
    first, second, third = await asyncio.gather(
        customer.download(path, COMING_BACK_S),
        customer.download(path, COMING_BACK_S),
        supplier.download(sent, COMING_BACK_S),
    )
    assert died.exists() and first.startswith(b"%PDF-")
    assert first == second == third == await customer.download(path) == await supplier.download(sent)
    made = f"SELECT count(*) FROM store.stored_events WHERE topic LIKE '{RENDERED}' AND originator_id = '{document}'"
    assert await column(network, "delivery", made) == [1]
    with pytest.raises(Problem) as foreign:
        await supplier.download(path)
    assert (foreign.value.status, foreign.value.code) == (404, "document.not-found")
    await network.restart("delivery")


@pytest.mark.req("S4-16", "D-01")
async def test_a_company_that_is_aboard_cannot_come_aboard_again(company: NewCompany, visitor: NewVisitor) -> None:
    first = await company("anna", "Norrsken AB")
    page = await first.own("GET", "")
    second = await visitor("sven")
    with pytest.raises(Problem) as refused:
        hit = {"country": "SE", "number": page["number"], "name": "Norrsken AB", "legal_form": "AB"}
        await second.register(hit, page["vat_number"])
    assert (refused.value.status, refused.value.code) == (409, "company.already-registered")


def simple_draft(customer: Visitor) -> dict[str, object]:
    """One line, and all that is mandatory."""
    today = date.today()
    line = {"name": "Banmontör, dagtid", "quantity": "8", "unit": "HUR", "price": "645.00", "vat_rate": "25"}
    return {
        "receiver": customer.company,
        "lines": [line],
        "issue_date": today.isoformat(),
        "due_date": (today + timedelta(days=30)).isoformat(),
        "buyer_reference": "48213",
    }
