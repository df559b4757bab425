"""A page's form does what the API's route does: once, with everything kept when it is refused, and when it is late."""

from uuid import UUID

from pages_house import House

from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as told
from portal.edge.cures import CURES
from portal.edge.words import phrase

ANNA = "anna@norrsken.example"
ADDRESS = {"name": "Norrsken", "street": "Verkstadsgatan 14", "postcode": "97241", "city": "Luleå", "country": "SE"}


def saved(company: UUID) -> Fact:
    return onboarding.CompanyProfileChanged.model_validate({"company": company, "kind": "default", "address": ADDRESS})


async def test_pressing_twice_tells_once_and_leads_on(house: House) -> None:
    company = await house.company(await house.person(ANNA))

    async def save(_fact: Fact) -> Fact:
        return saved(company)

    async with house.browser() as browser, house.answering(told.AddressSaved, save) as heard:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/address")
        for _ in range(2):
            assert (await browser.press(page, f"/c/{company}/address", **ADDRESS)).path == f"/c/{company}"
        assert len(heard) == 1


async def test_back_and_another_content_says_that_it_was_sent_and_keeps_what_was_typed(house: House) -> None:
    company = await house.company(await house.person(ANNA))

    async def save(_fact: Fact) -> Fact:
        return saved(company)

    async with house.browser() as browser, house.answering(told.AddressSaved, save) as heard:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/address")
        await browser.press(page, f"/c/{company}/address", **ADDRESS)
        page = await browser.press(page, f"/c/{company}/address", **ADDRESS | {"city": "Boden"})
        assert page.status == 409 and "redan skickat" in page.text
        assert page.form(f"/c/{company}/address")["city"] == "Boden"
        assert (await browser.press(page, f"/c/{company}/address")).path == f"/c/{company}"
        assert len(heard) == 2, "the page that was shown again is a form of its own"


async def test_a_refusal_stands_at_its_field_with_everything_that_was_typed(house: House) -> None:
    company = await house.company(await house.person(ANNA))

    async def refuse(_fact: Fact) -> Fact:
        code, details = "address.postcode-malformed", {"postcode": "1", "country": "SE"}
        return onboarding.AddressRefused.model_validate({"company": company, "code": code, "details": details})

    async with house.browser() as browser, house.answering(told.AddressSaved, refuse):
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/address")
        page = await browser.press(page, f"/c/{company}/address", **ADDRESS | {"postcode": "1", "city": ""})
        assert "Fyll i det här." in page.text and page.form(f"/c/{company}/address")["street"] == ADDRESS["street"]
        page = await browser.press(page, f"/c/{company}/address", city="Luleå")
        (at_field,) = page.tree.xpath("//*[@id='postcode-wrong']")
        assert page.status == 422 and "Postnumret 1 har inte den form" in at_field.text_content()
        assert page.tree.xpath("//*[@role='alert']//a[@href='#postcode']")


async def test_a_late_answer_is_waited_for_and_a_late_refusal_gives_back_what_was_typed(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    house.edge.settings = house.edge.settings.model_copy(update={"answer_timeout_s": 0.05, "shown_timeout_s": 0.05})
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/address")
        referer = {"referer": f"http://stafett.test/c/{company}/address"}
        browser.http.headers.update(referer)
        page = await browser.press(page, f"/c/{company}/address", **ADDRESS)
        assert page.status == 202 and "Bearbetas" in page.text and page.response.headers["refresh"] == "2"
        request = UUID(page.path.removeprefix("/processing/").partition("?")[0])
        refusal = {"company": company, "code": "address.postcode-malformed", "details": {"postcode": "1"}}
        await house.told(onboarding.AddressRefused.model_validate(refusal), correlation=request)
        page = await browser.open(page.path)
        assert page.status == 422 and "Postnumret 1" in page.text
        (back,) = [link for link in page.links() if link == f"/c/{company}/address"]
        assert (await browser.open(back)).form(back)["street"] == ADDRESS["street"]
    async with house.browser() as stranger:
        await house.person("eva@annan.example")
        await stranger.log_in("eva@annan.example")
        assert (await stranger.open(page.path)).status == 404, "another person's request is not there"


async def test_each_cure_leads_to_a_page_and_has_words(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        for name, path in CURES.values():
            page = await browser.open(path.replace("{company}", str(company)))
            assert page.status == 200, path
            assert phrase("fi", f"cure.{name}")
