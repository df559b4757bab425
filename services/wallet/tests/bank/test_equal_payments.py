"""Payments that say the same and bear no bank reference: each counts once, and none vanishes.

Siblings that were looked for when the second of two notifications was taken for the first: two files of a day, two
notifications of one file under one name, a bank that gives all its files the same name, deposits of BGMax without
serial numbers, payments that were taken before sources were noted, a payment that came after its double was dismissed.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from bank_file_stories import bgmax, camt, camt_entry
from bank_stories import OURS, Bank
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from money_stories import only
from wallet_stories import PERSON

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.bank.files.reading import BankFiles
from wallet.bank.files.recognised import read_apart, read_bank_file

TEN = camt_entry("10.00", "")
FIVE = camt_entry("5.00", "")


def notified(*entries: str, number: str = "N1", message: str = "M") -> bytes:
    return camt(entries, kind="054", number=number, message=f"{message}-{number}")


def two_notifications(first: str, second: str) -> bytes:
    """One file with two notifications of one entry each."""
    one = notified(TEN, number=first)
    other = notified(TEN, number=second)
    part = other[other.index(b"<Ntfctn>") : other.index(b"</Ntfctn>") + len(b"</Ntfctn>")]
    return one.replace(b"</Ntfctn>", b"</Ntfctn>" + part)


async def kept(bank: Bank, *files: bytes) -> tuple[list[tuple[int, int, int]], int, int]:
    """Of each file what was new, unsure and known; then all money that is here, and how much is unsure, in öre."""
    counts = []
    for content in files:
        facts = await bank.upload(content)
        counts += [(f.new, f.unsure, f.known) for f in facts if isinstance(f, told.BankEntriesTaken)]
    unsure = sum(f.amount.amount for f in queued(bank) if f.reason == "possibly-known")
    return counts, (await bank.money())["1930"], int(unsure * 100)


def queued(bank: Bank) -> list[told.BankPaymentQueued]:
    return bank.wallet.told(told.BankPaymentQueued)


class HereAndNow:
    """Reads in this process: stories of many small files need no process for each."""

    async def read(self, content: bytes) -> bytes:
        return read_apart(content, {})


def quick_bank() -> Bank:
    bank = Bank()
    bank.wallet.around.resource(BankFiles)._apart = HereAndNow()
    return bank


async def dismiss(bank: Bank, payment: UUID) -> Fact:
    fact = portal.BankPaymentDismissed(company=OURS.company, person=PERSON, payment=payment)
    (answer,) = await bank.wallet.hear(fact)
    return answer


async def test_two_notifications_of_one_file_are_two_payments_whatever_they_are_called() -> None:
    for first, second in (("N1", "N2"), ("N1", "N1")):
        assert await kept(quick_bank(), two_notifications(first, second)) == ([(2, 0, 0)], 2000, 0)


async def test_two_files_of_a_day_with_an_equal_payment_each_are_two_payments() -> None:
    assert await kept(quick_bank(), notified(TEN), notified(TEN, number="N2")) == ([(1, 0, 0), (1, 0, 0)], 2000, 0)
    statements = [
        camt([TEN], number="S1", balances=("0.00", "10.00")),
        camt([TEN], number="S2", balances=("10.00", "20.00")),
    ]
    assert await kept(quick_bank(), *statements) == ([(1, 0, 0), (1, 0, 0)], 2000, 0)


async def test_equal_payments_grant_what_both_were_paid_for() -> None:
    bank = quick_bank()
    _, reference, total = await bank.ordered()
    half = camt_entry(f"{total / 2:.2f}", reference)
    await bank.upload(notified(half))
    await bank.upload(notified(half, number="N2"))
    assert await bank.available() == 500


async def test_a_file_sent_again_and_a_statement_over_notifications_count_once() -> None:
    day = camt([TEN, FIVE, TEN], number="S1", balances=("0.00", "25.00"))
    again = notified(TEN) + b"\n"
    files = [notified(TEN), again, notified(TEN, FIVE, number="N2"), day, day + b"\n"]
    counts, money, unsure = await kept(quick_bank(), *files)
    assert counts == [(1, 0, 0), (0, 0, 1), (2, 0, 0), (0, 0, 3), (0, 0, 3)]
    assert (money, unsure) == (2500, 0)
    assert await kept(quick_bank(), day, *files[:3]) == ([(3, 0, 0), (0, 0, 1), (0, 0, 1), (0, 0, 2)], 2500, 0)


async def test_a_file_with_yesterdays_entries_too_counts_them_once() -> None:
    times = [f"2026-11-{day}T00:00:00" for day in (20, 21, 22)]
    today = camt_entry("10.00", "", day="2026-11-21")
    first = camt([TEN], number="S1", balances=("0.00", "10.00"), times=(times[0], times[1]))
    both = camt([TEN, today], number="S2", balances=("0.00", "20.00"), times=(times[0], times[2]))
    assert await kept(quick_bank(), first, both) == ([(1, 0, 0), (1, 0, 1)], 2000, 0)


async def test_where_nobody_can_tell_the_money_is_kept_and_a_person_says() -> None:
    """One name, and other content: a bank that names all its files alike, or a longer form of the same notification."""
    bank = quick_bank()
    counts, money, unsure = await kept(bank, notified(TEN), notified(TEN, FIVE))
    assert (counts, money, unsure) == ([(1, 0, 0), (1, 1, 0)], 2500, 1000)
    (doubt,) = [one for one in queued(bank) if one.reason == "possibly-known"]
    arrived = {one.payment: one for one in bank.wallet.told(told.BankPaymentArrived)}
    assert arrived[doubt.payment].same_as in arrived
    dismissed = await dismiss(bank, doubt.payment)
    assert isinstance(dismissed, told.BankPaymentDismissed) and (await bank.money())["1930"] == 1500
    again = await dismiss(bank, doubt.payment)
    assert isinstance(again, told.BankPaymentRefused) and again.code == "bank-payment.settled-already"
    news = await kept(bank, notified(TEN, number="N2"))
    assert news[0] == [(1, 0, 0)], "the one that was dismissed stands for no other payment"


async def test_what_may_be_known_can_be_assigned_like_all_money_that_waits() -> None:
    bank = quick_bank()
    order, _, total = await bank.ordered()
    whole = camt_entry(f"{total}", "")
    await bank.upload(notified(whole))
    await bank.upload(notified(whole, FIVE))
    (doubt,) = [one for one in queued(bank) if one.reason == "possibly-known"]
    await bank.assign(doubt.payment, order)
    assert await bank.available() == 500
    refused = await dismiss(bank, doubt.payment)
    assert isinstance(refused, told.BankPaymentRefused)


async def test_a_payment_that_is_in_no_doubt_is_not_dismissed() -> None:
    bank = quick_bank()
    await bank.upload(notified(TEN))
    refused = only([await dismiss(bank, queued(bank)[0].payment)], told.BankPaymentRefused)
    assert refused.code == "bank-payment.not-in-doubt"


def test_deposits_of_bgmax_without_serial_numbers_are_told_apart_by_their_number() -> None:
    file = bgmax([("20", "", 1000, ""), ("20", "", 1000, "")])
    (statement,) = read_bank_file(file)
    assert [entry.nth for entry in statement.entries] == [1, 2] and not statement.source.whole


@dataclass
class BankDays:
    """Equal payments on three days, and the files that a bank makes of them."""

    paid: list[list[int]]
    """By day, the notification that tells of each payment."""
    files: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        days = [(date(2026, 11, 20) + timedelta(days=n)).isoformat() for n in range(4)]
        before = [sum(len(told) for told in self.paid[:n]) * 10 for n in range(4)]
        entries = [[camt_entry("10.00", "", day=day)] * len(told) for day, told in zip(days, self.paid, strict=False)]
        for day, told_of in zip(days, self.paid, strict=False):
            for number in sorted(set(told_of)):
                own = [camt_entry("10.00", "", day=day)] * told_of.count(number)
                self.files.append(notified(*own, number=f"{day}-{number}"))
        for first in range(3):
            for last in range(first, 3):
                told_all = [one for day in entries[first : last + 1] for one in day]
                number, times = f"{first}-{last}", (f"{days[first]}T00:00:00", f"{days[last + 1]}T00:00:00")
                balances = (f"{before[first]}.00", f"{before[last + 1]}.00")
                self.files.append(camt(told_all, number=number, times=times, balances=balances))

    @property
    def total(self) -> int:
        return sum(map(len, self.paid)) * 1000


DAYS = st.lists(st.lists(st.integers(0, 2), max_size=4), min_size=3, max_size=3).map(BankDays)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days=DAYS, data=st.data())
def test_whatever_files_tell_of_them_in_whatever_order_all_payments_count_and_once(
    days: BankDays, data: st.DataObject
) -> None:
    """Notifications, statements of a day and of several, some again with other bytes: what is here is what was paid."""
    chosen = data.draw(st.permutations(days.files))
    again = data.draw(st.lists(st.sampled_from(days.files), max_size=4))
    bank = quick_bank()
    files = (content + b"\n" * number for number, content in enumerate([*chosen, *again]))
    _, here, unsure = asyncio.run(kept(bank, *files))
    assert (here, unsure) == (days.total, 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(st.integers(1, 3), min_size=1, max_size=5), whole=st.booleans(), data=st.data())
def test_a_bank_that_names_all_its_files_alike_loses_nothing(
    parts: list[int], whole: bool, data: st.DataObject
) -> None:
    """What is certain is never more than what was paid, and with what a person must say never less."""
    fives = sum(range(len(parts)))
    paid = sum(parts) * 10 + fives * 5
    files = [notified(*[TEN] * count, *[FIVE] * number) for number, count in enumerate(parts)]
    if whole:
        files.append(camt([TEN] * sum(parts) + [FIVE] * fives, number="S", balances=("0.00", f"{paid}.00")))
    bank = quick_bank()
    order = [*data.draw(st.permutations(files)), data.draw(st.sampled_from(files))]
    _, here, unsure = asyncio.run(kept(bank, *(content + b"\n" * number for number, content in enumerate(order))))
    assert here - unsure <= paid * 100 <= here
