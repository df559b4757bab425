"""What every page has: a language that is changed in the middle of a form, what is wrong on top, a menu, a way on."""

import pytest
from playwright.async_api import expect

from devstack.companies import NewCompany, connect, make_ready

from .conftest import NewGuest

FIELDS = {"email": "maja@fjordkaffe.example", "given_name": "Maja", "family_name": "Lindström & Søn"}


@pytest.mark.req("S3-03")
@pytest.mark.parametrize("scripts", [True, False])
async def test_another_language_in_the_middle_of_a_form_keeps_what_was_typed_and_where_one_was_going(
    guest: NewGuest, scripts: bool
) -> None:
    """Siblings: every page with a form has the switch in its frame, so all of them keep; and the link between log-in
    and sign-up lost `next` too."""
    maja = await guest("sv", scripts=scripts)
    await maja.open("/register?next=/enrol?number=7")
    await maja.fill(**FIELDS, privacy=True, password="Hemligt-ord-1")
    for language, title in (("Dansk", "Opret konto"), ("Suomi", "Rekisteröidy")):
        await maja.press(language)
        assert await maja.title() == title
        assert maja.path == "/register?next=/enrol?number=7"
        assert {name: await maja.value(name) for name in FIELDS} == FIELDS
        assert await maja.page.locator("#privacy").is_checked()
        assert await maja.value("password") == "", "a password travels nowhere"
    await maja.open("/register")
    assert await maja.value("given_name") == "", "what was typed is shown once"
    await maja.open("/login?next=/enrol?number=7")
    await maja.fill(email="nobody@exempel.example", password="Fel-ord-11")
    await maja.press("Kirjaudu sisään")
    await maja.press("Svenska")
    assert await maja.value("email") == "nobody@exempel.example"
    await maja.follow("Registrera dig")
    assert maja.path == "/register?next=/enrol%3Fnumber%3D7"


async def test_enter_in_a_field_sends_the_form_and_is_no_other_language(guest: NewGuest) -> None:
    maja = await guest("sv")
    await maja.open("/login")
    await maja.fill(email="maja@exempel.example", password="Fel-ord-11")
    async with maja.page.expect_navigation():
        await maja.page.keyboard.press("Enter")
    await maja.sees("Fel e-postadress eller lösenord")
    assert await maja.page.locator("html").get_attribute("lang") == "sv"


async def test_what_is_wrong_stands_on_top_and_leads_to_its_field(guest: NewGuest) -> None:
    maja = await guest("da")
    await maja.open("/register")
    await maja.fill(**{**FIELDS, "email": "maja", "family_name": ""})
    await maja.press("Opret")
    await maja.look("register-wrong")
    summary = maja.page.get_by_role("alert")
    await expect(summary).to_be_focused()
    await summary.get_by_role("link", name="Skriv dit efternavn.").click()
    await expect(maja.page.locator("#family_name")).to_be_focused()
    assert await maja.page.locator("#family_name").get_attribute("aria-invalid") == "true"
    assert await maja.value("given_name") == "Maja"


@pytest.mark.req("S0-14", "S3-50")
async def test_log_in_lands_on_the_front_page_of_the_company_and_the_menu_leads_on(
    guest: NewGuest, company: NewCompany
) -> None:
    anna = await company("anna", "Norrsken Bygg AB")
    reader = await guest("sv")
    await reader.log_in(anna.email)
    await reader.arrives(f"/c/{anna.company}")
    await reader.look("overview")
    await reader.page.get_by_role("navigation", name="Företagets sidor").get_by_role("link", name="Fakturor").click()
    await reader.arrives(f"/c/{anna.company}/invoices")
    await reader.look("invoices")
    for path in ("/inbox", "/waiting"):
        await reader.open(f"/c/{anna.company}{path}")
        await reader.look(path.strip("/"))


async def test_who_only_receives_is_not_asked_for_what_only_senders_need(guest: NewGuest, company: NewCompany) -> None:
    supplier = await company("bo", "Rälsverket AB", signed=True)
    await make_ready(supplier, "Rälsverket AB")
    customer = await company("karin", "Infrabana AB")
    await connect(supplier, customer)
    reader = await guest("sv")
    await reader.log_in(customer.email)
    await reader.arrives(f"/c/{customer.company}")
    assert await reader.page.get_by_role("navigation", name="Kvar innan").count() == 0
