"""What may be asked about the people of a company; never on the wire."""

from uuid import UUID

from chassis import Command
from contracts.values import Country, Language, Personal, Role


class InviteColleague(Command, lane="company"):
    company: UUID
    person: UUID
    invitation: UUID
    email: Personal[str]
    role: Role


class WithdrawInvitation(Command, lane="company"):
    company: UUID
    person: UUID
    invitation: UUID


class AcceptInvitation(Command, lane="company"):
    company: UUID
    person: UUID
    invitation: UUID
    name: Personal[str]
    email: Personal[str]
    language: Language


class SetMemberRole(Command, lane="company"):
    company: UUID
    person: UUID
    member: UUID
    role: Role


class RemoveMember(Command, lane="company"):
    """Remove a member; people who name themselves leave."""

    company: UUID
    person: UUID
    member: UUID


class RequestAccess(Command, lane="request"):
    """Request access to the company that has this number."""

    request: UUID
    person: UUID
    country: Country
    number: Personal[str]
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]


class AnswerAccess(Command, lane="company"):
    company: UUID
    person: UUID
    request: UUID
    accepted: bool
    role: Role
