"""A signing: one person's attempt to sign for a company, from the request to a signature or a failure."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, assert_never
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import DocumentRef, Personal
from onboarding.commands import CancelSigning, RecordFailure, RecordOrder, RecordSignature, RequestSigning
from onboarding.events import (
    OrderAbandoned,
    SigningCompleted,
    SigningEvent,
    SigningFailed,
    SigningOrdered,
    SigningRequested,
)

CANCELLED: Final = "cancelled"
WRONG_PERSON: Final = "wrongPerson"
Purpose = Literal["agreement", "accounts"]
"""What is signed: that the company joins, or where it is to be paid from now on."""


class Status(Enum):
    NEW = "new"
    REQUESTED = "requested"
    ORDERED = "ordered"
    COMPLETED = "completed"
    FAILED = "failed"


class Signing(Aggregate[SigningEvent], stream="onboarding.signing"):
    """What the provider reports after the end is met in silence; only a person's own wish can be refused."""

    status: Status = Status.NEW
    company: UUID
    person: UUID
    signer: UUID | None = None
    order_ref: str = ""
    purpose: Purpose = "agreement"
    personal_number: Personal[str]
    visible_text: Personal[str]

    # Decisions

    def request(
        self,
        command: RequestSigning,
        signer: UUID,
        personal_number: str,
        visible_text: str,
        purpose: Purpose = "agreement",
    ) -> None:
        """`signer` is the keyed hash of the personal number that whoever signs must have."""
        if self.exists:
            return
        self.record(
            SigningRequested(
                company=command.company,
                person=command.person,
                signer=signer,
                personal_number=Personal(personal_number),
                ip_address=command.ip_address,
                visible_text=Personal(visible_text),
                purpose=purpose,
            )
        )

    def order(self, command: RecordOrder) -> None:
        """An order that came after the person gave up, or a second one after a restart, is not waited for."""
        if command.order_ref == self.order_ref:
            return
        if self.status is not Status.REQUESTED:
            self.record(OrderAbandoned(order_ref=command.order_ref))
            return
        self.record(
            SigningOrdered(
                company=self.company,
                person=self.person,
                provider=command.provider,
                order_ref=command.order_ref,
                start_token=command.start_token,
                qr_start_token=command.qr_start_token,
                qr_start_secret=command.qr_start_secret,
                started_at=command.at,
                expires_at=command.expires_at,
            )
        )

    def awaits(self, signer: UUID) -> bool:
        """Whether this signer's signature is the one waited for."""
        return self.status is Status.ORDERED and self.signer == signer

    def complete(self, command: RecordSignature, evidence: DocumentRef) -> None:
        """Only for the signer it awaits."""
        if self.status is not Status.ORDERED or self.signer is None:
            return
        self.record(
            SigningCompleted(
                company=self.company,
                person=self.person,
                signer=self.signer,
                signed_by=command.signer_name,
                provider=command.provider,
                evidence=evidence,
            )
        )

    def refuse_signer(self) -> None:
        """Somebody else signed: nothing of theirs is kept."""
        self._fail(WRONG_PERSON)

    def fail(self, command: RecordFailure) -> None:
        self._fail(command.reason)

    def cancel(self, command: CancelSigning) -> None:
        """The person gives up: told at once, while the provider is asked to drop the order in its own time."""
        if not self.exists or self.company != command.company:
            raise Refused("signing.unknown")
        if self.status in (Status.COMPLETED, Status.FAILED):
            raise Refused("signing.ended-already")
        self._fail(CANCELLED)
        if self.order_ref:
            self.record(OrderAbandoned(order_ref=self.order_ref))

    def _fail(self, reason: str) -> None:
        if self.status in (Status.REQUESTED, Status.ORDERED):
            self.record(SigningFailed(company=self.company, person=self.person, reason=reason))

    # Evolution

    def evolve(self, event: SigningEvent) -> None:
        match event:
            case SigningRequested():
                self.status, self.company, self.person = Status.REQUESTED, event.company, event.person
                self.signer, self.personal_number = event.signer, event.personal_number
                self.visible_text, self.purpose = event.visible_text, event.purpose
            case SigningOrdered():
                self.status, self.order_ref = Status.ORDERED, event.order_ref
            case SigningCompleted():
                self.status = Status.COMPLETED
            case SigningFailed():
                self.status = Status.FAILED
            case OrderAbandoned():
                pass
            case _:
                assert_never(event)
