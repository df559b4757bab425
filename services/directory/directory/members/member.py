"""A member of the network: that it can be reached, how it receives documents, and what it asks of suppliers."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, Refused
from contracts.values import CompanyId, DocumentType, Language, Personal
from directory.mail_address import is_mail_address
from directory.members.commands import AcceptTerms, ChooseReception, Join, NoteSigning, OrderSample, SetApprovalPolicy
from directory.members.events import (
    ApprovalPolicyChanged,
    MemberEvent,
    MemberJoined,
    MemberSigned,
    ReceptionChanged,
    SampleDocumentOrdered,
    TermsAccepted,
)
from directory.members.reception import ReceptionPolicy


class Member(Aggregate[MemberEvent], stream="directory.member", id_field="company"):
    """One member, with the company's id."""

    id: CompanyId

    name: str = ""
    language: Language = "sv"
    joined_at: datetime | None = None
    signed: bool = False
    terms: str = ""
    approves_suppliers: bool = False
    last_sample: UUID | None = None
    samples: int = 0

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.receptions: dict[DocumentType, ReceptionChanged] = {}

    # Decisions.

    def join(self, command: Join, policy: ReceptionPolicy) -> None:
        """Makes the company reachable; until it chooses, it receives as the network's policy says (S0-24)."""
        if self.exists:
            return
        self.record(
            MemberJoined(
                company=self.id,
                name=command.name,
                language=command.language,
                contact_email=command.contact_email,
                at=command.at,
            )
        )
        self.record(
            ReceptionChanged(
                company=self.id,
                document_type="invoice",
                method=policy.default_method,
                format=policy.default_format,
                email=command.contact_email if policy.default_method == "email" else None,
                decided_by="policy",
            )
        )

    def note_signing(self, command: NoteSigning) -> None:
        """Raises NotYet while the company is still on its way here."""
        if not self.exists:
            raise NotYet(f"member {command.company}")
        if not self.signed:
            self.record(MemberSigned(company=self.id))

    def accept_terms(self, command: AcceptTerms) -> None:
        """Raises NotYet while the company is still on its way here."""
        if not self.exists:
            raise NotYet(f"member {command.company}")
        if self.terms != command.version:
            self.record(TermsAccepted(company=self.id, version=command.version))

    def require_membership(self, refusal: str) -> None:
        """Raises Refused with this code unless the company is a member (S0-05)."""
        if not self.exists:
            raise Refused(refusal)

    @property
    def is_unknown(self) -> bool:
        """Whether nobody has signed for it yet. False for one that joined before signatures were noted here."""
        return not self.signed and self.joined_at is not None

    def require_terms(self) -> None:
        """Raises Refused until the company has accepted the network's terms: terms come before Connect (S3-36)."""
        if not self.terms:
            raise Refused("enrolment.terms-not-accepted")

    def choose_reception(self, command: ChooseReception, policy: ReceptionPolicy) -> None:
        self.require_membership("reception.not-a-member")
        policy.check(command.method, command.format)
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

    def reception_of(self, document_type: DocumentType) -> ReceptionChanged:
        """How it receives this kind of document; without a choice for this kind, as it receives invoices."""
        return self.receptions.get(document_type) or self.receptions["invoice"]

    def order_sample(self, command: OrderSample, policy: ReceptionPolicy) -> None:
        self.require_membership("reception.not-a-member")
        policy.check_sample(command.document_type)
        if self.last_sample == command.sample:
            return
        if self.is_unknown and self.samples >= policy.samples_unsigned_max:
            raise Refused("reception.sign-first", samples_max=policy.samples_unsigned_max)
        way = self.reception_of(command.document_type)
        self.record(
            SampleDocumentOrdered(
                company=self.id,
                sample=command.sample,
                document_type=command.document_type,
                method=way.method,
                format=way.format,
                email=way.email,
            )
        )

    def set_approval_policy(self, command: SetApprovalPolicy) -> None:
        """Sets whether new suppliers need approval; those that are connected already stay as they are."""
        self.require_membership("approval.not-a-member")
        self.record(ApprovalPolicyChanged(company=self.id, required=command.required))

    # Evolution.

    def evolve(self, event: MemberEvent) -> None:
        match event:
            case MemberJoined():
                self.name, self.language, self.joined_at = event.name, event.language, event.at
            case MemberSigned():
                self.signed = True
            case TermsAccepted():
                self.terms = event.version
            case ReceptionChanged():
                self.receptions[event.document_type] = event
            case SampleDocumentOrdered():
                self.last_sample = event.sample
                self.samples += 1
            case ApprovalPolicyChanged():
                self.approves_suppliers = event.required
            case _:
                assert_never(event)
