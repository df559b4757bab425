"""Pages that mails lead to: a forgotten password, an invitation from a colleague, and what waits for an owner."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from api_visitor import token_in
from pages_house import PASSWORD, House
from team_stories import ANNA, BO, invited, joined

from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import BankAccount, Personal

OTHER = "Skog-och-sjö-42"


@pytest.mark.req("S2-29", "D-02")
async def test_a_forgotten_password_is_chosen_anew_in_the_browser(house: House) -> None:
    await house.person(ANNA)
    async with house.browser() as browser:
        page = await browser.open("/login")
        assert "/forgot" in page.links()
        page = await browser.press(await browser.open("/forgot"), "/forgot", user=ANNA)
        assert "är ett mejl på väg" in page.text
        path = f"/reset/{token_in(house, 'reset')}"
        page = await browser.open(path)
        page = await browser.press(page, path, password=OTHER, repeated=PASSWORD)
        assert page.status == 422 and "Lösenorden är inte lika" in page.text
        page = await browser.press(page, path, password="kort", repeated="kort")
        assert page.status == 422 and "mellan 8 och 200" in page.text
        page = await browser.press(page, path, password=OTHER, repeated=OTHER)
        assert "Lösenordet är ändrat" in page.text
        page = await browser.press(page, "/login", email=ANNA, password=OTHER)
        assert page.path == "/companies/new"
    async with house.browser() as later:
        page = await later.press(await later.open(path), path, password=PASSWORD, repeated=PASSWORD)
        assert page.status == 422 and "redan använd" in page.text and "/forgot" in page.links()


@pytest.mark.req("S3-05", "S3-08")
async def test_a_colleague_without_an_account_finds_the_sign_up_filled_in_and_joins(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    await invited(house, company, language="sv")
    path = f"/join/{token_in(house, 'join')}"
    async with house.browser() as browser:
        page = await browser.open(path)
        assert "Norrsken Bygg AB" in page.text and "Fakturerar" in page.text and BO in page.text
        register = next(link for link in page.links() if link.startswith("/register?"))
        filled = (await browser.open(register)).form("/register")
        assert (filled["email"], filled["given_name"], filled["family_name"]) == (BO, "Bo", "Ek")
        await house.person(BO, "Bo")
        await browser.log_in(BO)
        async with house.answering(portal.ColleagueInvitationAccepted, joined):
            page = await browser.press(await browser.open(path), path)
        assert page.path == f"/c/{company}"
        assert (await browser.open("/join/guess")).status == 404


@pytest.mark.req("S3-04", "S3-05", "S3-08")
async def test_a_buyers_invitation_fills_in_the_sign_up_of_its_supplier(house: House) -> None:
    invitation = {
        "company": uuid4(), "invitation": uuid4(), "customer_name": "Infrabana AB", "supplier_number": "L 7",
        "supplier_name": "Norrsken", "email": ANNA, "given_name": "Anna", "family_name": "Berg", "code": "ABCDE23456",
        "language": "sv", "expires_on": "2099-01-20",
    }  # fmt: skip
    await house.told(directory.SupplierInvitationIssued.model_validate(invitation))
    async with house.browser() as browser:
        page = await browser.open("/enrol?number=L7&code=ABCDE-23456")
        register = next(link for link in page.links() if link.startswith("/register?"))
        filled = (await browser.open(register)).form("/register")
        assert (filled["email"], filled["given_name"], filled["family_name"]) == (ANNA, "Anna", "Berg")
        for elsewhere in ("/enrol", "/enrol?number=L7&code=WRONG23456", "/join/guess", "/invoices"):
            page = await browser.open(f"/register?{urlencode({'next': elsewhere})}")
            assert page.form("/register")["email"] == ""


@pytest.mark.req("S3-42", "D-01")
async def test_an_owner_stops_an_account_and_lets_somebody_in(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    plusgiro = BankAccount("plusgiro", "9008004")
    change, request, asker = uuid4(), uuid4(), uuid4()
    until = datetime.now(UTC) + timedelta(hours=48)
    await house.told(
        onboarding.BankAccountChangeHeld(
            company=company, person=uuid4(), change=change, account=uuid4(), details=plusgiro, default=True,
            held_until=until,
        ),
        onboarding.AccessRequested(
            company=company, request=request, person=asker, company_name="Norrsken", name=Personal("Cia <b>Dahl</b>"),
            email=Personal("cia@norrsken.example"), language="sv", message=Personal("Hej!"),
        ),
    )  # fmt: skip

    async def stopped(fact: portal.BankAccountChangeRefused) -> Fact:
        return onboarding.BankAccountChangeStopped(
            company=company, change=change, account=uuid4(), details=plusgiro, refused_by=person
        )

    async def let_in(fact: portal.AccessAnswered) -> Fact:
        assert (fact.accepted, fact.role) == (True, "invoicer")
        return onboarding.AccessRequestAnswered(
            company=company, request=request, person=asker, company_name="Norrsken", accepted=True, role="invoicer",
            email=Personal("cia@norrsken.example"), language="sv",
        )  # fmt: skip

    async with house.browser() as browser:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/waiting")
        assert "Nytt bankkonto: 90 08 00-4" in page.text and "Cia <b>Dahl</b> ber om tillgång" in page.text
        async with house.answering(portal.BankAccountChangeRefused, stopped):
            await browser.press(page, f"/c/{company}/waiting/accounts/{change}", answer="no")
            await house.shown()
            page = await browser.open(f"/c/{company}/waiting")
        assert "Nytt bankkonto" not in page.text
        async with house.answering(portal.AccessAnswered, let_in):
            await browser.press(page, f"/c/{company}/waiting/access/{request}", answer="yes", role="invoicer")
            await house.shown()
            page = await browser.open(f"/c/{company}/waiting")
        assert "Inget väntar" in page.text


async def test_who_is_no_owner_sees_what_is_held_and_cannot_answer(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    bo = await house.person(BO)
    member = {"company": company, "person": bo, "role": "viewer", "name": "Bo", "email": BO, "language": "sv"}
    held = {
        "company": company, "person": uuid4(), "change": uuid4(), "account": uuid4(), "default": True,
        "details": BankAccount("plusgiro", "9008004"), "held_until": datetime.now(UTC) + timedelta(hours=48),
    }  # fmt: skip
    await house.told(
        onboarding.MemberJoined.model_validate(member), onboarding.BankAccountChangeHeld.model_validate(held)
    )
    async with house.browser() as browser:
        await browser.log_in(BO)
        page = await browser.open(f"/c/{company}/waiting")
        assert "Nytt bankkonto: 90 08 00-4" in page.text and "Neka kontot" not in page.text
        forged = {**page.form("/logout"), "answer": "no"}
        change: UUID = held["change"]  # type: ignore[assignment]
        response = await browser.http.post(f"/c/{company}/waiting/accounts/{change}", data=forged)
        assert response.status_code == 403
