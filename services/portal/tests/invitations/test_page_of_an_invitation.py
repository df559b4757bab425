"""The page that an invitation's link opens: who invites, what is accepted, and where one lands."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from pages_house import House, enrolled

from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Personal

ANNA = "anna@norrsken.example"
TEXT = "Betalning inom 30 dagar.\n<b>Dröjsmålsränta</b> enligt lag."


def invited(kind: str, inviter: UUID) -> Fact:
    fields = {
        "company": inviter,
        "invitation": uuid4(),
        "supplier_name": "Rälsverket AB",
        "customer_name": "Infrabana AB",
        "customer_number": "K-100",
        "supplier_number": "",
        "email": Personal(ANNA),
        "given_name": Personal("Anna"),
        "family_name": Personal("Berg"),
        "code": Personal("7KQ4M2XD23"),
        "language": "sv",
        "expires_on": date(2027, 1, 20),
    }
    model = directory.InvitationIssued if kind == "customer" else directory.SupplierInvitationIssued
    return model.model_validate({name: value for name, value in fields.items() if name in model.model_fields})


def terms_accepted(company: UUID) -> Fact:
    return onboarding.TermsRecorded(company=company, person=uuid4(), version="2026-11", sha256="cd" * 32)  # type: ignore[arg-type]


@pytest.mark.req("S0-03", "S0-11", "S0-28")
async def test_a_suppliers_contract_text_is_read_and_accepted_on_the_page(house: House) -> None:
    company, supplier = await house.company(await house.person(ANNA)), uuid4()
    text = directory.ContractTextChanged(company=supplier, version=1, text=TEXT, sha256="ab" * 32)
    await house.told(text, invited("customer", supplier), terms_accepted(company))

    async def complete(_fact: Fact) -> Fact:
        return enrolled(company)

    async with house.browser() as browser, house.answering(portal.EnrolmentRequested, complete) as heard:
        page = await browser.open("/enrol?number=K-100&code=7KQ4M-2XD23")
        assert "Inbjudan från Rälsverket AB" in page.text
        await browser.log_in(ANNA)
        page = await browser.open("/enrol?number=K-100&code=7KQ4M-2XD23")
        assert "Betalning inom 30 dagar." in page.text and "<b>Dröjsmålsränta</b>" in page.text, "shown, never run"
        page = await browser.press(page, "/enrol")
        assert page.path.startswith(f"/c/{company}?request=") and "Ni tar nu emot e-fakturor" in page.text
        (told,) = heard
        assert isinstance(told, portal.EnrolmentRequested) and told.contract_sha256 == "ab" * 32


@pytest.mark.req("S3-04", "S3-30", "S3-75")
async def test_a_buyers_invitation_speaks_to_its_supplier_who_lands_on_the_front_page(house: House) -> None:
    company, buyer = await house.company(await house.person(ANNA)), uuid4()
    await house.told(invited("supplier", buyer), terms_accepted(company))

    async def connect(_fact: Fact) -> Fact:
        return directory.ConnectionAccepted(
            company=company,
            invitation=uuid4(),
            supplier_name="Norrsken Bygg AB",
            customer=buyer,
            customer_name="Infrabana AB",
            customer_number="",
        )

    async with house.browser() as browser, house.answering(portal.EnrolmentRequested, connect):
        await browser.log_in(ANNA)
        page = await browser.open("/enrol?number=&code=7KQ4M2XD23")
        assert "Inbjudan från Infrabana AB" in page.text and "Ja, anslut" in page.text
        page = await browser.press(page, "/enrol")
        assert page.path.startswith(f"/c/{company}?request=") and "Ni är kopplade" in page.text


async def test_a_pair_that_opens_nothing_shows_nothing_and_says_so(house: House) -> None:
    await house.told(invited("customer", uuid4()))
    async with house.browser() as browser:
        page = await browser.open("/enrol?number=K-101&code=7KQ4M2XD23")
        assert page.status == 422 and "Rälsverket" not in page.text and "Registrera dig" not in page.text
        assert "Numret och koden" in page.text and page.form("/enrol/look")["number"] == "K-101"


@pytest.mark.req("S0-31")
@pytest.mark.parametrize(
    ("ends", "says"),
    [
        (directory.InvitationExpired, "Inbjudan gick ut den 20 jan. 2027"),
        (directory.InvitationWithdrawn, "Rälsverket AB har tagit tillbaka inbjudan"),
    ],
)
async def test_who_comes_too_late_is_told_before_they_sign_up(house: House, ends: type[Fact], says: str) -> None:
    """Siblings: used, declined, expired by its date; each was only told after an account and a company were made."""
    invitation = invited("customer", uuid4())
    over = ends.model_validate({"company": invitation.company, "invitation": invitation.invitation})  # type: ignore[attr-defined]
    await house.told(invitation, over)
    async with house.browser() as browser:
        page = await browser.open("/enrol?number=K-100&code=7KQ4M2XD23")
        assert page.status == 200 and says in page.text and "Registrera dig" not in page.text


async def test_without_the_box_for_the_terms_nothing_is_told(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    await house.told(invited("customer", uuid4()))
    async with house.browser() as browser, house.answering(portal.EnrolmentRequested, enrolled) as heard:  # type: ignore[arg-type]
        await browser.log_in(ANNA)
        page = await browser.open("/enrol?number=K-100&code=7KQ4M2XD23")
        page = await browser.press(page, "/enrol")
        assert page.status == 422 and "kryssa i rutan" in page.text and str(company) in page.form("/enrol")["company"]
        assert heard == []


async def test_a_no_of_the_directory_stands_on_the_page_with_the_tries_that_are_left(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    await house.told(invited("customer", uuid4()), terms_accepted(company))

    async def refuse(_fact: Fact) -> Fact:
        return directory.EnrolmentRefused(
            company=company, code="enrolment.no-such-invitation", details={"attempts_left": "4"}
        )

    async with house.browser("da") as browser, house.answering(portal.EnrolmentRequested, refuse):
        await browser.http.get("/language/da")
        await browser.log_in(ANNA)
        page = await browser.press(await browser.open("/enrol?number=K-100&code=7KQ4M2XD23"), "/enrol")
        assert page.status == 422 and "Forsøg tilbage: 4" in page.text
        assert (page.form("/enrol")["number"], page.form("/enrol")["code"]) == ("K-100", "7KQ4M2XD23")
