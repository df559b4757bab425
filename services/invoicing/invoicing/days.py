"""The day it is where a supplier is, and the day that an invoice waits for: dates on invoices are dates of law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from contracts.values import InvoiceDraft

ZONES = {
    "SE": ZoneInfo("Europe/Stockholm"),
    "DK": ZoneInfo("Europe/Copenhagen"),
    "NO": ZoneInfo("Europe/Oslo"),
    "FI": ZoneInfo("Europe/Helsinki"),
}


def day_of(at: datetime, country: str) -> date:
    """The day it is in the company's country: dates on invoices are dates of law."""
    return at.astimezone(ZONES.get(country, ZONES["SE"])).date()


def begins_at(day: date, country: str) -> datetime:
    """When a day begins in the company's country."""
    return datetime.combine(day, time(), ZONES.get(country, ZONES["SE"])).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in the future in the supplier's country, and the moment when it begins there."""

    day: date
    begins_at: datetime


def ahead(draft: InvoiceDraft, country: str, at: datetime) -> Day | None:
    """The day that the draft waits for in its supplier's country; None when it has come, or none was chosen."""
    if draft.issue_date is None or draft.issue_date <= day_of(at, country):
        return None
    return Day(day=draft.issue_date, begins_at=begins_at(draft.issue_date, country))
