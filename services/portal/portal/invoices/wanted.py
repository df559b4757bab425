"""What of a company's invoices is asked for: the filters of the list, of its file and of the API."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from contracts.values import CompanyId
from portal.telling.reading import like


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is empty, or None, is no condition."""

    company: CompanyId
    status: str = ""
    search: str = ""
    issued_from: date | None = None
    issued_until: date | None = None
    updated_after: datetime | None = None

    @property
    def by(self) -> str:
        """What the list is ordered by: who asks for changes reads them as they happened, the newest at the end."""
        return "changed_at" if self.updated_after else "created_at"

    @property
    def arguments(self) -> tuple[Any, ...]:
        part = f"%{like(self.search)}%"
        days = (self.issued_from, self.issued_until)
        return (self.company, self.status, self.search, part, *days, self.updated_after)
