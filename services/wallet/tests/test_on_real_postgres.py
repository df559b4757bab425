"""The wallet on real PostgreSQL: two replicas at once, its read models rebuilt, the accountant's commands."""

import asyncio
import base64
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID, uuid4

import pytest_asyncio
from pydantic import SecretStr

from chassis.deciding.work import Job, Outcome
from chassis.ids import new_id
from chassis.running.replay import replay
from chassis.running.running import Running
from chassis.session import Cause, Session
from chassis.store.unit import InboxKey
from contracts.values import Money, OrderLine
from wallet.app import service
from wallet.credits.account_book import AccountBook
from wallet.credits.books import open_book
from wallet.credits.commands import CaptureCredit, ReserveCredit
from wallet.customers.commands import OpenWallet
from wallet.orders.commands import AcceptOrder, RecordPayment
from wallet.receiver_of_transfers import ReceiverOfTransfers
from wallet.rules import Rules
from wallet.settings import WalletSettings

RULES = Rules(order_quantity_min=1, balance_low_klip=0, free_invoices_per_year=0, book_events_max=20, shelf_books_max=3)
COMPANY = uuid4()


class Databases(Protocol):
    async def __call__(self, service: str) -> Any: ...


@pytest_asyncio.fixture
async def replicas(database: Databases) -> AsyncIterator[list[Running]]:
    """Two replicas of one wallet, without a bus."""
    urls = await database("wallet")
    key = SecretStr(base64.b64encode(b"0" * 32).decode())
    found = []
    for _ in range(2):
        replica = Running(service, WalletSettings(database_url=SecretStr(urls.app), master_key=key))
        await replica.open()
        resources = [RULES, ReceiverOfTransfers.register(WalletSettings())]
        replica.around.resources = {type(resource): resource for resource in resources}
        found.append(replica)
    yield found
    for replica in found:
        await replica.stop()


async def do(replica: Running, command: Any, message: UUID | None = None) -> Outcome:
    """One fact heard: its command, and the key that makes it happen once."""
    cause = Cause(new_id(), new_id(), datetime.now(UTC))
    (outcome,) = await replica.work.do([Job((command,), cause, InboxKey("wallet", message or uuid4()))])
    return outcome


async def bought(replica: Running, quantity: int) -> None:
    now, order = datetime.now(UTC), uuid4()
    await do(replica, OpenWallet(company=COMPANY, country="SE", has_vat_number=True, at=now))
    lines = (OrderLine("invoice", quantity),)
    accepted = AcceptOrder(company=COMPANY, person=COMPANY, order=order, lines=lines, terms_version="1", at=now)
    await do(replica, accepted)
    amount = Money((quantity * Decimal("2.50")).quantize(Decimal("0.01")))
    paid = {"provider": "sim", "payment": "pay-1", "outcome": "paid", "amount": amount}
    await do(replica, RecordPayment(company=COMPANY, order=order, at=now, **paid))  # type: ignore[arg-type]


async def now_open(replica: Running) -> AccountBook:
    """From the store alone."""
    replica.around.cache.clear()
    return await open_book(Session(replica.around), COMPANY)


async def test_a_hundred_reservations_of_two_replicas_at_once_against_fifty_credits(replicas: list[Running]) -> None:
    await bought(replicas[0], 50)
    asked = [ReserveCredit(company=COMPANY, invoice=uuid4(), klip="invoice", at=datetime.now(UTC)) for _ in range(100)]

    async def lane(replica: Running, commands: list[ReserveCredit]) -> None:
        """A replica carries out a company's facts one after another; the other one knows nothing of that."""
        for command in commands:
            assert await do(replica, command) is Outcome.DONE

    await asyncio.gather(lane(replicas[0], asked[:50]), lane(replicas[1], asked[50:]))
    book = await now_open(replicas[0])
    assert (book.available("invoice"), len(book.reserved), len(book.waiting["invoice"])) == (0, 50, 50)
    told = await replicas[0].pool.fetch("SELECT subject FROM store.outbox")
    names = [row["subject"].split(".")[2] for row in told]
    assert (names.count("credit_reserved"), names.count("credit_refused")) == (50, 50)


async def test_the_same_message_at_both_replicas_happens_once(replicas: list[Running]) -> None:
    await bought(replicas[0], 50)
    for _ in range(10):
        command = ReserveCredit(company=COMPANY, invoice=uuid4(), klip="invoice", at=datetime.now(UTC))
        message = uuid4()
        outcomes = await asyncio.gather(*(do(replica, command, message) for replica in replicas))
        assert set(outcomes) <= {Outcome.DONE, Outcome.DUPLICATE}
    assert len((await now_open(replicas[1])).reserved) == 10


async def test_everything_is_rebuilt_from_the_store_to_the_same_digest_and_the_books_balance(
    replicas: list[Running],
) -> None:
    (replica, _) = replicas
    await bought(replica, 60)
    for _ in range(40):
        invoice = uuid4()
        await do(replica, ReserveCredit(company=COMPANY, invoice=invoice, klip="invoice", at=datetime.now(UTC)))
        await do(replica, CaptureCredit(company=COMPANY, invoice=invoice, at=datetime.now(UTC)))
    assert (await now_open(replica)).number > 3, "over several books"
    for showing in replica.showing:
        position = (await showing.build("views_next")).position
        await showing._swap(position)
    proof = await replay(replica)
    assert proof.equal and proof.events > 160
    sums = await replica.pool.fetchrow(
        """SELECT (SELECT sum(quantity) FROM balance_sheet) AS credits,
                  (SELECT sum(amount) FROM general_ledger) AS kronor"""
    )
    assert (sums["credits"], sums["kronor"]) == (0, Decimal("0.00"))
    url = replica.settings.database_url.get_secret_value()
    said = await asyncio.to_thread(bookkeeping, url, "trial-balance")
    assert said.endswith(b"in balance\n") and b"NOT" not in said and b"2970" in said
    year = datetime.now(UTC).year
    words = ["--year", str(year), "--made-on", f"{year}-12-31", "--name", "Stafett AB", "--number", "556036-0793"]
    sie = await asyncio.to_thread(bookkeeping, url, "sie", *words)
    assert b"#SIETYP 4" in sie and b"#UB 0 2970 -40.00" in sie and b"#RES 0 3001 -80.00" in sie


def bookkeeping(url: str, *words: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "wallet.bookkeeping", *words],
        env={**os.environ, "STAFETT_WALLET_DATABASE_URL": url},
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout
