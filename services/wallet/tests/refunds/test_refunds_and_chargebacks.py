"""Stories of money that goes back: what is unused is given up for it, and what is used stays used."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from money_stories import bought
from wallet_stories import Shop

from chassis.testing import is_answered_as_repeated
from contracts.values import Money, OrderLine
from contracts.wallet import v1 as told
from wallet.orders.card_payments import CardProviderDown, CardProviderRefused
from wallet.rules import Rules


async def test_an_unused_order_is_paid_back_whole_and_its_credits_are_gone(shop: Shop) -> None:
    order, refund = await bought(shop), uuid4()
    facts = await shop.refund(order, refund)
    agreed = next(fact for fact in facts if isinstance(fact, told.RefundAgreed))
    assert (agreed.amount, agreed.net, agreed.vat) == (
        Money(Decimal("250.00")),
        Money(Decimal("200.00")),
        Money(Decimal("50.00")),
    )
    assert (await shop.state()).available("invoice") == 0, "gone before the money: nobody uses what is paid back"
    assert is_answered_as_repeated(await shop.refund(order, refund)), "asked twice"
    (paid,) = await shop.wallet.act()
    assert isinstance(paid, told.RefundPaid) and paid.amount == Money(Decimal("250.00"))
    ((checkout, amount),) = shop.cards.refunded.values()
    assert checkout.startswith("chk-") and amount == Money(Decimal("250.00"))


async def test_only_what_is_neither_used_nor_set_aside_is_paid_back(shop: Shop) -> None:
    order = await bought(shop, used=30, reserved=10)
    facts = await shop.refund(order)
    agreed = next(fact for fact in facts if isinstance(fact, told.RefundAgreed))
    assert agreed.taken == (OrderLine("invoice", 60),)
    assert agreed.amount == Money(Decimal("150.00"))
    state = await shop.state()
    assert (state.available("invoice"), len(state.reserved)) == (0, 10)
    (refused,) = await shop.refund(order)
    assert isinstance(refused, told.RefundRefused) and refused.code == "refund.nothing-unused"


async def test_refunds_in_parts_never_exceed_what_was_paid(shop: Shop) -> None:
    order = uuid4()
    await shop.order(103, order=order)
    await shop.report(order, "257.50")
    amounts = []
    for quantity in (33, 33, 33, 33):
        facts = await shop.refund(order, quantity=quantity)
        amounts += [fact.amount.amount for fact in facts if isinstance(fact, told.RefundAgreed)]
    assert len(amounts) == 4 and sum(amounts) == Decimal("257.50")


@pytest.mark.parametrize("quantity", [0, -5])
async def test_a_refund_of_no_credits_is_refused(shop: Shop, quantity: int) -> None:
    (refused,) = await shop.refund(await bought(shop), quantity=quantity)
    assert isinstance(refused, told.RefundRefused) and refused.code == "refund.nothing-unused"


async def test_an_order_that_is_not_paid_or_not_known_is_not_paid_back(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    (refused,) = await shop.refund(order)
    assert isinstance(refused, told.RefundRefused) and refused.code == "refund.not-paid"
    with pytest.raises(AssertionError, match="not yet"):
        await shop.refund(uuid4())


async def test_a_provider_that_is_down_is_asked_again_under_the_same_key_until_it_pays(shop: Shop) -> None:
    order, refund = await bought(shop), uuid4()
    await shop.refund(order, refund)
    shop.cards.failures = [CardProviderDown("503"), CardProviderDown("503")]
    assert await shop.wallet.act() == []
    await shop.wallet.pass_time(timedelta(seconds=2))
    assert await shop.wallet.act() == []
    await shop.wallet.pass_time(timedelta(seconds=10))
    (paid,) = await shop.wallet.act()
    assert isinstance(paid, told.RefundPaid)
    assert list(shop.cards.refunded) == [refund]


async def test_a_refund_that_the_provider_will_not_make_is_left_to_a_person(shop: Shop) -> None:
    order = await bought(shop)
    await shop.refund(order)
    shop.cards.failures = [CardProviderRefused("402 refund_declined")]
    (failed,) = await shop.wallet.act()
    assert isinstance(failed, told.RefundFailed) and failed.amount == Money(Decimal("250.00"))
    assert (await shop.state()).available("invoice") == 0


async def test_a_chargeback_takes_what_is_unused_and_what_was_used_is_owed(shop: Shop) -> None:
    order = await bought(shop, used=40)
    facts = await shop.charge_back(order, "250.00")
    (taken_back,) = [fact for fact in facts if isinstance(fact, told.CreditsTakenBack)]
    (charged_back,) = [fact for fact in facts if isinstance(fact, told.PaymentChargedBack)]
    assert (taken_back.cause, taken_back.quantity) == ("chargeback", 60)
    assert charged_back.taken == (OrderLine("invoice", 60),)
    assert charged_back.owed == Money(Decimal("100.00"))
    assert await shop.charge_back(order, "250.00") == [], "told twice"
    state = await shop.state()
    assert state.available("invoice") == 0, "never below nothing"


async def test_after_a_chargeback_nothing_is_paid_back_too(shop: Shop) -> None:
    order = await bought(shop)
    await shop.charge_back(order, "250.00")
    (refused,) = await shop.refund(order)
    assert isinstance(refused, told.RefundRefused) and refused.code == "refund.charged-back"


async def test_a_chargeback_leaves_the_credits_of_other_orders(shop: Shop) -> None:
    order = await bought(shop, used=40)
    await shop.buy(100)
    await shop.charge_back(order, "250.00")
    assert (await shop.state()).available("invoice") == 100


async def test_a_chargeback_that_comes_before_its_payment_waits_for_it(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    with pytest.raises(AssertionError, match="not yet"):
        await shop.charge_back(order, "250.00")
    assert (await shop.report(order, "250.00"))[0].NAME == "order_paid"


async def test_the_queue_is_not_served_with_what_was_paid_back() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0))
    await shop.join()
    order = uuid4()
    await shop.order(1, order=order)
    await shop.report(order, "2.50")
    await shop.refund(order)
    assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_refused"]
