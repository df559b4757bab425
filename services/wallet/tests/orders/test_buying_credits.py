"""Stories of orders and payments, through the whole service."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from wallet_stories import Shop

from chassis.testing import Story
from contracts.values import Money
from contracts.wallet import v1 as told
from wallet.orders.card_payments import CardProviderDown, CardProviderRefused
from wallet.orders.commands import RecordCheckout, RecordPayment
from wallet.orders.events import CheckoutFailed, CheckoutRetried, OrderAccepted, OrderCancelled, PaymentSetAside
from wallet.orders.order import Order
from wallet.rules import Rules

COMPANY = uuid4()


@pytest.mark.req("S1-06")
@pytest.mark.parametrize("quantity", [100, 101, 100_000])
async def test_a_hundred_credits_are_enough_and_any_number_above(shop: Shop, quantity: int) -> None:
    (accepted,) = await shop.order(quantity)
    assert isinstance(accepted, told.OrderAccepted)
    assert accepted.net == Money(Decimal(2 * quantity).quantize(Decimal("0.01")))
    assert accepted.vat.amount == accepted.net.amount / 4
    assert accepted.total.amount == accepted.net.amount + accepted.vat.amount


@pytest.mark.req("S1-06")
@pytest.mark.parametrize(
    ("quantity", "code"),
    [(99, "order.too-small"), (0, "order.too-small"), (-100, "order.too-small"), (100_001, "order.too-large")],
)
async def test_too_few_and_too_many_are_refused(shop: Shop, quantity: int, code: str) -> None:
    (refused,) = await shop.order(quantity)
    assert isinstance(refused, told.OrderRefused)
    assert (refused.code, refused.details["quantity"]) == (code, str(quantity))
    assert await shop.wallet.act() == [], "nothing is asked of the card provider"


@pytest.mark.req("S1-12")
async def test_other_terms_of_sale_than_those_in_force_are_refused(shop: Shop) -> None:
    (refused,) = await shop.order(terms="0")
    assert isinstance(refused, told.OrderRefused)
    assert (refused.code, refused.details["in_force"]) == ("sale-terms.not-in-force", "1")


@pytest.mark.req("S1-01")
async def test_an_order_of_a_company_that_is_not_known_waits_for_it() -> None:
    shop = Shop()
    with pytest.raises(AssertionError, match="not yet"):
        await shop.order()
    await shop.join()
    assert isinstance((await shop.order())[0], told.OrderAccepted)


@pytest.mark.req("S1-10")
async def test_an_accepted_order_can_be_paid_at_the_card_providers_page(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    (requested,) = await shop.wallet.act()
    assert requested == told.PaymentRequested(company=shop.company, order=order, url=f"https://card.test/{order}")
    (wanted,) = shop.cards.opened.values()
    assert wanted.amount == Money(Decimal("250.00"))


@pytest.mark.req("S1-17")
async def test_a_paid_order_is_paid_and_granted_at_once(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    paid, granted = await shop.report(order, "250.00")
    assert isinstance(paid, told.OrderPaid)
    assert (paid.total, paid.payment) == (Money(Decimal("250.00")), "pay-1")
    assert granted == told.CreditsGranted(
        company=shop.company, order=order, klip="invoice", quantity=100, available=100, account=shop.company
    )


async def test_the_same_payment_reported_twice_grants_once(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    await shop.report(order, "250.00")
    assert await shop.report(order, "250.00") == []
    assert (await shop.state()).available("invoice") == 100


@pytest.mark.req("S1-17")
@pytest.mark.parametrize("outcome", ["declined", "abandoned"])
async def test_a_payment_that_fails_leaves_order_and_balance_as_they_were(shop: Shop, outcome: str) -> None:
    order = uuid4()
    await shop.order(order=order)
    (refused,) = await shop.report(order, "250.00", outcome)
    assert isinstance(refused, told.PaymentRefused) and refused.code == f"payment.{outcome}"
    assert await shop.report(order, "250.00", outcome) == [], "heard twice"
    assert (await shop.state()).available("invoice") == 0


@pytest.mark.req("S1-17")
async def test_after_a_failed_payment_the_order_can_be_paid_at_a_new_page(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    await shop.wallet.act()
    await shop.report(order, "250.00", "declined", "pay-1")
    await shop.report(order, "250.00", "declined", "pay-1")
    (requested,) = await shop.wallet.act()
    assert isinstance(requested, told.PaymentRequested)
    assert len(shop.cards.opened) == 2, "the old page is spent, so it is asked for under a new key"


async def test_an_order_does_not_get_pages_for_ever(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    for number in range(10):
        await shop.wallet.act()
        await shop.report(order, "250.00", "abandoned", f"pay-{number}")
    assert len(shop.cards.opened) == Rules().checkouts_max
    assert isinstance((await shop.report(order, "250.00", payment="pay-x"))[1], told.CreditsGranted)


async def test_a_payment_that_comes_after_a_declined_one_is_granted(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    await shop.report(order, "250.00", "declined", "pay-1")
    assert isinstance((await shop.report(order, "250.00", "paid", "pay-2"))[1], told.CreditsGranted)


async def test_a_decline_that_comes_late_changes_nothing(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    await shop.report(order, "250.00", "paid", "pay-2")
    assert await shop.report(order, "250.00", "declined", "pay-1") == []
    assert await shop.report(order, "250.00", "declined", "pay-2") == []


async def test_a_second_payment_of_a_paid_order_is_set_aside_to_be_paid_back(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    await shop.report(order, "250.00", payment="pay-1")
    (refused,) = await shop.report(order, "250.00", payment="pay-2")
    assert isinstance(refused, told.PaymentRefused) and refused.code == "payment.already-paid"
    assert await shop.report(order, "250.00", payment="pay-2") == []
    assert (await shop.state()).available("invoice") == 100
    assert [e.payment for e in await shop.wallet.events() if isinstance(e, PaymentSetAside)] == ["pay-2"]


@pytest.mark.parametrize("amount", ["249.99", "250.01", "0.00"])
async def test_a_payment_of_another_amount_is_refused_and_grants_nothing(shop: Shop, amount: str) -> None:
    order = uuid4()
    await shop.order(order=order)
    (refused,) = await shop.report(order, amount)
    assert isinstance(refused, told.PaymentRefused) and refused.code == "payment.amount-differs"
    assert refused.details == {"amount": f"{amount} SEK", "due": "250.00 SEK"}
    assert (await shop.state()).available("invoice") == 0


async def test_a_payment_for_another_companys_order_is_refused(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    (refused,) = await shop.report(order, "250.00", company=uuid4())
    assert isinstance(refused, told.PaymentRefused) and refused.code == "payment.other-company"


async def test_a_payment_for_an_order_that_is_not_known_comes_back_later(shop: Shop) -> None:
    with pytest.raises(AssertionError, match="not yet"):
        await shop.report(uuid4(), "250.00")


def test_another_currency_is_another_amount() -> None:
    order, command = an_accepted_order(), a_payment(Money(Decimal("250.00"), "EUR"))
    story = Story(Order).given(order).when(lambda it: it.record_payment(command, Rules()))
    story.then(
        PaymentSetAside(
            company=order.company,
            payment="pay-1",
            provider="sim",
            amount=Money(Decimal("250.00"), "EUR"),
            due=Money(Decimal("250.00")),
            reason="payment.amount-differs",
        )
    )


async def test_a_card_provider_that_is_down_is_asked_again_under_the_same_key(shop: Shop) -> None:
    shop.cards.failures = [CardProviderDown("ReadTimeout"), CardProviderDown("503")]
    await shop.order()
    assert await shop.wallet.act() == []
    await shop.wallet.pass_time(timedelta(seconds=2))
    assert await shop.wallet.act() == []
    await shop.wallet.pass_time(timedelta(seconds=9))
    assert await shop.wallet.act() == [], "the second pause is ten seconds"
    await shop.wallet.pass_time(timedelta(seconds=1))
    (requested,) = await shop.wallet.act()
    assert isinstance(requested, told.PaymentRequested)
    keys = {e.key for e in await shop.wallet.events() if isinstance(e, CheckoutFailed | CheckoutRetried)}
    assert set(shop.cards.opened) == keys and len(keys) == 1


async def test_after_the_last_attempt_the_order_is_given_up_and_said_so(shop: Shop) -> None:
    attempts_max = len(Rules().checkout_retry_delays_s) + 1
    shop.cards.failures = [CardProviderDown("503")] * attempts_max
    order = uuid4()
    await shop.order(order=order)
    facts = []
    for _ in range(attempts_max):
        facts += await shop.wallet.act()
        await shop.wallet.pass_time(timedelta(hours=1))
    (refused,) = facts
    assert isinstance(refused, told.OrderRefused)
    assert (refused.order, refused.code) == (order, "checkout.unavailable")
    assert shop.cards.failures == []


async def test_a_checkout_that_the_provider_will_not_open_is_not_tried_again(shop: Shop) -> None:
    shop.cards.failures = [CardProviderRefused("422")]
    await shop.order()
    (refused,) = await shop.wallet.act()
    assert isinstance(refused, told.OrderRefused) and refused.code == "checkout.unavailable"


async def test_a_payment_of_an_order_that_was_given_up_is_taken_all_the_same(shop: Shop) -> None:
    shop.cards.failures = [CardProviderRefused("422")]
    order = uuid4()
    await shop.order(order=order)
    await shop.wallet.act()
    assert isinstance((await shop.report(order, "250.00"))[1], told.CreditsGranted)


async def test_an_order_heard_twice_is_one(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    assert await shop.order(order=order) == []
    await shop.wallet.act()
    assert len(shop.cards.opened) == 1


def test_a_page_to_pay_at_that_comes_after_the_order_was_cancelled_is_shown_to_nobody() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    opened = RecordCheckout(company=COMPANY, order=uuid4(), checkout="chk-1", url="https://card.test/1", at=at)
    order = Story(Order).given(an_accepted_order(), OrderCancelled(company=COMPANY))
    order.when(lambda order: order.record_checkout(opened, Rules())).then_nothing()


def an_accepted_order() -> OrderAccepted:
    return OrderAccepted(
        company=COMPANY,
        person=uuid4(),
        klip="invoice",
        quantity=100,
        net=Money(Decimal("200.00")),
        vat=Money(Decimal("50.00")),
        total=Money(Decimal("250.00")),
        vat_rate=Decimal(25),
        terms_version="1",
    )


def a_payment(amount: Money) -> RecordPayment:
    return RecordPayment(
        company=COMPANY,
        order=uuid4(),
        provider="sim",
        payment="pay-1",
        outcome="paid",
        amount=amount,
        at=datetime(2026, 11, 21, tzinfo=UTC),
    )
