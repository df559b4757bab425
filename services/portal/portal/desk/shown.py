"""What the API shows at the desk: corrections, requests, cases, and what could not be taken."""

from datetime import datetime
from uuid import UUID

from contracts.values import CompanyId, PersonId
from portal.edge.shown import Shown
from portal.recipients.shown import RecipientRequestRow
from portal.support.shown import CaseLine


class Adjustment(Shown):
    id: UUID
    company: CompanyId
    account: UUID
    person: PersonId
    klip: str
    quantity: int
    reason: str
    status: str
    proposed_at: datetime


class DeskRecipientRequest(RecipientRequestRow):
    sender: str | None


class DeskCaseLine(CaseLine):
    name: str


class EventSetAside(Shown):
    """What a view, or the relay, could not take (docs/runbooks/set-aside.md)."""

    number: int
    follower: str
    position: int
    topic: str
    reason: str
    stops: bool
    tries: int
    since: datetime
    tried_at: datetime
    next_try_at: datetime
    skipped_at: datetime | None
    skipped_by: str
    skip_reason: str
