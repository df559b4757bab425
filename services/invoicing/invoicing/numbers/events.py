"""What has happened to the numbers of a supplier: stored for ever."""

from __future__ import annotations

from uuid import UUID

from chassis import Event
from contracts.values import CompanyId


class NumberTaken(Event, topic="invoicing.number_taken.v1"):
    """The series gave its next number of the year; `passed` are numbers that were already in use, entered by hand."""

    company: CompanyId
    invoice: UUID
    number: str
    year: int
    ordinal: int
    passed: tuple[str, ...] = ()


class NumberEntered(Event, topic="invoicing.number_entered.v1"):
    """A number was entered by hand; a gap before it in its own row of numbers is noted, not refused."""

    company: CompanyId
    invoice: UUID
    number: str
    missing_from: str = ""
    missing_to: str = ""


NumberSeriesEvent = NumberTaken | NumberEntered


class NumberUsed(Event, topic="invoicing.number_used.v1"):
    """This number of this supplier belongs to this invoice, for ever."""

    company: CompanyId
    invoice: UUID
    number: str
