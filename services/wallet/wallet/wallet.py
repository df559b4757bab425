"""The credits of one company: first what it decides, then how it changes. No I/O, no clock, no randomness."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, derived_id
from wallet.commands import CaptureCredit, GrantWaiting, OpenWallet, ReleaseCredit, ReserveCredit
from wallet.events import (
    BalanceFellLow,
    CreditCaptured,
    CreditReleased,
    CreditReserved,
    CreditsGranted,
    CreditWaived,
    GrantingPaused,
    OrderAccepted,
    ReservationDropped,
    ReservationQueued,
    WalletEvent,
    WalletOpened,
)
from wallet.ledger import Account, Balances, post
from wallet.rules import Rules


def wallet_id(company: UUID) -> UUID:
    """A company has one wallet."""
    return derived_id(company, "wallet")


@dataclass(frozen=True, slots=True)
class Reservation:
    """One credit for one invoice, asked for when the invoice became ready."""

    klip: str
    asked_at: datetime


class Wallet(Aggregate[WalletEvent], stream="wallet.wallet"):
    """Credits by kind: never negative, never exchanged between kinds, used at most once for an invoice.

    Invoices that need nothing more are kept as bare ids; only open reservations hold more than that.
    """

    opened: bool = False

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.balances: Balances = Counter()
        self.granted: set[UUID] = set()
        self.reserved: dict[UUID, Reservation] = {}
        self.waiting: dict[str, dict[UUID, Reservation]] = {}
        """By kind, oldest first."""
        self.settled: set[UUID] = set()
        """Captured or waived: nothing can happen to their credit any more."""
        self.released: dict[UUID, datetime] = {}
        """Since when the invoice needs no credit; it may be sent again later."""

    def available(self, klip: str) -> int:
        """How many credits of a kind can be reserved."""
        return self.balances[klip, Account.AVAILABLE]

    # Decisions.

    def open(self, command: OpenWallet) -> None:
        """The company is a member from now on."""
        if not self.opened:
            self.record(WalletOpened(company=command.company))

    def grant(self, order: UUID, bought: OrderAccepted, rules: Rules) -> None:
        """Adds the credits of a paid order, once, and serves what waits for them, oldest first."""
        if order in self.granted:
            return
        available = self.available(bought.klip) + bought.quantity
        self.record(
            CreditsGranted(
                company=bought.company,
                order=order,
                klip=bought.klip,
                quantity=bought.quantity,
                available=available,
            )
        )
        self._serve_waiting(bought.company, bought.klip, rules)
        self._warn(bought.company, bought.klip, available, rules)

    def grant_waiting(self, command: GrantWaiting, rules: Rules) -> None:
        """Goes on where a pause was made."""
        before = self.available(command.klip)
        self._serve_waiting(command.company, command.klip, rules)
        self._warn(command.company, command.klip, before, rules)

    def reserve(self, command: ReserveCredit, rules: Rules) -> None:
        """Sets a credit aside, or lets the invoice wait behind those that wait already (D-08)."""
        if command.invoice in self.settled or command.invoice in self.reserved or self._queued(command.invoice):
            return
        since = self.released.get(command.invoice)
        if since and command.at <= since:
            return  # Told before the release that is known already.
        klip, asked = command.klip, Reservation(command.klip, command.at)
        if command.company == rules.network_company:
            self.record(
                CreditWaived(
                    company=command.company, invoice=command.invoice, klip=klip, available=self.available(klip)
                )
            )
        elif self.waiting.get(klip) or not self.available(klip):
            self.record(
                ReservationQueued(company=command.company, invoice=command.invoice, klip=klip, asked_at=command.at)
            )
        else:
            before = self.available(klip)
            self._set_aside(command.company, command.invoice, asked)
            self._warn(command.company, klip, before, rules)

    def capture(self, command: CaptureCredit) -> None:
        """Uses the reserved credit up, once.

        Raises NotYet when none is reserved: the reservation is on its way, or the dead letters show an operator an
        invoice that was sent without one. A credit that was released stays so: the company may have used it since.
        """
        if command.invoice in self.settled or command.invoice in self.released:
            return
        held = self.reserved.get(command.invoice)
        if held is None:
            raise NotYet(f"reservation of {command.invoice}")
        self.record(
            CreditCaptured(
                company=command.company, invoice=command.invoice, klip=held.klip, available=self.available(held.klip)
            )
        )

    def release(self, command: ReleaseCredit, rules: Rules) -> None:
        """Gives the credit back, or takes the invoice out of the queue. Raises NotYet for a reservation to come."""
        if command.invoice in self.settled or command.invoice in self.released:
            return
        held = self.reserved.get(command.invoice)
        queued = self._queued(command.invoice)
        if held is None and queued is None:
            if command.must_be_known:
                raise NotYet(f"reservation of {command.invoice}")
        elif held is not None and held.asked_at <= command.at:
            self._give_back(command, held, rules)
        elif queued is not None and queued.asked_at <= command.at:
            self.record(
                ReservationDropped(
                    company=command.company, invoice=command.invoice, klip=queued.klip, dropped_at=command.at
                )
            )

    def _queued(self, invoice: UUID) -> Reservation | None:
        return next((queue[invoice] for queue in self.waiting.values() if invoice in queue), None)

    def _set_aside(self, company: UUID, invoice: UUID, asked: Reservation) -> None:
        available = self.available(asked.klip) - 1
        self.record(
            CreditReserved(
                company=company, invoice=invoice, klip=asked.klip, available=available, asked_at=asked.asked_at
            )
        )

    def _give_back(self, command: ReleaseCredit, held: Reservation, rules: Rules) -> None:
        available = self.available(held.klip) + 1
        self.record(
            CreditReleased(
                company=command.company,
                invoice=command.invoice,
                klip=held.klip,
                available=available,
                released_at=command.at,
            )
        )
        self._serve_waiting(command.company, held.klip, rules)

    def _serve_waiting(self, company: UUID, klip: str, rules: Rules) -> None:
        """Oldest first, as many as there are credits for, and no more than a unit of work should hold."""
        queue = self.waiting.get(klip, {})
        for invoice, asked in list(islice(queue.items(), min(self.available(klip), rules.granted_at_once_max))):
            self._set_aside(company, invoice, asked)
        if self.waiting.get(klip) and self.available(klip):
            self.record(GrantingPaused(company=company, klip=klip))

    def _warn(self, company: UUID, klip: str, before: int, rules: Rules) -> None:
        """Once for each fall: only what was above the level can fall to it."""
        available = self.available(klip)
        if available <= rules.balance_low_klip < before:
            self.record(BalanceFellLow(company=company, klip=klip, available=available))

    # Evolution.

    def evolve(self, event: WalletEvent) -> None:
        post(self.balances, event)
        match event:
            case WalletOpened():
                self.opened = True
            case CreditsGranted():
                self.granted.add(event.order)
            case ReservationQueued():
                self.released.pop(event.invoice, None)
                queue = self.waiting.setdefault(event.klip, {})
                queue[event.invoice] = Reservation(event.klip, event.asked_at)
            case CreditReserved():
                self.released.pop(event.invoice, None)
                self.waiting.get(event.klip, {}).pop(event.invoice, None)
                self.reserved[event.invoice] = Reservation(event.klip, event.asked_at)
            case ReservationDropped():
                self.waiting.get(event.klip, {}).pop(event.invoice, None)
                self.released[event.invoice] = event.dropped_at
            case CreditReleased():
                self.reserved.pop(event.invoice, None)
                self.released[event.invoice] = event.released_at
            case CreditCaptured():
                self.reserved.pop(event.invoice, None)
                self.settled.add(event.invoice)
            case CreditWaived():
                self.settled.add(event.invoice)
            case GrantingPaused() | BalanceFellLow():
                pass
            case _:
                assert_never(event)
