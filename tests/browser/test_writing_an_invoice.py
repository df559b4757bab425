"""The editor: from nothing to a sent invoice, by whoever writes five a month, with and without scripts, by keyboard."""

import io
import re
from datetime import date, timedelta

import pypdf
import pytest
from playwright.async_api import expect

from devstack.companies import Trade
from devstack.hostile_files import pdf
from devstack.journey import Visitor

from .conftest import NewGuest
from .guest import Guest

PAPER = "#preview"


async def saved(writer: Guest) -> None:
    """Waits until the page has saved by itself what was typed."""
    await expect(writer.page.locator("#saved")).to_have_text(re.compile("Sparat|Gemt|Saved"))


async def kept(supplier: Visitor, writer: Guest) -> dict[str, object]:
    """The draft that the editor has before it, as the API tells it."""
    found = re.search(r"invoices/([0-9a-f-]{36})", writer.path)
    assert found is not None, writer.path
    row = await supplier.own("GET", f"/invoices/{found[1]}")
    assert isinstance(row["draft"], dict)
    return {**row["draft"], "status": row["status"], "payable": row["payable"]}


@pytest.mark.req("S3-24", "S3-50", "S3-52", "S3-56", "S3-57", "S3-58", "S3-67", "S3-68", "S3-69", "S3-70")
async def test_an_invoice_from_nothing_to_sent(guest: NewGuest, trade: Trade) -> None:
    supplier, customer = await trade(credits=100)
    await customer.own("PUT", "/reference-rules", json=await infranords(supplier))
    writer = await guest("sv")
    await writer.be(supplier)
    await writer.open(f"/c/{supplier.company}/invoices")
    await writer.follow("Ny faktura")
    await writer.arrives(f"/c/{supplier.company}/invoices/new")
    today = date.fromisoformat(await writer.value("issue_date"))
    assert await writer.value("due_date") == (today + timedelta(days=30)).isoformat()
    assert await writer.value("currency") == "SEK"
    await writer.sees("Bankgiro 5050-1055")
    await expect(writer.page.locator(PAPER)).to_contain_text("Norrsken Bygg AB")
    await expect(writer.page.locator(PAPER)).to_contain_text("Verkstadsgatan 14")

    await writer.fill(order_number="AO12")
    await expect(writer.page.locator(".said-live")).to_contain_text("Referensen har inte den form som kunden kräver.")
    await writer.fill(order_number="AO12345", buyer_reference="AB12", reference_person="Anna Berg")
    await expect(writer.page.locator(".said-live")).to_have_count(0)
    row = {"name": "Montering", "quantity": "10", "unit": "HUR", "price": "950,50", "vat": "S-25"}
    await writer.fill(**{f"lines-0-{name}": value for name, value in row.items()})
    await writer.page.get_by_text("Artikelnummer, beskrivning").first.click()
    await writer.fill(**{"lines-0-origin_country": "SE", "lines-0-customs_number": "26SE-001"})
    await saved(writer)
    await expect(writer.page.locator("#lines-0-sum")).to_have_text("9 505,00 kr")
    await writer.page.get_by_role("button", name="Lägg till en avgift").click()
    await writer.fill(**{"charges-0-reason": "Frakt", "charges-0-amount": "150"})
    await expect(writer.page.locator(PAPER)).to_contain_text("12 068,75 kr")
    await writer.page.set_input_files("#files", {"name": "ritning.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    await expect(writer.page.locator("#attachments")).to_contain_text("ritning.pdf")
    await expect(writer.page.locator(PAPER)).to_contain_text("Klar att skicka.")
    await writer.look("editor")
    draft = await kept(supplier, writer)
    (line,) = draft["lines"]  # type: ignore[misc]
    assert (line["origin_country"], line["customs_number"]) == ("SE", "26SE-001")  # type: ignore[index]

    preview, mark = await the_pdf(supplier, writer, "Förhandsgranska PDF"), "Utkast. Fakturan är inte skickad."
    assert mark in preview

    await writer.press("Skicka")
    await writer.sees("Fakturan skickas om")
    await writer.press("Ångra")
    await writer.sees("Fakturan är tillbakatagen")
    assert (await kept(supplier, writer))["status"] == "draft"
    await writer.follow("Fortsätt skriva")
    await writer.press("Skicka")
    await writer.sees("Du har skickat fakturan till Infrabana AB. Den har nummer")
    await writer.open(writer.path.partition("?")[0])  # the page that followed Send would look again while it is read
    page = await writer.says()
    for part in (
        "10 tim 950,50 kr 25 % 9 505,00 kr",
        "Frakt",
        "Netto 9 655,00 kr",
        "2 413,75 kr",
        "AO12345",
        "ritning.pdf",
    ):
        assert part in page, "the page of an invoice adds up, and says all that stands on it"
    assert "2.0.0" not in page, "what a mail server said is one click away"
    await writer.look("invoice-sent")
    await customer.received(f"{today.year}-00001")
    sent = text_of(await supplier.download(re.sub("^/c/[^/]+", "", writer.path) + "/pdf"))
    assert "AO12345" in sent and "Utkast" not in sent
    assert set(preview.split()) - set(sent.split()) <= {*mark.split(), "Utkast"}, "it was previewed as it was sent"
    await is_read_there_and_said_here(f"{today.year}-00001", writer, await guest("sv"), supplier, customer)


async def is_read_there_and_said_here(
    number: str, writer: Guest, reader: Guest, supplier: Visitor, customer: Visitor
) -> None:
    """The customer reads it on a page, and the sender's page, which is open, says so by itself."""
    await customer.received(number)
    await reader.be(customer)
    await reader.open(f"/c/{customer.company}/inbox?status=new")
    await reader.sees("Inkorg 1 ny")
    await reader.look("inbox")
    await reader.follow(number)
    assert await reader.title() == f"Faktura {number}"
    page = await reader.says()
    for part in ("Montering", "9 505,00", "Frakt", "12 068,75 kr", "Bankgiro 5050-1055", "AO12345", "ritning.pdf"):
        assert part in page, "a received document reads as it was sent"
    await reader.look("document")
    await writer.sees("Mottagaren öppnade fakturan.")
    await expect(writer.page.locator("[data-part=status]")).to_have_text("Läst")
    await writer.open(f"/c/{supplier.company}/invoices")
    await writer.page.get_by_role("checkbox", name="Välj alla på sidan").check()
    await writer.look("invoices-chosen")
    await writer.open(f"/c/{supplier.company}")
    await writer.look("overview-with-chart")


async def the_pdf(supplier: Visitor, writer: Guest, button: str) -> str:
    """What the PDF says that a button leads to, in a window of its own."""
    is_shown = re.compile(r"/preview$")
    async with writer.page.context.expect_event("response", lambda answer: bool(is_shown.search(answer.url))) as shown:
        await writer.page.get_by_role("button", name=button, exact=True).click()
    answer = await shown.value
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    (path,) = re.findall(r"/c/[^/]+(/invoices/.+)$", answer.url)
    return text_of(await supplier.download(path))


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def infranords(anybody: Visitor) -> dict[str, object]:
    examples = await anybody.call("GET", "/reference-rule-examples")
    return {"rules": examples["infranord"]["rules"], "valid_from": date.today().isoformat()}


async def test_without_scripts_every_button_saves_and_nothing_typed_is_lost(guest: NewGuest, trade: Trade) -> None:
    supplier, _ = await trade(credits=100)
    writer = await guest("da", scripts=False)
    await writer.be(supplier)
    await writer.open(f"/language/da?back=/c/{supplier.company}/invoices/new")
    await writer.press("Send")
    assert await writer.page.locator("#buyer_reference").get_attribute("aria-invalid") == "true"
    await writer.fill(buyer_reference="AB12", **{"lines-0-name": "Kaffe", "lines-0-quantity": "mange"})
    await writer.press("Tilføj en linje")
    assert await writer.value("lines-0-quantity") == "mange", "what cannot be read stays, and is said"
    await writer.fill(**{"lines-0-quantity": "2,5", "lines-0-price": "1 200,00"})
    await writer.fill(**{"lines-1-name": "Kopper", "lines-1-price": "100"})
    await writer.press("Tilføj et gebyr, for eksempel fragt")
    await writer.fill(**{"charges-0-reason": "Fragt", "charges-0-amount": "49"})
    await writer.page.set_input_files("#files", {"name": "bilag.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    await writer.press("Upload filerne")
    await writer.sees("bilag.pdf")
    await writer.press("Opdater forhåndsvisningen")
    assert "3.149,00" in await writer.page.locator(PAPER).inner_text()
    await writer.press("Fjern Linje 2")
    assert await writer.page.locator("#lines-1-name").count() == 0
    await the_pdf(supplier, writer, "Vis PDF")
    await writer.press("Gem og gør færdig senere")
    await writer.sees("Kladden er gemt.")
    await writer.page.get_by_role("link", name="Kladde", exact=True).click()
    await writer.follow("Skriv videre")
    assert await writer.value("lines-0-name") == "Kaffe"
    await writer.press("Send")
    await writer.sees("Du har sendt fakturaen til Infrabana AB.")


async def test_by_keyboard_alone_with_rows_from_a_spreadsheet(guest: NewGuest, trade: Trade) -> None:
    supplier, _ = await trade()
    writer = await guest("sv")
    await writer.be(supplier)
    await writer.open(f"/c/{supplier.company}/invoices/new")
    keys = writer.page.keyboard
    await writer.page.focus("#lines-0-name")
    rows = "Kaffe\t2\tkg\t100,50\t12 %\nTe\t1\tst\t80\t12\nMontering\t3\ttim\t950\t25 %\n"
    await writer.page.evaluate(
        """rows => { const data = new DataTransfer(); data.setData("text/plain", rows);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste",
          {clipboardData: data, bubbles: true, cancelable: true})); }""",
        rows,
    )
    await expect(writer.page.locator("#lines-2-name")).to_be_focused()
    assert await writer.value("lines-2-unit") == "HUR" and await writer.value("lines-0-vat") == "S-12"
    await keys.press("Enter")
    await expect(writer.page.locator("#lines-3-name")).to_be_focused()
    await keys.type("Resa")
    await keys.press("Tab")
    await keys.type("2")
    await keys.press("Tab")
    await keys.press("Tab")
    await keys.type("45")
    await expect(writer.page.locator("#lines-3-sum")).to_have_text(re.compile("kr"))
    names = [line["name"] for line in (await kept(supplier, writer))["lines"]]  # type: ignore[attr-defined]
    assert names == ["Kaffe", "Te", "Montering", "Resa"]


@pytest.mark.req("S4-18", "S4-19", "S4-20")
async def test_a_company_that_is_not_signed_keeps_the_invoice_and_may_sign_later(guest: NewGuest, trade: Trade) -> None:
    supplier, _ = await trade(signed=False)
    writer = await guest("sv")
    await writer.be(supplier)
    await writer.open(f"/c/{supplier.company}/invoices/new")
    await writer.press("Skicka")
    await writer.look("editor-missing")
    await writer.fill(buyer_reference="AB12", **{"lines-0-name": "Kaffe", "lines-0-price": "100"})
    await writer.press("Skicka")
    assert await writer.title() == "Information om verifiering"
    await writer.look("editor-unsigned")
    where = await writer.page.get_by_role("link", name="Fortsätt till signeringen").get_attribute("href")
    assert where is not None and where.startswith(f"/c/{supplier.company}/sign?next=")
    await writer.follow("Signera senare")
    await writer.sees("Utkastet är sparat.")


async def test_a_draft_is_copied_and_thrown_away(guest: NewGuest, trade: Trade) -> None:
    supplier, _ = await trade()
    writer = await guest("sv", scripts=False)
    await writer.be(supplier)
    await writer.open(f"/c/{supplier.company}/invoices/new")
    await writer.page.get_by_text("Leveransdatum, vår referens").click()
    await writer.fill(note="Tack för ordern!", **{"lines-0-name": "Kaffe", "lines-0-price": "100"})
    await writer.press("Spara och gör klart senare")
    await writer.page.get_by_role("link", name="Utkast", exact=True).click()
    await writer.press("Kopiera till ny")
    assert (await writer.value("lines-0-name"), await writer.value("note")) == ("Kaffe", "Tack för ordern!")
    await writer.page.get_by_text("Kasta utkastet").click()
    await writer.press("Ja, kasta det")
    await writer.sees("Utkastet är kastat.")
    assert len(await supplier.own("GET", "/invoices")) == 1
