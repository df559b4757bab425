"""What has happened to mails and to those who are written to. Stored for ever: add fields with defaults."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Language, Personal, Role

# Who is written to for a company.


class ContactLearned(Event, topic="notifications.contact_learned.v1"):
    """The company's administrative contact, as it was registered (S1-16)."""

    company: UUID
    person: UUID
    company_name: str
    email: Personal[str]
    language: Language


class AccountAddressLearned(Event, topic="notifications.account_address_learned.v1"):
    """Where receipts of an account of credits go (S1-16); None: to the company's own contact."""

    company: UUID
    account: UUID
    email: Personal[str] | None


class ReceptionLearned(Event, topic="notifications.reception_learned.v1"):
    """How the company receives documents: what comes by mail needs no notice of its own."""

    company: UUID
    method: Literal["email", "inbox"]


class MemberLearned(Event, topic="notifications.member_learned.v1"):
    """Somebody who acts for the company; its owners hear of what may harm it, beside the contact."""

    company: UUID
    person: UUID
    role: Role
    email: Personal[str]
    language: Language


class MemberRoleLearned(Event, topic="notifications.member_role_learned.v1"):
    company: UUID
    person: UUID
    role: Role


class MemberForgotten(Event, topic="notifications.member_forgotten.v1"):
    company: UUID
    person: UUID


class CompanyReminded(Event, topic="notifications.company_reminded.v1"):
    """A mail of this kind was planned; the next one waits a while."""

    company: UUID
    template: str
    at: datetime


# A mail.


class MailPlanned(Event, topic="notifications.mail_planned.v1"):
    """Everything that the mail says, so that every attempt says the same. `values` fill the template's words.

    `person` is whose key seals the address; without one it is the company's.
    """

    company: UUID
    person: UUID | None = None
    template: str
    language: Language
    recipient: Personal[str]
    values: Personal[dict[str, str]]


class MailAttemptFailed(Event, topic="notifications.mail_attempt_failed.v1"):
    """The mail server could not take the mail just now. `cause` is a code, never the server's own words."""

    company: UUID
    attempt: int
    cause: str
    retry_at: datetime


class MailRetried(Event, topic="notifications.mail_retried.v1"):
    """It is time for another attempt; `attempt` counts from 1. `destination` is the receiver's, which names nobody."""

    company: UUID
    attempt: int
    destination: str = ""


class MailSent(Event, topic="notifications.mail_sent.v1"):
    """The mail server took the mail over."""

    company: UUID
    attempt: int
    message_id: str


class MailBounced(Event, topic="notifications.mail_bounced.v1"):
    """The mail cannot be sent, for good. `cause` is a code, never the server's own words."""

    company: UUID
    attempt: int
    template: str
    cause: str


ContactEvent = (
    ContactLearned
    | AccountAddressLearned
    | ReceptionLearned
    | MemberLearned
    | MemberRoleLearned
    | MemberForgotten
    | CompanyReminded
)
MailEvent = MailPlanned | MailAttemptFailed | MailRetried | MailSent | MailBounced
