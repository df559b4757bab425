"""What the API shows of the people of a company."""

from datetime import datetime
from uuid import UUID

from contracts.values import Language, PersonId, Role
from portal.edge.shown import Shown


class Member(Shown):
    id: PersonId
    role: Role
    given_name: str | None
    family_name: str | None
    email: str | None


class InvitedColleague(Shown):
    id: UUID
    email: str
    role: Role
    invited_by: PersonId
    expires_at: datetime


class Team(Shown):
    members: list[Member]
    invited: list[InvitedColleague]


class ColleagueInvitation(Shown):
    """What the link of an invitation says, and what fills in the sign-up."""

    company_name: str
    email: str
    role: Role
    given_name: str
    family_name: str
    language: Language
    expires_at: datetime


class OwnAccessRequest(Shown):
    id: UUID
    company_name: str
    status: str
    role: Role | None
    at: datetime


class AccessRequest(Shown):
    id: UUID
    person: PersonId
    name: str
    email: str
    message: str
    status: str
    role: Role | None
    at: datetime
