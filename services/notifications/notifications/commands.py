"""What may be asked of notifications; never on the wire. The lane is the company whose matter it is."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, Language, Personal, PersonId, Role


class LearnContact(Command, lane="company"):
    company: CompanyId
    person: PersonId
    company_name: str
    email: Personal[str]
    language: Language


class LearnAccount(Command, lane="company"):
    """Note the administrative address of an account of credits; None stands for the company's contact."""

    company: CompanyId
    account: UUID
    email: Personal[str] | None


class LearnReception(Command, lane="company"):
    company: CompanyId
    method: Literal["email", "inbox"]


class LearnMailChoice(Command, lane="company"):
    """Note which kinds of mail the company's contact wants none of; the kinds that are not named, it wants."""

    company: CompanyId
    person: PersonId
    off: tuple[str, ...]


class LearnMember(Command, lane="company"):
    company: CompanyId
    person: PersonId
    role: Role
    email: Personal[str]
    language: Language


class LearnRole(Command, lane="company"):
    company: CompanyId
    person: PersonId
    role: Role


class ForgetMember(Command, lane="company"):
    company: CompanyId
    person: PersonId


class MailOwners(Command, lane="company"):
    """Write to the company's contact and to each of its owners. `mail` is the same for the same matter."""

    company: CompanyId
    mail: UUID
    template: str
    values: Personal[dict[str, str]]


class MailContact(Command, lane="company"):
    """Write to the company's contact, or to an account's own address. `mail` is the same for the same matter."""

    company: CompanyId
    mail: UUID
    template: str
    values: Personal[dict[str, str]]
    account: UUID | None = None


class MailStranger(Command, lane="company"):
    """Write to somebody who is not a member yet, on behalf of the company."""

    company: CompanyId
    mail: UUID
    template: str
    values: Personal[dict[str, str]]
    recipient: Personal[str]
    language: Language


class RetryMail(Command, lane="company"):
    company: CompanyId
    mail: UUID
    attempt: int


class RecordMailSent(Command, lane="company"):
    company: CompanyId
    mail: UUID
    attempt: int
    message_id: str


class RecordMailFailure(Command, lane="company"):
    """Record that the attempt failed; `final` when trying again cannot help."""

    company: CompanyId
    mail: UUID
    attempt: int
    cause: str
    final: bool
