"""From log-in to a sent invoice in the languages that no guide is written in: nothing on the way is in another one."""

import pytest

from devstack.companies import Trade
from portal.edge.words import phrase

from .conftest import NewGuest
from .guest import Guest

PAGES = ("", "/customers", "/reception", "/credits")
SWEDISH = ("Företag", "Fakturor", "Leverantörer", "Logga ut", "Spara", "Sök ")


@pytest.mark.slow
async def test_an_invoice_is_sent_in_norwegian_finnish_and_english(guest: NewGuest, trade: Trade) -> None:
    supplier, _ = await trade(credits=100)
    for language in ("nb", "fi", "en"):
        writer = await guest(language)
        await writer.open(f"/language/{language}?back=/login")
        assert await writer.title() == phrase(language, "login.title")
        await writer.log_in(supplier.email)
        for path in PAGES:
            await writer.open(f"/c/{supplier.company}{path}")
            await reads_as(writer, language)
        await writer.open(f"/c/{supplier.company}/invoices")
        await writer.follow(phrase(language, "invoices.new"))
        name = {"name": "Kaffe", "quantity": "2", "price": "100"}
        await writer.fill(buyer_reference="AB12", **{f"lines-0-{field}": value for field, value in name.items()})
        await writer.press(phrase(language, "invoices.send"))
        await writer.sees(phrase(language, "outcome.sent", customer="Infrabana AB", number="§").partition("§")[0])
        await reads_as(writer, language)


async def reads_as(writer: Guest, language: str) -> None:
    assert await writer.page.locator("html").get_attribute("lang") == language
    said = await writer.says()
    assert [word for word in SWEDISH if word in said] == [], writer.path
