"""Ways to a company beside one's own: access that its owner gives, a code from a colleague, an invitation it holds."""

import re

import pytest
from playwright.async_api import Page, expect

from devstack.companies import NewCompany, NewVisitor
from devstack.journey import PASSWORD

from .companies import DENMARK
from .conftest import NewGuest

OPEN_TO_ALL = ("/guide/send", "/terms", "/terms/sale", "/join", "/reset")
TABS_MAX = 60
OF_A_COMPANY = ("/company", "/address", "/bank-accounts", "/terms", "/sign", "/invitations", "/waiting")


@pytest.mark.req("D-01", "S4-16", "S4-17")
async def test_a_company_that_is_aboard_is_asked_for_access_and_its_owner_gives_it(
    guest: NewGuest, visitor: NewVisitor
) -> None:
    """The number goes along: nobody writes it twice."""
    danish = next(DENMARK)
    owner, asker = await visitor("maja", "da"), await visitor("nils", "da")
    hit = {"country": "DK", "number": danish.number, "name": danish.name, "legal_form": ""}
    await owner.register(hit, f"DK{danish.number}")
    nils = await guest("da")
    await nils.log_in(asker.email)
    await nils.fill(search=danish.number)
    await nils.press("Hent")
    await nils.press("Ja, tilføj virksomheden")
    await nils.sees("Virksomheden er allerede i netværket")
    await nils.look("company-taken")
    await nils.fill(message="Jeg er revisor.\nHilsen Nils")
    await nils.press("Bed om adgang")
    await nils.arrives("/companies/access")
    await nils.sees("Venter på svar")
    await nils.look("access")
    maja = await guest("da")
    await maja.be(owner)
    await maja.open(f"/c/{owner.company}/waiting")
    await maja.sees("Jeg er revisor.")
    await maja.fill(role="invoicer")
    await maja.press("Giv adgang")
    await maja.sees("Intet venter")
    await nils.open("/companies/access")
    await nils.sees("Du har fået adgang")
    await nils.open("/")
    await nils.follow(danish.name)
    await nils.arrives(f"/c/{owner.company}")
    await nils.sees("Bed en ejer eller administrator")


async def test_the_code_of_a_colleagues_invitation_has_a_page_that_takes_it(
    guest: NewGuest, company: NewCompany, visitor: NewVisitor
) -> None:
    owner, invited = await company("anna", "Norrsken AB", signed=True), await visitor("bo")
    await owner.own("POST", "/colleagues", json={"email": invited.email, "role": "invoicer"})
    bo = await guest("sv")
    await bo.open("/join")
    await bo.follow("Logga in")
    await bo.fill(email=invited.email, password=PASSWORD)
    await bo.press("Logga in")
    await bo.arrives("/join")
    await bo.fill(code="000000")
    await bo.press("Tacka ja")
    await expect(bo.page.get_by_role("alert")).to_be_visible()
    await bo.fill(code=await bo.code(invited.email, "Norrsken AB"))
    await bo.press("Tacka ja")
    await bo.arrives(f"/c/{owner.company}")


@pytest.mark.req("S3-30", "S3-75")
async def test_an_invitation_that_the_company_holds_is_answered_without_a_code(
    guest: NewGuest, company: NewCompany
) -> None:
    supplier, customer = await company("bo", "Rälsverket AB", signed=True), await company("karin", "Infrabana AB")
    body = {"customer_number": "K-9", "customer_name": "Infrabana AB", "email": customer.email}
    await supplier.own("POST", "/invitations", json={**body, "customer": customer.company})
    karin = await guest("sv")
    await karin.log_in(customer.email)
    await karin.follow("Rälsverket AB vill skicka er fakturor")
    await karin.look("invitation")
    await karin.press("Ja, ta emot e-fakturor")
    await karin.sees("Ni tar nu emot e-fakturor från Rälsverket AB")


async def test_who_signs_up_again_before_confirming_gets_a_new_code_that_works(guest: NewGuest) -> None:
    """M6: the second sign-up said that there was an account already, and the first code was lost."""
    maja = await guest("fi")
    email = f"maja.{next(DENMARK).number}@uusi.example"
    for given_name in ("Maja", "Maija"):
        await maja.open("/register")
        await maja.fill(email=email, given_name=given_name, family_name="Virta", privacy=True)
        await maja.fill(password=PASSWORD, repeated=PASSWORD)
        await maja.press("Rekisteröidy")
        await maja.arrives("/confirm")
    await maja.fill(code=await maja.code(email, "Maija"))
    await maja.press("Vahvista")
    await maja.fill(password=PASSWORD)
    await maja.press("Kirjaudu sisään")
    await maja.sees("Maija Virta")


@pytest.mark.parametrize("language", ["sv", pytest.param("fi", marks=pytest.mark.slow)])
async def test_each_page_of_coming_aboard_keeps_nobody_out(guest: NewGuest, company: NewCompany, language: str) -> None:
    """In light and in dark, at 320 px; Finnish words are the longest."""
    anna = await company("anna", "Norrsken Bygg AB", signed=language == "sv")
    for number in ("5050-1055", "991-2346"):
        await anna.own("POST", "/bank-accounts", json={"kind": "bankgiro", "number": number})
    reader = await guest(language)
    await reader.open(f"/language/{language}")
    for path in OPEN_TO_ALL:
        await reader.open(path)
        await reader.look(f"{language}{path.replace('/', '-')}")
    await reader.be(anna)
    for path in OF_A_COMPANY:
        await reader.open(f"/c/{anna.company}{path}")
        assert await reader.page.locator("h1").count() == 1, path
        await reader.look(f"{language}-c{path.replace('/', '-')}")


async def test_a_company_is_made_ready_by_keyboard_alone(guest: NewGuest, company: NewCompany) -> None:
    anna = await company("anna", "Norrsken Bygg AB")
    keyboard = await guest("sv")
    page = keyboard.page
    await keyboard.open("/login")
    await to(page, "#email")
    await page.keyboard.type(anna.email)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await keyboard.arrives(f"/c/{anna.company}")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    await page.keyboard.press("Enter")
    await to(page, f"main a[href$='{anna.company}/address']")
    await page.keyboard.press("Enter")
    await keyboard.arrives(".*/address")
    await to(page, "#street")
    for text in ("Verkstadsgatan 14", "972 41", "Luleå"):
        await page.keyboard.type(text)
        await page.keyboard.press("Tab")
    await to(page, "#form button.ds-button[type=submit]")
    await page.keyboard.press("Enter")
    await keyboard.arrives(f"/c/{anna.company}")
    await to(page, f"main a[href$='{anna.company}/bank-accounts']")
    await page.keyboard.press("Enter")
    await keyboard.arrives(".*/bank-accounts")
    await to(page, "#number")
    await page.keyboard.type("5050-1055")
    await page.keyboard.press("Enter")
    await keyboard.arrives(f"/c/{anna.company}")
    assert not re.search("Adress|Bankkonto", await page.locator(".todo").inner_text())


async def to(page: Page, selector: str) -> None:
    """Presses Tab until an element has the focus, as somebody does who has no mouse."""
    for _ in range(TABS_MAX):
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {selector}")
