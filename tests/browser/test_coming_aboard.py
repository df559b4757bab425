"""A company comes aboard in a browser, from the mail that invites to the thing done, as the guides tell it."""

import re

import pytest
from playwright.async_api import expect

from devstack.companies import PERSONAL_NUMBER, NewCompany, NewVisitor
from devstack.journey import PASSWORD, Visitor

from .companies import DENMARK, SWEDEN, sign_on_this_device
from .conftest import NewGuest
from .guest import Guest

SWEDISH = {
    "sign up": "Registrera",
    "confirm": "Bekräfta",
    "confirm address": "Bekräfta adressen",
    "confirmed": "E-postadressen är bekräftad",
    "log in": "Logga in",
}
DANISH = {
    "sign up": "Opret",
    "confirm": "Bekræft",
    "confirm address": "Bekræft adressen",
    "confirmed": "E-mailadressen er bekræftet",
    "log in": "Log ind",
}


async def sign_up(newcomer: Guest, email: str, words: dict[str, str], *, by_link: bool = False) -> None:
    """Fills in what is not filled in, proves the address by code or by link, and logs in."""
    await newcomer.fill(password=PASSWORD, repeated=PASSWORD, privacy=True)
    await newcomer.press(words["sign up"])
    while not newcomer.has_scripts and newcomer.path == "/register":  # without scripts, who is too quick waits a little
        await newcomer.fill(password=PASSWORD, repeated=PASSWORD)
        await newcomer.press(words["sign up"])
    await newcomer.arrives("/confirm")
    if by_link:
        await newcomer.open(await newcomer.link(email, "/confirm/"))
    else:
        await newcomer.fill(code=await newcomer.code(email))
    await newcomer.press(words["confirm address"] if by_link else words["confirm"])
    await newcomer.sees(words["confirmed"])
    assert await newcomer.value("email") == email
    await newcomer.fill(password=PASSWORD)
    await newcomer.press(words["log in"])


async def invite_customer(supplier: Visitor, email: str, number: str = "4711", language: str = "da") -> None:
    body = {"customer_number": number, "customer_name": "Kunden", "email": email, "language": language}
    await supplier.own("POST", "/invitations", json=body)


@pytest.mark.req("S0-04", "S0-06", "S0-08", "S0-09", "S0-10", "S0-11", "S0-13", "S0-14")
@pytest.mark.parametrize("scripts", [pytest.param(True, marks=pytest.mark.slow), False])
async def test_a_danish_receiver_follows_the_guide_from_the_invitation_to_the_receipt(
    guest: NewGuest, company: NewCompany, scripts: bool
) -> None:
    """Without scripts, since nothing of it needs them; with them the newcomer's clock walks the same way."""
    supplier = await company("bo", "Rälsverket AB", signed=True)
    danish = next(DENMARK)
    email = f"mette.{danish.number}@fjordkaffe.example"
    await invite_customer(supplier, email)
    mette = await guest("da", scripts=scripts)
    await mette.open("/start")
    await mette.follow("Sådan modtager I, trin for trin")
    await mette.sees("Åbn linket i invitationen")
    await mette.open(await mette.link(email, "/enrol"))
    await mette.sees("Rälsverket AB")
    await mette.follow("Opret konto")
    await mette.fill(email=email, given_name="Mette", family_name="Søndergaard")
    await sign_up(mette, email, DANISH)
    await mette.sees("Tilføj virksomheden først")
    await mette.follow("Registrer virksomheden")
    await mette.fill(search=danish.number)
    await mette.press("Hent")
    assert await mette.value("vat_number") == f"DK{danish.number}"
    await mette.press("Ja, tilføj virksomheden")
    await mette.sees("4711")
    await mette.press("Ja, modtag e-fakturaer")
    await mette.sees("Læs vilkårene, og sæt kryds i feltet.")
    await mette.fill(terms=True)
    await mette.press("Ja, modtag e-fakturaer")
    await mette.arrives(r"/c/[0-9a-f-]+\?request=[0-9a-f-]+")
    await mette.sees("I modtager nu e-fakturaer fra Rälsverket AB")
    await mette.mail(email, "Rälsverket AB")
    await mette.open(await mette.link(email, "/enrol", "vil gerne sende"))
    await mette.sees("Invitationen er allerede")


@pytest.mark.req("S0-07", "S0-27", "S0-28")
async def test_a_member_logs_in_and_answers_with_one_button(guest: NewGuest, company: NewCompany) -> None:
    """Also: `next` outlives a wrong password."""
    supplier, member = await company("bo", "Rälsverket AB", signed=True), await company("karin", "Infrabana AB")
    await invite_customer(supplier, member.email, "K-77", "sv")
    karin = await guest("sv")
    await karin.open("/enrol")
    mail = await karin.mail(member.email, "K-77")
    code = re.search(r"\b[0-9A-Z]{10}\b", mail["text"])
    assert code is not None
    await karin.fill(number="K-77", code=f"{code[0][:5]}-{code[0][5:]}".lower())
    await karin.press("Visa inbjudan")
    await karin.follow("Logga in")
    await karin.fill(email=member.email, password="Fel-lösen-11")
    await karin.press("Logga in")
    await karin.sees("Fel e-postadress eller lösenord")
    await karin.fill(password=PASSWORD)
    await karin.press("Logga in")
    await karin.sees("Företag som tar emot: Infrabana AB")
    await karin.press("Ja, ta emot e-fakturor")
    await karin.arrives(rf"/c/{member.company}\?request=.+")
    await karin.sees("Ni tar nu emot e-fakturor från Rälsverket AB")


@pytest.mark.req(
    "S3-04", "S3-05", "S3-08", "S3-18", "S3-24", "S3-31", "S3-33", "S3-34", "S3-36", "S3-41", "S4-13", "S3-50"
)
async def test_a_nordic_supplier_follows_the_guide_until_it_is_ready_to_send(
    guest: NewGuest, company: NewCompany
) -> None:
    buyer, swedish = await company("karin", "Infrabana Sverige AB", signed=True), next(SWEDEN)
    email = f"anna.{swedish.identity}@bygg.example"
    body = {"supplier_name": swedish.name, "email": email, "given_name": "Anna", "family_name": "Öst", "language": "sv"}
    await buyer.own("POST", "/supplier-invitations", json=body)
    anna = await guest("en")
    await anna.open(await anna.link(email, "/enrol"))
    await anna.follow("Svenska")
    await anna.sees("Infrabana Sverige AB vill få era fakturor hit")
    await anna.look("enrol-invited")
    await anna.follow("Registrera dig")
    assert [await anna.value(name) for name in ("email", "given_name", "family_name")] == [email, "Anna", "Öst"]
    await anna.sees("Fält med * är obligatoriska")
    await sign_up(anna, email, SWEDISH, by_link=True)
    await anna.follow("Registrera företaget")
    await anna.look("look-up")
    await look_up_and_confirm(anna, swedish.identity, swedish.name)
    await connect(anna)
    await bank_account(anna)
    await sign(anna)
    left = anna.page.get_by_role("heading", name="Kvar innan ni kan skicka fakturor")
    assert await left.count() == 0, "ready"
    await anna.look("overview-ready")
    await anna.page.get_by_role("navigation", name="Företagets sidor").get_by_role("link", name="Fakturor").click()
    await anna.sees("Här samlas företagets fakturor")


async def look_up_and_confirm(anna: Guest, number: str, name: str) -> None:
    await anna.fill(search=number[:4])
    await anna.press("Hämta")
    await anna.look("found-none")
    await anna.follow("Sök igen")
    await anna.fill(search=number)
    await anna.press("Hämta")
    await anna.sees(name)
    await anna.look("confirm-company")
    assert await anna.value("vat_number") == f"SE{number}01"
    await anna.fill(vat_number="SE12")
    await anna.press("Ja, lägg till företaget")
    await anna.sees("Momsregistreringsnumret kan inte stämma")
    assert await anna.value("vat_number") == "SE12", "what was typed stays"
    await anna.look("confirm-company-wrong")
    await anna.fill(vat_number=f"SE{number}01")
    await anna.press("Ja, lägg till företaget")


async def connect(anna: Guest) -> None:
    """The terms can be read and downloaded before they are accepted, and Connect comes after them."""
    await anna.sees("vill få era fakturor hit")
    await anna.look("enrol-answer")
    async with anna.page.expect_popup() as opened:
        await anna.follow("Läs användarvillkoren (nytt fönster)")
    terms = await opened.value
    await expect(terms.locator("h1")).to_have_text("Användarvillkor för Stafett")
    async with terms.expect_download() as file:
        await terms.get_by_role("link", name="Ladda ner villkoren").click()
    assert (await file.value).suggested_filename == "stafett-user-terms-2026-11.sv.md"
    await terms.close()
    await anna.fill(terms=True)
    await anna.press("Ja, anslut")
    await anna.sees("Ni är kopplade")
    await anna.look("overview-left")


async def bank_account(anna: Guest) -> None:
    await anna.page.locator("main").get_by_role("link", name="Bankkonto").click()
    await anna.look("bank-accounts")
    await anna.fill(kind="bankgiro", number="5050-1056")
    await anna.press("Spara kontot")
    await anna.sees("Kontonumret kan inte stämma")
    await anna.fill(number="5050-1055")
    await anna.press("Spara kontot")
    await anna.arrives(r"/c/[0-9a-f-]+")


async def sign(anna: Guest) -> None:
    """The button is shut until the box is ticked; later is always possible."""
    await anna.page.locator("main").get_by_role("link", name="Skriv under").click()
    await anna.look("sign")
    button = anna.page.get_by_role("button", name="Signera", exact=True)
    await expect(button).to_be_disabled()
    await anna.follow("Signera senare")
    await anna.page.locator("main").get_by_role("link", name="Skriv under").click()
    await anna.fill(personal_number="19880320001", authority_declared=True)
    await expect(button).to_be_enabled()
    await anna.press("Signera")
    await anna.sees("Personnumret kan inte stämma")
    await anna.fill(personal_number=PERSONAL_NUMBER)
    await anna.press("Signera")
    await anna.sees("Öppna BankID")
    await anna.look("signing")
    code = anna.page.locator("img[data-code]")
    assert await code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100, "a code is drawn"
    await sign_on_this_device(anna, "Anna Öst")
    await anna.sees("Underskriften är gjord")


@pytest.mark.req("S3-23", "S2-26", "S4-07", "S4-08")
async def test_the_first_log_in_lands_on_company_information_and_one_person_has_several_companies(
    guest: NewGuest, visitor: NewVisitor
) -> None:
    """A sole trader is found by personal number; a company that the register does not know is written by hand."""
    erik = await guest("sv")
    person = await visitor("erik")
    await erik.log_in(person.email)
    await erik.arrives("/companies/new")
    await erik.fill(search="811228-9874")
    await erik.press("Hämta")
    await erik.sees("Vilket företag är det?")
    await erik.look("found-many")
    await erik.follow("Erik Testbergs Snickeri")
    assert await erik.value("vat_number") == "SE811228987401"
    await erik.open("/companies/new")
    await erik.fill(search="19121212-1212")
    await erik.press("Hämta")
    await erik.sees("Tolvanssons Åkeri")
    assert await erik.value("vat_number") == "SE121212121201"
    await erik.press("Ja, lägg till företaget")
    await erik.arrives(r"/c/[0-9a-f-]+")
    await erik.look("overview-new")
    await erik.follow("Byt företag")
    await erik.follow("Lägg till ett företag")
    await erik.follow("Fyll i uppgifterna själv i stället")
    await erik.look("by-hand")
    await erik.fill(number="16-556000-0167", name="Båtviken AB", legal_form="AB", no_vat_number=True)
    await erik.press("Ja, lägg till företaget")
    await erik.arrives(r"/c/[0-9a-f-]+")
    await erik.page.get_by_role("navigation", name="Företagets sidor").get_by_role("link", name="Företaget").click()
    await erik.sees("Båtviken AB")
    await erik.look("company")
    await erik.open("/companies")
    await erik.look("companies")
    assert await erik.page.locator(".choices li").count() == 2
