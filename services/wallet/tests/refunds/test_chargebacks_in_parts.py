"""Stories of payments that the payer's bank takes back in parts, twice, too much, and gives again.

Siblings that were looked for when a part of 10.00 took all unused credits: a chargeback of a payment that was set
aside, or that staff moved to another order (both were passed over); a reversal of one of several transfers (it was
unclear); a second chargeback of one payment (it was taken for the first); a refund after a part was charged back.
"""

from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from money_stories import available, books, bought, only, second_payment
from mortal_store import run
from wallet_stories import PERSON, Shop

from contracts.portal import v1 as portal
from contracts.values import Money, OrderLine
from contracts.wallet import v1 as told
from wallet.orders.order import Order


async def test_a_part_of_a_payment_takes_its_part_of_the_credits() -> None:
    shop = Shop()
    await shop.join()
    back = only(await shop.charge_back(await bought(shop), "10.00"), told.PaymentChargedBack)
    assert (back.taken, back.owed.amount, back.whole) == ((OrderLine("invoice", 4),), Decimal("0.00"), False)
    assert await available(shop) == 96
    money = await books(shop)
    assert (money["1580"], money["2970"], money["2611"], money["1510"]) == (24000, -19200, -4800, 0)


async def test_three_parts_take_what_the_whole_would_and_what_they_leave_over_is_owed_to_the_ore(shop: Shop) -> None:
    order = await bought(shop)
    parts = []
    for number, amount in enumerate(["83.33", "83.33", "83.34"]):
        facts = await shop.charge_back(order, amount, chargeback=f"cb-{number}")
        parts.append(only(facts, told.PaymentChargedBack))
        await books(shop)
    assert [part.taken[0].quantity for part in parts] == [33, 33, 34]
    assert [part.owed_in_all.amount for part in parts] == [Decimal("0.83"), Decimal("1.66"), Decimal("0.00")]
    assert [part.whole for part in parts] == [False, False, True]
    money = await books(shop)
    assert await available(shop) == 0 and not any(money[account] for account in ("1580", "2970", "2611", "1510"))


async def test_the_same_part_told_twice_is_one_and_two_equal_parts_are_two(shop: Shop) -> None:
    order = await bought(shop)
    await shop.charge_back(order, "10.00", chargeback="a")
    assert await shop.charge_back(order, "10.00", chargeback="a") == []
    await shop.charge_back(order, "10.00", chargeback="b")
    assert await available(shop) == 92


async def test_a_part_takes_no_more_than_is_unused_and_the_rest_is_owed(shop: Shop) -> None:
    order = await bought(shop, used=95)
    back = only(await shop.charge_back(order, "25.00"), told.PaymentChargedBack)
    assert back.taken == (OrderLine("invoice", 5),) and back.owed.amount == Decimal("12.50")
    assert (await books(shop))["1510"] == 1250


@pytest.mark.parametrize(("amount", "currency"), [("250.01", "SEK"), ("10.00", "EUR")])
async def test_more_than_was_paid_or_other_money_is_set_aside_for_a_person(
    shop: Shop, amount: str, currency: str
) -> None:
    order = await bought(shop)
    before = await books(shop)
    doubt = only(await shop.charge_back(order, amount, currency=currency), told.ChargebackSetAside)
    assert doubt.left.amount == Decimal("250.00") and await available(shop) == 100
    assert await books(shop) == before and await shop.charge_back(order, amount, currency=currency) == []
    fact = portal.ChargebackCleared(company=shop.company, person=PERSON, order=order, chargeback="cb-1", note="Fel")
    assert only(await shop.wallet.hear(fact), told.ChargebackCleared).person == PERSON
    assert only(await shop.wallet.hear(fact), told.MoneyDecisionRefused).code == "chargeback.nothing-to-clear"


async def test_after_a_refund_the_whole_can_be_taken_back_and_what_was_paid_back_is_owed(shop: Shop) -> None:
    order = await bought(shop)
    await shop.refund(order, quantity=40)
    back = only(await shop.charge_back(order, "250.00"), told.PaymentChargedBack)
    assert back.taken == (OrderLine("invoice", 60),) and back.owed.amount == Decimal("100.00")
    assert (await books(shop))["1510"] == 10000


async def test_a_refund_after_a_part_keeps_what_is_owed_and_never_more_goes_back_than_was_paid(shop: Shop) -> None:
    order = await bought(shop)
    await shop.charge_back(order, "83.33")
    facts = await shop.refund(order)
    agreed, changed = only(facts, told.RefundAgreed), only(facts, told.DebtChanged)
    assert (agreed.amount.amount, agreed.deducted.amount) == (Decimal("166.67"), Decimal("0.83"))
    assert (changed.how, changed.owed_in_all.amount) == ("deducted", Decimal("0.00"))
    money = await books(shop)
    assert not any(money[account] for account in ("1580", "2970", "2611", "1510"))


async def test_what_is_worth_less_than_the_debt_is_not_paid_back(shop: Shop) -> None:
    order = await bought(shop, used=60, reserved=39)
    await shop.charge_back(order, "249.00")
    (held,) = [*(await shop.state()).reserved][:1]
    await shop.undeliverable(held)
    refused = only(await shop.refund(order), told.RefundRefused)
    assert refused.code == "refund.owed" and await available(shop) == 1


async def test_a_dispute_that_is_won_gives_back_what_was_taken_once(shop: Shop) -> None:
    order = await bought(shop, used=90)
    before = await books(shop)
    await shop.charge_back(order, "100.00")
    facts = await shop.win(order, "100.00")
    assert only(facts, told.CreditsGivenBack).quantity == 10
    assert only(facts, told.ChargebackReversed).owed_in_all.amount == 0
    assert await shop.win(order, "100.00") == [] and await available(shop) == 10
    assert await books(shop) == before
    again = only(await shop.charge_back(order, "250.00", chargeback="cb-2"), told.PaymentChargedBack)
    assert again.owed_in_all.amount == Decimal("225.00")


async def test_a_dispute_that_is_won_before_its_chargeback_waits_and_one_of_another_amount_is_set_aside(
    shop: Shop,
) -> None:
    order = await bought(shop)
    with pytest.raises(AssertionError, match="not yet"):
        await shop.win(order, "10.00")
    await shop.charge_back(order, "10.00")
    assert only(await shop.win(order, "9.00"), told.ChargebackSetAside).reason == "chargeback.reversal-differs"
    assert await available(shop) == 96


async def test_a_debt_is_settled_by_staff_with_a_word_on_how(shop: Shop) -> None:
    order = await bought(shop, used=100)
    await shop.charge_back(order, "250.00")

    async def settle(how: str, note: str) -> Any:
        of = {"company": shop.company, "person": PERSON, "order": order}
        (fact,) = await shop.wallet.hear(portal.DebtSettled.model_validate({**of, "how": how, "note": note}))
        return fact

    assert (await settle("paid", "  ")).code == "debt.note-missing"
    settled = await settle("written-off", "Konkurs")
    assert (settled.amount.amount, settled.owed_in_all.amount) == (Decimal("250.00"), 0)
    assert (await settle("paid", "Igen")).code == "debt.none"
    assert ((await books(shop))["6351"], (await books(shop))["1510"]) == (25000, 0)


async def test_a_second_payment_that_the_bank_takes_back_was_not_forgotten(shop: Shop) -> None:
    order = await second_payment(shop)
    facts = await shop.charge_back(order, "250.00", payment="pay-2")
    settled = only(facts, told.SetAsideSettled)
    assert (settled.how, settled.left.amount) == ("charged-back", 0) and await available(shop) == 100
    assert (await books(shop))["2420"] == 0
    assert only(await shop.win(order, "250.00", payment="pay-2"), told.SetAsideSettled).left.amount == 250
    assert (await books(shop))["2420"] == -25000


async def test_a_payment_that_is_not_known_yet_is_waited_for(shop: Shop) -> None:
    order = await bought(shop)
    with pytest.raises(AssertionError, match="not yet"):
        await shop.charge_back(order, "250.00", payment="pay-7")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    quantity=st.integers(100, 160),
    used=st.integers(0, 30),
    cuts=st.lists(st.integers(1, 40_000), max_size=5),
    won=st.sets(st.integers(0, 5)),
)
def test_whatever_the_parts_they_take_the_whole_to_the_ore(
    quantity: int, used: int, cuts: list[int], won: set[int]
) -> None:
    shop, order = Shop(), uuid4()
    run(shop.join())
    run(shop.order(quantity, order=order))
    run(shop.report(order, f"{quantity * Decimal('2.50'):.2f}"))
    for _ in range(used):
        invoice = uuid4()
        run(shop.ready(invoice))
        run(shop.handed_over(invoice))
    total = quantity * 250
    at = sorted({0, total, *(cut for cut in cuts if cut < total)})
    for number, (start, end) in enumerate(pairwise(at)):
        run(shop.charge_back(order, str(Decimal(end - start).scaleb(-2)), chargeback=f"{number}"))
        state = run(shop.wallet.state(Order, order))
        assert state.returned.taken["invoice"] <= quantity * end // total
        if number in won:
            run(shop.win(order, str(Decimal(end - start).scaleb(-2)), chargeback=f"{number}"))
            run(shop.charge_back(order, str(Decimal(end - start).scaleb(-2)), chargeback=f"{number} again"))
        run(books(shop))
    state, money = run(shop.wallet.state(Order, order)), run(books(shop))
    assert state.charged_back and run(available(shop)) == 0
    assert state.returned.owed == used * Decimal("2.50") == Decimal(money["1510"]).scaleb(-2)
    assert money["1580"] == 0 == money["2970"] and Money(state.returned.net).amount == (quantity - used) * 2
