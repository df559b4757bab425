"""The inbox: what came is found, read on a page of its own and downloaded; the supplier hears when a person did so."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from account_stories import limited_to
from api_visitor import logged_in
from pages_house import Browser, House

from contracts.delivery import v1 as delivery
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import DocumentRef, Money
from einvoice.examples import every_term, swedish
from einvoice.ubl.writer import build

ANNA = "anna@norrsken.example"
UNREADABLE = b"<Invoice/>"


@pytest_asyncio.fixture
async def company(house: House) -> UUID:
    return await house.company(await house.person(ANNA), "Infrabana Sverige AB")


@pytest_asyncio.fixture
async def anna(house: House, company: UUID) -> AsyncIterator[Browser]:
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        yield browser


async def received(
    house: House, company: UUID, ubl: bytes = UNREADABLE, pdf: DocumentRef | None = None, **told: Any
) -> UUID:
    """A document in a company's inbox."""
    document = uuid4()
    fields = {
        "supplier_name": "Norrsken Bygg AB",
        "number": "2026-00417",
        "issue_date": date(2026, 11, 21),
        "payable": Money(Decimal("68970.00")),
        "ubl": await house.document(ubl, "application/xml", "2026-00417.xml"),
        "pdf": pdf,
    }
    await house.told(
        delivery.DocumentReceived(company=company, document=document, supplier=uuid4(), **{**fields, **told})
    )
    return document


async def openings(house: House) -> int:
    """How often the supplier was told."""
    await house.shown()
    asked = "SELECT count(*) FROM requests WHERE fact = $1"
    return int(await house.running.db.fetchval(asked, portal.DocumentOpened.type()))


async def test_downloading_tells_the_supplier_once(house: House, company: UUID, anna: Browser) -> None:
    pdf = await house.document(b"%PDF-1.7", "application/pdf", "2026-00417 för Åsa.pdf")
    document = await received(house, company, pdf=pdf)
    page = await anna.open(f"/c/{company}/inbox")
    assert "Norrsken Bygg AB 2026-00417" in page.text and "68 970,00 kr" in page.text and "Ny" in page.text
    for form, content in (("pdf", b"%PDF-1.7"), ("ubl", UNREADABLE)):
        got = await anna.http.get(f"/c/{company}/inbox/{document}/{form}")
        assert got.content == content and got.headers["content-disposition"].startswith("attachment")
        if form == "pdf":
            assert "filename*=UTF-8''2026-00417%20f%C3%B6r%20%C3%85sa.pdf" in got.headers["content-disposition"]
    assert await openings(house) == 1


async def test_a_document_is_a_page_that_says_all_that_its_pdf_says(house: House, company: UUID, anna: Browser) -> None:
    """And nothing that a supplier wrote is run there. What is embedded is downloaded from the page."""
    for number, invoice in enumerate([swedish(), every_term(), every_term(credit_note=True)], 1):
        document = await received(house, company, build(invoice))
        page = await anna.open(f"/c/{company}/inbox/{document}")
        assert page.status == 200 and await openings(house) == number
        for line in invoice.lines:
            assert line.item.name in page.text
        assert f"Ert ordernummer {invoice.purchase_order}" in page.text or not invoice.purchase_order
        assert "Summorna i dokumentet stämmer inte" not in page.text
        assert not page.tree.xpath("//script[not(@src)] | //*[@style]")
        assert ("Denna kreditfaktura ska inte betalas." in page.text) == invoice.is_credit_note
        assert ("OCR-nummer 10017" in page.text) != invoice.is_credit_note
        embedded = [place for place, one in enumerate(invoice.attachments) if one.content is not None]
        links = [link for link in page.links() if "/attachments/" in link]
        assert links == [f"/c/{company}/inbox/{document}/attachments/{place}" for place in embedded]
        for place in embedded:
            got = await anna.http.get(links[place])
            assert got.content == invoice.attachments[place].content
            assert got.headers["content-disposition"].startswith("attachment")
        for place in (-1, len(invoice.attachments), 10**6):
            assert (await anna.http.get(f"/c/{company}/inbox/{document}/attachments/{place}")).status_code == 404


async def test_a_document_whose_sums_differ_or_that_cannot_be_read_says_so(
    house: House, company: UUID, anna: Browser
) -> None:
    paid = b'<cbc:PayableAmount currencyID="SEK">'
    document = await received(house, company, build(swedish()).replace(paid, paid + b"9"))
    page = await anna.open(f"/c/{company}/inbox/{document}")
    assert "Summorna i dokumentet stämmer inte med raderna. Fråga leverantören innan ni betalar." in page.text
    document = await received(house, company)
    page = await anna.open(f"/c/{company}/inbox/{document}")
    assert "Dokumentet kan inte visas här. Hämta det som PDF eller XML." in page.text
    assert f"/c/{company}/inbox/{document}/ubl" in page.links() and "68 970,00 kr" in page.text


async def test_a_document_of_another_company_is_not_there(house: House, company: UUID, anna: Browser) -> None:
    other = await house.company(await house.person("eva@annan.example"), "Annan AB")
    document = await received(house, other, build(swedish()))
    for path in ("", "/pdf", "/ubl", "/attachments/0"):
        assert (await anna.open(f"/c/{company}/inbox/{document}{path}")).status == 404
        assert (await anna.open(f"/c/{other}/inbox/{document}{path}")).status == 404
    assert await openings(house) == 0


async def test_the_list_is_searched_filtered_and_goes_on(house: House, company: UUID, anna: Browser) -> None:
    limited_to(house, page_rows_max=2)
    documents = [await received(house, company, number=f"F-{number}") for number in range(3)]
    await received(house, company, number="100%", supplier_name="Rälsverket AB")
    page = await anna.open(f"/c/{company}/inbox?search=f-")
    assert "F-2" in page.text and "F-1" in page.text and "F-0" not in page.text and "100%" not in page.text
    (older,) = [link for link in page.links() if "after=" in link]
    page = await anna.open(older)
    assert "F-0" in page.text and "F-1" not in page.text and "Till de nyaste" in page.text
    await anna.open(f"/c/{company}/inbox/{documents[0]}")
    assert "Inkorg 4 nya" in page.text, "the menu says how much is new"
    opened = delivery.DocumentDownloaded(company=uuid4(), invoice=documents[0], receiver=company)  # type: ignore[arg-type]
    await house.told(opened)
    assert "Inkorg 3 nya" in (await anna.open(f"/c/{company}/invoices")).text
    page = await anna.open(f"/c/{company}/inbox?status=opened")
    assert "F-0" in page.text and "F-1" not in page.text
    page = await anna.open(f"/c/{company}/inbox?status=new&search=%25")
    assert "100%" in page.text and "F-" not in page.text, "nothing in a search is a wildcard"
    assert "Inget mottaget passar." in (await anna.open(f"/c/{company}/inbox?search=ingen")).text


async def test_a_system_reads_what_changed_in_the_order_of_its_changes(house: House, company: UUID) -> None:
    first, second, third = [await received(house, company, number=f"F-{number}") for number in range(3)]
    async with logged_in(house, ANNA) as http:
        place = f"/companies/{company}/inbox"
        seen = (await http.get(f"{place}/{second}")).json()
        assert seen["number"] == "F-1" and seen["opened_at"] is None
        await house.told(delivery.DocumentDownloaded(company=uuid4(), invoice=first, receiver=company))  # type: ignore[arg-type]
        changed = await http.get(place, params={"updated_after": seen["changed_at"], "limit": 1})
        assert [row["id"] for row in changed.json()] == [str(third)]
        following = await http.get(f"http://stafett.test{changed.headers['link'].split('>')[0][1:]}")
        assert [row["id"] for row in following.json()] == [str(first)], "opened since, so it comes last"
        assert [row["id"] for row in (await http.get(place, params={"status": "opened"})).json()] == [str(first)]
        for moment in ("2026-11-21T08:00:00", "0001-01-01T00:00:00+14:00", "soon"):
            assert (await http.get(place, params={"updated_after": moment})).status_code == 422
        assert (await http.get(place, params={"status": "gone"})).status_code == 422


async def test_a_pdf_is_made_when_somebody_wants_it_and_then_kept(house: House, company: UUID, anna: Browser) -> None:
    document = await received(house, company)
    pdf = await house.document(b"%PDF-1.7 made", "application/pdf", "2026-00418.pdf")

    async def make(_fact: Fact) -> Fact:
        return delivery.DocumentRendered(company=company, document=document, pdf=pdf)

    async with house.answering(portal.DocumentPdfWanted, make) as heard:
        for _ in range(2):
            got = await anna.http.get(f"/c/{company}/inbox/{document}/pdf")
            assert got.content == b"%PDF-1.7 made" and "2026-00418.pdf" in got.headers["content-disposition"]
            await house.shown()
        (told,) = heard
        assert isinstance(told, portal.DocumentPdfWanted) and told.document == document
        assert await openings(house) == 1


async def test_a_pdf_that_takes_long_is_said_to_be_on_its_way(
    house: House, company: UUID, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is opened by asking for it alone; its page, which says so to a person, is."""
    document = await received(house, company)
    soon = house.edge.settings.model_copy(update={"answer_timeout_s": 0.05})
    monkeypatch.setattr(house.edge, "settings", soon)
    place = f"/api/v1/companies/{company}/inbox/{document}/pdf"
    answer: httpx.Response = await anna.http.get(place, headers={"sec-fetch-site": "same-origin"})
    assert (answer.status_code, answer.json()["poll"]) == (202, place)
    assert await openings(house) == 0
    page = await anna.open(f"/c/{company}/inbox/{document}/pdf")
    assert "PDF:en görs just nu. Hämta den igen om en stund." in page.text
    assert await openings(house) == 1


async def test_a_pdf_that_cannot_be_made_is_refused_in_words(house: House, company: UUID, anna: Browser) -> None:
    document = await received(house, company)

    async def refuse(_fact: Fact) -> Fact:
        return delivery.DocumentRenderingRefused(company=company, code="document.not-renderable")

    async with house.answering(portal.DocumentPdfWanted, refuse):
        page = await anna.open(f"/c/{company}/inbox/{document}/pdf")
        assert page.status == 422 and "Det går inte att göra en PDF av dokumentet." in page.text
