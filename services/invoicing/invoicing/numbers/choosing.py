"""Choosing the number of an invoice that is about to be issued: entered by hand, or the next free one of the series."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis import Refused, Session
from contracts.values import CompanyId
from invoicing.numbers.series import NumberSeries, NumberUse


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenNumber:
    """A number that is free. Choosing does not take it, so a refused invoice leaves no gap."""

    number: str
    series: NumberSeries
    use: NumberUse
    year: int
    by_hand: bool
    passed: tuple[str, ...] = ()

    def take(self, company: CompanyId, invoice: UUID) -> None:
        """Gives the number to the invoice, in the same unit of work as the issue."""
        self.use.use(company, invoice, self.number)
        if self.by_hand:
            self.series.enter(company, invoice, self.number)
        else:
            self.series.take(company, invoice, self.year, self.passed)


async def choose_number(company: CompanyId, entered: str, year: int, steps_max: int, session: Session) -> ChosenNumber:
    """Chooses the number entered by hand, or the next of the year that was not used by hand before.

    Raises Refused when `steps_max` numbers in a row are in use.
    """
    series = await session.load(NumberSeries, NumberSeries.id_of(company))
    if by_hand := entered.strip():
        use = await number_use(company, by_hand, session)
        return ChosenNumber(number=by_hand, series=series, use=use, year=year, by_hand=True)
    passed: list[str] = []
    for steps in range(steps_max + 1):
        number = series.ahead(year, steps)
        use = await number_use(company, number, session)
        if not use.exists:
            return ChosenNumber(number=number, series=series, use=use, year=year, by_hand=False, passed=tuple(passed))
        passed.append(number)
    raise Refused("invoice.number-taken", number=passed[-1])


async def number_use(company: CompanyId, number: str, session: Session) -> NumberUse:
    """Loads the use of this number of this supplier."""
    return await session.load(NumberUse, session.natural_id("invoice-number", str(company), number.strip()))
