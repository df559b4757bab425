"""A sender's request to add or update a recipient: what the form must hold, and what the operator makes of it."""

from __future__ import annotations

from enum import Enum
from typing import Final, assert_never

from chassis import Aggregate, Refused
from contracts.values import Personal
from directory.mail_address import is_mail_address
from directory.recipients.commands import DecideRecipientRequest, RequestRecipient
from directory.recipients.events import (
    RecipientKnown,
    RecipientRequested,
    RecipientRequestEvent,
    RecipientRequestGranted,
    RecipientRequestRefused,
    RecipientRequestTaken,
)
from directory.recipients.number import Participant, company_participant
from directory.recipients.recipient import Recipient
from nordic.faults import Invalid
from nordic.gln import parse_gln

NAME_MAX: Final = 200
OPERATOR_MAX: Final = 100
NOTE_MAX: Final = 500


class Status(Enum):
    NEW = "new"
    REQUESTED = "requested"
    IN_PROGRESS = "in progress"
    GRANTED = "granted"
    REFUSED = "refused"


class RecipientRequest(Aggregate[RecipientRequestEvent], stream="directory.recipient_request", id_field="request"):
    """One request: it is requested, in progress, then registered, updated or refused; it is decided once (S2-18)."""

    status: Status = Status.NEW
    claim: RecipientRequested

    # Decisions.

    def ask(self, command: RequestRecipient) -> None:
        """Makes the request. Name, company number, operator and recipient's e-mail are mandatory (S2-10 to S2-13)."""
        if self.exists:
            return
        self.record(
            RecipientRequested(
                company=command.company,
                kind=command.kind,
                name=_text(command.name, "recipient-request.name-missing", NAME_MAX),
                country=command.country,
                number=Personal(_company_number(command).value),
                operator=_text(command.operator, "recipient-request.operator-missing", OPERATOR_MAX),
                email=Personal(_mail_address(command)),
                gln=_gln(command.gln),
                e_invoice_required=command.e_invoice_required,
                asked_by=command.person,
            )
        )

    def require_open(self) -> None:
        """Raises Refused when there is nothing left to decide."""
        if not self.exists:
            raise Refused("recipient-decision.no-such-request")
        if self.status in (Status.GRANTED, Status.REFUSED):
            raise Refused("recipient-decision.decided-already", status=self.status.value)

    @property
    def participant(self) -> Participant:
        return company_participant(self.claim.country, self.claim.number.reveal())

    def take(self, command: DecideRecipientRequest) -> None:
        self.require_open()
        if self.status is Status.REQUESTED:
            self.record(RecipientRequestTaken(company=self.claim.company, taken_by=command.person))

    def grant(self, command: DecideRecipientRequest, recipient: Recipient, own_operator: str) -> None:
        """Grants the request with the sender's claims, unless the operator found something else (S2-14)."""
        self.require_open()
        found, required = recipient.known, command.e_invoice_required
        operator = command.operator.strip()[:OPERATOR_MAX] or self.claim.operator
        self.record(
            RecipientRequestGranted(
                company=self.claim.company,
                recipient=recipient.id,
                outcome="updated" if found else "registered",
                operator=operator,
                previous_operator=found.operator if found else "",
                behind_other_operator=operator.casefold() != own_operator.casefold(),
                participant=command.participant or Personal(str(self.participant)),
                e_invoice_required=self.claim.e_invoice_required if required is None else required,
                note=command.note.strip()[:NOTE_MAX],
                granted_by=command.person,
            )
        )

    def refuse(self, command: DecideRecipientRequest) -> None:
        """Refuses the request with a reason, which the sender is told."""
        self.require_open()
        note = _text(command.note, "recipient-decision.reason-missing", NOTE_MAX)
        self.record(RecipientRequestRefused(company=self.claim.company, note=note, refused_by=command.person))

    def as_known(self, granted: RecipientRequestGranted) -> RecipientKnown:
        """What the directory knows of the recipient from now on."""
        claim = self.claim
        return RecipientKnown(
            company=claim.company,
            request=self.id,
            name=claim.name,
            country=claim.country,
            operator=granted.operator,
            behind_other_operator=granted.behind_other_operator,
            gln=claim.gln,
            e_invoice_required=granted.e_invoice_required,
        )

    # Evolution.

    granted: RecipientRequestGranted | None = None

    def evolve(self, event: RecipientRequestEvent) -> None:
        match event:
            case RecipientRequested():
                self.status, self.claim = Status.REQUESTED, event
            case RecipientRequestTaken():
                self.status = Status.IN_PROGRESS
            case RecipientRequestGranted():
                self.status, self.granted = Status.GRANTED, event
            case RecipientRequestRefused():
                self.status = Status.REFUSED
            case _:
                assert_never(event)


def _text(written: str, refusal: str, length_max: int) -> str:
    text = " ".join(written.split())
    if not text or len(text) > length_max:
        raise Refused(refusal, length_max=length_max)
    return text


def _company_number(command: RequestRecipient) -> Participant:
    try:
        return company_participant(command.country, command.number.reveal())
    except Invalid as invalid:
        raise Refused("recipient-request.number-malformed", country=command.country) from invalid


def _mail_address(command: RequestRecipient) -> str:
    address = command.email.reveal().strip()
    if not is_mail_address(address):
        raise Refused("recipient-request.email-malformed")
    return address


def _gln(written: str) -> str:
    try:
        return parse_gln(written) if written.strip() else ""
    except Invalid as invalid:
        raise Refused("recipient-request.gln-malformed") from invalid
