"""What a bank file says, whatever its format: statements of an account, each with its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from contracts.values import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What tells of an entry: one statement, one notification or one deposit, by the bank's own name for it.

    A statement (`whole`) tells everything that was booked in its time; notifications and deposits each tell of their
    own entries alone. `content` is the same when the very same thing is told again. `starts` and `ends` are its time,
    `opening` and `closing` its balances, where the bank states them. `copy`: the bank says that it was told before.
    """

    name: str
    whole: bool
    content: str = ""
    starts: str = ""
    ends: str = ""
    opening: str = ""
    closing: str = ""
    copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankEntry:
    """One payment that the bank booked on our account.

    `key` is the same for the same payment in every file that tells of it, where the bank gave it a reference. An
    `unnamed` one is the `nth` of those in `source` that say the same, and only all that was told of these can tell
    which payment it is. `amount` is positive for money that came; negative for money that was
    taken back (`reversal`) or that left the account.
    """

    key: str
    account: str
    amount: Money
    reference: str
    text: str
    payer: str
    booked_on: date
    reversal: bool = False
    unnamed: bool = False
    nth: int = 1
    source: Source | None = None

    @property
    def said(self) -> str:
        """What tells it from others, as far as anything does."""
        said = f"{self.account}|{self.booked_on}|{self.amount.amount}|{self.amount.currency}"
        return f"{said}|{self.reference}|{self.text}|{self.payer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One account over one time; `number` is the bank's own name for it. `made` tells two of the same name apart."""

    format: str
    number: str
    account: str
    entries: tuple[BankEntry, ...]
    source: Source
    made: str = ""


def keyed(entries: Iterable[tuple[str, BankEntry]]) -> Iterator[BankEntry]:
    """Gives each entry its key, from the bank's own reference; or says that it bears none."""
    seen: Counter[str] = Counter()
    for bank_reference, entry in entries:
        if bank_reference:
            said = f"{entry.account}|{bank_reference}|{entry.amount.amount}"
            seen[said] += 1
            yield replace(entry, key=key_of(said, seen[said]))
        else:
            yield replace(entry, unnamed=True)


def key_of(said: str, number: int) -> str:
    """The key of the payment of this number among those that say this."""
    return sha256(f"{said}|{number}".encode()).hexdigest()[:32]


def numbered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Counts what says the same over all of a file that bears one name, and marks each with where it stands.

    Two notifications in one file may bear the same name: a file tells no payment twice, so the second one's is another.
    """
    read = tuple(statements)
    contents: dict[tuple[str, str], list[str]] = {}
    for one in read:
        told = contents.setdefault((one.account, one.source.name), [one.made])
        told += [entry.key or entry.said for entry in one.entries]
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for one in read:
        content = sha256("\n".join(contents[one.account, one.source.name]).encode()).hexdigest()[:32]
        source = replace(one.source, content=content)
        entries = []
        for entry in one.entries:
            if entry.unnamed:
                seen[source.name, entry.said] += 1
                nth = seen[source.name, entry.said]
                entry = replace(entry, nth=nth, key=key_of(entry.said, nth))
            entries.append(entry)
        found.append(replace(one, entries=tuple(entries), source=source))
    return tuple(found)
