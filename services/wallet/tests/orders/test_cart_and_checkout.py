"""Stories of the cart: what may lie in it, what it costs, when it stays and when it is emptied."""

from decimal import Decimal
from uuid import uuid4

import pytest
from wallet_stories import PERSON, Shop

from chassis.testing import is_answered_as_repeated
from contracts.portal import v1 as portal
from contracts.values import Money, OrderLine
from contracts.wallet import v1 as told


@pytest.mark.req("S1-06", "S1-07")
@pytest.mark.parametrize(
    ("quantity", "code"), [(99, "order.too-small"), (-100, "order.too-small"), (10**9, "order.too-large")]
)
async def test_a_number_that_cannot_be_ordered_does_not_go_into_the_cart(shop: Shop, quantity: int, code: str) -> None:
    (refused,) = await shop.put("invoice", quantity)
    assert isinstance(refused, told.CartRefused) and refused.code == code
    assert (await shop.cart()).lines == ()


@pytest.mark.req("S1-05", "S1-08")
async def test_the_cart_holds_several_items_with_price_and_vat_at_once(shop: Shop) -> None:
    await shop.put("invoice", 101)
    (priced,) = await shop.put("support", 2)
    assert isinstance(priced, told.CartPriced)
    assert [(line.item, line.quantity) for line in priced.lines] == [("invoice", 101), ("support", 2)]
    assert (priced.net, priced.vat, priced.total) == (
        Money(Decimal("827.00")),
        Money(Decimal("206.75")),
        Money(Decimal("1033.75")),
    )
    (changed,) = await shop.put("support", 0)
    assert isinstance(changed, told.CartPriced) and changed.net == Money(Decimal("202.00"))


@pytest.mark.parametrize("item", ["gold", "paper.20g", "ean"])
async def test_an_item_that_nobody_sells_is_refused(shop: Shop, item: str) -> None:
    (refused,) = await shop.put(item, 100)
    assert isinstance(refused, told.CartRefused) and refused.code == "klip.not-sold"


async def test_an_order_of_an_empty_cart_is_refused(shop: Shop) -> None:
    (refused,) = await shop.check_out()
    assert isinstance(refused, told.OrderRefused) and refused.code == "cart.empty"


@pytest.mark.req("S1-13", "S1-17")
@pytest.mark.parametrize("outcome", ["declined", "abandoned"])
async def test_a_payment_that_fails_leaves_the_cart_and_one_that_succeeds_empties_it(shop: Shop, outcome: str) -> None:
    order = uuid4()
    await shop.put("invoice", 100)
    await shop.check_out(order, seen="250.00")
    await shop.report(order, "250.00", outcome)
    assert (await shop.cart()).lines == (OrderLine("invoice", 100),)
    facts = await shop.report(order, "250.00", payment="pay-2")
    assert [type(fact).__name__ for fact in facts] == ["OrderPaid", "CreditsGranted", "CartPriced"]
    assert (await shop.cart()).lines == ()


@pytest.mark.req("S1-13", "S1-23")
async def test_an_aborted_order_leaves_the_cart_and_a_payment_that_comes_all_the_same_is_set_aside(shop: Shop) -> None:
    order = uuid4()
    await shop.put("invoice", 100)
    await shop.check_out(order, seen="250.00")
    cancelled = portal.OrderCancelled(company=shop.company, person=PERSON, order=order)
    (fact,) = await shop.wallet.hear(cancelled)
    assert fact == told.OrderCancelled(company=shop.company, order=order)
    assert is_answered_as_repeated(await shop.wallet.hear(cancelled))
    assert (await shop.cart()).lines == (OrderLine("invoice", 100),)
    (refused,) = await shop.report(order, "250.00")
    assert isinstance(refused, told.PaymentRefused) and refused.code == "payment.order-cancelled"
    assert (await shop.state()).available("invoice") == 0


async def test_a_paid_order_cannot_be_aborted(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    await shop.report(order, "250.00")
    (refused,) = await shop.wallet.hear(portal.OrderCancelled(company=shop.company, person=PERSON, order=order))
    assert isinstance(refused, told.OrderNotCancelled) and refused.code == "order.paid-already"


async def test_what_was_put_into_the_cart_while_the_card_was_paid_stays_there(shop: Shop) -> None:
    order = uuid4()
    await shop.put("invoice", 100)
    await shop.check_out(order, seen="250.00")
    await shop.put("support", 1)
    await shop.report(order, "250.00")
    assert (await shop.cart()).lines == (OrderLine("support", 1),)


async def test_every_item_of_a_paid_order_is_granted_to_its_own_balance(shop: Shop) -> None:
    order = uuid4()
    await shop.put("invoice", 100)
    await shop.put("support", 1)
    await shop.check_out(order, seen="640.63")
    facts = await shop.report(order, "640.63")
    granted = {fact.klip: fact.quantity for fact in facts if isinstance(fact, told.CreditsGranted)}
    assert granted == {"invoice": 100, "support": 1}


async def test_a_price_that_changed_since_the_cart_was_seen_is_shown_before_it_is_charged(shop: Shop) -> None:
    await shop.put("invoice", 100)
    order = uuid4()
    facts = await shop.check_out(order, seen="249.99")
    refused = next(fact for fact in facts if isinstance(fact, told.OrderRefused))
    assert (refused.code, refused.details) == (
        "order.price-changed",
        {"seen": "249.99 SEK", "total": "250.00 SEK"},
    )
    assert await shop.wallet.act() == [], "nothing is asked of the card provider"
    again = uuid4()
    accepted, *_ = await shop.check_out(again, seen="250.00")
    assert isinstance(accepted, told.OrderAccepted) and accepted.total == Money(Decimal("250.00"))


@pytest.mark.req("S1-12")
async def test_terms_of_sale_are_accepted_for_both_ways_of_paying(shop: Shop) -> None:
    await shop.put("invoice", 100)
    for payment in ("card", "transfer"):
        (refused,) = await shop.check_out(payment=payment, terms_version="0", seen="250.00")
        assert isinstance(refused, told.OrderRefused) and refused.code == "sale-terms.not-in-force"


@pytest.mark.req("S1-09", "S1-10", "S1-11", "S1-18", "S1-23")
async def test_by_transfer_the_order_is_submitted_and_nothing_is_granted_before_the_money_came(shop: Shop) -> None:
    order = uuid4()
    await shop.put("invoice", 500)
    facts = await shop.check_out(order, payment="transfer", seen="1250.00")
    (awaited,) = [fact for fact in facts if isinstance(fact, told.TransferAwaited)]
    assert (awaited.order, awaited.total) == (order, Money(Decimal("1250.00")))
    assert (await shop.cart()).lines == (), "the goods were ordered"
    assert shop.cards.opened == {}
    assert (await shop.state()).available("invoice") == 0


@pytest.mark.parametrize(
    ("country", "vat_number", "vat", "note"),
    [
        ("SE", "SE556036079301", "50.00", ""),
        ("DK", "DK12345678", "0.00", "Reverse charge"),
        ("FI", None, "50.00", ""),
        ("NO", None, "0.00", "Outside the scope"),
    ],
)
async def test_vat_follows_the_country_of_the_buyer(country: str, vat_number: str | None, vat: str, note: str) -> None:
    shop = Shop()
    await shop.join(country=country, vat_number=vat_number)  # type: ignore[arg-type]
    accepted, *_ = await shop.order(100)
    assert isinstance(accepted, told.OrderAccepted)
    assert (accepted.vat, accepted.vat_note.startswith(note)) == (Money(Decimal(vat)), True)


async def test_an_order_for_an_account_of_somebody_else_is_refused(shop: Shop) -> None:
    await shop.put("invoice", 100)
    (refused,) = await shop.check_out(account=uuid4(), seen="250.00")
    assert isinstance(refused, told.OrderRefused) and refused.code == "account.not-found"


@pytest.mark.req("S1-14")
async def test_the_card_type_that_was_chosen_goes_to_the_payment_page(shop: Shop) -> None:
    await shop.put("invoice", 100)
    await shop.check_out(card_type="dankort", seen="250.00")
    await shop.wallet.act()
    (wanted,) = shop.cards.opened.values()
    assert wanted.card_type == "dankort"
