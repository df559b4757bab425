"""API keys on their page: made with scopes in words and shown once, two alive, their last use, and an end; by owners.

Siblings looked for: an administrator, by the page and by the API; Back and a double click on the button that makes one.
"""

import re

from api_visitor import logged_in, visitor
from pages_house import House

from contracts.onboarding import v1 as onboarding

ANNA, BO = "anna@norrsken.example", "bo@norrsken.example"
KEY = re.compile(r"stafett_[0-9A-Za-z]{48}")


async def test_a_key_is_made_shown_once_used_and_ended_on_its_page(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    here = f"/c/{company}/keys"
    async with house.browser() as browser, visitor(house) as erp:
        await browser.log_in(ANNA)
        page = await browser.open(here)
        assert "inga nycklar" in page.text and page.form(here)["scope-read"] == "yes"
        made = await browser.press(page, here, name="ERP", **{"scope-invoices": "yes"})
        (key,) = KEY.findall(made.response.text)
        assert "Den visas bara den här gången" in made.text
        again = await browser.press(page, here, name="ERP", **{"scope-invoices": "yes"})
        assert again.status == 409 and "redan skapad" in again.text and not KEY.findall(again.response.text)
        page = await browser.open(here)
        assert not KEY.findall(page.response.text) and "Inte använd än" in page.text
        assert "Skriva och skicka fakturor, Läsa allt" in page.text and "av Åsa Öst" in page.text
        erp.headers["authorization"] = f"Bearer {key}"
        assert (await erp.get(f"/companies/{company}/invoices")).status_code == 200
        assert "Senast använd" in (await browser.open(here)).text
        for _ in range(2):
            made = await browser.press(await browser.open(here), here, name="ERP")
        assert made.status == 409 and "redan två" in made.text
        ends = [str(form.action) for form in made.tree.forms if str(form.action).endswith("/end")]
        assert len(ends) == 2
        for end in ends:
            page = await browser.press(await browser.open(here), end)
        assert "Nyckeln är avslutad" in page.text and "inga nycklar" in page.text
        assert (await erp.get(f"/companies/{company}/invoices")).json()["code"] == "key.revoked"


async def test_a_key_without_a_name_or_scopes_says_so_at_their_fields(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    here = f"/c/{company}/keys"
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        page = await browser.press(await browser.open(here), here, **{"scope-read": "", "days": "9999"})
        assert page.status == 422 and {"#name", "#scope-read"} <= set(page.links())
        page = await browser.press(page, here, name="ERP", days="9999", **{"scope-read": "yes"})
        assert page.status == 422 and "högst 730 dagar" in page.text and page.form(here)["name"] == "ERP"


async def test_keys_are_the_owners_alone(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    bo = await house.person(BO)
    member = {"company": company, "person": bo, "role": "admin", "name": "Bo", "email": BO, "language": "sv"}
    await house.told(onboarding.MemberJoined.model_validate(member))
    async with house.browser() as browser, logged_in(house, BO) as http:
        await browser.log_in(BO)
        page = await browser.open(f"/c/{company}/keys")
        assert page.status == 403 and "owner" in page.text
        for answer in (
            await http.get(f"/companies/{company}/keys"),
            await http.post(f"/companies/{company}/keys", json={"name": "ERP", "scopes": ["read"], "days": 30}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "role.insufficient")
