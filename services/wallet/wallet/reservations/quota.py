"""How many invoices of a year a plan has let through. No I/O, no clock, no randomness."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from chassis import Aggregate, derived_id
from contracts.values import CompanyId
from wallet.credits.commands import ReserveCredit
from wallet.reservations.events import QuotaEvent, QuotaReached, QuotaServingPaused, QuotaUsed, QuotaWaitEnded


def quota_id(company: CompanyId, year: int) -> UUID:
    return derived_id(company, "quota", str(year))


class Quota(Aggregate[QuotaEvent], stream="wallet.quota"):
    """The quota of one company and year (UTC); it is kept only for plans that have one, so it is never long."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.used: set[UUID] = set()
        self.waiting: dict[UUID, QuotaReached] = {}

    # Decisions.

    def let_through(self, command: ReserveCredit, year: int, permitted: int) -> bool:
        """Whether the plan permits this invoice; if not, it waits for a larger plan or a new year."""
        if command.invoice in self.used:
            return True
        if len(self.used) < permitted:
            self.record(QuotaUsed(company=command.company, year=year, invoice=command.invoice))
            return True
        if command.invoice not in self.waiting:
            self.record(
                QuotaReached(
                    company=command.company,
                    year=year,
                    invoice=command.invoice,
                    klip=command.klip,
                    permitted=permitted,
                    asked_at=command.at,
                )
            )
        return False

    def end_wait(self, company: CompanyId, invoice: UUID) -> None:
        if invoice in self.waiting:
            self.record(QuotaWaitEnded(company=company, invoice=invoice))

    def pause_serving(self, company: CompanyId, year: int) -> None:
        """What waits still is let through in the next unit of work."""
        if self.waiting:
            self.record(QuotaServingPaused(company=company, year=year))

    # Evolution.

    def evolve(self, event: QuotaEvent) -> None:
        match event:
            case QuotaUsed():
                self.used.add(event.invoice)
                self.waiting.pop(event.invoice, None)
            case QuotaReached():
                self.waiting[event.invoice] = event
            case QuotaWaitEnded():
                self.waiting.pop(event.invoice, None)
            case QuotaServingPaused():
                pass
            case _:
                assert_never(event)
