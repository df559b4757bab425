"""An invitation to trade, whoever invites whom: how it is made, held, answered, taken back, and how it expires."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, assert_never
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import CompanyId, Language, Personal
from directory.connections.connection import Parties
from directory.connections.events import Direction
from directory.invitations.commands import (
    InviteCustomer,
    InviteSupplier,
    RemindInvitation,
    RequestConnection,
    TendInvitation,
    WithdrawInvitation,
)
from directory.invitations.events import (
    ConnectionRequested,
    InvitationAccepted,
    InvitationCodeIssued,
    InvitationDeclined,
    InvitationEvent,
    InvitationExpired,
    InvitationIssued,
    InvitationOpened,
    InvitationReminded,
    InvitationWithdrawn,
    SupplierAccepted,
    SupplierInvitationIssued,
)
from directory.invitations.invited import checked_address, checked_name, checked_person
from directory.invitations.limits import InvitationPolicy
from directory.invitations.pair import checked_customer_number

REASON_MAX = 500

Status = Literal["open", "accepted", "declined", "withdrawn", "expired"]


class Invitation(Aggregate[InvitationEvent], stream="directory.invitation", state=2):
    direction: Direction = "to-customer"
    inviter: CompanyId
    inviter_name: str = ""
    invited_name: str = ""
    number: str = ""
    email: Personal[str] | None = None
    code: Personal[str] | None = None
    language: Language = "sv"
    expires_on: date = date.max
    addressee: CompanyId | None = None
    opened_by: frozenset[CompanyId] = frozenset()
    status: Status = "open"
    answered_by: CompanyId | None = None
    accepted: InvitationAccepted | SupplierAccepted
    reminders: int = 0
    mailed_at: datetime | None = None

    # Making an invitation. It is made once, however often it is asked for under the same id.

    def issue(self, command: InviteCustomer, supplier_name: str, code: str, policy: InvitationPolicy) -> None:
        if self.exists:
            return
        expires_on = policy.expiry(command.at)
        self.record(
            InvitationIssued(
                company=command.company,
                supplier_name=supplier_name,
                customer_number=checked_customer_number(command.customer_number),
                customer_name=checked_name(command.customer_name, "invitation.customer-name-missing"),
                email=checked_address(command.email),
                code=Personal(code),
                language=command.language,
                expires_on=expires_on,
                customer=command.customer,
                tend_at=policy.tend_at(command.at, 0, expires_on),
                at=command.at,
            )
        )

    def issue_to_supplier(
        self, command: InviteSupplier, customer_name: str, code: str, policy: InvitationPolicy
    ) -> None:
        """Invites a supplier, with what the buyer knows of it, so that nobody types it again (S3-05, S3-08)."""
        if self.exists:
            return
        expires_on = policy.expiry(command.at)
        self.record(
            SupplierInvitationIssued(
                company=command.company,
                customer_name=customer_name,
                supplier_number=checked_customer_number(command.supplier_number) if command.supplier_number else "",
                supplier_name=checked_name(command.supplier_name, "invitation.supplier-name-missing"),
                email=checked_address(command.email),
                given_name=checked_person(command.given_name),
                family_name=checked_person(command.family_name),
                code=Personal(code),
                language=command.language,
                expires_on=expires_on,
                supplier=command.supplier,
                tend_at=policy.tend_at(command.at, 0, expires_on),
                at=command.at,
            )
        )

    def request(
        self, command: RequestConnection, supplier_name: str, customer_name: str, policy: InvitationPolicy
    ) -> None:
        """Asks a member by its company id: such a request has neither code, mail nor reminders."""
        if self.exists:
            return
        expires_on = policy.expiry(command.at)
        self.record(
            ConnectionRequested(
                company=command.company,
                supplier_name=supplier_name,
                customer=command.customer,
                customer_name=customer_name,
                customer_number=checked_customer_number(command.customer_number) if command.customer_number else "",
                expires_on=expires_on,
                tend_at=policy.tend_at(command.at, policy.reminders_max, expires_on),
            )
        )

    # Answering one. Who comes with the right pair, or holds it already, may know why it cannot be answered;
    # so none of these reasons tells a guesser anything.

    def open(self, company: CompanyId, at: datetime) -> None:
        """Lets the company hold the invitation: it can accept or decline it without the code from now on."""
        self._require_answerable(company, at)
        self.record(InvitationOpened(company=company))

    def accept(self, company: CompanyId, name: str, at: datetime, number: str, contract_sha256: str) -> None:
        self._require_answerable(company, at)
        if self.direction == "to-supplier":
            customer_number = checked_customer_number(number) if number else ""
            self.record(SupplierAccepted(supplier=company, supplier_name=name, customer_number=customer_number))
        else:
            self.record(InvitationAccepted(customer=company, customer_name=name, contract_sha256=contract_sha256))

    def decline(self, company: CompanyId, name: str, at: datetime, reason: str) -> None:
        self._require_answerable(company, at)
        self.record(InvitationDeclined(company=company, name=name, reason=" ".join(reason.split())[:REASON_MAX]))

    def require_held_by(self, company: CompanyId) -> None:
        """Raises Refused for an invitation of another company, as if it did not exist."""
        if not self.exists or company not in self.holders:
            raise Refused("invitation.not-found")

    def _require_answerable(self, company: CompanyId, at: datetime) -> None:
        who = self.inviter_name
        if company == self.inviter:
            raise Refused("enrolment.own-invitation")
        if self.addressee is not None and company != self.addressee:
            raise Refused("enrolment.for-another-company", supplier_name=who)
        if self.status == "accepted" and self.answered_by == company:
            raise Refused("enrolment.connected-already", supplier_name=who)
        if self.status == "accepted":
            raise Refused("enrolment.invitation-used")
        if self.status == "declined":
            raise Refused("enrolment.invitation-declined", supplier_name=who)
        if self.status == "withdrawn":
            raise Refused("enrolment.invitation-withdrawn", supplier_name=who)
        if self.status == "expired" or at.date() > self.expires_on:
            raise Refused("enrolment.invitation-expired", expired_on=self.expires_on, supplier_name=who)

    # What becomes of it without an answer.

    def withdraw(self, command: WithdrawInvitation) -> None:
        if not self.exists or command.company != self.inviter:
            raise Refused("invitation.not-found")
        if self.status not in ("open", "expired"):
            raise Refused("invitation.answered-already")
        self.record(InvitationWithdrawn(company=command.company))

    def remind(self, command: RemindInvitation, policy: InvitationPolicy) -> None:
        """Sends it once more, since its inviter asks for it; the next reminder by itself comes after this one."""
        if not self.exists or command.company != self.inviter:
            raise Refused("invitation.not-found")
        if self.status != "open" or command.at.date() > self.expires_on:
            raise Refused("invitation.not-open")
        if self.email is None:
            raise Refused("invitation.no-mail")
        if self.reminders >= policy.by_hand_max:
            raise Refused("invitation.reminded-enough", count=self.reminders)
        if self.mailed_at is not None and command.at < self.mailed_at + policy.by_hand_after:
            raise Refused("invitation.mailed-lately", hours=policy.by_hand_after // timedelta(hours=1))
        self._remind(command.at, self.reminders + 1, policy)

    def tend(self, command: TendInvitation, policy: InvitationPolicy) -> None:
        """Records a reminder, or the end. Does nothing once it is answered, or if this reminder was sent."""
        if self.status != "open" or command.reminder <= self.reminders:
            return
        if command.at.date() > self.expires_on:
            self.record(InvitationExpired(company=self.inviter))
            return
        self._remind(command.at, command.reminder, policy)

    def _remind(self, at: datetime, reminder: int, policy: InvitationPolicy) -> None:
        tend_at = policy.tend_at(at, reminder, self.expires_on)
        self.record(InvitationReminded(company=self.inviter, reminder=reminder, tend_at=tend_at, at=at))

    # What others may ask of it.

    @property
    def holders(self) -> frozenset[CompanyId]:
        """The companies that may answer it without its code."""
        return self.opened_by | ({self.addressee} if self.addressee else frozenset())

    @property
    def parties(self) -> Parties:
        """Who is supplier and who is customer, once it is accepted."""
        match self.accepted:
            case InvitationAccepted() as by:
                return Parties(self.inviter, self.inviter_name, by.customer, by.customer_name, self.number)
            case SupplierAccepted() as by:
                return Parties(by.supplier, by.supplier_name, self.inviter, self.inviter_name, by.customer_number)

    # Evolution.

    def evolve(self, event: InvitationEvent) -> None:
        match event:
            case InvitationIssued():
                self._made("to-customer", event.company, event.supplier_name, event.customer_number, event.expires_on)
                self.invited_name, self.addressee = event.customer_name, event.customer
                self.email, self.code, self.language = event.email, event.code, event.language
                self.mailed_at = event.at
            case SupplierInvitationIssued():
                self._made("to-supplier", event.company, event.customer_name, event.supplier_number, event.expires_on)
                self.invited_name, self.addressee = event.supplier_name, event.supplier
                self.email, self.code, self.language = event.email, event.code, event.language
                self.mailed_at = event.at
            case ConnectionRequested():
                self._made("request", event.company, event.supplier_name, event.customer_number, event.expires_on)
                self.invited_name, self.addressee = event.customer_name, event.customer
            case InvitationOpened():
                self.opened_by |= {event.company}
            case InvitationReminded():
                self.reminders, self.mailed_at = event.reminder, event.at
            case InvitationAccepted():
                self.status, self.answered_by, self.accepted = "accepted", event.customer, event
            case SupplierAccepted():
                self.status, self.answered_by, self.accepted = "accepted", event.supplier, event
            case InvitationDeclined():
                self.status, self.answered_by = "declined", event.company
            case InvitationWithdrawn():
                self.status = "withdrawn"
            case InvitationExpired():
                self.status = "expired"
            case _:
                assert_never(event)

    def _made(self, direction: Direction, inviter: CompanyId, name: str, number: str, expires_on: date) -> None:
        self.direction, self.inviter, self.inviter_name = direction, inviter, name
        self.number, self.expires_on = number, expires_on


class InvitationCode(Aggregate[InvitationCodeIssued], stream="directory.invitation_code"):
    """Its id is made of the number and the code: whoever knows both finds the invitation."""

    invitation: UUID | None = None

    def open(self, invitation: UUID) -> None:
        if not self.exists:
            self.record(InvitationCodeIssued(invitation=invitation))

    def evolve(self, event: InvitationCodeIssued) -> None:
        self.invitation = event.invitation
