"""The list of invoices: several at once, a file for a spreadsheet, and what changed for systems that follow."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import UUID, uuid4

import pytest_asyncio
from account_stories import limited_to
from api_visitor import logged_in
from pages_house import Browser, House

from contracts.delivery import v1 as delivery
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.values import Finding, Money
from portal.invoices.exporting import RUNS_AS_FORMULA, harmless

ANNA = "anna@norrsken.example"


@pytest_asyncio.fixture
async def person(house: House) -> UUID:
    return await house.person(ANNA)


@pytest_asyncio.fixture
async def company(house: House, person: UUID) -> UUID:
    return await house.company(person)


@pytest_asyncio.fixture
async def anna(house: House, company: UUID) -> AsyncIterator[Browser]:
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        yield browser


def incomplete(company: UUID, invoice: UUID) -> Fact:
    """What invoicing says of a draft that cannot be sent yet."""
    return invoicing.InvoiceDrafted(
        company=company,
        invoice=invoice,
        receiver=uuid4(),  # type: ignore[arg-type]
        receiver_name="Luleå kommun",
        net=Money(Decimal(0)),
        vat=Money(Decimal(0)),
        payable=Money(Decimal(0)),
        findings=(
            Finding("BR-16", "error", "BG-25", "Rader saknas"),
            Finding("BR-05", "error", "BT-5", "Valuta saknas"),
        ),
    )


async def test_drafts_are_sent_and_thrown_away_together_after_each_was_shown(
    house: House, person: UUID, company: UUID, anna: Browser
) -> None:
    ready = [await house.draft(company, person) for _ in range(2)]
    broken, issued = await house.draft(company, person, "Luleå kommun"), await house.draft(company, person)
    await house.told(incomplete(company, broken), await house.issued(company, issued))
    place = f"/c/{company}/invoices"

    def chosen(do: str) -> str:
        return f"{place}/chosen?do={do}" + "".join(f"&chosen={one}" for one in (*ready, broken, issued))

    page = await anna.open(f"{place}?all=1")
    assert len(page.tree.xpath("//input[@form='bulk' and @checked]")) == 4, "also without scripts, all at once"
    assert "Kryssa för en eller flera fakturor först." in (await anna.open(f"{place}/chosen?do=send")).text
    page = await anna.open(chosen("send"))
    assert "Rader saknas Och 1 till." in page.text and "Inget utkast längre." in page.text
    assert "Skicka 2 fakturor" in page.text

    async def issue(fact: portal.InvoiceSubmitted) -> Fact:
        number = f"2026-0050{ready.index(fact.invoice)}"
        return await house.issued(company, fact.invoice, number)

    form = page.form(f"{place}/chosen")
    async with house.answering(portal.InvoiceSubmitted, issue) as heard:
        page = await anna.press(page, f"{place}/chosen")
        assert "2026-00500" in page.text and "2026-00501" in page.text and "Utfärdad" in page.text
        await anna.http.post(f"{place}/chosen", data=form)
        assert sorted(fact.invoice for fact in heard) == sorted(ready), "pressed twice, each is sent once"

    async def discard(fact: portal.InvoiceDiscarded) -> Fact:
        return invoicing.InvoiceDiscarded(company=company, invoice=fact.invoice)

    page = await anna.open(chosen("discard"))
    assert "Kasta ett utkast" in page.text, "what is sent stays"
    async with house.answering(portal.InvoiceDiscarded, discard):
        page = await anna.press(page, f"{place}/chosen")
    assert "Utkasten är kastade." in page.text and "Luleå kommun" not in page.text
    limited_to(house, bulk_max=3)
    page = await anna.open(chosen("send"))
    assert page.status == 422 and "Du har valt 4 fakturor; högst 3 kan väljas åt gången." in page.text


async def test_files_of_several_come_together_or_not_at_all(
    house: House, person: UUID, company: UUID, anna: Browser
) -> None:
    first, second, draft = [await house.draft(company, person) for _ in range(3)]
    await house.told(await house.issued(company, first, "../A/1"), await house.issued(company, second, "A-2"))
    pdf = await house.document(b"%PDF-1.7 made", "application/pdf", "A-2.pdf")
    await house.told(delivery.DocumentRendered(company=company, document=second, pdf=pdf))
    place = f"/c/{company}/invoices/chosen?do=download&chosen="
    assert "Inget av det valda är utfärdat än" in (await anna.open(f"{place}{draft}")).text
    limited_to(house, answer_timeout_s=0.05)
    page = await anna.open(f"{place}{first}&chosen={second}")
    assert "PDF:erna görs just nu. Hämta dem igen om en stund." in page.text
    limited_to(house, answer_timeout_s=10)

    async def make(fact: portal.DocumentPdfWanted) -> Fact:
        return delivery.DocumentRendered(company=company, document=fact.document, pdf=pdf)

    async with house.answering(portal.DocumentPdfWanted, make):
        got = await anna.http.get(f"{place}{first}&chosen={second}&chosen={draft}&chosen={uuid4()}")
    assert got.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(got.content))
    names = {"_A_1.xml", "_A_1.pdf", "A-2.xml", "A-2.pdf"}
    assert set(archive.namelist()) == names and archive.testzip() is None
    assert archive.read("A-2.xml") == b"<Invoice/>" and archive.read("A-2.pdf") == b"%PDF-1.7 made"


async def test_what_the_filters_let_through_is_a_file_for_a_spreadsheet(
    house: House, person: UUID, company: UUID, anna: Browser
) -> None:
    """Siblings looked for: no other table is written for spreadsheets; what people upload is read in directory."""
    draft = await house.draft(company, person, "=cmd|' /C calc'!A0")
    issued = await house.draft(company, person, 'Ångström; "& Co"')
    await house.told(await house.issued(company, issued))
    got = await anna.http.get(f"/c/{company}/invoices/export")
    assert got.headers["content-type"] == "text/csv; charset=utf-8" and got.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in got.headers["content-disposition"] and "Fakturor" in got.headers["content-disposition"]
    heads, first, second = csv.reader(io.StringIO(got.content.decode("utf-8-sig")), delimiter=";")
    assert heads[:5] == ["Nummer", "Status", "Kund", "Fakturadatum", "Förfallodatum"]
    assert first[:9] == [
        *("2026-00417", "Utfärdad", "Infrabana Sverige AB", "2026-11-26", "2026-12-26"),
        *("5160,00", "1290,00", "6450,00", "SEK"),
    ]
    assert second[1:3] == ["Utkast", "'=cmd|' /C calc'!A0"]
    for path, found in (("?status=draft", draft), ("?issued_from=2026-11-26&issued_until=2026-11-26", issued)):
        got = await anna.http.get(f"/c/{company}/invoices/export{path}")
        assert [row[-1] for row in csv.reader(io.StringIO(got.text), delimiter=";")][1:] == [str(found)]
    assert "Ingen faktura passar" in (await anna.open(f"/c/{company}/invoices?issued_from=2026-11-27")).text
    limited_to(house, export_rows_max=1)
    page = await anna.open(f"/c/{company}/invoices/export")
    assert page.status == 422 and "Det är fler än 1 fakturor, så många som en fil rymmer." in page.text
    async with logged_in(house, ANNA) as http:
        answer = await http.get(f"/companies/{company}/invoices/export")
        assert (answer.status_code, answer.json()["code"]) == (422, "invoice.too-many-to-export")
        answer = await http.get(f"/companies/{company}/invoices/export", params={"status": "issued"})
        heads, row = csv.reader(io.StringIO(answer.text))
        told = dict(zip(heads, row, strict=True))
        assert (told["id"], told["status"], told["payable"], told["due_date"]) == (
            *(str(issued), "issued", "6450.00", "2026-12-26"),
        )


def test_nothing_that_a_spreadsheet_would_run_begins_a_text() -> None:
    assert all(harmless(f"{sign}1+1").startswith("'") for sign in RUNS_AS_FORMULA)
    assert harmless("Järn & Stål") == "Järn & Stål" and harmless("") == ""


async def test_a_system_reads_what_changed_in_the_order_of_its_changes(
    house: House, person: UUID, company: UUID
) -> None:
    first, second = [await house.draft(company, person) for _ in range(2)]
    async with logged_in(house, ANNA) as http:
        place = f"/companies/{company}/invoices"
        seen = (await http.get(f"{place}/{first}")).json()["changed_at"]
        await house.told(await house.issued(company, first))
        changed = await http.get(place, params={"updated_after": seen, "limit": 1})
        assert [row["id"] for row in changed.json()] == [str(second)]
        following = await http.get(f"http://stafett.test{changed.headers['link'].split('>')[0][1:]}")
        assert [row["id"] for row in following.json()] == [str(first)], "issued since, so it comes last"
        assert "link" not in following.headers
        today = {"issued_from": "2026-11-26", "issued_until": "2026-11-26"}
        assert [row["id"] for row in (await http.get(place, params=today)).json()] == [str(first)]
        assert (await http.get(place, params={"issued_from": "1899-12-31"})).status_code == 422
        assert (await http.get(place, params={"updated_after": "2026-11-26"})).status_code == 422
