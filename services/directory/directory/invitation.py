"""An invitation from a supplier to its customer, and the pair of number and code that opens it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import Personal
from directory.commands import Enrol, InviteCustomer
from directory.events import InvitationAccepted, InvitationCodeIssued, InvitationEvent, InvitationIssued
from directory.invitation_pair import checked_customer_number
from directory.mail_address import is_mail_address

CUSTOMER_NAME_MAX = 200


class Invitation(Aggregate[InvitationEvent], stream="directory.invitation"):
    supplier: UUID
    supplier_name: str = ""
    customer_number: str = ""
    expires_on: date = date.max
    accepted_by: UUID | None = None

    def issue(self, command: InviteCustomer, supplier_name: str, code: str, open_for: timedelta) -> None:
        if self.exists:
            return
        number = checked_customer_number(command.customer_number)
        name = command.customer_name.strip()
        if not name or len(name) > CUSTOMER_NAME_MAX:
            raise Refused("invitation.customer-name-missing", length_max=CUSTOMER_NAME_MAX)
        email = command.email.reveal().strip()
        if not is_mail_address(email):
            raise Refused("invitation.email-malformed")
        self.record(
            InvitationIssued(
                company=command.company,
                supplier_name=supplier_name,
                customer_number=number,
                customer_name=name,
                email=Personal(email),
                code=Personal(code),
                language=command.language,
                expires_on=(command.at + open_for).date(),
            )
        )

    def accept(self, command: Enrol, customer_name: str) -> None:
        """Raises Refused. Whoever comes here holds the right pair, so the reasons tell a guesser nothing."""
        if command.company == self.supplier:
            raise Refused("enrolment.own-invitation")
        if self.accepted_by == command.company:
            raise Refused("enrolment.connected-already", supplier_name=self.supplier_name)
        if self.accepted_by is not None:
            raise Refused("enrolment.invitation-used")
        if command.at.date() > self.expires_on:
            raise Refused("enrolment.invitation-expired", expired_on=self.expires_on, supplier_name=self.supplier_name)
        self.record(InvitationAccepted(customer=command.company, customer_name=customer_name))

    def evolve(self, event: InvitationEvent) -> None:
        match event:
            case InvitationIssued():
                self.supplier, self.supplier_name = event.company, event.supplier_name
                self.customer_number, self.expires_on = event.customer_number, event.expires_on
            case InvitationAccepted():
                self.accepted_by = event.customer
            case _:
                assert_never(event)


class InvitationCode(Aggregate[InvitationCodeIssued], stream="directory.invitation_code"):
    """Its id is made of the customer number and the code: whoever knows both finds the invitation."""

    invitation: UUID | None = None

    def open(self, invitation: UUID) -> None:
        if not self.exists:
            self.record(InvitationCodeIssued(invitation=invitation))

    def evolve(self, event: InvitationCodeIssued) -> None:
        self.invitation = event.invitation
