"""What the API shows of trading partners: lists, one partner with its history, approval."""

from datetime import date, datetime
from uuid import UUID

from portal.edge.shown import Shown


class Partner(Shown):
    """`id` is the partner's company once it is connected; `entry` names the row, and an invitation while it is one."""

    id: UUID | None
    entry: UUID
    name: str
    number: str
    email: str
    status: str
    approval: str
    direction: str
    invited_by: str
    expires_on: date | None
    changed_at: datetime


class PartnerList(Shown):
    """One page, and how many there are in each state."""

    rows: list[Partner]
    page: int
    total: int
    states: dict[str, int]


class PartnerStep(Shown):
    at: datetime
    what: str
    details: dict[str, str]


class PartnerPage(Partner):
    history: list[PartnerStep]


class SupplierApproval(Shown):
    required: bool
    waiting: int


class ContractInForce(Shown):
    """Version 0 and no text while the company asks its customers to accept nothing."""

    version: int
    text: str
    sha256: str
