"""Klip are bought as the Danish guide tells it: the shop, cart, card's page, receipt; or a transfer."""

import re
from decimal import Decimal

import pytest
from playwright.async_api import expect

from contracts.operator import operator
from devstack.companies import NewCompany
from devstack.errands import Bank, upload_bank_file
from devstack.journey import Visitor
from devstack.network import Network

from .conftest import NewGuest
from .guest import Guest

SELLER = operator()
VISA, DECLINED = "4111111111111111", "4000000000000002"


async def to_the_checkout(buyer: Guest, quantity: str) -> None:
    await buyer.fill(item="invoice", quantity=quantity)
    await buyer.press("Læg i kurv")
    await buyer.follow("Gå til kassen")


async def pay(buyer: Guest, card: str) -> None:
    """On the card company's own page."""
    await expect(buyer.page).to_have_url(re.compile("/checkout/"))
    await buyer.page.locator("[name=number]").fill(card)
    await buyer.page.locator("[name=expiry]").fill("12/30")
    await buyer.page.locator("[name=cvc]").fill("123")
    await buyer.page.locator("form[action$=pay] button").click()


@pytest.mark.req("S1-04", "S1-06", "S1-07", "S1-08", "S1-09", "S1-12", "S1-13", "S1-14", "S1-15", "S1-16", "S1-25")
async def test_a_hundred_klip_by_card_in_danish(guest: NewGuest, company: NewCompany) -> None:
    """Each step of the guide; a number that is too small, terms left out and a card that is declined on the way."""
    anna = await company("anna", "Norrsken Bygg AB")
    buyer = await guest("da")
    await buyer.be(anna)
    await buyer.open("/language/da?back=/c/" + anna.company)
    await (
        buyer.page.get_by_role("navigation", name="Virksomhedens sider").get_by_role("link", name="Fakturaklip").click()
    )
    await buyer.arrives(f"/c/{anna.company}/credits")
    assert await buyer.title() == "Køb klip og support"
    await buyer.sees("Der er ingen fakturaklip")
    await buyer.sees(SELLER.customer_centre)
    assert "brev" not in (await buyer.says()).lower(), "what the network cannot do is not sold"

    await buyer.fill(quantity="99")
    await buyer.press("Læg i kurv")
    await buyer.sees("Bestil mindst 100")
    assert await buyer.value("quantity") == "99"
    await buyer.fill(quantity="100")
    await buyer.press("Læg i kurv")
    cart = buyer.page.get_by_role("complementary", name="Indkøbskurv")
    for sum_ in ("200,00", "50,00", "250,00"):
        await expect(cart).to_contain_text(sum_)
    await buyer.look("shop")

    await buyer.follow("Gå til kassen")
    await buyer.look("checkout")
    await buyer.follow("Afbryd bestilling")
    await expect(cart).to_contain_text("250,00")
    await buyer.follow("Gå til kassen")
    await buyer.page.locator("[name=payment][value=card]").check()
    await buyer.page.locator("main form").first.evaluate("form => form.noValidate = true")
    await buyer.page.get_by_role("button", name=re.compile("Bestil for")).click()
    await buyer.sees("Vælg korttype.")
    await buyer.look("checkout-wrong")
    await buyer.fill(card_type="visa", terms=True)
    await buyer.page.get_by_role("button", name=re.compile("Bestil for")).click()

    await pay(buyer, DECLINED)
    await buyer.sees("Kortets bank afviste betalingen")
    await buyer.look("order-declined")
    await buyer.follow("Prøv at betale igen")
    await pay(buyer, VISA)
    await buyer.sees("Fakturaklip i alt nu: 100")
    assert await buyer.title() == "Kvittering"
    said = await buyer.says()
    for text in (SELLER.name, SELLER.number, SELLER.vat_number, "Norrsken Bygg AB", "250,00", anna.email):
        assert text in said, f"the receipt names {text}"
    await buyer.look("receipt")
    mail = await buyer.mail(anna.email, "fakturaklip")
    assert SELLER.name in mail["text"] and SELLER.vat_number in mail["text"]
    assert await anna.credits() == 100

    for path, title in (
        ("/orders", "Bestillinger"),
        ("/credits/statement", "Saldo og kontoudtog"),
        ("/plan", "Abonnement"),
        ("/credits/top-up", "Automatisk opfyldning"),
        ("/credits/accounts", "Konti"),
    ):
        await buyer.open(f"/c/{anna.company}{path}")
        assert await buyer.title() == title
        await buyer.look(path.strip("/").replace("/", "-"))


@pytest.mark.req("S1-10", "S1-11", "S1-18", "S1-19", "S1-20", "S1-21", "S1-22")
async def test_klip_by_transfer_without_scripts(
    network: Network, guest: NewGuest, company: NewCompany, desk: Visitor
) -> None:
    anna = await company("anna", "Norrsken Bygg AB", ready=True)
    buyer = await guest("da", scripts=False)
    await buyer.be(anna)
    await buyer.open("/language/da?back=/c/" + anna.company + "/credits")
    await to_the_checkout(buyer, "1 000")
    await buyer.fill(payment="transfer", terms=True)
    await buyer.page.get_by_role("button", name=re.compile("Bestil for 2.500,00")).click()
    await buyer.sees("venter på betalingen")
    await buyer.sees(SELLER.account.number)
    await buyer.sees("(PDF)")
    order = buyer.path.split("?")[0].rpartition("/")[2]
    transfer = (await anna.own("GET", f"/orders/{order}"))["transfer"]
    said = await buyer.says()
    assert transfer["reference"] in said and transfer["invoice_number"] in said
    await buyer.mail(anna.email, transfer["invoice_number"])
    assert await anna.credits() == 0

    bank = Bank(network.url("bank"), SELLER.iban)
    serial = await bank.pay("2500.00", transfer["reference"], "Norrsken Bygg AB")
    await upload_bank_file(desk, await bank.file("camt.054", serial))
    await buyer.mail(anna.email, "Kvit")
    await buyer.open(f"/c/{anna.company}/orders/{order}")
    await buyer.sees("Fakturaklip i alt nu: 1.000")
    assert Decimal(await anna.credits()) == 1000
