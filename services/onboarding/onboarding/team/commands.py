"""What may be asked about the people of a company; never on the wire."""

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, Country, Language, Personal, PersonId, Role


class InviteColleague(Command, lane="company"):
    company: CompanyId
    person: PersonId
    invitation: UUID
    email: Personal[str]
    role: Role


class WithdrawInvitation(Command, lane="company"):
    company: CompanyId
    person: PersonId
    invitation: UUID


class AcceptInvitation(Command, lane="company"):
    company: CompanyId
    person: PersonId
    invitation: UUID
    name: Personal[str]
    email: Personal[str]
    language: Language


class SetMemberRole(Command, lane="company"):
    company: CompanyId
    person: PersonId
    member: PersonId
    role: Role


class RemoveMember(Command, lane="company"):
    """Remove a member; people who name themselves leave."""

    company: CompanyId
    person: PersonId
    member: PersonId


class RequestAccess(Command, lane="request"):
    """Request access to the company that has this number."""

    request: UUID
    person: PersonId
    country: Country
    number: Personal[str]
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]


class AnswerAccess(Command, lane="company"):
    company: CompanyId
    person: PersonId
    request: UUID
    accepted: bool
    role: Role
