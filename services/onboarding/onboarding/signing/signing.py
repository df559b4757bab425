"""A signing: one person's attempt to sign for a company, from the request to a signature or a failure."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, assert_never
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import CompanyId, Country, DocumentRef, Personal, PersonId
from onboarding.signing.commands import (
    CancelSigning,
    RecordAuthority,
    RecordFailure,
    RecordOrder,
    RecordProgress,
    RecordSignature,
    RequestSigning,
)
from onboarding.signing.events import (
    AuthorityChecked,
    OrderAbandoned,
    SigningCompleted,
    SigningEvent,
    SigningFailed,
    SigningOrdered,
    SigningProgressed,
    SigningRequested,
)

CANCELLED: Final = "cancelled"
WRONG_PERSON: Final = "wrongPerson"
FIRST_HINT: Final = "outstandingTransaction"
"""The hint that every order begins with, before the person has done anything."""
HINTS_MAX: Final = 20
"""How many hints of one signing are recorded; after that only its end."""
Purpose = Literal["agreement", "accounts"]
"""What is signed: the agreement by which the company joins, or the accounts that it is paid to."""


class Status(Enum):
    NEW = "new"
    REQUESTED = "requested"
    ORDERED = "ordered"
    COMPLETED = "completed"
    FAILED = "failed"


class Signing(Aggregate[SigningEvent], stream="onboarding.signing"):
    """One signing. What the provider reports after its end changes nothing; only a person's own acts are refused."""

    status: Status = Status.NEW
    company: CompanyId
    person: PersonId
    signer: UUID | None = None
    signer_name: Personal[str] | None = None
    provider: str = "bankid"
    number_country: Country = "SE"
    ordered: SigningOrdered | None = None
    hint: str = FIRST_HINT
    hints: int = 0
    authority_checked: bool = False
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
        """Requests a signature; `signer` is the keyed hash of the personal number that the signer must have."""
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
                provider=command.provider,
                number_country=command.number_country,
            )
        )

    def order(self, command: RecordOrder) -> None:
        """Records the order. One after the person gave up, or a second one after a restart, is abandoned."""
        if self.ordered and command.order_ref == self.ordered.order_ref:
            return
        if self.status is not Status.REQUESTED:
            self.record(OrderAbandoned(order_ref=command.order_ref, provider=self.provider))
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
                page=command.page,
            )
        )

    def progress(self, command: RecordProgress) -> None:
        """Records a hint that is new, while the order goes on."""
        if self.status is not Status.ORDERED or command.hint == self.hint or self.hints >= HINTS_MAX:
            return
        self.record(SigningProgressed(company=self.company, person=self.person, hint=command.hint))

    @property
    def known_hint(self) -> str | None:
        """The last hint, which need not be recorded again; None when HINTS_MAX were recorded."""
        return self.hint if self.hints < HINTS_MAX else None

    def awaits(self, signer: UUID) -> bool:
        """Whether this signer's signature is the one waited for."""
        return self.status is Status.ORDERED and self.signer == signer

    def complete(self, command: RecordSignature, evidence: DocumentRef) -> None:
        """Completes the signing, if it still waits for its signer."""
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
                declared_right=command.declared_right,
            )
        )

    def record_authority(self, command: RecordAuthority) -> None:
        """Records once what the register says, apart from what the signer declared."""
        if self.status is not Status.COMPLETED or self.authority_checked:
            return
        self.record(
            AuthorityChecked(
                company=self.company,
                person=self.person,
                outcome=command.outcome,
                register=command.register,
                role=command.role,
            )
        )

    def refuse_signer(self) -> None:
        """Fails because somebody else signed; nothing about that person is kept."""
        self._fail(WRONG_PERSON)

    def fail(self, command: RecordFailure) -> None:
        self._fail(command.reason)

    def cancel(self, command: CancelSigning) -> None:
        """Ends the signing, since the person gives up; the provider is asked afterwards to cancel its order."""
        if not self.exists or self.company != command.company:
            raise Refused("signing.unknown")
        if self.status in (Status.COMPLETED, Status.FAILED):
            raise Refused("signing.ended-already")
        self._fail(CANCELLED)
        if self.ordered:
            self.record(OrderAbandoned(order_ref=self.ordered.order_ref, provider=self.provider))

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
                self.provider, self.number_country = event.provider, event.number_country
            case SigningOrdered():
                self.status, self.ordered = Status.ORDERED, event
            case SigningProgressed():
                self.hint, self.hints = event.hint, self.hints + 1
            case SigningCompleted():
                self.status, self.signer_name = Status.COMPLETED, event.signed_by
            case AuthorityChecked():
                self.authority_checked = True
            case SigningFailed():
                self.status = Status.FAILED
            case OrderAbandoned():
                pass
            case _:
                assert_never(event)
