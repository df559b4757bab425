"""Stories of plans: what they permit, how they are paid and ended."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from wallet_stories import PERSON, Shop

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as told
from wallet.customers.customer import months_after
from wallet.customers.events import PlanMonthBilled
from wallet.reservations.events import QuotaServingPaused
from wallet.rules import Rules

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def choose(shop: Shop, plan: str, payment: str = "card") -> list[Fact]:
    return await shop.wallet.hear(
        portal.PlanChosen.model_validate(
            {"company": shop.company, "person": PERSON, "plan": plan, "payment": payment, "terms_version": "1"}
        )
    )


async def in_time(shop: Shop, by: timedelta) -> list[Fact]:
    """Time passes day by day, and every order is paid on the day that it is made."""
    facts: list[Fact] = []
    while by > timedelta(0):
        step = min(by, timedelta(days=1))
        facts += await paid(shop, await shop.wallet.pass_time(step))
        by -= step
    return facts


async def paid(shop: Shop, facts: list[Fact]) -> list[Fact]:
    """The same facts, when the orders among them are paid."""
    for order in facts:
        if isinstance(order, told.OrderAccepted):
            await shop.report(order.order, str(order.total.amount), payment=f"pay-{order.order}")
    return facts


def of_kind(facts: list[Fact], kind: type[Fact]) -> list[Fact]:
    return [fact for fact in facts if isinstance(fact, kind)]


@pytest.mark.req("S2-07", "S2-27", "E-I1")
async def test_a_larger_plan_is_in_force_at_once_says_what_it_permits_and_is_paid_by_the_month(shop: Shop) -> None:
    facts = await paid(shop, await choose(shop, "basic"))
    (changed,) = of_kind(facts, told.PlanChanged)
    assert isinstance(changed, told.PlanChanged)
    assert (changed.plan, changed.previous, changed.permits) == ("basic", "free", ("other-operators",))
    (first,) = of_kind(facts, told.OrderAccepted)
    assert isinstance(first, told.OrderAccepted)
    assert (first.klip, first.cause, first.total) == ("plan.basic", "plan", Money(Decimal("186.25")))
    later = await in_time(shop, timedelta(days=62))
    months = of_kind(later, told.OrderAccepted)
    assert len(months) == 2 and len({fact.order for fact in [first, *months]}) == 3  # type: ignore[attr-defined]


async def test_a_plan_of_a_last_day_is_billed_on_the_last_day_of_each_month(shop: Shop) -> None:
    await shop.wallet.pass_time(datetime(2027, 1, 31, 12, tzinfo=UTC) - NOON)
    await paid(shop, await choose(shop, "basic"))
    await in_time(shop, timedelta(days=90))
    billed = [event.began_at.date() for event in await shop.wallet.events() if isinstance(event, PlanMonthBilled)]
    assert billed == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


@pytest.mark.parametrize("payment", ["card", "transfer"])
async def test_a_plan_that_nobody_pays_ends(shop: Shop, payment: str) -> None:
    await choose(shop, "basic", payment)
    facts = await shop.wallet.pass_time(timedelta(days=100))
    changed = [fact.plan for fact in facts if isinstance(fact, told.PlanChanged)]
    assert changed == ["free"] and (await shop.customer()).plan.name == "free"
    assert all(order.expired for order in facts if isinstance(order, told.OrderCancelled))


async def test_a_month_of_an_earlier_plan_that_nobody_paid_does_not_end_the_plan_of_today(shop: Shop) -> None:
    await choose(shop, "basic", "transfer")
    await paid(shop, await choose(shop, "premium"))
    await in_time(shop, timedelta(days=100))
    assert (await shop.customer()).plan.name == "premium"


@pytest.mark.req("E-I1")
async def test_a_smaller_plan_begins_when_three_months_of_notice_are_over(shop: Shop) -> None:
    await paid(shop, await choose(shop, "premium"))
    (chosen,) = await choose(shop, "basic")
    assert isinstance(chosen, told.PlanChosen)
    assert chosen.valid_from == datetime(2027, 2, 21, 12, tzinfo=UTC)
    before = await in_time(shop, chosen.valid_from - NOON - timedelta(hours=1))
    assert of_kind(before, told.PlanChanged) == []
    after = await shop.wallet.pass_time(timedelta(hours=2))
    assert [fact.plan for fact in after if isinstance(fact, told.PlanChanged)] == ["basic"]
    (order,) = [fact for fact in after if isinstance(fact, told.OrderAccepted)]
    assert order.klip == "plan.basic"


async def test_a_notice_can_be_taken_back(shop: Shop) -> None:
    await paid(shop, await choose(shop, "premium"))
    await choose(shop, "free")
    await choose(shop, "premium")
    facts = await in_time(shop, timedelta(days=100))
    assert of_kind(facts, told.PlanChanged) == []
    assert (await shop.customer()).plan.name == "premium"


async def test_free_ends_the_bills(shop: Shop) -> None:
    await paid(shop, await choose(shop, "basic"))
    await choose(shop, "free")
    facts = await in_time(shop, timedelta(days=365))
    assert len(of_kind(facts, told.OrderAccepted)) == 2, "the months of the notice, and none after it"


@pytest.mark.parametrize(("plan", "code"), [("gold", "plan.unknown"), ("free", "plan.already-chosen")])
async def test_a_plan_that_is_not_there_or_is_in_force_is_refused(shop: Shop, plan: str, code: str) -> None:
    (refused,) = await choose(shop, plan)
    assert isinstance(refused, told.PlanRefused) and refused.code == code


def test_a_month_after_the_last_day_is_the_last_day() -> None:
    assert months_after(datetime(2026, 11, 30, tzinfo=UTC), 3) == datetime(2027, 2, 28, tzinfo=UTC)
    assert months_after(datetime(2026, 12, 31, tzinfo=UTC), 1) == datetime(2027, 1, 31, tzinfo=UTC)


# The yearly quota of Free.


async def small_free() -> Shop:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0, free_invoices_per_year=2))
    await shop.join()
    await shop.buy(10)
    return shop


@pytest.mark.req("E-I1")
async def test_free_sends_so_many_a_year_and_the_next_waits_for_a_larger_plan() -> None:
    shop = await small_free()
    for _ in range(2):
        assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_reserved"]
    third = uuid4()
    (refused,) = await shop.ready(third)
    assert isinstance(refused, told.CreditRefused)
    assert (refused.code, refused.details) == ("plan.quota-reached", {"permitted": "2", "year": "2026"})
    await choose(shop, "basic")
    facts = await shop.wallet.pass_time(timedelta(0))
    assert [fact.invoice for fact in facts if isinstance(fact, told.CreditReserved)] == [third]
    assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_reserved"]


async def test_a_new_year_is_a_new_quota_and_what_waited_goes_first() -> None:
    shop = await small_free()
    for _ in range(2):
        await shop.ready(uuid4())
    waiting = [uuid4() for _ in range(3)]
    for invoice in waiting:
        await shop.ready(invoice)
    facts = await shop.wallet.pass_time(timedelta(days=42))
    assert [fact.invoice for fact in facts if isinstance(fact, told.CreditReserved)] == waiting[:2]


async def test_what_a_larger_plan_lets_through_goes_part_by_part_oldest_first() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0, free_invoices_per_year=1, granted_at_once_max=2))
    await shop.join()
    await shop.buy(10)
    await shop.ready(uuid4())
    waiting = [uuid4() for _ in range(5)]
    for invoice in waiting:
        await shop.ready(invoice)
    await choose(shop, "basic")
    facts = await shop.wallet.pass_time(timedelta(0))
    assert [fact.invoice for fact in facts if isinstance(fact, told.CreditReserved)] == waiting
    pauses = [event for event in await shop.wallet.events() if isinstance(event, QuotaServingPaused)]
    assert len(pauses) == 2, "no more than two in one unit of work"


async def test_an_invoice_that_was_given_up_waits_for_no_quota() -> None:
    shop = await small_free()
    for _ in range(2):
        await shop.ready(uuid4())
    invoice = uuid4()
    await shop.ready(invoice)
    await shop.refused(invoice)
    await choose(shop, "basic")
    facts = await shop.wallet.pass_time(timedelta(0))
    assert of_kind(facts, told.CreditReserved) == []
