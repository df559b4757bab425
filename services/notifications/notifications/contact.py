"""Who is written to for a company: first what it decides, then how it changes. No I/O, no clock, no randomness."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, derived_id
from contracts.values import CompanyId, Language, Personal, PersonId, Role
from notifications.commands import (
    ForgetMember,
    LearnAccount,
    LearnContact,
    LearnMailChoice,
    LearnMember,
    LearnReception,
    LearnRole,
    MailContact,
)
from notifications.events import (
    AccountAddressLearned,
    CompanyReminded,
    ContactEvent,
    ContactLearned,
    MailChoiceLearned,
    MemberForgotten,
    MemberLearned,
    MemberRoleLearned,
    ReceptionLearned,
)
from notifications.policy import MailPolicy

REMINDERS = frozenset({"invoices-held", "quota-reached"})
"""The templates that are sent at most once in a while, because one cause can hold up hundreds of invoices."""
NOTICES_OF_DOCUMENTS = frozenset({"document-received"})
"""The templates that are not sent where the documents themselves come by mail."""

CAN_BE_OFF: dict[str, frozenset[str]] = {
    "documents": frozenset({"document-received"}),
    "partners": frozenset(
        {"customer-enrolled", "connection-receipt", "enrolment-receipt", "supplier-connected", "supplier-approved"}
    ),
    "recipients": frozenset({"recipient-registered", "recipient-updated"}),
    "credits": frozenset({"credits-low"}),
}
"""Kinds of mail that a company may want none of, with their templates: news that nobody has to do anything about, or
that the pages show too. What guards an account, is owed by law or holds an invoice up is always sent."""


def contact_id(company: CompanyId) -> UUID:
    """The id of the company's one contact."""
    return derived_id(company, "contact")


class Contact(Aggregate[ContactEvent], stream="notifications.contact"):
    """A company's contact, in the language that was chosen when the company was registered."""

    person: PersonId | None = None
    email: Personal[str]
    language: Language = "en"
    company_name: str = ""
    method: str = ""
    off: tuple[str, ...] = ()
    learned: ContactLearned | None = None

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.reminded: dict[str, datetime] = {}
        self.accounts: dict[UUID, Personal[str]] = {}
        self.members: dict[PersonId, MemberLearned] = {}
        self.roles: dict[PersonId, Role] = {}

    # Decisions.

    def learn(self, command: LearnContact) -> None:
        """Notes the contact of a company that joined, once."""
        if self.person is None:
            self.record(
                ContactLearned(
                    company=command.company,
                    person=command.person,
                    company_name=command.company_name,
                    email=command.email,
                    language=command.language,
                )
            )

    def learn_account(self, command: LearnAccount) -> None:
        """Notes the address that receipts of an account go to from now on."""
        if self.accounts.get(command.account) != command.email:
            self.record(AccountAddressLearned(company=command.company, account=command.account, email=command.email))

    def reader(self, account: UUID | None) -> tuple[Personal[str], PersonId | None]:
        """The address that mails about an account go to, and the person whose key encrypts it."""
        own = self.accounts.get(account) if account else None
        return (own, None) if own else (self.email, self.person)

    def learn_reception(self, command: LearnReception) -> None:
        """Notes how the company receives documents from now on."""
        if self.method != command.method:
            self.record(ReceptionLearned(company=command.company, method=command.method))

    def learn_mail_choice(self, command: LearnMailChoice) -> None:
        """Notes what the contact wants none of; a kind that cannot be turned off stays on."""
        off = tuple(kind for kind in CAN_BE_OFF if kind in command.off)
        self.record(MailChoiceLearned(company=command.company, person=command.person, off=off))

    def learn_member(self, command: LearnMember) -> None:
        self.record(
            MemberLearned(
                company=command.company,
                person=command.person,
                role=command.role,
                email=command.email,
                language=command.language,
            )
        )

    def learn_role(self, command: LearnRole) -> None:
        """Notes the new role of a known member; the founder is not among them, but is the contact."""
        if command.person in self.members and self.roles[command.person] != command.role:
            self.record(MemberRoleLearned(company=command.company, person=command.person, role=command.role))

    def forget_member(self, command: ForgetMember) -> None:
        if command.person in self.members:
            self.record(MemberForgotten(company=command.company, person=command.person))

    @property
    def guardians(self) -> list[ContactLearned | MemberLearned]:
        """The contact and every owner, each address once. Raises NotYet until there is a contact."""
        if self.learned is None:
            raise NotYet("the contact of a company")
        owners = [member for person, member in self.members.items() if self.roles[person] == "owner"]
        readers: list[ContactLearned | MemberLearned] = [self.learned, *owners]
        found: dict[str, ContactLearned | MemberLearned] = {}
        for one in readers:
            if not one.email.is_redacted:
                found.setdefault(one.email.reveal().casefold(), one)
        return list(found.values())

    def accept(self, command: MailContact, policy: MailPolicy) -> bool:
        """Whether the contact is to be written to about this. Raises NotYet until there is a contact.

        It is not when the person was erased, nor when the company wants none of these.
        """
        if self.person is None:
            raise NotYet(f"contact of {command.company}")
        if self.email.is_redacted:
            return False
        if any(command.template in CAN_BE_OFF[kind] for kind in self.off):
            return False
        if command.template in NOTICES_OF_DOCUMENTS and self.method == "email":
            return False
        return command.template not in REMINDERS or self._remind(command, policy)

    def _remind(self, command: MailContact, policy: MailPolicy) -> bool:
        last = self.reminded.get(command.template)
        if last and command.at < last + policy.reminder_pause:
            return False
        self.record(CompanyReminded(company=command.company, template=command.template, at=command.at))
        return True

    # Evolution.

    def evolve(self, event: ContactEvent) -> None:
        match event:
            case MemberLearned():
                self.members[event.person], self.roles[event.person] = event, event.role
            case MemberRoleLearned():
                self.roles[event.person] = event.role
            case MemberForgotten():
                self.members.pop(event.person, None)
                self.roles.pop(event.person, None)
            case ContactLearned():
                self.learned = event
                self.person, self.email = event.person, event.email
                self.company_name, self.language = event.company_name, event.language
            case AccountAddressLearned():
                self.accounts.pop(event.account, None)
                if event.email:
                    self.accounts[event.account] = event.email
            case ReceptionLearned():
                self.method = event.method
            case MailChoiceLearned():
                self.off = event.off
            case CompanyReminded():
                self.reminded[event.template] = event.at
            case _:
                assert_never(event)
