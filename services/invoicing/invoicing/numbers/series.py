"""The invoice numbers of one supplier: the next one without gaps, and those entered by hand (D-04).

A supplier has one series, in one stream. The year of the issue date is the number's prefix and each year counts
from 1: `2026-00001`. An invoice that is dated in December and issued in January takes the next number of December's
year, so neither year gets a gap. A number is taken in the same unit of work as the issue, or not at all.
"""

from __future__ import annotations

import re
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, Refused, derived_id
from contracts.values import CompanyId
from invoicing.numbers.events import NumberEntered, NumberSeriesEvent, NumberTaken, NumberUsed


class NumberSeries(Aggregate[NumberSeriesEvent], stream="invoicing.number_series"):
    """The series of one supplier."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.last: dict[int, int] = {}
        self.entered: dict[str, int] = {}

    @staticmethod
    def id_of(supplier: CompanyId) -> UUID:
        return derived_id(supplier, "series/main")

    # Decisions.

    def ahead(self, year: int, steps: int = 0) -> str:
        """The next number of the year, or the one `steps` after it; it is not taken yet."""
        return f"{year}-{self.last.get(year, 0) + 1 + steps:05}"

    def take(self, company: CompanyId, invoice: UUID, year: int, passed: tuple[str, ...]) -> None:
        """Takes the next number of the year, after those that were found to be in use."""
        steps = len(passed)
        self.record(
            NumberTaken(
                company=company,
                invoice=invoice,
                number=self.ahead(year, steps),
                year=year,
                ordinal=self.last.get(year, 0) + 1 + steps,
                passed=passed,
            )
        )

    def enter(self, company: CompanyId, invoice: UUID, number: str) -> None:
        """Notes a number that was entered by hand."""
        missing_from, missing_to = self.gap_before(number)
        self.record(
            NumberEntered(
                company=company, invoice=invoice, number=number, missing_from=missing_from, missing_to=missing_to
            )
        )

    def gap_before(self, number: str) -> tuple[str, str]:
        """The first and the last number that are missing before this one; two empty texts when none is missing."""
        row, digits = split(number)
        last = self.entered.get(row)
        if last is None or not digits or int(digits) <= last + 1:
            return "", ""
        width = len(digits)
        return f"{row}{last + 1:0{width}}", f"{row}{int(digits) - 1:0{width}}"

    # Evolution.

    def evolve(self, event: NumberSeriesEvent) -> None:
        match event:
            case NumberTaken():
                self.last[event.year] = event.ordinal
            case NumberEntered():
                row, digits = split(event.number)
                if digits:
                    self.entered[row] = max(int(digits), self.entered.get(row, 0))
            case _:
                assert_never(event)


class NumberUse(Aggregate[NumberUsed], stream="invoicing.number_use"):
    """One number of one supplier: its stream's id is made of both, so the store itself refuses a second use."""

    invoice: UUID | None = None

    def is_free_for(self, invoice: UUID) -> bool:
        return self.invoice in (None, invoice)

    def use(self, company: CompanyId, invoice: UUID, number: str) -> None:
        if not self.is_free_for(invoice):
            raise Refused("invoice.number-taken", number=number)
        if self.invoice is None:
            self.record(NumberUsed(company=company, invoice=invoice, number=number))

    def evolve(self, event: NumberUsed) -> None:
        self.invoice = event.invoice


def split(number: str) -> tuple[str, str]:
    """What stands before the last digits of a number, and those digits: `F-2026-0017` -> (`F-2026-`, `0017`)."""
    found = re.search(r"[0-9]*$", number, re.ASCII)
    digits = found[0] if found else ""
    return number.removesuffix(digits), digits
