"""Passkeys: made after the password, named, used instead of one, removed; and whatever is not quite one opens nothing.

Siblings looked for: a challenge of another person, of the other purpose, used twice and too old; another site; no
finger; another device's signature; a counter that goes back; text that is no answer at all.
"""

import json
from uuid import uuid4

import pytest
from account_stories import EMAIL, OTHER
from api_visitor import logged_in
from device_stories import Device, text
from pages_house import PASSWORD, Browser, House, Page

HERE = "/settings/passkeys"


def asked_on(page: Page) -> str:
    (form,) = page.tree.xpath("//form[@data-passkey]")
    return str(form.get("data-passkey"))


async def begun(browser: Browser, name: str = "Min telefon") -> Page:
    return await browser.press(await browser.open(HERE), f"{HERE}/begin", name=name, current=PASSWORD)


async def with_a_passkey(house: House, device: Device, email: str = EMAIL) -> None:
    """Somebody makes a passkey and logs out."""
    await house.person(email)
    async with house.browser() as browser:
        await browser.log_in(email)
        page = await begun(browser)
        page = await browser.press(page, HERE, credential=device.makes(asked_on(page)))
        assert "Passkeyn är tillagd" in page.text, page.text


async def entered(house: House, credential: str) -> Page:
    """What a new browser is shown that sends this for a passkey."""
    async with house.browser() as browser:
        return await browser.press(await browser.open("/login"), "/login/passkey", credential=credential)


async def asked_at_log_in(house: House) -> str:
    async with house.browser() as browser:
        return asked_on(await browser.open("/login"))


async def test_a_passkey_is_made_after_the_password_logs_in_and_is_removed(house: House) -> None:
    device = Device()
    await house.person(EMAIL)
    async with house.browser() as browser:
        await browser.log_in(EMAIL)
        page = await browser.press(await browser.open(HERE), f"{HERE}/begin", name="Min telefon", current=OTHER)
        assert page.status == 403 and page.form(f"{HERE}/begin")["name"] == "Min telefon"
        page = await begun(browser)
        credential = device.makes(asked_on(page))
        sent = await browser.press(page, HERE, credential=credential)
        again = await browser.press(page, HERE, credential=credential)
        for shown in (sent, again):
            assert "Passkeyn är tillagd" in shown.text and "Inte använd än" in shown.text
        assert [str(mail["Subject"]) for mail in house.mail.mails] == ["Kontot har ändrats"]
        assert text(device.id) in asked_on(await begun(browser)), "a device that has one makes no second"
        await browser.press(sent, "/logout")
        page = await browser.open("/login?next=/help")
        page = await browser.press(page, "/login/passkey", credential=device.answers(asked_on(page)))
        assert page.path == "/help" and "Åsa Öst" in page.text, "no password was asked for"
        async with logged_in(house, EMAIL) as http:
            (listed,) = (await http.get("/me/passkeys")).json()
            assert listed["name"] == "Min telefon" and listed["last_used_at"]
        page = await browser.press(await browser.open(HERE), f"{HERE}/{listed['id']}")
        assert "borttagen" in page.text and "borttagen" in house.mail.text().replace("tagits bort", "borttagen")
    page = await entered(house, device.answers(await asked_at_log_in(house)))
    assert page.status == 401 and "hör inte till något konto" in page.text


async def test_whatever_is_not_quite_the_passkey_opens_nothing(house: House) -> None:
    device = Device()
    await with_a_passkey(house, device)
    ask = await asked_at_log_in(house)
    used = device.answers(ask)
    assert (await entered(house, used)).path == "/companies/new"
    assert (await entered(house, used)).status == 422, "an answer counts once"
    assert (await entered(house, device.answers(ask))).status == 422, "and so does a question"

    def like(origin: str = device.origin, *, verified: bool = True) -> Device:
        other = Device(origin, verified=verified)
        other.id, other.key, other.count = device.id, device.key, device.count
        return other

    false_site, no_finger, other_key, older = like("http://stafett.example"), like(verified=False), like(), like()
    other_key.key, older.count = Device().key, 0
    for one in (false_site, no_finger, other_key, older):
        assert (await entered(house, one.answers(await asked_at_log_in(house)))).status == 422
    made_up = json.dumps({"challenge": text(b"\0" * 56), "rpId": "stafett.test"})
    for credential in ("", "{}", "[]", "7", "null", '"x"', "åäö", device.answers(made_up), "{" * 9_000):
        assert (await entered(house, credential)).status == 422, credential[:20]
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        for broken in ("", "x", text(b"{}"), text(b"[]"), "=" * 8, text(b"\xff" * 40)):
            credential = device.answers(await asked_at_log_in(house), **{part: broken})
            assert (await entered(house, credential)).status == 422, f"{part} {broken}"
    late = await asked_at_log_in(house)
    house.edge.passkeys._settings = house.edge.settings.model_copy(update={"passkey_minutes": -1})
    page = await entered(house, device.answers(await asked_at_log_in(house)))
    assert page.status == 422 and "för lång tid" in page.text
    assert (await entered(house, device.answers(late))).path == "/companies/new", "the right one goes on"


async def test_a_passkey_is_kept_for_whom_it_was_asked_and_once(house: House) -> None:
    device = Device()
    await with_a_passkey(house, device)
    await house.person("bo@norrsken.example")
    async with house.browser() as bo, house.browser() as anna:
        await anna.log_in(EMAIL)
        await bo.log_in("bo@norrsken.example")
        of_anna, of_bo = await begun(anna), await begun(bo)
        page = await bo.press(of_bo, HERE, credential=Device().makes(asked_on(of_anna)))
        assert page.status == 422 and "gick inte att använda" in page.text, "what Anna was asked is not for Bo"
        page = await bo.press(of_bo, HERE, credential=device.makes(asked_on(of_bo)))
        assert page.status == 409, "nobody takes over another's passkey"
        for wrong in (Device("http://evil.example"), Device(verified=False)):
            page = await begun(bo)
            assert (await bo.press(page, HERE, credential=wrong.makes(asked_on(page)))).status == 422
        async with logged_in(house, "bo@norrsken.example") as http:
            assert (await http.get("/me/passkeys")).json() == []
            async with logged_in(house, EMAIL) as owner:
                (listed,) = (await owner.get("/me/passkeys")).json()
            for other in (listed["id"], uuid4()):
                assert (await http.delete(f"/me/passkeys/{other}")).json()["code"] == "passkey.not-found"
        changed = house.edge.settings.model_copy(update={"passkeys_per_person_max": 1})
        house.edge.passkeys._settings = changed
        page = await begun(anna)
        assert page.status == 409 and "redan 1 passkeys" in page.text


@pytest.mark.parametrize(
    ("site", "offered"), [("https://192.0.2.1", False), ("https://[2001:db8::1]", False), ("https://a.se", True)]
)
async def test_where_the_portal_has_no_name_passkeys_are_not_offered(house: House, site: str, offered: bool) -> None:
    await house.person(EMAIL)
    house.edge.passkeys._settings = house.edge.settings.model_copy(update={"passkey_site": site})
    async with house.browser() as browser:
        assert ("Logga in med passkey" in (await browser.open("/login")).text) == offered
        await browser.log_in(EMAIL)
        assert ("inte att använda på den här" in (await browser.open(HERE)).text) != offered
