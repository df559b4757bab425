"""Trading: customers and suppliers are invited, recipients found and asked for, a register read in; reception."""

import pytest

from devstack.companies import NewCompany, connect
from devstack.numbers import swedish_number

from .conftest import NewGuest

REGISTER = f"""Kundnummer;Namn;Organisationsnummer;E-post
501;Bro & Väg AB;{swedish_number(99_001)};bro@kund.example
502;;{swedish_number(99_002)};
"""


@pytest.mark.req("S0-32", "S2-04", "S2-05", "S2-08", "S2-09")
async def test_a_customer_and_a_supplier_are_invited_in_swedish(guest: NewGuest, company: NewCompany) -> None:
    anna = await company("anna", "Norrsken Bygg AB", signed=True, ready=True)
    karin = await company("karin", "Infrabana Sverige AB")
    page = await guest("sv")
    await page.be(anna)
    home = f"/c/{anna.company}"
    await page.open(f"{home}/customers")
    await page.sees("Ni har inga kunder här än")
    await page.look("customers-none")
    await page.follow("Bjud in en kund")
    await page.look("invite-customer")
    await page.fill(customer_name="Infrabana Sverige AB", customer_number=" ", email=karin.email)
    await page.page.locator("main form").first.evaluate("form => form.noValidate = true")
    await page.press("Skicka inbjudan")
    assert await page.value("customer_name") == "Infrabana Sverige AB", "what was typed is kept"
    await page.fill(customer_number="10042")
    await page.press("Skicka inbjudan")
    await page.arrives(f"{home}/customers")
    await page.sees("Inbjuden")
    await page.look("customers")
    await page.mail(karin.email, "10042")
    await page.follow("Infrabana Sverige AB")
    await page.sees("Vi påminner av oss själva")
    await page.look("customer-invited")
    await page.press("Dra tillbaka inbjudan")
    await page.sees("Tillbakadragen")

    await connect(anna, karin)
    await page.open(f"{home}/customers?status=connected")
    await page.follow("Infrabana Sverige AB")
    await page.sees("Kunden kräver inga särskilda referenser")
    await page.look("customer")

    await page.open(f"{home}/suppliers/invite")
    await page.fill(supplier_name="Grus & Makadam AB", email=f"grus.{anna.email}", given_name="Gun")
    await page.press("Skicka inbjudan")
    await page.arrives(f"{home}/suppliers")
    await page.look("suppliers")
    await page.mail(f"grus.{anna.email}")

    buyer = await guest("sv")
    await buyer.be(karin)
    await buyer.open(f"/c/{karin.company}/suppliers")
    await buyer.sees("Norrsken Bygg AB")
    await buyer.press("Godkänn nya leverantörer först")
    await buyer.sees("Nya leverantörer väntar tills ni har godkänt dem")


@pytest.mark.req("S2-04", "S2-05", "S2-06", "S2-09", "S2-25")
async def test_a_recipient_is_found_or_asked_for_and_a_register_is_tried_before_it_is_read_in(
    guest: NewGuest, company: NewCompany
) -> None:
    anna = await company("anna", "Norrsken Bygg AB", signed=True, ready=True)
    member = await company("bo", "Rälsverket Väst AB", signed=True)
    page = await guest("sv")
    await page.be(anna)
    home = f"/c/{anna.company}"
    await page.open(f"{home}/recipients")
    await page.fill(search="Rälsverket Väst")
    await page.press("Sök")
    await page.look("recipients")
    await page.page.locator(f"a[href$='/customers/ask/{member.company}']").click()
    await page.press("Fråga om ni får skicka")
    await page.sees("Tillfrågad")

    await page.open("/support")
    await page.follow("Utöka mitt nätverk – registrera mottagare")
    await page.fill(name="Kommunen", number="2120000142", operator="Annan operatör", email="faktura@kommun.example")
    await page.look("recipient-request")
    await page.press("Skicka förfrågan")
    await page.sees("Väntar på oss")
    await page.look("recipient-requests")

    await page.open(f"{home}/customer-register")
    await page.look("customer-register")
    await page.page.set_input_files(
        "[name=file]", {"name": "kunder.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()}
    )
    await page.press("Prova filen")
    await page.sees("Filen är provad. Ingenting har ändrats.")
    await page.sees("Rad 3")
    await page.look("customer-import")
    assert await anna.own("GET", "/customer-register") == [], "a dry run changes nothing"
    await page.press("Läs in nu")
    await page.sees("Filen är inläst.")
    assert [one["name"] for one in await anna.own("GET", "/customer-register")] == ["Bro & Väg AB"]


@pytest.mark.req("S0-19", "S0-20", "S0-21", "S0-22", "S0-23", "S0-25", "S0-29")
async def test_reception_is_chosen_in_norwegian_and_holds_when_it_is_saved(
    guest: NewGuest, company: NewCompany
) -> None:
    """And the sample that is ordered there has nothing to pay by."""
    kari = await company("kari", "Fjordkaffe AB", signed=True)
    page = await guest("nb")
    await page.open("/help/reception")
    await page.look("help-reception")
    await page.sees("Innboksen her")
    await page.be(kari)
    home = f"/c/{kari.company}/reception"
    await page.open(f"/language/nb?back={home}")
    assert await page.title() == "Slik mottar dere"
    await page.fill(method="inbox", format="ubl")
    await page.open(home)
    chosen = {way["document_type"]: (way["method"], way["format"]) for way in await kari.own("GET", "/reception")}
    assert chosen["invoice"] == ("email", "pdf"), "what is not saved does not hold"
    await page.follow("Kreditnotaer")
    await page.fill(method="inbox", format="ubl")
    await page.press("Lagre")
    await page.sees("Lagret.")
    await page.look("reception")
    chosen = {way["document_type"]: (way["method"], way["format"]) for way in await kari.own("GET", "/reception")}
    assert (chosen["credit-note"], chosen["invoice"]) == (("inbox", "ubl"), ("email", "pdf"))

    await page.press("Bestill en prøve")
    await page.sees("Prøven er sendt på e-post")
    await page.look("sample")
    (sample,) = await kari.own("GET", "/inbox")
    ubl = (await kari.download(f"/inbox/{sample['id']}/ubl")).decode()
    assert "PaymentMeans" not in ubl and "PayeeFinancialAccount" not in ubl and "PaymentID" not in ubl
