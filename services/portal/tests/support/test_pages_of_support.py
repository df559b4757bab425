"""Support as people see it: asking by a form, the answer of the desk, closing, and what is not filled in."""

from uuid import UUID

import pytest
from pages_house import House

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.support import v1 as support
from contracts.values import Personal

ANNA = "anna@norrsken.example"


def opened(fact: Fact) -> support.CaseOpened:
    assert isinstance(fact, portal.SupportCaseOpened)
    told = fact.model_dump(exclude={"side"})
    return support.CaseOpened(**told, reference="7KQM-2XEA", opened_by="customer")


def answered(case: support.CaseOpened, text: str) -> support.CaseAnswered:
    return support.CaseAnswered(
        company=case.company,
        person=case.person,
        case=case.case,
        reference=case.reference,
        answer=UUID(int=7),
        number=1,
        side="operator",
        title=case.title,
        text=Personal(text),
        email=case.email,
        language=case.language,
    )


@pytest.mark.req("S2-21", "S2-22", "S2-23")
async def test_a_question_is_asked_by_its_form_and_the_answer_stands_in_the_case(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    cases: list[support.CaseOpened] = []

    async def open_case(fact: Fact) -> Fact:
        cases.append(opened(fact))
        return cases[-1]

    async with house.browser() as browser, house.answering(portal.SupportCaseOpened, open_case):
        await browser.log_in(ANNA)
        page = await browser.open("/support")
        assert "Du har inga ärenden än." in page.text and "/support/new/stop-invoice" in page.links()
        page = await browser.open("/support/new/undelivered-invoice")
        page = await browser.press(
            page,
            "/support/new/undelivered-invoice",
            company=str(company),
            title="Fakturan <b>kom</b> inte fram",
            invoice_number="2026-00017",
            text="Kunden säger att fakturan aldrig kom.",
        )
        (case,) = cases
        assert case.company == company and case.form.reveal() == {"invoice_number": "2026-00017"}
        assert "Fakturan <b>kom</b> inte fram" in page.text, "what people write is shown, never run"
        assert "7KQM-2XEA" in page.text and "Väntar på oss" in page.text and "Fakturanummer 2026-00017" in page.text
        await house.told(answered(case, "Adressen var fel.\nSkicka den igen."))
        page = await browser.open(f"/support/cases/{case.case}")
        assert "Adressen var fel." in page.text and "Väntar på ditt svar" in page.text
        assert "7KQM-2XEA" in (await browser.open("/support")).text


async def test_what_is_not_filled_in_is_said_and_what_was_written_stays(house: House) -> None:
    person = await house.person(ANNA)
    await house.company(person)

    async def refuse(fact: Fact) -> Fact:
        assert isinstance(fact, portal.SupportCaseOpened)
        return support.CaseRefused(
            company=fact.company, case=fact.case, code="case.field-missing", details={"fields": "invoice_number"}
        )

    async with house.browser() as browser, house.answering(portal.SupportCaseOpened, refuse):
        await browser.log_in(ANNA)
        page = await browser.open("/support/new/undelivered-invoice")
        page = await browser.press(page, "/support/new/undelivered-invoice", title="Hjälp", text="Kom inte fram.")
        assert "Fyll i de obligatoriska fälten" in page.text and "Kom inte fram." in page.text


async def test_anothers_case_and_a_category_that_is_not_offered_are_not_there(house: House) -> None:
    await house.person(ANNA)
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        assert (await browser.open(f"/support/cases/{UUID(int=1)}")).status == 404
        assert (await browser.open("/support/new/access")).status == 404


async def test_support_asks_a_stranger_to_log_in(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.open("/support")
        assert page.path.startswith("/login") or page.status == 401


@pytest.mark.req("S2-30", "S4-03")
@pytest.mark.parametrize(("language", "title"), [("sv", "Vanliga frågor om signering"), ("fi", "Usein kysyttyä")])
async def test_common_questions_on_signing_are_answered_before_one_logs_in(
    house: House, language: str, title: str
) -> None:
    async with house.browser(language) as browser:
        page = await browser.open("/help/signing")
        assert page.status == 200 and page.language == language and title in page.text
        assert len(page.tree.findall(".//section")) == 7
