"""The page that an invitation's link opens: who invites, what is accepted, and where one lands."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from pages_house import House, enrolled

from contracts.directory import v1 as directory
from contracts.fact import Fact
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


@pytest.mark.req("S0-03", "S0-11", "S0-28")
async def test_a_suppliers_contract_text_is_read_and_accepted_on_the_page(house: House) -> None:
    company, supplier = await house.company(await house.person(ANNA)), uuid4()
    text = directory.ContractTextChanged(company=supplier, version=1, text=TEXT, sha256="ab" * 32)
    await house.told(text, invited("customer", supplier))

    async def complete(_fact: Fact) -> Fact:
        return enrolled(company)

    async with house.browser() as browser, house.answering(portal.EnrolmentRequested, complete) as heard:
        page = await browser.open("/enrol?number=K-100&code=7KQ4M-2XD23")
        assert "Inbjudan från Rälsverket AB" in page.text
        await browser.log_in(ANNA)
        page = await browser.open("/enrol?number=K-100&code=7KQ4M-2XD23")
        assert "Betalning inom 30 dagar." in page.text and "<b>Dröjsmålsränta</b>" in page.text, "shown, never run"
        assert (await browser.press(page, "/enrol")).path.startswith(f"/c/{company}/inbox")
        (told,) = heard
        assert isinstance(told, portal.EnrolmentRequested) and told.contract_sha256 == "ab" * 32


@pytest.mark.req("S3-04", "S3-30", "S3-75")
async def test_a_buyers_invitation_speaks_to_its_supplier_who_lands_among_its_invoices(house: House) -> None:
    company, buyer = await house.company(await house.person(ANNA)), uuid4()
    await house.told(invited("supplier", buyer))

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
        assert (await browser.press(page, "/enrol")).path.startswith(f"/c/{company}/invoices")


async def test_a_pair_that_opens_nothing_shows_nothing(house: House) -> None:
    await house.told(invited("customer", uuid4()))
    async with house.browser() as browser:
        page = await browser.open("/enrol?number=K-101&code=7KQ4M2XD23")
        assert page.status == 200 and "Rälsverket" not in page.text
