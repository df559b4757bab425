"""One book of an account's credits: first what it decides, then how it changes. No I/O, no clock, no randomness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, Refused, derived_id
from contracts.values import CompanyId, Money
from wallet.credits.commands import CaptureCredit, ReleaseCredit, ReserveCredit
from wallet.credits.events import (
    BalanceFellLow,
    BookClosed,
    BookOpened,
    CreditCaptured,
    CreditReleased,
    CreditReserved,
    CreditsAdjusted,
    CreditsGivenBack,
    CreditsGranted,
    CreditsTakenBack,
    CreditWaived,
    GrantingPaused,
    Held,
    HeldCarriedOver,
    Lot,
    ReservationDropped,
    ReservationQueued,
    WalletEvent,
)
from wallet.credits.grants import AdjustmentWanted, Grant
from wallet.credits.ledger import Account, Balances, Taken, post
from wallet.credits.lots import Lots
from wallet.customers.events import WalletOpened
from wallet.rules import Rules


def book_id(account: UUID, number: int = 1) -> UUID:
    """The book of this number of an account; a company's first account has the company's id."""
    return derived_id(account, "wallet") if number == 1 else derived_id(account, "wallet", str(number))


@dataclass(frozen=True, slots=True)
class Reservation:
    """One credit for one invoice, asked for when the invoice became ready."""

    klip: str
    asked_at: datetime


class AccountBook(Aggregate[WalletEvent], stream="wallet.wallet"):
    """Credits by kind: never negative, never exchanged between kinds.

    It knows open reservations alone; that no invoice uses two credits is for the invoice's claim to say. When a book
    is long it is closed, and the next one begins with what is left: so it is read in milliseconds for ever.
    """

    number: int = 1
    closed: bool = False
    carried: int = 0
    """How many events the book began with: what the one before it ended with."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.balances: Balances = Counter()
        self.lots = Lots()
        self.reserved: dict[UUID, Reservation] = {}
        self.waiting: dict[str, dict[UUID, Reservation]] = {}
        """By kind, oldest first."""

    def available(self, klip: str) -> int:
        """How many credits of a kind can be reserved."""
        return self.balances[klip, Account.AVAILABLE]

    def unused_of(self, order: UUID, klip: str) -> int:
        """How many credits of an order can be taken back: those that no invoice has used or holds."""
        return min(self.lots.left_of(order, klip), self.available(klip))

    # Decisions: credits come and go.

    def grant(self, company: CompanyId, account: UUID, grant: Grant, rules: Rules) -> None:
        """Adds the credits of an order, and serves what waits for them, oldest first. The order sees to it once."""
        available = self.available(grant.klip) + grant.quantity
        self.record(
            CreditsGranted(
                company=company,
                account=account,
                order=grant.order,
                klip=grant.klip,
                quantity=grant.quantity,
                available=available,
                value=grant.value,
                treatment=grant.treatment,
            )
        )
        self._serve_waiting(company, account, grant.klip, rules)
        self._warn(company, account, grant.klip, available, rules)

    def grant_waiting(self, company: CompanyId, account: UUID, klip: str, rules: Rules) -> None:
        """Goes on where a pause was made."""
        before = self.available(klip)
        self._serve_waiting(company, account, klip, rules)
        self._warn(company, account, klip, before, rules)

    def take_back(
        self, company: CompanyId, account: UUID, order: UUID, wanted: Iterable[tuple[str, int]], cause: str
    ) -> list[Taken]:
        """Takes unused credits of an order away, at most so many of each kind; answers with those that it took."""
        taken: list[Taken] = []
        for klip, quantity_max in wanted:
            quantity = min(quantity_max, self.unused_of(order, klip))
            if quantity <= 0:
                continue
            value, _ = self.lots.worth(klip, quantity, order)
            self.record(
                CreditsTakenBack(
                    company=company,
                    account=account,
                    order=order,
                    klip=klip,
                    quantity=quantity,
                    available=self.available(klip) - quantity,
                    value=Money(value),
                    cause=cause,
                )
            )
            taken.append(Taken(klip, quantity, value))
        return taken

    def give_back(self, company: CompanyId, account: UUID, grant: Grant, rules: Rules) -> None:
        """Credits that a chargeback took are there again, because the dispute was won."""
        before = self.available(grant.klip)
        self.record(
            CreditsGivenBack(
                company=company,
                account=account,
                order=grant.order,
                klip=grant.klip,
                quantity=grant.quantity,
                available=before + grant.quantity,
                value=grant.value,
                treatment=grant.treatment,
            )
        )
        self._serve_waiting(company, account, grant.klip, rules)
        self._warn(company, account, grant.klip, before + grant.quantity, rules)

    def adjust(self, account: UUID, adjustment: UUID, change: AdjustmentWanted, rules: Rules) -> None:
        """A correction. Raises Refused when more would be taken than can be reserved."""
        klip, before = change.klip, self.available(change.klip)
        if before + change.quantity < 0:
            raise Refused("adjustment.below-zero", available=before, quantity=change.quantity)
        value, _ = self.lots.worth(klip, max(-change.quantity, 0))
        self.record(
            CreditsAdjusted(
                company=change.company,
                account=account,
                adjustment=adjustment,
                klip=klip,
                quantity=change.quantity,
                available=before + change.quantity,
                value=Money(value),
                reason=change.reason,
            )
        )
        self._serve_waiting(change.company, account, klip, rules)
        self._warn(change.company, account, klip, before, rules)

    # Decisions: an invoice's credit. Its claim has been asked before.

    def waive(self, command: ReserveCredit, account: UUID) -> None:
        """The network's own invoices need none."""
        available = self.available(command.klip)
        self.record(
            CreditWaived(
                company=command.company,
                account=account,
                invoice=command.invoice,
                klip=command.klip,
                available=available,
            )
        )

    def reserve(self, command: ReserveCredit, account: UUID, rules: Rules) -> None:
        """Sets a credit aside, or lets the invoice wait behind those that wait already (D-08)."""
        klip = command.klip
        if command.invoice in self.reserved or self._queued(command.invoice):
            return
        if self.waiting.get(klip) or not self.available(klip):
            self.record(
                ReservationQueued(
                    company=command.company,
                    account=account,
                    invoice=command.invoice,
                    klip=klip,
                    asked_at=command.at,
                )
            )
            return
        before = self.available(klip)
        self._set_aside(command.company, account, command.invoice, Reservation(klip, command.at))
        self._warn(command.company, account, klip, before, rules)

    def capture(self, command: CaptureCredit, account: UUID) -> None:
        """Uses the reserved credit up. Raises NotYet when none is reserved: the invoice waits for one."""
        held = self.reserved.get(command.invoice)
        if held is None:
            raise NotYet(f"reservation of {command.invoice}")
        value, treatment = self.lots.worth(held.klip)
        self.record(
            CreditCaptured(
                company=command.company,
                account=account,
                invoice=command.invoice,
                klip=held.klip,
                available=self.available(held.klip),
                value=Money(value),
                treatment=treatment,
            )
        )

    def release(self, command: ReleaseCredit, account: UUID, rules: Rules) -> None:
        """Gives the credit back, or takes the invoice out of the queue."""
        held, queued = self.reserved.get(command.invoice), self._queued(command.invoice)
        if held is not None:
            available = self.available(held.klip) + 1
            self.record(
                CreditReleased(
                    company=command.company,
                    account=account,
                    invoice=command.invoice,
                    klip=held.klip,
                    available=available,
                    released_at=command.at,
                )
            )
            self._serve_waiting(command.company, account, held.klip, rules)
        elif queued is not None:
            self.record(
                ReservationDropped(
                    company=command.company,
                    account=account,
                    invoice=command.invoice,
                    klip=queued.klip,
                    dropped_at=command.at,
                )
            )

    # Decisions: closing the books.

    def is_long(self, rules: Rules) -> bool:
        """Whether enough was written since it began; with much carried over, more than that, so that it pays."""
        return self.version - self.carried >= max(rules.book_events_max, self.carried)

    def close(self, company: CompanyId, account: UUID) -> None:
        """Nothing more is written here; the next book is opened in the same unit of work."""
        balances = self.balances_written()
        self.record(BookClosed(company=company, account=account, number=self.number, balances=balances))

    def open_after(self, before: AccountBook, company: CompanyId, account: UUID, rules: Rules) -> None:
        """Begins with everything that the book before ended with."""
        self.record(
            BookOpened(
                company=company,
                account=account,
                number=before.number + 1,
                balances=before.balances_written(),
                lots=before.lots.all(),
            )
        )
        reserved = [Held(invoice, held.klip, held.asked_at) for invoice, held in before.reserved.items()]
        waiting = [
            Held(invoice, held.klip, held.asked_at)
            for queue in before.waiting.values()
            for invoice, held in queue.items()
        ]
        size = rules.carried_at_once_max
        for start in range(0, len(reserved), size):
            part = tuple(reserved[start : start + size])
            self.record(HeldCarriedOver(company=company, account=account, reserved=part))
        for start in range(0, len(waiting), size):
            part = tuple(waiting[start : start + size])
            self.record(HeldCarriedOver(company=company, account=account, waiting=part))

    def balances_written(self) -> tuple[tuple[str, str, int], ...]:
        """Each ledger account that is not zero, in order of its name."""
        return tuple(sorted((klip, str(name), amount) for (klip, name), amount in self.balances.items() if amount))

    def _queued(self, invoice: UUID) -> Reservation | None:
        return next((queue[invoice] for queue in self.waiting.values() if invoice in queue), None)

    def _set_aside(self, company: CompanyId, account: UUID, invoice: UUID, asked: Reservation) -> None:
        available = self.available(asked.klip) - 1
        self.record(
            CreditReserved(
                company=company,
                account=account,
                invoice=invoice,
                klip=asked.klip,
                available=available,
                asked_at=asked.asked_at,
            )
        )

    def _serve_waiting(self, company: CompanyId, account: UUID, klip: str, rules: Rules) -> None:
        """Oldest first, as many as there are credits for, and no more than a unit of work should hold."""
        queue = self.waiting.get(klip, {})
        for invoice, asked in list(islice(queue.items(), min(self.available(klip), rules.granted_at_once_max))):
            self._set_aside(company, account, invoice, asked)
        if self.waiting.get(klip) and self.available(klip):
            self.record(GrantingPaused(company=company, account=account, klip=klip))

    def _warn(self, company: CompanyId, account: UUID, klip: str, before: int, rules: Rules) -> None:
        """Once for each fall: only what was above the level can fall to it."""
        available = self.available(klip)
        if available <= rules.balance_low_klip < before:
            self.record(BalanceFellLow(company=company, account=account, klip=klip, available=available))

    # Evolution.

    def evolve(self, event: WalletEvent) -> None:
        post(self.balances, event)
        match event:
            case CreditsGranted() | CreditsGivenBack():
                value = event.value.amount if event.value else Decimal("0.00")
                self.lots.add(Lot(event.order, event.klip, event.quantity, value, event.treatment))
            case ReservationQueued():
                queue = self.waiting.setdefault(event.klip, {})
                queue[event.invoice] = Reservation(event.klip, event.asked_at)
            case CreditReserved():
                self.waiting.get(event.klip, {}).pop(event.invoice, None)
                self.reserved[event.invoice] = Reservation(event.klip, event.asked_at)
            case ReservationDropped():
                self.waiting.get(event.klip, {}).pop(event.invoice, None)
            case CreditReleased():
                self.reserved.pop(event.invoice, None)
            case CreditCaptured():
                self.reserved.pop(event.invoice, None)
                self.lots.use(event.klip)
            case CreditsTakenBack():
                self.lots.use(event.klip, event.quantity, event.order)
            case CreditsAdjusted():
                self._correct(event)
            case BookOpened():
                self.number, self.carried = event.number, 1
                self._begin(event)
            case HeldCarriedOver():
                self.carried += 1
                self._carry(event)
            case BookClosed():
                self.closed = True
            case CreditWaived() | GrantingPaused() | BalanceFellLow():
                pass
            case WalletOpened():  # written here before customers had a stream of their own
                pass
            case _:
                assert_never(event)

    def _correct(self, event: CreditsAdjusted) -> None:
        """What is given costs nothing; what is taken away is the oldest."""
        if event.quantity > 0:
            self.lots.add(Lot(event.adjustment, event.klip, event.quantity, Decimal("0.00"), "domestic"))
        else:
            self.lots.use(event.klip, -event.quantity)

    def _begin(self, event: BookOpened) -> None:
        self.balances.update({(klip, Account(name)): quantity for klip, name, quantity in event.balances})
        for lot in event.lots:
            self.lots.add(lot)

    def _carry(self, event: HeldCarriedOver) -> None:
        for held in event.reserved:
            self.reserved[held.invoice] = Reservation(held.klip, held.asked_at)
        for held in event.waiting:
            self.waiting.setdefault(held.klip, {})[held.invoice] = Reservation(held.klip, held.asked_at)
