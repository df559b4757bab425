"""A person's account in a browser: signing up with every rule of the guide, log-in, a forgotten password, log-out."""

import pytest
from playwright.async_api import expect

from devstack.journey import PASSWORD

from .conftest import NewGuest

EMAIL = "sofia.lind@konto.example"
NEWER = "Växel-i-läge-42"
TOO_WEAK = {
    "Ax1!": "Lösenordet ska ha mellan 8 och 200 tecken.",
    "Ralsochvaxlar7": "Ett specialtecken saknas",
    "rals-och-vaxlar-7": "Både stora och små bokstäver behövs.",
    "Rals-och-vaxlar": "En siffra saknas.",
}
RULES = "Minst 8 tecken, med både stora och små bokstäver, en siffra och ett specialtecken"


@pytest.mark.req("S3-02", "S3-06", "S3-07", "S3-09", "S3-10", "S3-11", "S3-12", "S3-13", "S3-14", "S3-15", "S3-16")
@pytest.mark.req("S3-17", "S3-20", "S3-21", "S3-22", "S3-71", "S2-29", "S2-30", "S4-03")
async def test_an_account_is_made_by_the_rules_logged_in_to_and_its_password_set_anew(guest: NewGuest) -> None:
    sofia = await guest("sv")
    await sofia.open("/start")
    assert await sofia.page.locator("html").get_attribute("lang") == "sv", "as the browser asks"
    await sofia.open("/register")
    await sofia.sees(RULES)
    await expect(sofia.page.locator("[data-captcha]")).to_be_attached()
    name = {"given_name": "Sofia", "family_name": "Lind"}
    await sofia.fill(email=EMAIL, **name)
    for password, why in TOO_WEAK.items():
        await sofia.fill(password=password, repeated=password, privacy=True)
        await sofia.press("Registrera")
        await sofia.sees(why)
    await sofia.fill(password=PASSWORD, repeated=PASSWORD[:-1], privacy=False)
    await sofia.press("Registrera")
    await sofia.sees("Lösenorden är inte lika.")
    await sofia.sees("Läs integritetspolicyn och kryssa i rutan.")
    assert [await sofia.value(field) for field in ("email", *name)] == [EMAIL, *name.values()], "what was typed stays"
    await sofia.fill(password=PASSWORD, repeated=PASSWORD, privacy=True)
    await sofia.press("Registrera")
    await sofia.arrives("/confirm")
    await sofia.sees("Vi har skickat ett mejl.")

    await sofia.log_in(EMAIL)
    await sofia.sees("Bekräfta din e-postadress")
    assert await sofia.page.get_by_role("button", name="Logga ut").count() == 0
    await sofia.open(await sofia.link(EMAIL, "/confirm/"))
    await sofia.press("Bekräfta adressen")
    await sofia.arrives(r"/login\?notice=confirmed")
    await sofia.fill(password=PASSWORD)
    await sofia.press("Logga in")
    await sofia.arrives("/companies/new")
    await sofia.press("Logga ut")
    await sofia.sees("Du är utloggad.")

    await sofia.open("/login")
    await sofia.follow("Glömt lösenordet?")
    await sofia.fill(user=EMAIL)
    await sofia.press("Skicka länken")
    await sofia.sees("Om det finns ett sådant konto är ett mejl på väg.")
    await sofia.open(await sofia.link(EMAIL, "/reset/"))
    await sofia.fill(password=NEWER, repeated=NEWER)
    await sofia.press("Spara lösenordet")
    await sofia.sees("Lösenordet är ändrat.")
    await sofia.log_in(EMAIL, PASSWORD)
    await sofia.sees("Fel e-postadress eller lösenord")
    await sofia.log_in(EMAIL, NEWER)
    await sofia.arrives("/companies/new")

    await sofia.open("/help/signing")
    await sofia.sees("BankID")
