"""What the API shows at the desk: corrections, requests, cases, and what could not be taken."""

from datetime import date, datetime
from uuid import UUID

from contracts.values import CompanyId, Money, PersonId
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


class ProposedField(Shown):
    """A field of the fact that is proposed, and its value as text."""

    name: str
    value: str


class ProposalShown(Shown):
    """What somebody wants to do, and another of the staff must approve; `fields` are those of the fact."""

    id: UUID
    fact: str
    fields: list[ProposedField]
    company: CompanyId
    company_name: str | None
    person: PersonId
    proposed_by: str | None
    status: str
    decided_by: PersonId | None
    proposed_at: datetime
    decided_at: datetime | None


class StaffMember(Shown):
    """One of the staff, with the roles that they have."""

    person: PersonId
    given_name: str | None
    family_name: str | None
    email: str | None
    roles: list[str]
    since: datetime


class LogLine(Shown):
    """One act at the desk; `person` is None for what was done on the command line."""

    id: UUID
    person: PersonId | None
    name: str | None
    act: str
    company: CompanyId | None
    company_name: str | None
    about: str
    at: datetime


class DeadLetterShown(Shown):
    """A fact that could not be handled. `subject` says which fact it is, not of whom."""

    number: int
    subject: str
    reason: str
    died_at: datetime


class HeardAgain(Shown):
    reason: str


class ServiceHealth(Shown):
    """How one service is. `state` is what it says of itself: positions, what is set aside, dead letters."""

    service: str
    ready: bool
    reason: str
    events: int | None
    facts: int | None
    dead_letters: int | None
    set_aside: int | None


class CompanyLine(Shown):
    id: CompanyId
    name: str
    country: str
    number: str
    legal_form: str
    signed_at: datetime | None
    ready_at: datetime | None


class InvoiceAtTheDesk(Shown):
    id: UUID
    company: CompanyId
    company_name: str | None
    number: str | None
    status: str
    receiver_name: str
    issue_date: date | None
    payable: Money | None
    changed_at: datetime
