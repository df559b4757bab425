"""What time it is at the edge: pages that begin with today's date, and those that count seconds, ask here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    return datetime.now(zone).date()
