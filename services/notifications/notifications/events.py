"""What has happened to mails and to those who are written to. Stored for ever: add fields with defaults."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, Language, Personal, PersonId, Role

# Who is written to for a company.


class ContactLearned(Event, topic="notifications.contact_learned.v1"):
    """The company was registered with this administrative contact (S1-16)."""

    company: CompanyId
    person: PersonId
    company_name: str
    email: Personal[str]
    language: Language


class AccountAddressLearned(Event, topic="notifications.account_address_learned.v1"):
    """An account of credits got an address for receipts (S1-16); None stands for the company's contact."""

    company: CompanyId
    account: UUID
    email: Personal[str] | None


class ReceptionLearned(Event, topic="notifications.reception_learned.v1"):
    """The company chose how it receives documents, since those that come by mail need no notice."""

    company: CompanyId
    method: Literal["email", "inbox"]


class MailChoiceLearned(Event, topic="notifications.mail_choice_learned.v1"):
    """The company chose which kinds of mail its contact gets none of; those that have to be sent are not among them."""

    company: CompanyId
    person: PersonId
    off: tuple[str, ...]


class MemberLearned(Event, topic="notifications.member_learned.v1"):
    """Somebody may act for the company; owners, beside the contact, are told of what may harm it."""

    company: CompanyId
    person: PersonId
    role: Role
    email: Personal[str]
    language: Language


class MemberRoleLearned(Event, topic="notifications.member_role_learned.v1"):
    company: CompanyId
    person: PersonId
    role: Role


class MemberForgotten(Event, topic="notifications.member_forgotten.v1"):
    company: CompanyId
    person: PersonId


class CompanyReminded(Event, topic="notifications.company_reminded.v1"):
    """A mail of this kind was planned; the next one waits a while."""

    company: CompanyId
    template: str
    at: datetime


# What has happened to a mail.


class MailPlanned(Event, topic="notifications.mail_planned.v1"):
    """A mail was planned, with everything it says, so that every attempt says the same. `values` fill the template.

    The address is encrypted with the key of `person`, or of the company without one.
    """

    company: CompanyId
    person: PersonId | None = None
    template: str
    language: Language
    recipient: Personal[str]
    values: Personal[dict[str, str]]


class MailAttemptFailed(Event, topic="notifications.mail_attempt_failed.v1"):
    """The mail server could not take the mail just now. `cause` is a code, never the server's own words."""

    company: CompanyId
    attempt: int
    cause: str
    retry_at: datetime


class MailRetried(Event, topic="notifications.mail_retried.v1"):
    """The time for another attempt came; `attempt` counts from 1. `destination` stands for the receiver's domain."""

    company: CompanyId
    attempt: int
    destination: str = ""


class MailSent(Event, topic="notifications.mail_sent.v1"):
    """The mail server took the mail over."""

    company: CompanyId
    attempt: int
    message_id: str


class MailBounced(Event, topic="notifications.mail_bounced.v1"):
    """The mail cannot be sent, for good. `cause` is a code, never the server's own words."""

    company: CompanyId
    attempt: int
    template: str
    cause: str


ContactEvent = (
    ContactLearned
    | AccountAddressLearned
    | ReceptionLearned
    | MailChoiceLearned
    | MemberLearned
    | MemberRoleLearned
    | MemberForgotten
    | CompanyReminded
)
MailEvent = MailPlanned | MailAttemptFailed | MailRetried | MailSent | MailBounced
