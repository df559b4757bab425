"""What has happened to the people of a company. Stored for ever: add fields with defaults only."""

from datetime import datetime
from uuid import UUID

from chassis import Event
from contracts.values import Language, Personal, Role


class TeamFounded(Event, topic="onboarding.team_founded.v1"):
    """The person who registered the company became its first owner."""

    company: UUID
    company_name: str
    founder: UUID


class ColleagueInvited(Event, topic="onboarding.colleague_invited.v1"):
    company: UUID
    invitation: UUID
    invited_by: UUID
    email: Personal[str]
    role: Role
    expires_at: datetime


class ColleagueInvitationWithdrawn(Event, topic="onboarding.colleague_invitation_withdrawn.v1"):
    company: UUID
    invitation: UUID


class MemberJoined(Event, topic="onboarding.member_joined.v1"):
    """A person joined, by an invitation or by a request for access that an owner accepted."""

    company: UUID
    person: UUID
    role: Role
    name: Personal[str]
    email: Personal[str]
    language: Language
    invitation: UUID | None = None
    request: UUID | None = None
    at: datetime | None = None


class MemberRoleChanged(Event, topic="onboarding.member_role_changed.v1"):
    company: UUID
    person: UUID
    role: Role
    set_by: UUID
    at: datetime | None = None


class MemberLeft(Event, topic="onboarding.member_left.v1"):
    """A person left; `removed_by` is their own id when they left of their own accord."""

    company: UUID
    person: UUID
    removed_by: UUID


class AccessRequested(Event, topic="onboarding.access_requested.v1"):
    company: UUID
    request: UUID
    person: UUID
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]


class AccessRequestAnswered(Event, topic="onboarding.access_request_answered.v1"):
    company: UUID
    request: UUID
    person: UUID
    email: Personal[str]
    language: Language
    accepted: bool
    role: Role | None = None
    answered_by: UUID


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
