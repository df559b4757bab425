"""Invoices, invitations and companies as their people see them, told by facts of the other services."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from pages_house import Browser, House, Page

from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.values import Finding
from portal.edge.figures import moment, zone_of

ANNA = "anna@norrsken.example"


async def test_with_one_company_there_is_nothing_to_choose_and_with_two_there_is(house: House) -> None:
    person = await house.person(ANNA)
    first = await house.company(person)
    async with house.browser() as browser:
        assert (await browser.log_in(ANNA)).path == f"/c/{first}"
    second = await house.company(person, "Åkeri & Söner AB")
    async with house.browser() as browser:
        page = await browser.log_in(ANNA)
        assert page.path == "/companies" and "Åkeri & Söner AB" in page.text and "Ägare" in page.text
        assert f"/c/{second}" in page.links()


async def test_anothers_company_is_not_there(house: House) -> None:
    other = await house.company(await house.person("eva@annan.example"), "Annan AB")
    await house.person(ANNA)
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        for path in (f"/c/{other}/invoices", f"/c/{other}/inbox", f"/c/{other}/invoices/{uuid4()}", "/c/1/invoices"):
            page = await browser.open(path)
            assert page.status == 404 and "Annan AB" not in page.text


async def test_the_list_is_searched_and_filtered_and_shows_what_is_invoiced_and_the_credits_left(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)
    await house.draft(company, person, "Luleå kommun")
    await house.told(await house.issued(company, invoice))
    await house.credits(company, 73)
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/invoices")
        for text in ("Fakturerat 6 450,00 kr", "Klipp kvar 73", "2026-00417", "26 dec. 2026", "Utfärdad", "Luleå"):
            assert text in page.text
        page = await browser.open(f"/c/{company}/invoices?search=luleå")
        assert "Luleå kommun" in page.text and "2026-00417" not in page.text
        page = await browser.open(f"/c/{company}/invoices?status=issued")
        assert "2026-00417" in page.text and "Luleå kommun" not in page.text
        page = await browser.open(f"/c/{company}/invoices?search=ingen")
        assert "Ingen faktura passar" in page.text


async def send(browser: Browser, house: House, company: UUID, invoice: UUID) -> Page:
    page = await browser.open(f"/c/{company}/invoices/{invoice}")
    return await browser.press(page, f"/c/{company}/invoices/{invoice}/send")


@pytest.mark.req("S4-04")
async def test_send_answers_with_the_invoice_and_what_came_of_it(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)

    async def issue(_fact: Fact) -> Fact:
        return await house.issued(company, invoice)

    async with house.browser() as browser, house.answering(portal.InvoiceSubmitted, issue) as heard:
        await browser.log_in(ANNA)
        page = await send(browser, house, company, invoice)
        assert "Den har nummer 2026-00417" in page.text
        assert page.path.startswith(f"/c/{company}/invoices/{invoice}?request=")
        asked = portal.InvoiceSubmitted(company=company, person=person, invoice=invoice, undo_s=10)
        assert heard == [asked], "a person may undo it for as long as the settings say"
        assert f"/c/{company}/invoices/{invoice}/ubl" in page.links()
        ubl = await browser.http.get(f"/c/{company}/invoices/{invoice}/ubl")
        assert ubl.content == b"<Invoice/>" and ubl.headers["content-security-policy"] == "sandbox"


async def test_pressing_send_twice_tells_it_once(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)

    async def issue(_fact: Fact) -> Fact:
        return await house.issued(company, invoice)

    async with house.browser() as browser, house.answering(portal.InvoiceSubmitted, issue) as heard:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/invoices/{invoice}")
        first = await browser.press(page, f"/c/{company}/invoices/{invoice}/send")
        again = await browser.press(page, f"/c/{company}/invoices/{invoice}/send")
        assert first.path == again.path and len(heard) == 1


async def test_send_in_a_second_window_is_answered_at_once(house: House) -> None:
    """The other window shows the draft as it was: its press tells nothing more, and says what has become of it."""
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)

    async def hold(_fact: Fact) -> Fact:
        return invoicing.InvoiceHeld(company=company, invoice=invoice, reason="no-credit")

    async with house.browser() as browser, house.answering(portal.InvoiceSubmitted, hold) as heard:
        await browser.log_in(ANNA)
        other = await browser.open(f"/c/{company}/invoices/{invoice}")
        await send(browser, house, company, invoice)
        page = await browser.press(other, f"/c/{company}/invoices/{invoice}/send")
        assert "Fakturan är redan på väg och går vidare av sig själv" in page.text and len(heard) == 1


@pytest.mark.parametrize(
    ("language", "words", "day", "back"),
    [
        ("sv", "Den väntar, och skickas av sig själv den dagen", "4 jan. 2027", "är ett utkast igen"),
        ("da", "Den venter, og sendes af sig selv den dag", "4. jan. 2027", "er en kladde igen"),
        ("nb", "Den venter, og sendes av seg selv den dagen", "4. jan. 2027", "er et utkast igjen"),
        ("fi", "Se odottaa ja lähtee itsestään sinä päivänä", "4.1.2027", "on taas luonnos"),
        ("en", "It waits, and is sent by itself on that day", "4 Jan 2027", "is a draft again"),
    ],
)
async def test_one_that_is_dated_ahead_is_shown_with_its_day_and_can_be_taken_back(
    house: House, language: str, words: str, day: str, back: str
) -> None:
    person = await house.person(ANNA, language=language)
    company = await house.company(person)
    invoice = await house.draft(company, person)

    async def hold(_fact: Fact) -> Fact:
        return invoicing.InvoiceHeld(company=company, invoice=invoice, reason="awaiting-date", until=date(2027, 1, 4))

    async def reopen(_fact: Fact) -> Fact:
        return invoicing.InvoiceReopened(company=company, invoice=invoice)

    async with house.browser() as browser:
        await browser.log_in(ANNA)
        async with house.answering(portal.InvoiceSubmitted, hold):
            page = await send(browser, house, company, invoice)
        assert words in page.text and day in page.text
        page = await browser.open(f"/c/{company}/invoices/{invoice}")
        assert words in page.text and day in page.text, "the page says so to whoever opens it later, too"
        async with house.answering(portal.InvoiceWithdrawn, reopen) as heard:
            page = await browser.press(page, f"/c/{company}/invoices/{invoice}/take-back")
        assert heard == [portal.InvoiceWithdrawn(company=company, person=person, invoice=invoice)]
        assert back in page.text and page.form(f"/c/{company}/invoices/{invoice}/send")


@pytest.mark.req("S4-18", "S4-20")
async def test_a_refused_invoice_says_why_and_can_be_sent_again(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)
    finding = Finding("BR-05", "error", "BT-5", "Valuta saknas")

    async def refuse(_fact: Fact) -> Fact:
        details = {"count": "1", "first": "valutan"}
        return invoicing.InvoiceRefused(
            company=company, invoice=invoice, code="invoice.incomplete", details=details, findings=(finding,)
        )

    async with house.browser() as browser, house.answering(portal.InvoiceSubmitted, refuse):
        await browser.log_in(ANNA)
        page = await send(browser, house, company, invoice)
        assert "Fakturan kan inte skickas än: 1 saker återstår. Först: valutan" in page.text
        assert "Valuta saknas" in page.text and "Inte skickad" in page.text
        page = await browser.open(f"/c/{company}/invoices/{invoice}")
        assert "Fakturan kan inte skickas än" in page.text and page.form(f"/c/{company}/invoices/{invoice}/send")


@pytest.mark.req("S1-02")
async def test_without_credit_the_invoice_waits_and_says_for_what(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)

    async def hold(_fact: Fact) -> Fact:
        return invoicing.InvoiceHeld(company=company, invoice=invoice, reason="no-credit")

    async with house.browser() as browser, house.answering(portal.InvoiceSubmitted, hold):
        await browser.log_in(ANNA)
        page = await send(browser, house, company, invoice)
        assert "Fakturan väntar på ett klipp" in page.text and "Väntar" in page.text


async def test_the_timeline_tells_who_did_what_when_and_keeps_receipt_and_opening_apart(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)
    await house.told(await house.issued(company, invoice))
    receipt = invoicing.InvoiceHandedOver(company=company, invoice=invoice, channel="email", receipt="250 q-4711")
    await house.told(receipt)
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/invoices/{invoice}")
        at = await clock(house, invoice)
        assert f"Utkastet sparades. {at['portal.invoice_draft_saved']} · Åsa Öst" in page.text
        assert f"med nummer 2026-00417, 6 450,00 kr. {at['invoicing.invoice_issued']} · Stafett" in page.text
        told = (
            f"Transportkvitto {at['invoicing.invoice_handed_over']} E-post Visa mottagarens kvitto ordagrant 250 q-4711"
        )
        assert told in page.text
        assert "Öppnad av mottagaren Inte öppnad än." in page.text
        await house.told(invoicing.InvoiceDelivered(company=company, invoice=invoice))
        page = await browser.open(f"/c/{company}/invoices/{invoice}")
        opened = (await clock(house, invoice))["invoicing.invoice_delivered"]
        assert f"Öppnad av mottagaren {opened}" in page.text
        assert f"Mottagaren öppnade fakturan. {opened} · Infrabana Sverige AB" in page.text


async def clock(house: House, invoice: UUID) -> dict[str, str]:
    """When each line of a timeline happened, as a Swedish company reads the clock."""
    rows = await house.running.db.fetch("SELECT name, at FROM timeline WHERE invoice = $1", invoice)
    return {row["name"]: moment(row["at"], "sv", zone_of("SE")).replace("\xa0", " ") for row in rows}


async def test_what_could_not_be_delivered_says_why_and_who_can_mend_it(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)
    await house.told(
        await house.issued(company, invoice),
        invoicing.InvoiceUndeliverable(company=company, invoice=invoice, cause="550 unknown", repair="receiver"),
    )
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/invoices/{invoice}")
        (alert,) = page.tree.xpath("//*[@role='alert']")
        said = "Fakturan kunde inte levereras: 550 unknown. Den som kan rätta det: mottagaren."
        assert alert.text_content().strip() == said and "Olevererad" in page.text


async def test_what_others_write_is_shown_and_never_run(house: House) -> None:
    person = await house.person(ANNA, given_name="<b>Anna</b>")
    company = await house.company(person, "<script>alert(1)</script>")
    invoice = await house.draft(company, person, '"><img src=x onerror=alert(1)>')
    await house.told(
        invoicing.InvoiceUndeliverable(company=company, invoice=invoice, cause="<svg onload=x>", repair="receiver")
    )
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        for path in (f"/c/{company}/invoices", f"/c/{company}/invoices/{invoice}", "/companies"):
            page = await browser.open(path)
            assert not page.tree.xpath("//script[not(@src)] | //img | //b | //*[@onload] | //*[@style]")
            assert "<script>alert(1)</script>" in page.text
        policy = page.response.headers["content-security-policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy
