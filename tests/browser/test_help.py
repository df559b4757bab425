"""Help that nobody needs to log in for: contact, whom to ask, articles to search in, and whether they helped."""

import pytest

from contracts.operator import operator

from .conftest import NewGuest


@pytest.mark.req("S2-02", "S2-19", "S2-20", "S2-32", "S2-34", "S4-27")
async def test_help_is_searched_read_and_judged_without_logging_in(guest: NewGuest) -> None:
    reader = await guest("sv")
    await reader.open("/start")
    await reader.follow("Hjälp")
    await reader.look("help")
    await reader.fill(search="papper kopia")
    await reader.press("Sök")
    assert await reader.page.locator(".choices a").all_inner_texts() == ["Från papper till e-faktura"]
    await reader.fill(search="finns inte alls")
    await reader.press("Sök")
    await reader.sees("Ingen artikel har alla orden")
    await reader.open("/help?search=klipp")
    await reader.follow("Vanliga frågor om tjänsterna")
    await reader.look("help-article")
    await reader.fill(text="Skriv mer om <b>klipp</b>")
    await reader.press("Ja")
    await reader.sees("Tack!")
    await reader.sees(" tyckte det.")
    assert "Skriv mer" not in await reader.says(), "comments are for us alone"
    await reader.follow("Kontakta oss")
    seller = operator()
    for text in (seller.customer_centre, seller.telephone, seller.opens, seller.address.street, "Vem ska jag fråga?"):
        await reader.sees(text)
    await reader.look("help-contact")
