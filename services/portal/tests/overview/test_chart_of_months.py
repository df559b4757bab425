"""The overview draws what was sent and received month by month, and says the same in a table, for every reader."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from pages_house import House

from contracts.delivery import v1 as delivery
from contracts.values import Language, Money
from portal.edge import figures
from portal.overview.chart import HEIGHT, LEFT, MONTHS, WIDTH, drawn

ANNA = "anna@norrsken.example"
NOVEMBER = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12))]


def reader(language: Language = "sv") -> Any:
    return SimpleNamespace(language=language, money=lambda amount, currency: figures.money(amount, currency, language))


def row(month: int, amount: str, currency: str = "SEK", many: int = 1) -> dict[str, Any]:
    return {"month": NOVEMBER[month], "currency": currency, "many": many, "amount": Decimal(amount)}


def test_every_bar_is_inside_whatever_the_sums() -> None:
    for most in ("0.01", "1", "99.99", "250", "1000000000000", "0", "-5"):
        chart = drawn({"sent": [row(11, most)], "received": [row(0, most)]}, NOVEMBER, reader())
        assert chart is not None and len(chart.months) == MONTHS
        assert len(chart.bars) == (2 if Decimal(most) > 0 else 0), "what is credited goes below no axis"
        for bar in chart.bars:
            assert bar.x >= LEFT and bar.x + chart.bar_width <= WIDTH and bar.y >= 0 and bar.y + bar.height <= HEIGHT
        tops = [line.y for line in chart.lines]
        assert tops == sorted(tops, reverse=True) and all(bar.y >= tops[-1] for bar in chart.bars)


def test_bars_are_of_one_currency_and_the_table_has_all() -> None:
    told = {"sent": [row(11, "100", many=3), row(11, "9000", "EUR")], "received": []}
    chart = drawn(told, NOVEMBER, reader())
    assert chart is not None and (chart.currency, chart.has_others, len(chart.bars)) == ("SEK", True, 1)
    ((month, sent, received),) = chart.rows
    assert (month, sent.many, received.many) == ("november 2026", 4, 0)
    assert [one.replace("\xa0", " ") for one in sent.sums] == ["100,00 kr", "9 000,00 €"]
    finnish = drawn(told, NOVEMBER, reader("fi"))
    assert finnish is not None and finnish.rows[0][0] == "marraskuu 2026"
    assert drawn({"sent": [], "received": []}, NOVEMBER, reader()) is None


async def test_the_overview_shows_it_once_there_is_something(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr("portal.overview.pages.today", lambda _zone: date(2026, 12, 24))
    person = await house.person(ANNA)
    company = await house.company(person)
    async with house.browser() as anna:
        page = await anna.log_in(ANNA)
        assert not page.tree.xpath("//svg")
        invoice = await house.draft(company, person)
        await house.told(
            await house.issued(company, invoice),
            delivery.DocumentReceived(
                company=company,  # type: ignore[arg-type]
                document=uuid4(),
                supplier=uuid4(),  # type: ignore[arg-type]
                supplier_name="Rälsverket AB",
                number="1",
                issue_date=date(2026, 12, 1),
                payable=Money(Decimal("125.50"), "EUR"),
                ubl=await house.document(b"<Invoice/>", "application/xml", "1.xml"),
            ),
        )
        page = await anna.open(f"/c/{company}")
        (picture,) = page.tree.xpath("//*[name()='svg']")
        assert picture.get("role") == "img" and "tolv månaderna" in picture.get("aria-label")
        assert not page.tree.xpath("//*[@style]")
        assert "december 2026 – 1 125,50 €" in page.text and "november 2026 1 6 450,00 kr –" in page.text
