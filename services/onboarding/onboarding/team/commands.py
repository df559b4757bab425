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
    """Whoever names themselves leaves."""

    company: UUID
    person: UUID
    member: UUID


class RequestAccess(Command, lane="request"):
    """Which company has the number is not known before it is looked up."""

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
