"""Credits in double entry: each movement takes from one account what it gives to another, so the sum of all is zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chassis import Event
from wallet.credits.events import (
    CreditCaptured,
    CreditReleased,
    CreditReserved,
    CreditsAdjusted,
    CreditsGivenBack,
    CreditsGranted,
    CreditsTakenBack,
)


class Account(StrEnum):
    """Where credits of one kind are. Sold credits are owed to the company, so BOUGHT stands in credit."""

    BOUGHT = "bought"
    AVAILABLE = "available"
    RESERVED = "reserved"
    CAPTURED = "captured"
    REFUNDED = "refunded"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Posting:
    """`quantity` credits of one kind: debited to one account, credited to another."""

    klip: str
    debit: Account
    credit: Account
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """Credits of a kind that are gone, and what was paid for them before VAT."""

    klip: str
    quantity: int
    value: Decimal


Balances = Counter[tuple[str, Account]]
"""Debits less credits, by kind and account."""

MOVEMENTS = (
    CreditsGranted,
    CreditReserved,
    CreditCaptured,
    CreditReleased,
    CreditsTakenBack,
    CreditsGivenBack,
    CreditsAdjusted,
)


def posting_of(event: Event) -> Posting | None:
    """How an event moves credits; None when it moves none. A release goes back to where the reservation took from."""
    match event:
        case CreditsGranted():
            return Posting(event.klip, Account.AVAILABLE, Account.BOUGHT, event.quantity)
        case CreditReserved():
            return Posting(event.klip, Account.RESERVED, Account.AVAILABLE)
        case CreditCaptured():
            return Posting(event.klip, Account.CAPTURED, Account.RESERVED)
        case CreditReleased():
            return Posting(event.klip, Account.AVAILABLE, Account.RESERVED)
        case CreditsTakenBack():
            return Posting(event.klip, Account.REFUNDED, Account.AVAILABLE, event.quantity)
        case CreditsGivenBack():
            return Posting(event.klip, Account.AVAILABLE, Account.REFUNDED, event.quantity)
        case CreditsAdjusted():
            return Posting(event.klip, Account.AVAILABLE, Account.ADJUSTED, event.quantity)
        case _:
            return None


def post(balances: Balances, event: Event) -> None:
    """Books an event on both of its accounts."""
    if posting := posting_of(event):
        balances[posting.klip, posting.debit] += posting.quantity
        balances[posting.klip, posting.credit] -= posting.quantity


def balances_of(events: Iterable[Event]) -> Balances:
    """Every account after these events."""
    balances: Balances = Counter()
    for event in events:
        post(balances, event)
    return balances


def trial_balance(events: Iterable[Event]) -> int:
    """The sum of all accounts: zero, or the books are wrong."""
    return sum(balances_of(events).values())
