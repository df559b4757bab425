"""Reservations a second, for one wallet and for many, beside a plain `UPDATE balance`; a wallet of a million movements.

Run alone: `python tests/bench/run.py --only wallet`.
"""

import asyncio
import base64
import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from pydantic import SecretStr

from chassis.ids import new_id
from chassis.store.migrate import migrate
from chassis.running.states import canonical
from chassis.running.running import Running
from chassis.session import Cause, Session, metadata
from chassis.store.unit import EventRow, InboxKey, Unit
from chassis.deciding.work import Job
from contracts.values import Money
from devstack.postgres import EmbeddedPostgres
from wallet.app import service
from wallet.credits.account_book import AccountBook, book_id
from wallet.credits.book_index import BookIndex, IndexPage, book_index_id, index_page_id
from wallet.credits.books import open_book
from wallet.credits.commands import CaptureCredit, ReserveCredit
from wallet.credits.grants import Grant
from wallet.customers.commands import OpenWallet
from wallet.rules import Rules
from wallet.settings import WalletSettings


RULES = Rules(balance_low_klip=0, free_invoices_per_year=0)
LANE_BATCH = 64
"""How many facts of one company the bus hands over in one unit of work (`lane_batch_max`)."""
WALLETS = 1000
WORKERS = 32
CREDITS = 10_000_000
OPENINGS = 30


async def measure(server: EmbeddedPostgres, seconds: float, movements: int) -> dict[str, object]:
    """Rates by time, and how long a wallet of so many movements takes to open with nothing in memory."""
    running = await _wallet(server)
    one, one_cpu = await _reservations(running, 1, seconds)
    many, many_cpu = await _reservations(running, WALLETS, seconds)
    url = (await server.create_database("bench_balance", service="bench")).owner
    sql_one, sql_many = await _updates(url, 1, seconds), await _updates(url, WALLETS, seconds)
    found = {
        "reservations_per_s": {"one_wallet": one, "1000_wallets": many},
        "cpu_ms_a_reservation": {"one_wallet": one_cpu, "1000_wallets": many_cpu},
        "plain_sql_updates_per_s": {"one_row": sql_one, "1000_rows": sql_many},
        "ratio_to_plain_sql": {"one_wallet": round(one / sql_one, 2), "1000_wallets": round(many / sql_many, 2)},
        "opening": await _opening(running, movements),
    }
    await running.stop()
    return found


async def _wallet(server: EmbeddedPostgres) -> Running:
    """The wallet's store, handlers and rules, without a bus; nothing follows the store meanwhile."""
    urls = await server.create_database("bench_wallet", service="bench")
    await migrate(urls.owner, "bench_app", "bench_auditor")
    settings = WalletSettings(
        database_url=SecretStr(urls.app), master_key=SecretStr(base64.b64encode(os.urandom(32)).decode())
    )
    running = Running(service, settings)
    await running.open()
    running.around.resources = {Rules: RULES}
    return running


def _cause() -> Cause:
    return Cause(new_id(), new_id(), datetime.now(UTC))


async def _filled(running: Running, company: UUID) -> None:
    """A member with more credits than the measurement uses."""
    now = datetime.now(UTC)
    opened = OpenWallet(company=company, country="SE", has_vat_number=True, at=now)
    session = Session(running.around)
    await service.handles[OpenWallet](opened, session)
    book = await open_book(session, company)
    book.grant(company, company, Grant(uuid4(), "invoice", CREDITS, Money(Decimal(2 * CREDITS)), "domestic"), RULES)
    session.conclude(_cause())
    await session.save(now)


async def _reservations(running: Running, wallets: int, seconds: float) -> tuple[int, float]:
    """Each reservation is one fact heard once: an inbox key, two events and a fact told, as in the running service.

    Answers with the rate, and the CPU time of this process for one: that does not depend on who else is at work.
    """
    companies = [uuid4() for _ in range(wallets)]
    for company in companies:
        await _filled(running, company)
    done, end, cpu = 0, time.perf_counter() + seconds, time.process_time()

    async def work(number: int) -> None:
        nonlocal done
        turn = number
        while time.perf_counter() < end:
            company = companies[turn % wallets]
            count = LANE_BATCH if wallets == 1 else 1
            await running.work.do([_job(company) for _ in range(count)])
            done += count
            turn += WORKERS

    await asyncio.gather(*(work(number) for number in range(1 if wallets == 1 else WORKERS)))
    return round(done / seconds), round((time.process_time() - cpu) / done * 1000, 2)


def _job(company: UUID) -> Job:
    command = ReserveCredit(company=company, invoice=uuid4(), klip="invoice", at=datetime.now(UTC))
    return Job((command,), _cause(), InboxKey("bench", uuid4()))


async def _updates(url: str, rows: int, seconds: float) -> int:
    """The yardstick: what a balance in a table would do, without history, queue, idempotency or anybody told."""
    connection = await asyncpg.connect(url)
    await connection.execute("DROP TABLE IF EXISTS balance; CREATE TABLE balance (id int PRIMARY KEY, available int)")
    await connection.execute("INSERT INTO balance SELECT n, 1000000000 FROM generate_series(0, $1::int - 1) n", rows)
    await connection.close()
    pool = await asyncpg.create_pool(url, min_size=WORKERS, max_size=WORKERS)
    done, end = 0, time.perf_counter() + seconds

    async def work(number: int) -> None:
        nonlocal done
        turn = number
        async with pool.acquire() as own:
            update = await own.prepare("UPDATE balance SET available = available - 1 WHERE id = $1 AND available > 0")
            while time.perf_counter() < end:
                await update.fetch(turn % rows)
                done, turn = done + 1, turn + WORKERS

    await asyncio.gather(*(work(number) for number in range(WORKERS)))
    await pool.close()
    return round(done / seconds)


# A wallet of a million movements.


async def _opening(running: Running, movements: int) -> dict[str, Any]:
    account = uuid4()
    began = time.perf_counter()
    last, events_read = await _lived(running, account, movements)
    written_s = time.perf_counter() - began
    cpu = time.process_time()
    times = [await _timed(lambda: _opened(running, account)) for _ in range(OPENINGS)]
    cpu = time.process_time() - cpu
    opened = await _opened(running, account)
    assert canonical("wallet", opened) == canonical("wallet", last), "it is read as it was written"
    return {
        "movements": movements,
        "books": opened.number,
        "events_read": events_read,
        "open_ms_p50": round(median(times) * 1000, 1),
        "open_cpu_ms": round(cpu / OPENINGS * 1000, 1),
        "open_ms_max": round(max(times) * 1000, 1),
        "written_s": round(written_s),
        "same_digest_as_written": True,
    }


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _opened(running: Running, account: UUID) -> AccountBook:
    """From the store alone: a session of its own, and nothing kept from before."""
    running.around.cache.clear()
    return await open_book(Session(running.around), account)


async def _lived(running: Running, account: UUID, movements: int) -> tuple[AccountBook, int]:
    """Reservations and captures by the wallet's own decisions, book after book; the last, and what opening reads."""
    index, page, book = (
        BookIndex(book_index_id(account)),
        IndexPage(index_page_id(account)),
        AccountBook(book_id(account)),
    )
    made, now = 0, datetime.now(UTC)
    book.grant(account, account, Grant(uuid4(), "invoice", movements, Money(Decimal(2 * movements)), "domestic"), RULES)
    while made < movements or book.version < RULES.book_events_max - 4:  # the last book is nearly full: the worst case
        invoice = uuid4()
        asked = ReserveCredit(company=account, invoice=invoice, klip="invoice", at=now)
        book.reserve(asked, account, RULES)
        book.capture(CaptureCredit(company=account, invoice=invoice, at=now), account)
        made += 2
        if book.is_long(RULES):
            following = AccountBook(book_id(account, book.number + 1))
            book.close(account, account)
            following.open_after(book, account, account, RULES)
            if page.version >= RULES.shelf_books_max:
                index.fill(account, account)
                await _store(running, index)
                page = IndexPage(index_page_id(account, index.page))
            page.begin(account, account, following.number)
            await _store(running, book)
            await _store(running, page)
            book = following
    await _store(running, book)
    return book, index.version + page.version + book.version


async def _store(running: Running, aggregate: AccountBook | IndexPage | BookIndex) -> None:
    recorded = aggregate.take_recorded()
    first, cause = aggregate.version - len(recorded) + 1, _cause()
    rows = [
        EventRow(
            aggregate.id,
            version,
            event.TOPIC,
            running.mapper.encode(event, aggregate.id, version),
            metadata(aggregate.STREAM, cause, cause.at),
        )
        for version, event in enumerate(recorded, first)
    ]
    await running.store.append(Unit(events=rows))
