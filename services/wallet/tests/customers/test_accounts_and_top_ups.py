"""Stories of accounts ("konti"), of credits that order themselves, and of corrections that two people agree on."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from wallet_stories import OTHER_PERSON, PERSON, Shop

from chassis.testing import is_answered_as_repeated
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Money, Personal
from contracts.wallet import v1 as told
from wallet.orders.card_payments import CardProviderRefused
from wallet.rules import Rules


async def save(shop: Shop, account: UUID, name: str = "Syd", *, sending: bool = False) -> list[Fact]:
    email = Personal("syd@exempel.test")
    return await shop.wallet.hear(
        portal.AccountSaved(company=shop.company, account=account, name=name, email=email, sending=sending)
    )


async def buy_for(shop: Shop, account: UUID, quantity: int = 100) -> list[Fact]:
    order = uuid4()
    await shop.put("invoice", quantity)
    total = f"{quantity * Decimal('2.50'):.2f}"
    await shop.check_out(order, account=account, seen=total)
    return await shop.report(order, total, payment=f"pay-{order}")


@pytest.mark.req("S1-24")
async def test_each_account_has_its_own_balance_and_invoices_use_the_one_that_sends(shop: Shop) -> None:
    south = uuid4()
    (saved,) = await save(shop, south)
    assert isinstance(saved, told.AccountSaved) and saved.email == Personal("syd@exempel.test")
    granted = [fact for fact in await buy_for(shop, south) if isinstance(fact, told.CreditsGranted)]
    assert [fact.account for fact in granted] == [south]
    first = uuid4()
    assert (await shop.ready(first))[0].NAME == "credit_refused", "the first account sends, and it has none"
    await save(shop, south, sending=True)
    (reserved,) = await shop.ready(uuid4())
    assert isinstance(reserved, told.CreditReserved) and reserved.account == south
    assert (await shop.state(south)).available("invoice") == 99
    await shop.buy(100)
    (used,) = await shop.handed_over(first)
    assert isinstance(used, told.CreditCaptured) and used.account == shop.company, "it asked there, and waited there"


async def test_the_address_of_an_account_is_sealed(shop: Shop) -> None:
    await save(shop, uuid4())
    assert b"syd@exempel" not in b"".join(row.state for row in shop.wallet.store.rows)


@pytest.mark.parametrize("name", ["", "   "])
async def test_an_account_without_a_name_is_refused(shop: Shop, name: str) -> None:
    (refused,) = await save(shop, uuid4(), name)
    assert isinstance(refused, told.AccountRefused) and refused.code == "account.name-missing"


async def test_a_company_has_no_more_accounts_than_it_may() -> None:
    shop = Shop(Rules(accounts_max=2))
    await shop.join()
    await save(shop, uuid4())
    (refused,) = await save(shop, uuid4())
    assert isinstance(refused, told.AccountRefused) and refused.code == "account.too-many"


# Automatic top-up.


async def agree(shop: Shop, level: int = 2, quantity: int = 5, payment: str = "card") -> list[Fact]:
    return await shop.wallet.hear(
        portal.TopUpAgreed.model_validate(
            {
                "company": shop.company,
                "person": PERSON,
                "klip": "invoice",
                "level": level,
                "quantity": quantity,
                "payment": payment,
                "terms_version": "1",
            }
        )
    )


async def test_at_the_level_more_are_ordered_once_until_that_order_has_ended() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0))
    await shop.join()
    await shop.buy(4)
    await agree(shop)
    assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_reserved"]
    facts = await shop.ready(uuid4())
    (ordered,) = [fact for fact in facts if isinstance(fact, told.OrderAccepted)]
    assert (ordered.cause, ordered.quantity, ordered.total) == ("top-up", 5, Money(Decimal("12.50")))
    assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_reserved"], "one order is enough"
    (requested,) = await shop.wallet.act()
    assert isinstance(requested, told.PaymentRequested)
    await shop.report(ordered.order, "12.50")
    assert (await shop.state()).available("invoice") == 6
    for _ in range(4):
        facts = await shop.ready(uuid4())
    assert [fact.NAME for fact in facts] == ["credit_reserved", "order_accepted"], "and the next time again"


async def test_when_no_page_to_pay_at_could_be_had_the_next_invoice_orders_again() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0))
    await shop.join()
    await shop.buy(4)
    await agree(shop, level=3)
    assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_reserved", "order_accepted"]
    shop.cards.failures = [CardProviderRefused("422")]
    assert [fact.NAME for fact in await shop.wallet.act()] == ["order_refused"]
    assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_reserved", "order_accepted"]


async def test_a_top_up_that_nobody_pays_for_ends_and_the_next_invoice_orders_again() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0))
    await shop.join()
    await shop.buy(4)
    await agree(shop, level=3)
    await shop.ready(uuid4())
    facts = await shop.wallet.pass_time(Rules().unpaid_order_open)
    assert "order_cancelled" in [fact.NAME for fact in facts]
    assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_reserved", "order_accepted"]


async def test_what_was_ended_is_ordered_no_more() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0))
    await shop.join()
    await shop.buy(3)
    await agree(shop)
    ended = portal.TopUpEnded(company=shop.company, person=PERSON, klip="invoice")
    assert (await shop.wallet.hear(ended))[0].NAME == "top_up_ended"
    assert [fact.NAME for fact in await shop.ready(uuid4())] == ["credit_reserved"]
    (refused,) = await shop.wallet.hear(ended)
    assert isinstance(refused, told.TopUpRefused) and refused.code == "top-up.not-agreed"


@pytest.mark.parametrize(
    ("level", "quantity", "code"),
    [(100, 100, "top-up.level"), (-1, 100, "top-up.level"), (10, 99, "order.too-small"), (0, -1, "order.too-small")],
)
async def test_a_top_up_that_makes_no_sense_is_refused(shop: Shop, level: int, quantity: int, code: str) -> None:
    (refused,) = await agree(shop, level, quantity)
    assert isinstance(refused, told.TopUpRefused) and refused.code == code


# Corrections.


async def propose(shop: Shop, adjustment: UUID, quantity: int, reason: str = "Felräknat i mars") -> list[Fact]:
    return await shop.wallet.hear(
        portal.AdjustmentProposed(
            company=shop.company, person=PERSON, adjustment=adjustment, klip="invoice", quantity=quantity, reason=reason
        )
    )


async def decide(shop: Shop, adjustment: UUID, person: UUID = OTHER_PERSON, *, approved: bool = True) -> list[Fact]:
    return await shop.wallet.hear(
        portal.AdjustmentDecided(company=shop.company, person=person, adjustment=adjustment, approved=approved)
    )


async def test_a_correction_counts_when_a_second_person_has_approved_it_and_once(shop: Shop) -> None:
    await shop.buy(100)
    adjustment = uuid4()
    (proposed,) = await propose(shop, adjustment, -10)
    assert isinstance(proposed, told.AdjustmentProposed)
    (refused,) = await decide(shop, adjustment, PERSON)
    assert isinstance(refused, told.AdjustmentRefused) and refused.code == "adjustment.same-person"
    assert (await shop.state()).available("invoice") == 100
    (adjusted,) = await decide(shop, adjustment)
    assert isinstance(adjusted, told.CreditsAdjusted) and adjusted.available == 90
    assert is_answered_as_repeated(await decide(shop, adjustment, uuid4()))


async def test_a_correction_that_was_declined_changes_nothing(shop: Shop) -> None:
    adjustment = uuid4()
    await propose(shop, adjustment, 10)
    assert [fact.NAME for fact in await decide(shop, adjustment, approved=False)] == ["adjustment_declined"]
    assert is_answered_as_repeated(await decide(shop, adjustment))
    assert (await shop.state()).available("invoice") == 0


async def test_a_correction_never_takes_what_is_not_there_and_can_be_approved_when_it_is(shop: Shop) -> None:
    adjustment = uuid4()
    await propose(shop, adjustment, -10)
    (refused,) = await decide(shop, adjustment)
    assert isinstance(refused, told.AdjustmentRefused) and refused.code == "adjustment.below-zero"
    await shop.buy(100)
    assert [fact.NAME for fact in await decide(shop, adjustment)] == ["credits_adjusted"]


async def test_credits_that_were_given_serve_those_who_wait(shop: Shop) -> None:
    invoice, adjustment = uuid4(), uuid4()
    await shop.ready(invoice)
    await propose(shop, adjustment, 1)
    assert [fact.NAME for fact in await decide(shop, adjustment)] == ["credits_adjusted", "credit_reserved"]


@pytest.mark.parametrize(
    ("quantity", "reason", "code"),
    [(0, "Felräknat", "adjustment.quantity"), (10**9, "Felräknat", "adjustment.quantity"),
     (1, " ", "adjustment.reason-missing")],
)  # fmt: skip
async def test_a_correction_says_how_many_and_why(shop: Shop, quantity: int, reason: str, code: str) -> None:
    (refused,) = await propose(shop, uuid4(), quantity, reason)
    assert isinstance(refused, told.AdjustmentRefused) and refused.code == code
