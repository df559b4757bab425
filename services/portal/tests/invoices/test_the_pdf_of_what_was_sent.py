"""The sender has the PDF of what was sent: on the invoice's page and by the API, the same as its receiver's."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from pages_house import House

from contracts.delivery import v1 as delivery
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import DocumentRef, Money

ANNA = "anna@norrsken.example"
OWN = {"sec-fetch-site": "same-origin"}


async def an_issued_invoice(house: House) -> tuple[UUID, UUID]:
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)
    await house.told(await house.issued(company, invoice))
    return company, invoice


async def made(house: House) -> DocumentRef:
    return await house.document(b"%PDF-1.7 made", "application/pdf", "2026-00417.pdf")


async def test_it_is_made_when_the_sender_wants_it_first_and_then_kept(house: House) -> None:
    company, invoice = await an_issued_invoice(house)
    pdf = await made(house)

    async def make(_fact: Fact) -> Fact:
        return delivery.DocumentRendered(company=company, document=invoice, pdf=pdf)

    async with house.browser() as browser, house.answering(portal.DocumentPdfWanted, make) as heard:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/invoices/{invoice}")
        assert f"/c/{company}/invoices/{invoice}/pdf" in page.links() and "Hämta PDF" in page.text
        for path in (f"/c/{company}", f"/api/v1/companies/{company}"):
            got = await browser.http.get(f"{path}/invoices/{invoice}/pdf", headers=OWN)
            assert got.content == b"%PDF-1.7 made" and got.headers["content-disposition"].startswith("attachment")
            await house.shown()
        assert len(heard) == 1, "what is made is not asked for again"
        shown = await browser.http.get(f"/api/v1/companies/{company}/invoices/{invoice}", headers=OWN)
        assert shown.json()["pdf"]["sha256"] == pdf.sha256


@pytest.mark.parametrize("way", ["by mail", "the receiver wanted it"])
async def test_one_that_is_made_for_the_receiver_is_there_at_once_and_the_same(house: House, way: str) -> None:
    company, invoice = await an_issued_invoice(house)
    pdf, receiver = await made(house), uuid4()
    received = delivery.DocumentReceived(
        company=receiver,
        document=invoice,
        supplier=company,
        supplier_name="Norrsken Bygg AB",
        number="2026-00417",
        issue_date=date(2026, 11, 26),
        payable=Money(Decimal("6450.00")),
        ubl=await house.document(b"<Invoice/>", "application/xml", "2026-00417.xml"),
        pdf=pdf if way == "by mail" else None,
    )
    await house.told(received)
    if way != "by mail":
        await house.told(delivery.DocumentRendered(company=receiver, document=invoice, pdf=pdf))
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        got = await browser.http.get(f"/c/{company}/invoices/{invoice}/pdf")
        assert got.content == b"%PDF-1.7 made"
        await house.shown()
        asked = "SELECT count(*) FROM requests WHERE fact = $1"
        assert await house.running.db.fetchval(asked, portal.DocumentPdfWanted.type()) == 0


@pytest.mark.parametrize("answer", ["none", "not heard of it yet"])
async def test_one_that_takes_long_is_said_to_be_on_its_way(
    house: House, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """Right after its issue delivery may not have heard of the invoice: to its sender that is no refusal."""
    company, invoice = await an_issued_invoice(house)
    if answer == "none":
        soon = house.edge.settings.model_copy(update={"answer_timeout_s": 0.05})
        monkeypatch.setattr(house.edge, "settings", soon)

    async def refuse(_fact: Fact) -> Fact:
        return delivery.DocumentRenderingRefused(company=company, code="document.not-found")

    kind = portal.DocumentPdfWanted if answer != "none" else portal.InvoiceSubmitted
    async with house.browser() as browser, house.answering(kind, refuse):
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/invoices/{invoice}/pdf")
        assert "PDF:en görs just nu. Hämta den igen om en stund." in page.text and "2026-00417" in page.text
        later = await browser.http.get(f"/api/v1/companies/{company}/invoices/{invoice}/pdf", headers=OWN)
        assert (later.status_code, later.json()["poll"]) == (
            202,
            f"/api/v1/companies/{company}/invoices/{invoice}/pdf",
        )


async def test_one_that_cannot_be_made_is_refused_in_words(house: House) -> None:
    company, invoice = await an_issued_invoice(house)

    async def refuse(_fact: Fact) -> Fact:
        return delivery.DocumentRenderingRefused(company=company, code="document.not-renderable")

    async with house.browser() as browser, house.answering(portal.DocumentPdfWanted, refuse):
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/invoices/{invoice}/pdf")
        assert page.status == 422 and "Det går inte att göra en PDF av dokumentet." in page.text


async def test_before_it_is_issued_and_to_others_there_is_none(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    draft = await house.draft(company, person)
    other = await house.company(await house.person("eva@annan.example"), "Annan AB")
    foreign = await house.draft(other, person)
    await house.told(await house.issued(other, foreign))
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        for path in (f"/c/{company}/invoices/{draft}/pdf", f"/c/{company}/invoices/{foreign}/pdf"):
            assert (await browser.open(path)).status == 404
