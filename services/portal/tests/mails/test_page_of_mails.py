"""Which mails a company gets, on its page: boxes for those that can be turned off, and words for those that cannot.

Siblings looked for: whoever may not change it, by the page and by the API; a kind that nobody knows.
"""

from api_visitor import logged_in
from pages_house import House

from contracts.fact import Fact
from contracts.notifications import v1 as notifications
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal

ANNA, BO = "anna@norrsken.example", "bo@norrsken.example"


async def kept(fact: portal.MailChoiceMade) -> Fact:
    return notifications.MailChoiceKept(company=fact.company, person=fact.person, off=fact.off)


async def test_a_box_that_is_not_ticked_turns_its_mails_off(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    here = f"/c/{company}/mails"
    async with house.browser() as browser, logged_in(house, ANNA) as http:
        await browser.log_in(ANNA)
        page = await browser.open(here)
        assert "asa@norrsken.example" in page.text and "att ingen tar över något" in page.text
        ticked = {"documents": "yes", "partners": "yes", "recipients": "yes", "credits": "yes"}
        assert {name: page.form(here)[name] for name in ticked} == ticked
        async with house.answering(portal.MailChoiceMade, kept) as heard:
            page = await browser.press(page, here, partners="", credits="")
            assert "Sparat" in page.text and heard[0].off == ("partners", "credits")
            assert [page.form(here).get(name, "") for name in ticked] == ["yes", "", "yes", ""]
            assert (await http.get(f"/companies/{company}/mails")).json()["off"] == ["partners", "credits"]
            assert (await http.put(f"/companies/{company}/mails", json={"off": []})).status_code == 200
        assert page.path.endswith("saved=true") and (await browser.open(here)).form(here)["credits"] == "yes"
        for wrong in ({"off": ["security"]}, {"off": ["documents"] * 9}, {}):
            assert (await http.put(f"/companies/{company}/mails", json=wrong)).status_code == 422


async def test_whoever_may_not_change_it_reads_it(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    bo = await house.person(BO)
    member = {"company": company, "person": bo, "role": "invoicer", "name": "Bo", "email": BO, "language": "sv"}
    await house.told(onboarding.MemberJoined.model_validate(member))
    async with house.browser() as browser, logged_in(house, BO) as http:
        await browser.log_in(BO)
        page = await browser.open(f"/c/{company}/mails")
        assert "En ägare eller administratör kan ändra" in page.text and "En faktura har kommit" in page.text
        assert [form.action for form in page.tree.forms] == ["/logout"]
        answer = await http.put(f"/companies/{company}/mails", json={"off": []})
        assert (answer.status_code, answer.json()["code"]) == (403, "role.insufficient")
