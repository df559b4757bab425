"""The card provider's word may be lost for ever: it is asked, and what was paid for is granted."""

from datetime import timedelta
from decimal import Decimal

from money_stories import ask, waiting

from contracts.values import Money
from contracts.wallet import v1 as told
from wallet.orders.card_payments import CardProviderDown, Paid
from wallet.orders.order import Order, Status


def paid(amount: str = "250.00") -> Paid:
    return Paid(payment="pay-9", provider="sim", outcome="paid", amount=Money(Decimal(amount)))


async def test_a_payment_that_nobody_told_us_of_is_found_and_granted_once() -> None:
    shop, checkout = await waiting()
    shop.cards.ended[checkout] = paid()
    facts = await ask(shop, timedelta(minutes=16))
    assert [type(fact) for fact in facts].count(told.CreditsGranted) == 1
    order = shop.wallet.told(told.OrderPaid)[0].order
    await shop.report(order, "250.00", payment="pay-9")
    assert len(shop.wallet.told(told.OrderPaid)) == 1, "the webhook that comes after all changes nothing"
    assert (await shop.state()).available("invoice") == 100


async def test_while_the_payer_may_still_pay_the_provider_is_asked_more_and_more_rarely_and_then_no_more() -> None:
    shop, checkout = await waiting()
    for _ in range(30):
        await ask(shop, timedelta(hours=6))
    assert shop.cards.looked_at == [checkout] * 4


async def test_a_provider_that_is_away_is_asked_again_at_the_next_time() -> None:
    shop, checkout = await waiting()
    shop.cards.failures.append(CardProviderDown("503"))
    shop.cards.ended[checkout] = paid()
    assert await ask(shop, timedelta(minutes=16)) == []
    assert any(isinstance(fact, told.OrderPaid) for fact in await ask(shop, timedelta(hours=2)))


async def test_an_order_that_is_paid_is_asked_about_no_more() -> None:
    shop, _ = await waiting()
    accepted = shop.wallet.told(told.OrderAccepted)[0]
    await shop.report(accepted.order, "250.00")
    await ask(shop, timedelta(days=3))
    assert shop.cards.looked_at == []
    assert (await shop.wallet.state(Order, accepted.order)).status is Status.PAID
