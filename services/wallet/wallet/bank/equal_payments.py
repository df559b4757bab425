"""Payments that say the same and bear no bank reference: which source told of which, and whether one is news."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never
from uuid import UUID

from chassis import Aggregate
from contracts.values import CompanyId
from wallet.bank.events import EqualEntryTold, EqualEvent, EqualPaymentsJoined
from wallet.bank.files.entry import BankEntry, Source


class Told(Enum):
    """Whether two sources can tell of the same payment."""

    APART = auto()
    """They never do."""
    AGAIN = auto()
    """What both say is the same payment."""
    UNSURE = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """Which payment an entry is: a known one, or the next. `same_as`: nobody can tell whether it is this one."""

    number: int
    known: bool
    same_as: UUID | None = None


class EqualPayments(Aggregate[EqualEvent], stream="wallet.equal_payments"):
    """Its id is made of what the entries say: account, day, amount, reference, text and payer."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.told: dict[UUID, list[EqualEntryTold]] = {}
        """By payment, in the order in which they came."""
        self.count = 0

    def note(self, company: CompanyId, payment: UUID, number: int, file: UUID | None, entry: BankEntry) -> None:
        """This source has told of this payment."""
        source = entry.source or Source(name="", whole=False)
        self.record(
            EqualEntryTold(
                company=company,
                payment=payment,
                number=number,
                nth=entry.nth,
                file=file,
                source=source.name if file else "",
                whole=source.whole,
                content=source.content,
                starts=source.starts,
                ends=source.ends,
                opening=source.opening,
                closing=source.closing,
                copy=source.copy,
            )
        )

    def find(self, file: UUID, entry: BankEntry) -> Found:
        """The payment that another source told of already, else the next one.

        A payment is another when only one who tells of other payments has told of it, and may be the same when nobody
        can tell: then it is kept, and a person decides.
        """
        assert entry.source is not None
        unsure = None
        for payment, tellers in self.told.items():
            own = [one for one in tellers if one.source == entry.source.name and one.content == entry.source.content]
            if any(one.nth == entry.nth for one in own):
                return Found(tellers[0].number, known=True)
            if own:
                continue  # another of this very source
            ways = {relation(entry.source, file, one) for one in tellers}
            if Told.APART in ways:
                continue
            if Told.AGAIN in ways:
                return Found(tellers[0].number, known=True)
            unsure = unsure or payment
        return Found(self.count + 1, known=False, same_as=unsure)

    def join(self, company: CompanyId, payment: UUID, same_as: UUID) -> None:
        """A person found that two are one."""
        if payment in self.told and same_as in self.told:
            self.record(EqualPaymentsJoined(company=company, payment=payment, same_as=same_as))

    def evolve(self, event: EqualEvent) -> None:
        match event:
            case EqualEntryTold():
                self.told.setdefault(event.payment, []).append(event)
                self.count = max(self.count, event.number)
            case EqualPaymentsJoined():
                self.told[event.same_as] += self.told.pop(event.payment)
            case _:
                assert_never(event)


def relation(source: Source, file: UUID, told: EqualEntryTold) -> Told:
    """What one source says of a payment that another one told of."""
    if not told.source:
        return Told.UNSURE
    if told.file == file and told.source != source.name:
        return Told.APART  # a file tells no payment twice
    if source.whole != told.whole:
        # A statement tells what notifications have told; a notification after it is news unless the day was closed.
        return Told.AGAIN if source.whole or told.closing else Told.UNSURE
    if source.whole:
        return _two_statements(source, told)
    if source.name == told.source or source.copy or told.copy:
        return Told.UNSURE
    return Told.APART


def _two_statements(source: Source, told: EqualEntryTold) -> Told:
    """Apart when their times are, or the one goes on where the other ended; again when they share a time.

    Two parts of one day may both state the whole day as their time: then they share an end, or nobody can tell.
    """
    timed = bool(source.starts and source.ends and told.starts and told.ends)
    balanced = bool(source.opening and told.opening)
    if timed and (source.ends <= told.starts or told.ends <= source.starts):
        return Told.APART
    shared = source.opening == told.opening or source.closing == told.closing
    chained = source.opening == told.closing or source.closing == told.opening
    if balanced and chained and not shared:
        return Told.APART
    other_time = (source.starts, source.ends) != (told.starts, told.ends)
    return Told.AGAIN if timed and balanced and (shared or other_time) else Told.UNSURE
