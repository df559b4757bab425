"""The pages of the shop, as they are before anybody has a browser: the checkout adds up and holds the terms."""

from decimal import Decimal

import pytest
from pages_house import House

from contracts.terms import sale_versions
from contracts.values import Money, PricedLine
from contracts.wallet import v1 as wallet

ANNA = "anna@norrsken.example"


@pytest.mark.parametrize("language", ["sv", "da", "nb", "fi", "en"])
async def test_the_checkout_shows_the_cart_and_the_terms_of_sale_in_the_readers_words(
    house: House, language: str
) -> None:
    company = await house.company(await house.person(ANNA))
    line = PricedLine("invoice", 100, Money(Decimal("2.00")), Money(Decimal("200.00")))
    sums = {"net": "200.00", "vat": "50.00", "total": "250.00"}
    money = {name: Money(Decimal(amount)) for name, amount in sums.items()}
    await house.told(
        wallet.CartPriced(company=company, lines=(line,), **money, vat_rate=Decimal(25), terms_version="1")
    )
    terms = sale_versions()[-1]
    async with house.browser(language) as browser:
        await browser.http.get(f"/language/{language}")
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/credits/checkout")
        assert page.status == 200 and page.form(f"/c/{company}/credits/checkout")["total_seen"] == "250.00"
        words = [line for line in terms.text_in(language).splitlines() if line.strip()]  # type: ignore[arg-type]
        assert words[1].lstrip("# ") in page.text and terms.sha256_in(language) in page.text  # type: ignore[arg-type]
