"""What has happened to the people of a company. Stored for ever: add fields with defaults only."""

from datetime import datetime
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, Language, Personal, PersonId, Role


class TeamFounded(Event, topic="onboarding.team_founded.v1"):
    """The person who registered the company became its first owner."""

    company: CompanyId
    company_name: str
    founder: PersonId


class ColleagueInvited(Event, topic="onboarding.colleague_invited.v1"):
    company: CompanyId
    invitation: UUID
    invited_by: PersonId
    email: Personal[str]
    role: Role
    expires_at: datetime


class ColleagueInvitationWithdrawn(Event, topic="onboarding.colleague_invitation_withdrawn.v1"):
    company: CompanyId
    invitation: UUID


class MemberJoined(Event, topic="onboarding.member_joined.v1"):
    """A person joined, by an invitation or by a request for access that an owner accepted."""

    company: CompanyId
    person: PersonId
    role: Role
    name: Personal[str]
    email: Personal[str]
    language: Language
    invitation: UUID | None = None
    request: UUID | None = None
    at: datetime | None = None


class MemberRoleChanged(Event, topic="onboarding.member_role_changed.v1"):
    company: CompanyId
    person: PersonId
    role: Role
    set_by: PersonId
    at: datetime | None = None


class MemberLeft(Event, topic="onboarding.member_left.v1"):
    """A person left; `removed_by` is their own id when they left of their own accord."""

    company: CompanyId
    person: PersonId
    removed_by: PersonId


class AccessRequested(Event, topic="onboarding.access_requested.v1"):
    company: CompanyId
    request: UUID
    person: PersonId
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]


class AccessRequestAnswered(Event, topic="onboarding.access_request_answered.v1"):
    company: CompanyId
    request: UUID
    person: PersonId
    email: Personal[str]
    language: Language
    accepted: bool
    role: Role | None = None
    answered_by: PersonId


TeamEvent = (
    TeamFounded
    | ColleagueInvited
    | ColleagueInvitationWithdrawn
    | MemberJoined
    | MemberRoleChanged
    | MemberLeft
    | AccessRequested
    | AccessRequestAnswered
)
