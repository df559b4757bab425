"""Stories of credits set aside for invoices, used up and given back, through the whole service (D-08)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from wallet_stories import Shop

from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.wallet import v1 as told
from wallet.credits.ledger import trial_balance
from wallet.rules import Rules

SMALL = Rules(order_quantity_min=1, balance_low_klip=0)


def names(facts: list[Fact]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


def reserved(facts: list[Fact]) -> list[UUID]:
    return [fact.invoice for fact in facts if isinstance(fact, told.CreditReserved)]


@pytest.mark.req("S1-02")
async def test_a_ready_invoice_has_one_credit_set_aside(shop: Shop) -> None:
    await shop.buy(100)
    invoice = uuid4()
    (fact,) = await shop.ready(invoice)
    assert fact == told.CreditReserved(
        company=shop.company, invoice=invoice, klip="invoice", available=99, account=shop.company
    )
    assert await shop.ready(invoice) == [], "heard twice"


@pytest.mark.req("S1-02")
async def test_the_credit_is_used_when_the_invoice_is_handed_over_and_only_once(shop: Shop) -> None:
    await shop.buy(100)
    invoice = uuid4()
    await shop.ready(invoice)
    (fact,) = await shop.handed_over(invoice)
    assert fact == told.CreditCaptured(
        company=shop.company, invoice=invoice, klip="invoice", available=99, account=shop.company
    )
    assert await shop.handed_over(invoice) == []
    assert await shop.undeliverable(invoice) == [], "what was used is not given back"
    assert await shop.ready(invoice) == [], "nor taken again"


@pytest.mark.req("S1-02")
async def test_without_credits_an_invoice_waits_and_is_told_so_once(shop: Shop) -> None:
    invoice = uuid4()
    (fact,) = await shop.ready(invoice)
    assert isinstance(fact, told.CreditRefused)
    assert (fact.invoice, fact.code) == (invoice, "credit.none-left")
    assert await shop.ready(invoice) == []


async def test_when_credits_come_the_waiting_invoices_get_theirs_oldest_first() -> None:
    shop = Shop(SMALL)
    await shop.join()
    invoices = [uuid4() for _ in range(3)]
    for invoice in invoices:
        await shop.ready(invoice)
    assert reserved(await shop.buy(2)) == invoices[:2]
    late = uuid4()
    assert names(await shop.ready(late)) == ["CreditRefused"]
    assert reserved(await shop.buy(5)) == [invoices[2], late]
    assert (await shop.state()).available("invoice") == 3


async def test_an_undeliverable_invoice_gives_its_credit_to_the_oldest_that_waits() -> None:
    shop = Shop(SMALL)
    await shop.join()
    await shop.buy(1)
    first, second = uuid4(), uuid4()
    await shop.ready(first)
    await shop.ready(second)
    facts = await shop.undeliverable(first)
    assert names(facts) == ["CreditReleased", "CreditReserved"]
    assert reserved(facts) == [second]
    assert await shop.undeliverable(first) == []


async def test_an_invoice_refused_while_it_waited_leaves_the_queue_in_silence(shop: Shop) -> None:
    invoice = uuid4()
    await shop.ready(invoice)
    assert await shop.refused(invoice) == []
    assert reserved(await shop.buy()) == []


async def test_an_invoice_refused_with_a_credit_gives_it_back_and_may_ask_again(shop: Shop) -> None:
    await shop.buy(100)
    invoice = uuid4()
    await shop.ready(invoice)
    await shop.wallet.pass_time(timedelta(minutes=1))
    (fact,) = await shop.refused(invoice)
    assert isinstance(fact, told.CreditReleased) and fact.available == 100
    await shop.wallet.pass_time(timedelta(minutes=1))
    assert reserved(await shop.ready(invoice)) == [invoice]
    assert names(await shop.handed_over(invoice)) == ["CreditCaptured"]


async def test_an_invoice_that_its_sender_takes_back_gives_its_credit_back_and_may_ask_again(shop: Shop) -> None:
    await shop.buy(100)
    invoice = uuid4()
    taken_back = invoicing.InvoiceReopened(company=shop.company, invoice=invoice)
    assert await shop.wallet.hear(taken_back) == [], "one that waited for its day has asked for nothing yet"
    await shop.ready(invoice)
    await shop.wallet.pass_time(timedelta(minutes=1))
    (released,) = await shop.wallet.hear(taken_back)
    assert isinstance(released, told.CreditReleased) and released.available == 100
    await shop.wallet.pass_time(timedelta(minutes=1))
    assert reserved(await shop.ready(invoice)) == [invoice]


async def test_older_words_than_those_already_heard_are_ignored(shop: Shop) -> None:
    await shop.buy(100)
    invoice, now = uuid4(), shop.wallet.now
    ready = invoicing.InvoiceReady(company=shop.company, invoice=invoice, receiver=uuid4(), klip="invoice")
    refused = invoicing.InvoiceRefused(company=shop.company, invoice=invoice, code="invoice.breaks-rules")
    await shop.wallet.hear(ready, at=now)
    await shop.wallet.hear(refused, at=now + timedelta(seconds=1))
    assert await shop.wallet.hear(ready, at=now) == []
    await shop.wallet.hear(ready, at=now + timedelta(seconds=3))
    assert await shop.wallet.hear(refused, at=now + timedelta(seconds=2)) == []
    assert set((await shop.state()).reserved) == {invoice}


async def test_an_invoice_refused_before_it_asked_for_anything_is_no_matter(shop: Shop) -> None:
    assert await shop.refused(uuid4()) == []


async def test_a_hand_over_without_a_reservation_comes_back_later(shop: Shop) -> None:
    invoice = uuid4()
    with pytest.raises(AssertionError, match="not yet"):
        await shop.handed_over(invoice)
    with pytest.raises(AssertionError, match="not yet"):
        await shop.undeliverable(invoice)
    await shop.ready(invoice)
    with pytest.raises(AssertionError, match="not yet"):
        await shop.handed_over(invoice)
    await shop.buy()
    assert names(await shop.handed_over(invoice)) == ["CreditCaptured"]


@pytest.mark.req("S1-26")
async def test_the_networks_own_company_needs_no_credits() -> None:
    network = uuid4()
    shop = Shop(Rules(network_company=network), network)
    invoice = uuid4()
    assert reserved(await shop.ready(invoice)) == [invoice]
    assert await shop.handed_over(invoice) == []
    assert await shop.undeliverable(invoice) == []
    assert await shop.ready(invoice) == []


@pytest.mark.req("S1-24")
async def test_credits_of_one_kind_never_serve_another(shop: Shop) -> None:
    await shop.buy(100)
    assert names(await shop.ready(uuid4(), klip="resend")) == ["CreditRefused"]
    assert (await shop.state()).available("invoice") == 100


async def test_a_low_balance_is_told_once_for_each_fall() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=10))
    await shop.join()
    await shop.buy(12)
    assert names(await shop.ready(uuid4())) == ["CreditReserved"]
    low = await shop.ready(uuid4())
    assert low[1] == told.BalanceLow(company=shop.company, klip="invoice", available=10, account=shop.company)
    assert names(await shop.ready(uuid4())) == ["CreditReserved"]
    await shop.buy(2)
    assert names(await shop.ready(uuid4())) == ["CreditReserved", "BalanceLow"]


async def test_a_grant_that_the_queue_eats_up_warns_with_what_is_left() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=3))
    await shop.join()
    for _ in range(4):
        await shop.ready(uuid4())
    facts = await shop.buy(5)
    assert [fact.available for fact in facts if isinstance(fact, told.BalanceLow)] == [1]


async def test_a_long_queue_is_granted_in_parts_and_nobody_jumps_it() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0, granted_at_once_max=2))
    await shop.join()
    invoices = [uuid4() for _ in range(5)]
    for invoice in invoices:
        await shop.ready(invoice)
    assert reserved(await shop.buy(6)) == invoices[:2]
    late = uuid4()
    assert names(await shop.ready(late)) == ["CreditRefused"], "there are credits, but others wait for them"
    assert reserved(await shop.wallet.pass_time(timedelta(0))) == [*invoices[2:], late]
    assert trial_balance(await shop.wallet.events()) == 0
