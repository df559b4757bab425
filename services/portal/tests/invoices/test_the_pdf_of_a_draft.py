"""The PDF of a draft: drawn as it would be sent and marked as a draft, or what it lacks in words."""

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pypdf
from pages_house import Browser, House

from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Address, BankAccount, DraftLine, Finding, InvoiceDraft, Money

ANNA = "anna@norrsken.example"
OWN = {"sec-fetch-site": "same-origin"}
LINE = DraftLine("Banmontör, dagtid", Decimal(8), "HUR", Decimal("645.00"), Decimal(25))
WHERE = Address("Norrsken Bygg AB", "Verkstadsgatan 14", "97242", "Luleå", "SE")


class Writer:
    """Anna, her company and its connected customer, who reads Danish."""

    def __init__(self, house: House, person: UUID, company: UUID, customer: UUID) -> None:
        self.house, self.person, self.company, self.customer = house, person, company, customer

    async def writes(self, **changes: Any) -> UUID:
        invoice = uuid4()
        draft = replace(InvoiceDraft(receiver=self.customer, lines=(LINE,)), **changes)  # type: ignore[arg-type]
        saved = portal.InvoiceDraftSaved(
            company=self.company, person=self.person, invoice=invoice, draft=draft, revision=uuid4()
        )
        await self.house.edge.tell_only(saved, uuid4(), self.person)
        await self.house.shown()
        return invoice

    async def comes_aboard(self) -> None:
        details = BankAccount(kind="bankgiro", number="50501055")
        await self.house.told(
            onboarding.CompanyProfileChanged(company=self.company, kind="default", address=WHERE),
            onboarding.BankAccountConfirmed(company=self.company, account=uuid4(), details=details, default=True),
            directory.ConnectionEstablished(
                company=self.company,
                side="supplier",
                supplier=self.company,
                customer=self.customer,
                supplier_name="Norrsken Bygg AB",
                customer_name="Infrabana AB",
                customer_number="K-100",
            ),
        )

    async def sees(self, browser: Browser, invoice: UUID, language: str = "sv") -> Any:
        return await browser.http.get(
            f"/api/v1/companies/{self.company}/invoices/{invoice}/preview", headers={**OWN, "accept-language": language}
        )


async def a_writer(house: House, *, whole: bool = True) -> Writer:
    person = await house.person(ANNA)
    company = await house.company(person)
    customer = await house.company(await house.person("karin@infrabana.example"), "Infrabana AB", language="da")
    writer = Writer(house, person, company, customer)
    if whole:
        await writer.comes_aboard()
    return writer


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def test_it_is_drawn_as_it_would_be_sent_in_the_receivers_language_and_marked_in_the_readers(
    house: House,
) -> None:
    """What cannot be drawn is refused, and harms nobody else's."""
    writer = await a_writer(house)
    invoice = await writer.writes(exemption_reason="Utbildning", order_number="AO12345")
    absurd = await writer.writes(lines=(replace(LINE, price=Decimal("1e40")),))
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        refused = await writer.sees(browser, absurd)
        assert (refused.status_code, refused.json()["code"]) == (422, "draft.not-drawable")
        marks = {"sv": "Utkast. Fakturan är inte skickad.", "fi": "Luonnos. Laskua ei ole lähetetty."}
        for language, mark in marks.items():
            got = await writer.sees(browser, invoice, language)
            assert got.status_code == 200 and got.headers["content-type"] == "application/pdf"
            said = text_of(got.content)
            for part in (mark, "Faktura", "Kladde", "6.450,00", "AO12345", "Verkstadsgatan 14", "5050-1055", "Timer"):
                assert part.lower() in said.lower(), f"{part} in {said}"
        assert got.headers["cache-control"] == "no-store"
        page = await browser.http.get(f"/c/{writer.company}/invoices/{invoice}/preview")
        assert page.content.startswith(b"%PDF-") and "utkast.pdf" in page.headers["content-disposition"]


async def test_what_a_pdf_of_it_lacks_is_said_in_words(house: House) -> None:
    """Whoever names any company's id as the receiver must not read its number and address out of a preview."""
    writer = await a_writer(house, whole=False)
    draft = await writer.writes(lines=())
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        refused = (await writer.sees(browser, draft)).json()
        assert refused["code"] == "draft.incomplete"
        assert refused["title"] == (
            "Utkastet kan inte visas som PDF än. Det som saknas: en kund som är ansluten till er, minst en rad med "
            "benämning, ett bankkonto att betala till, er adress."
        )
        assert [one["where"] for one in refused["findings"]] == ["receiver", "lines", "account", "company/address"]
        assert "a bank account to pay to" in (await writer.sees(browser, draft, "en")).json()["title"]
        await writer.comes_aboard()
        for stranger in (uuid4(), await house.company(writer.person, "Hemliga AB")):
            other = await writer.writes(receiver=stranger)
            answer = await writer.sees(browser, other)
            assert answer.json()["code"] == "draft.incomplete" and b"Hemliga" not in answer.content


async def test_of_what_is_issued_there_is_no_preview_but_the_pdf_and_of_anothers_nothing(house: House) -> None:
    writer = await a_writer(house)
    invoice = await writer.writes()
    await house.told(await house.issued(writer.company, invoice))
    other = await house.company(await house.person("eva@annan.example"), "Annan AB")
    foreign = await house.draft(other, writer.person)
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        refused = await writer.sees(browser, invoice)
        assert (refused.status_code, refused.json()["code"]) == (409, "draft.sent-already")
        led = await browser.http.get(f"/c/{writer.company}/invoices/{invoice}/preview", follow_redirects=False)
        assert led.headers["location"] == f"/c/{writer.company}/invoices/{invoice}/pdf"
        assert (await writer.sees(browser, foreign)).status_code == 404


async def test_the_editor_says_what_a_pdf_lacks_and_asks_why_lines_are_exempt_at_its_field(house: House) -> None:
    """Findings are sentences that lead to their field, in the editor and on the invoice's page: no ids of rules."""
    writer = await a_writer(house)
    missing = Finding("BR-E-10", "error", "exemption_reason", "Momsbefriade rader (E) saknar skäl.")

    async def kept(fact: portal.InvoiceDraftSaved) -> Fact:
        asks = any(line.vat_category == "E" for line in fact.draft.lines) and not fact.draft.exemption_reason
        none = Money(Decimal("0.00"))
        return invoicing.InvoiceDrafted(
            company=fact.company,
            invoice=fact.invoice,
            receiver=fact.draft.receiver,
            receiver_name="Infrabana AB",
            net=none,
            vat=none,
            payable=none,
            revision=fact.revision,
            findings=(missing,) if asks else (),
        )

    async with house.browser() as browser, house.answering(portal.InvoiceDraftSaved, kept) as heard:
        await browser.log_in(ANNA)
        new = f"/c/{writer.company}/invoices/new"
        page = await browser.press(await browser.open(new), new, do="preview")
        assert page.status == 422 and "minst en rad med benämning" in page.text
        course = {"lines-0-name": "Kurs", "lines-0-price": "4000", "lines-0-vat": "E-0"}
        action = next(str(form.action) for form in page.tree.forms if "invoices" in str(form.action))
        page = await browser.press(page, action, do="update", **course)
        assert "0 %, undantaget från moms" in page.text
        assert "#exemption_reason" in page.links() and "Momsbefriade rader (E) saknar skäl." in page.text
        invoice = page.path.split("/")[4]
        shown = await browser.open(f"/c/{writer.company}/invoices/{invoice}")
        assert "Momsbefriade rader (E) saknar skäl." in shown.text and "BR-E-10" not in shown.text
        page = await browser.press(page, f"/c/{writer.company}/invoices/{invoice}/edit", exemption_reason="Utbildning")
        draft = heard[-1].draft  # type: ignore[attr-defined]
        assert (draft.lines[0].vat_category, draft.exemption_reason) == ("E", "Utbildning")
        assert "saknar skäl" not in page.text
