"""A member of the network: that it can be reached, and how it receives documents."""

from __future__ import annotations

from typing import assert_never

from chassis import Aggregate, Refused
from contracts.values import Personal
from directory import policy
from directory.commands import ChooseReception, Join
from directory.events import MemberEvent, MemberJoined, ReceptionChanged
from directory.mail_address import is_mail_address


class Member(Aggregate[MemberEvent], stream="directory.member"):
    """Its id is the company's."""

    name: str = ""
    reception: ReceptionChanged | None = None

    def join(self, command: Join) -> None:
        """From this moment invoices can reach the company: until it chooses, as PDF to its contact (policy)."""
        if self.exists:
            return
        self.record(
            MemberJoined(
                company=self.id, name=command.name, language=command.language, contact_email=command.contact_email
            )
        )
        self.record(
            ReceptionChanged(
                company=self.id,
                document_type="invoice",
                method=policy.DEFAULT_METHOD,
                format=policy.DEFAULT_FORMAT,
                email=command.contact_email,
                decided_by="policy",
            )
        )

    def require_membership(self, refusal: str) -> None:
        """Raises Refused with this code unless the company is a member (S0-05)."""
        if not self.exists:
            raise Refused(refusal)

    def choose_reception(self, command: ChooseReception) -> None:
        self.require_membership("reception.not-a-member")
        by_mail = command.method == "email"
        address = command.email.reveal().strip() if command.email else ""
        if by_mail and not address:
            raise Refused("reception.email-missing")
        if by_mail and not is_mail_address(address):
            raise Refused("reception.email-malformed")
        self.record(
            ReceptionChanged(
                company=self.id,
                document_type=command.document_type,
                method=command.method,
                format=command.format,
                email=Personal(address) if by_mail else None,
                decided_by="person",
            )
        )

    def evolve(self, event: MemberEvent) -> None:
        match event:
            case MemberJoined():
                self.name = event.name
            case ReceptionChanged():
                self.reception = event
            case _:
                assert_never(event)
