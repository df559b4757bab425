"""What the API shows of money that waits for the operator."""

from datetime import datetime
from uuid import UUID

from contracts.values import CompanyId, Money
from portal.edge.shown import Shown


class WaitingLine(Shown):
    """`acts` are the routes of the desk that settle it."""

    kind: str
    matter: str
    company: CompanyId
    order_id: UUID
    amount: Money | None
    reason: str | None
    to_card: bool
    found_at: datetime
    acts: list[str]
