"""What the API shows of the inbox: one line for each document."""

from datetime import date, datetime
from uuid import UUID

from contracts.values import Money
from portal.edge.shown import Shown


class InboxLine(Shown):
    id: UUID
    supplier_name: str
    number: str
    issue_date: date
    due_date: date | None
    payable: Money
    received_at: datetime
    opened_at: datetime | None
    changed_at: datetime
