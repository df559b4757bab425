"""Stories of prices that are announced ahead: every customer is told, and they count from their day."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from wallet_stories import PERSON, Shop

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as told
from wallet.rules import Rules


async def announce(shop: Shop, net: str, day: datetime, item: str = "invoice") -> list[Fact]:
    return await shop.wallet.hear(
        portal.PriceAnnounced(announcement=uuid4(), person=PERSON, item=item, net=Money(Decimal(net)), valid_from=day)
    )


@pytest.mark.req("S4-21")
async def test_a_price_is_announced_ahead_to_every_customer_and_counts_from_its_day() -> None:
    shop = Shop(Rules(register_page_max=2))
    companies: list[UUID] = [shop.company, *(uuid4() for _ in range(4))]
    for company in companies:
        await shop.join(company)
    (announced,) = await announce(shop, "2.35", datetime(2027, 1, 1, tzinfo=UTC))
    assert isinstance(announced, told.PriceAnnounced) and announced.previous == Money(Decimal("2.00"))
    noticed = await shop.wallet.pass_time(timedelta(0))
    assert sorted(str(fact.company) for fact in noticed if isinstance(fact, told.PriceChangeNoticed)) == sorted(
        map(str, companies)
    )
    (before,) = [fact for fact in await shop.order(100) if isinstance(fact, told.OrderAccepted)]
    await shop.wallet.pass_time(timedelta(days=42))
    (after,) = [fact for fact in await shop.order(100) if isinstance(fact, told.OrderAccepted)]
    assert (before.net, after.net) == (Money(Decimal("200.00")), Money(Decimal("235.00")))


@pytest.mark.req("S4-21")
async def test_a_price_that_changed_between_cart_and_checkout_is_shown_and_not_charged(shop: Shop) -> None:
    await shop.put("invoice", 100)
    await announce(shop, "2.35", datetime(2027, 1, 1, tzinfo=UTC))
    await shop.wallet.pass_time(timedelta(days=42))
    facts = await shop.check_out(seen="250.00")
    (refused,) = [fact for fact in facts if isinstance(fact, told.OrderRefused)]
    (cart,) = [fact for fact in facts if isinstance(fact, told.CartPriced)]
    assert refused.details == {"seen": "250.00 SEK", "total": "293.75 SEK"}
    assert cart.total == Money(Decimal("293.75")), "the cart shows the price of today"
    assert await shop.wallet.act() == []
    accepted = (await shop.check_out(seen="293.75"))[0]
    assert isinstance(accepted, told.OrderAccepted) and accepted.total == Money(Decimal("293.75"))


@pytest.mark.parametrize(
    ("net", "day", "item", "code"),
    [
        ("2.35", datetime(2026, 12, 1, tzinfo=UTC), "invoice", "price.too-soon"),
        ("0.00", datetime(2027, 1, 1, tzinfo=UTC), "invoice", "price.invalid"),
        ("-1.00", datetime(2027, 1, 1, tzinfo=UTC), "invoice", "price.invalid"),
        ("1.005", datetime(2027, 1, 1, tzinfo=UTC), "invoice", "price.invalid"),
        ("2.35", datetime(2027, 1, 1, tzinfo=UTC), "gold", "klip.not-sold"),
    ],
)
async def test_a_price_that_is_none_or_comes_too_soon_is_refused(
    shop: Shop, net: str, day: datetime, item: str, code: str
) -> None:
    (refused,) = await announce(shop, net, day, item)
    assert isinstance(refused, told.PriceRefused) and refused.code == code


async def test_two_prices_of_one_day_are_one_too_many(shop: Shop) -> None:
    day = datetime(2027, 1, 1, tzinfo=UTC)
    await announce(shop, "2.35", day)
    (refused,) = await announce(shop, "2.50", day)
    assert isinstance(refused, told.PriceRefused) and refused.code == "price.announced-already"
