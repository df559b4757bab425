"""Money that fits no order: it waits where staff see it, and what they decide is done and booked.

Siblings that were looked for when money paid twice by card stood on no desk route: refunds that no card takes (nobody
could say that they were paid), debts after a chargeback, a checkout that the provider would not speak of.
"""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from money_stories import ask, available, books, bought, only, second_payment, waiting
from structlog.testing import capture_logs
from wallet_stories import PERSON, Shop

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.orders.card_payments import CardProviderDown, CardProviderRefused
from wallet.orders.order import Order, Status


async def late(shop: Shop, amount: str = "250.00") -> UUID:
    """An order that was paid after it had been taken back."""
    order = uuid4()
    await shop.order(order=order)
    await shop.wallet.hear(portal.OrderCancelled(company=shop.company, person=PERSON, order=order))
    facts = await shop.report(order, amount, payment="late", checkout="chk-late")
    told_of = only(facts, told.PaymentRefused)
    assert (told_of.payment, told_of.set_aside.amount, told_of.to_card) == ("late", Decimal(amount), True)
    return order


async def assign(shop: Shop, order: UUID, payment: str, to: UUID) -> list[Fact]:
    of = {"company": shop.company, "person": PERSON, "order": order}
    return await shop.wallet.hear(portal.PaymentAssigned(**of, payment=payment, to_order=to))


async def give_back(shop: Shop, order: UUID, payment: str, refund: UUID, *, by_hand: bool = False) -> list[Fact]:
    of = {"company": shop.company, "person": PERSON, "order": order, "reason": "Dubbelt"}
    return await shop.wallet.hear(portal.PaymentReturned(**of, payment=payment, refund=refund, by_hand=by_hand))


async def paid_by_hand(shop: Shop, order: UUID, refund: UUID, note: str = "Bankgiro, i dag") -> list[Fact]:
    of = {"company": shop.company, "person": PERSON, "order": order}
    return await shop.wallet.hear(portal.RefundPaidByHand(**of, refund=refund, note=note))


async def test_money_that_came_after_the_order_ended_can_still_grant_it(shop: Shop) -> None:
    order = await late(shop)
    facts = await assign(shop, order, "late", order)
    assert only(facts, told.SetAsideSettled).left.amount == 0 and await available(shop) == 100
    money = await books(shop)
    assert (money["1580"], money["2420"], money["2970"]) == (25000, 0, -20000)
    assert only(await assign(shop, order, "late", order), told.MoneyDecisionRefused).code == "bank-payment.order-paid"
    agreed = only(await shop.refund(order), told.RefundAgreed)
    assert not agreed.by_hand, "it goes back to the card that it came from"


async def test_a_second_payment_pays_for_another_order_of_the_company_and_is_charged_back_there(shop: Shop) -> None:
    order, other, small = await second_payment(shop), uuid4(), uuid4()
    await shop.order(order=other)
    await shop.order(200, order=small)
    refused = only(await assign(shop, order, "pay-2", small), told.MoneyDecisionRefused)
    assert refused.code == "payment.does-not-fit"
    await assign(shop, order, "pay-2", other)
    assert await available(shop) == 200
    back = only(await shop.charge_back(order, "250.00", payment="pay-2"), told.PaymentChargedBack)
    assert back.order == other and await available(shop) == 100
    assert (await shop.wallet.state(Order, order)).status is Status.PAID


@pytest.mark.parametrize("payment", ["pay-7", "pay-1"])
async def test_what_is_not_set_aside_is_neither_assigned_nor_paid_back(shop: Shop, payment: str) -> None:
    order = await second_payment(shop)
    code = only(await assign(shop, order, payment, order), told.MoneyDecisionRefused).code
    assert code == only(await give_back(shop, order, payment, uuid4()), told.RefundRefused).code
    assert code == "payment.not-set-aside"
    unknown = only(await assign(shop, uuid4(), payment, order), told.MoneyDecisionRefused)
    assert unknown.code == "payment.not-set-aside"


async def test_a_second_payment_goes_back_to_its_card_once(shop: Shop) -> None:
    order, refund = await second_payment(shop), uuid4()
    agreed = only(await give_back(shop, order, "pay-2", refund), told.RefundAgreed)
    assert (agreed.amount.amount, agreed.by_hand, agreed.taken) == (Decimal("250.00"), False, ())
    again = only(await give_back(shop, order, "pay-2", uuid4()), told.RefundRefused)
    assert again.code == "payment.settled-already"
    assert not only(await shop.wallet.act(), told.RefundPaid).by_hand
    assert shop.cards.refunded[refund][0] == "chk-2" and await available(shop) == 100
    money = await books(shop)
    assert (money["1580"], money["2420"]) == (25000, 0)


async def test_what_goes_back_by_hand_waits_until_staff_say_that_it_is_paid(shop: Shop) -> None:
    order, refund = await second_payment(shop), uuid4()
    assert only(await give_back(shop, order, "pay-2", refund, by_hand=True), told.RefundAgreed).by_hand
    assert await shop.wallet.act() == [], "the card provider is not asked"
    assert (await books(shop))["2420"] == -25000, "it is still the payer's"
    assert only(await paid_by_hand(shop, order, refund, " "), told.RefundRefused).code == "debt.note-missing"
    assert only(await paid_by_hand(shop, order, refund), told.RefundPaid).by_hand
    assert only(await paid_by_hand(shop, order, refund), told.RefundRefused).code == "refund.paid-already"
    money = await books(shop)
    assert (money["2420"], money["1930"]) == (0, -25000)


async def test_a_refund_that_no_card_takes_is_paid_by_hand_and_one_on_its_way_is_not(shop: Shop) -> None:
    order, refund = await bought(shop), uuid4()
    await shop.refund(order, refund)
    assert only(await paid_by_hand(shop, order, refund), told.RefundRefused).code == "refund.on-its-way"
    shop.cards.failures = [CardProviderRefused("402")]
    await shop.wallet.act()
    assert (await books(shop))["2420"] == -25000
    assert only(await paid_by_hand(shop, order, refund), told.RefundPaid).amount.amount == Decimal("250.00")
    assert only(await paid_by_hand(shop, order, uuid4()), told.RefundRefused).code == "refund.not-found"
    money = await books(shop)
    assert (money["1580"], money["2420"], money["1930"]) == (25000, 0, -25000)


async def test_a_provider_that_never_answers_is_logged_each_time_and_shown_to_staff_who_ask_again() -> None:
    shop, checkout = await waiting()
    shop.cards.failures = [CardProviderDown("503")] * 4
    with capture_logs() as logs:
        found = [fact for _ in range(12) for fact in await ask(shop, timedelta(hours=12))]
    assert [line["event"] for line in logs].count("checkout.unanswered") == 4
    (unanswered,) = found
    assert isinstance(unanswered, told.CheckoutUnanswered) and unanswered.question == 4
    fact = portal.CheckoutQuestionRequested(company=shop.company, person=PERSON, order=unanswered.order)
    assert only(await shop.wallet.hear(fact), told.CheckoutQuestioned).question == 5
    await shop.wallet.act()
    assert shop.cards.looked_at == [checkout]
    await shop.report(unanswered.order, "250.00")
    refused = only(await shop.wallet.hear(fact), told.MoneyDecisionRefused)
    assert refused.code == "checkout.nothing-to-ask"


async def test_a_provider_that_knows_no_such_checkout_is_shown_at_once() -> None:
    shop, _ = await waiting()
    shop.cards.failures = [CardProviderRefused("404")]
    (unanswered,) = await ask(shop, timedelta(minutes=16))
    assert isinstance(unanswered, told.CheckoutUnanswered) and unanswered.cause == "404"


async def test_a_top_up_that_is_charged_twice_waits_with_its_amount(shop: Shop) -> None:
    await shop.wallet.hear(
        portal.TopUpAgreed(
            company=shop.company,
            person=PERSON,
            klip="invoice",
            level=99,
            quantity=100,
            payment="card",
            terms_version="1",
        )
    )
    await shop.buy(100)
    facts = await shop.ready(uuid4())
    order = only(facts, told.OrderAccepted).order
    await shop.report(order, "250.00", payment="a", checkout="chk-a")
    second = only(await shop.report(order, "250.00", payment="b", checkout="chk-b"), told.PaymentRefused)
    assert second.set_aside.amount == Decimal("250.00")
    assert only(await give_back(shop, order, "b", uuid4()), told.RefundAgreed).amount.amount == Decimal("250.00")
