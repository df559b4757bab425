"""What a bank file says, whatever its format: statements of an account, each with its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from contracts.values import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BankEntry:
    """One payment that the bank booked on our account.

    `key` is the same for the same payment in every file that tells of it. `amount` is positive for money that came;
    negative for money that was taken back (`reversal`) or that left the account.
    """

    key: str
    account: str
    amount: Money
    reference: str
    text: str
    payer: str
    booked_on: date
    reversal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One account over one time; `number` is the bank's own name for it."""

    format: str
    number: str
    account: str
    entries: tuple[BankEntry, ...]


def keyed(entries: Iterable[tuple[str, BankEntry]]) -> Iterator[BankEntry]:
    """Gives each entry its key: from the bank's own reference, else from what it says.

    Two payments that say the same and bear no reference are told apart by their order: the second of a day is the
    second in every file of that day, so a file that overlaps another names both alike.
    """
    seen: Counter[str] = Counter()
    for bank_reference, entry in entries:
        said = f"{entry.account}|{entry.booked_on}|{entry.amount.amount}|{entry.amount.currency}"
        if bank_reference:
            said = f"{entry.account}|{bank_reference}|{entry.amount.amount}"
        else:
            said = f"{said}|{entry.reference}|{entry.text}|{entry.payer}"
        seen[said] += 1
        yield replace(entry, key=sha256(f"{said}|{seen[said]}".encode()).hexdigest()[:32])
