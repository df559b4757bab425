"""What has happened to credits. Stored for ever: add fields with defaults, or open a new version."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from chassis import Event
from contracts.values import CompanyId, Money, PersonId
from wallet.customers.events import WalletOpened
from wallet.vat import Treatment

# The credits of an account. `available` is what can be reserved once the event has happened; `account` is None where
# it was written before there were several: then it is the company's first, whose id is the company's.


class CreditsGranted(Event, topic="wallet.credits_granted.v1"):
    """The credits of a paid order; `value` is what was paid for all of them before VAT."""

    company: CompanyId
    account: UUID | None = None
    order: UUID
    klip: str
    quantity: int
    available: int
    value: Money | None = None
    treatment: Treatment = "domestic"


class CreditReserved(Event, topic="wallet.credit_reserved.v1"):
    """One credit is set aside; `asked_at` is when the invoice became ready."""

    company: CompanyId
    account: UUID | None = None
    invoice: UUID
    klip: str
    available: int
    asked_at: datetime


class CreditWaived(Event, topic="wallet.credit_waived.v1"):
    """The invoice is the network's own, so it needs no credit (S1-26)."""

    company: CompanyId
    account: UUID | None = None
    invoice: UUID
    klip: str
    available: int


class ReservationQueued(Event, topic="wallet.reservation_queued.v1"):
    """No credit was left: the invoice waits its turn."""

    company: CompanyId
    account: UUID | None = None
    invoice: UUID
    klip: str
    asked_at: datetime


class ReservationDropped(Event, topic="wallet.reservation_dropped.v1"):
    """An invoice that waited for a credit needs none any more."""

    company: CompanyId
    account: UUID | None = None
    invoice: UUID
    klip: str
    dropped_at: datetime


class CreditCaptured(Event, topic="wallet.credit_captured.v1"):
    """The reserved credit is used up: the invoice was handed over. `value` is what was paid for it before VAT."""

    company: CompanyId
    account: UUID | None = None
    invoice: UUID
    klip: str
    available: int
    value: Money | None = None
    treatment: Treatment = "domestic"


class CreditReleased(Event, topic="wallet.credit_released.v1"):
    """The reserved credit is free again; `released_at` is when its reason happened."""

    company: CompanyId
    account: UUID | None = None
    invoice: UUID
    klip: str
    available: int
    released_at: datetime


class CreditsTakenBack(Event, topic="wallet.credits_taken_back.v1"):
    """Unused credits of an order are gone, because their price was paid back or claimed back."""

    company: CompanyId
    account: UUID
    order: UUID
    klip: str
    quantity: int
    available: int
    value: Money
    cause: str


class CreditsGivenBack(Event, topic="wallet.credits_given_back.v1"):
    """Credits that a chargeback took are there again, worth what they were: the dispute was won."""

    company: CompanyId
    account: UUID
    order: UUID
    klip: str
    quantity: int
    available: int
    value: Money
    treatment: Treatment


class CreditsAdjusted(Event, topic="wallet.credits_adjusted.v1"):
    """Two people of the network agreed on a correction; `quantity` is negative when credits are taken away."""

    company: CompanyId
    account: UUID
    adjustment: UUID
    klip: str
    quantity: int
    available: int
    value: Money
    reason: str


class GrantingPaused(Event, topic="wallet.granting_paused.v1"):
    """More reservations wait than one unit of work may grant: the rest are granted in the next one."""

    company: CompanyId
    account: UUID | None = None
    klip: str


class BalanceFellLow(Event, topic="wallet.balance_fell_low.v1"):
    """What can be reserved fell to the warning level or below."""

    company: CompanyId
    account: UUID | None = None
    klip: str
    available: int


# Closing the books: an account's movements are kept book by book, so that its present state is read in milliseconds.


class Lot(msgspec.Struct, frozen=True, array_like=True):
    """What is left of one purchase: credits not yet used, and what was paid for them before VAT."""

    order: UUID
    klip: str
    quantity: int
    value: Decimal
    treatment: Treatment


class Held(msgspec.Struct, frozen=True, array_like=True):
    """An invoice that has a credit, or waits for one."""

    invoice: UUID
    klip: str
    asked_at: datetime


class BookClosed(Event, topic="wallet.book_closed.v1"):
    """Nothing more is written in this book; `balances` of (kind, ledger account, quantity) go over to the next."""

    company: CompanyId
    account: UUID
    number: int
    balances: tuple[tuple[str, str, int], ...]


class BookOpened(Event, topic="wallet.book_opened.v1"):
    """A new book begins with what the one before it ended with."""

    company: CompanyId
    account: UUID
    number: int
    balances: tuple[tuple[str, str, int], ...]
    lots: tuple[Lot, ...]


class HeldCarriedOver(Event, topic="wallet.held_carried_over.v1"):
    """Reservations and waiting invoices of the book before, in order; a part of them when there are many."""

    company: CompanyId
    account: UUID
    reserved: tuple[Held, ...] = ()
    waiting: tuple[Held, ...] = ()


class BookBegun(Event, topic="wallet.book_begun.v1"):
    """From now on the account's movements are written in this book."""

    company: CompanyId
    account: UUID
    number: int


class ShelfFilled(Event, topic="wallet.shelf_filled.v1"):
    """A page of the account's index of books is full: the next one goes on (once called a shelf)."""

    company: CompanyId
    account: UUID
    shelf: int


# A correction that two people agree on.


class AdjustmentProposed(Event, topic="wallet.adjustment_proposed.v1"):
    company: CompanyId
    account: UUID
    person: PersonId
    klip: str
    quantity: int
    reason: str


class AdjustmentApproved(Event, topic="wallet.adjustment_approved.v1"):
    """Another person than the proposer agreed: the balance was changed with it."""

    company: CompanyId
    person: PersonId


class AdjustmentDeclined(Event, topic="wallet.adjustment_declined.v1"):
    company: CompanyId
    person: PersonId


WalletEvent = (
    CreditsGranted
    | CreditReserved
    | CreditWaived
    | ReservationQueued
    | ReservationDropped
    | CreditCaptured
    | CreditReleased
    | CreditsTakenBack
    | CreditsGivenBack
    | CreditsAdjusted
    | GrantingPaused
    | BalanceFellLow
    | BookClosed
    | BookOpened
    | HeldCarriedOver
    | WalletOpened
)
BookIndexEvent = ShelfFilled
IndexPageEvent = BookBegun
AdjustmentEvent = AdjustmentProposed | AdjustmentApproved | AdjustmentDeclined
