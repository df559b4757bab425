"""Stories of accounts that are used for years: books that are closed, many at once, reservations that are forgotten."""

import asyncio
import dataclasses
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from wallet_stories import Shop

from chassis.running.states import canonical
from contracts.fact import Fact
from contracts.wallet import v1 as told
from wallet.credits.account_book import AccountBook, book_id
from wallet.credits.book_index import BookIndex, IndexPage, book_index_id, index_page_id
from wallet.credits.events import BookClosed, BookOpened
from wallet.credits.ledger import Account, balances_of, trial_balance
from wallet.rules import Rules

SHORT = Rules(
    order_quantity_min=1,
    balance_low_klip=0,
    book_events_max=20,
    shelf_books_max=3,
    carried_at_once_max=3,
    free_invoices_per_year=0,
)


async def used(shop: Shop, count: int) -> None:
    for _ in range(count):
        invoice = uuid4()
        await shop.ready(invoice)
        await shop.handed_over(invoice)


async def test_a_long_account_is_read_from_one_short_book() -> None:
    shop = Shop(SHORT)
    await shop.join()
    await shop.buy(200)
    await used(shop, 100)
    book = await shop.state()
    assert book.number > 8 and book.version <= 2 * SHORT.book_events_max
    index = await shop.wallet.state(BookIndex, book_index_id(shop.company))
    page = await shop.wallet.state(IndexPage, index_page_id(shop.company, index.page))
    assert index.page > 2 and page.version <= SHORT.shelf_books_max
    assert (book.available("invoice"), book.balances["invoice", Account.CAPTURED]) == (100, 100)


async def test_the_networks_own_account_is_short_too() -> None:
    company = uuid4()
    shop = Shop(dataclasses.replace(SHORT, network_company=company), company)
    await shop.join()
    for _ in range(100):
        await shop.ready(uuid4())
    assert (await shop.state()).version <= 2 * SHORT.book_events_max


async def test_books_hand_over_what_they_end_with_and_all_of_them_sum_to_nil() -> None:
    shop = Shop(SHORT)
    await shop.join()
    await shop.buy(10)
    await used(shop, 5)
    for _ in range(12):
        await shop.ready(uuid4())  # five get a credit, seven wait
    events = await shop.wallet.events()
    closed = [event for event in events if isinstance(event, BookClosed)]
    opened = [event for event in events if isinstance(event, BookOpened)]
    assert [event.balances for event in closed] == [event.balances for event in opened] and closed
    assert trial_balance(events) == 0
    book = await shop.state()
    assert (len(book.reserved), len(book.waiting["invoice"])) == (5, 7)
    assert {key: n for key, n in balances_of(events).items() if n} == {k: n for k, n in book.balances.items() if n}


async def test_an_invoice_of_a_book_that_is_closed_is_captured_once_and_never_takes_another_credit() -> None:
    shop = Shop(SHORT)
    await shop.join()
    await shop.buy(100)
    first, second = uuid4(), uuid4()
    await shop.ready(first)
    await shop.ready(second)
    await shop.handed_over(first)
    await used(shop, 30)
    assert (await shop.state()).number > 1
    assert await shop.ready(first) == [] and await shop.handed_over(first) == []
    assert [fact.NAME for fact in await shop.handed_over(second)] == ["credit_captured"]
    assert await shop.handed_over(second) == []


async def test_a_queue_goes_over_in_order() -> None:
    shop = Shop(SHORT)
    await shop.join()
    invoices = [uuid4() for _ in range(50)]
    for invoice in invoices:
        await shop.ready(invoice)
    assert (await shop.state()).number > 1
    facts = await shop.buy(50)
    reserved = [fact.invoice for fact in facts if isinstance(fact, told.CreditReserved)]
    assert reserved == invoices


async def test_a_closed_book_replays_to_the_same_digest() -> None:
    shop = Shop(SHORT)
    await shop.join()
    await shop.buy(60)
    await used(shop, 40)
    last = (await shop.state()).number
    for number in range(1, last + 1):
        first, again = [await shop.wallet.state(AccountBook, book_id(shop.company, number)) for _ in range(2)]
        assert canonical("wallet", first) == canonical("wallet", again)
        assert first.closed is (number < last)


async def test_a_book_that_began_with_much_is_not_closed_again_at_once() -> None:
    shop = Shop(SHORT)
    await shop.join()
    for _ in range(300):
        await shop.ready(uuid4())
    before = (await shop.state()).number
    for _ in range(30):
        await shop.ready(uuid4())
    assert (await shop.state()).number - before <= 1


# Many at once.


async def test_a_hundred_reservations_at_once_against_fifty_credits() -> None:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0, free_invoices_per_year=0))
    await shop.join()
    await shop.buy(50)
    facts = [fact for found in await asyncio.gather(*(shop.ready(uuid4()) for _ in range(100))) for fact in found]
    facts += shop.wallet.new_facts()
    assert len([fact for fact in facts if isinstance(fact, told.CreditReserved)]) == 50
    assert len([fact for fact in facts if isinstance(fact, told.CreditRefused)]) == 50
    book = await shop.state()
    assert (book.available("invoice"), len(book.reserved)) == (0, 50)


# Reservations that are forgotten.


async def with_a_reservation() -> tuple[Shop, UUID]:
    shop = Shop(Rules(order_quantity_min=1, balance_low_klip=0, reservation_question_h=24, reservation_questions_max=3))
    await shop.join()
    await shop.buy(1)
    invoice = uuid4()
    await shop.ready(invoice)
    return shop, invoice


def questions(facts: list[Fact]) -> list[int]:
    return [fact.question for fact in facts if isinstance(fact, told.ReservationQuestioned)]


@pytest.mark.req("D-08")
async def test_a_reservation_that_stands_for_long_is_asked_about_and_never_let_go_unasked() -> None:
    shop, invoice = await with_a_reservation()
    assert questions(await shop.wallet.pass_time(timedelta(hours=23))) == []
    assert questions(await shop.wallet.pass_time(timedelta(hours=1))) == [1]
    assert questions(await shop.wallet.pass_time(timedelta(days=30))) == [2, 3], "then an operator looks at it"
    assert set((await shop.state()).reserved) == {invoice}
    assert [fact.NAME for fact in await shop.undeliverable(invoice)] == ["credit_released"]


async def test_whoever_answers_ends_the_questions() -> None:
    shop, invoice = await with_a_reservation()
    assert questions(await shop.wallet.pass_time(timedelta(hours=24))) == [1]
    await shop.handed_over(invoice)
    assert questions(await shop.wallet.pass_time(timedelta(days=30))) == []


async def test_an_invoice_that_waits_for_a_credit_is_asked_about_only_when_it_has_one() -> None:
    shop, _ = await with_a_reservation()
    waiting = uuid4()
    await shop.ready(waiting)
    facts = await shop.wallet.pass_time(timedelta(days=2))
    assert {fact.invoice for fact in facts if isinstance(fact, told.ReservationQuestioned)}.isdisjoint({waiting})
    await shop.buy(1)
    facts = await shop.wallet.pass_time(timedelta(days=1))
    assert waiting in {fact.invoice for fact in facts if isinstance(fact, told.ReservationQuestioned)}
