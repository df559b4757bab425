"""What may be asked of notifications; never on the wire. The lane is the company whose matter it is."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Language, Personal, Role


class LearnContact(Command, lane="company"):
    company: UUID
    person: UUID
    company_name: str
    email: Personal[str]
    language: Language


class LearnAccount(Command, lane="company"):
    """Note the administrative address of an account of credits; None stands for the company's contact."""

    company: UUID
    account: UUID
    email: Personal[str] | None


class LearnReception(Command, lane="company"):
    company: UUID
    method: Literal["email", "inbox"]


class LearnMember(Command, lane="company"):
    company: UUID
    person: UUID
    role: Role
    email: Personal[str]
    language: Language


class LearnRole(Command, lane="company"):
    company: UUID
    person: UUID
    role: Role


class ForgetMember(Command, lane="company"):
    company: UUID
    person: UUID


class MailOwners(Command, lane="company"):
    """Write to the company's contact and to each of its owners. `mail` is the same for the same matter."""

    company: UUID
    mail: UUID
    template: str
    values: Personal[dict[str, str]]


class MailContact(Command, lane="company"):
    """Write to the company's contact, or to an account's own address. `mail` is the same for the same matter."""

    company: UUID
    mail: UUID
    template: str
    values: Personal[dict[str, str]]
    account: UUID | None = None


class MailStranger(Command, lane="company"):
    """Write to somebody who is not a member yet, on behalf of the company."""

    company: UUID
    mail: UUID
    template: str
    values: Personal[dict[str, str]]
    recipient: Personal[str]
    language: Language


class RetryMail(Command, lane="company"):
    company: UUID
    mail: UUID
    attempt: int


class RecordMailSent(Command, lane="company"):
    company: UUID
    mail: UUID
    attempt: int
    message_id: str


class RecordMailFailure(Command, lane="company"):
    """Record that the attempt failed; `final` when trying again cannot help."""

    company: UUID
    mail: UUID
    attempt: int
    cause: str
    final: bool
