"""What has happened to documents on their way; `company` is the supplier. Stored for ever: add fields with defaults."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from chassis import Event
from contracts.values import DocumentRef, Language, Money
from delivery.channels.names import Channel, Repair


class DeliveryPlanned(Event, topic="delivery.delivery_planned.v1"):
    """A channel was chosen; `destination` names what limits count attempts by, such as a mail domain."""

    company: UUID
    receiver: UUID
    channel: Channel
    destination: str
    language: Language
    supplier_name: str
    receiver_name: str
    number: str
    issue_date: date
    due_date: date | None
    payable: Money
    ubl: DocumentRef


class DocumentRendered(Event, topic="delivery.document_rendered.v1"):
    """The PDF was made: from now on the document lies in the receiver's inbox."""

    company: UUID
    pdf: DocumentRef


class AttemptBegun(Event, topic="delivery.attempt_begun.v1"):
    """An attempt to hand the document over began; attempts are counted from 1."""

    company: UUID
    attempt: int
    channel: Channel
    destination: str


class DeliveryAttemptFailed(Event, topic="delivery.delivery_attempt_failed.v1"):
    """The channel did not take the document over, and will be asked again."""

    company: UUID
    attempt: int
    cause: str
    next_attempt_at: datetime


class DocumentHandedOver(Event, topic="delivery.document_handed_over.v1"):
    """The channel took the document over; `receipt` is what it answered."""

    company: UUID
    channel: Channel
    receipt: str


class DocumentUndeliverable(Event, topic="delivery.document_undeliverable.v1"):
    """The last attempt failed: `cause` says why, and `repair` who must act."""

    company: UUID
    cause: str
    repair: Repair


class DocumentDownloaded(Event, topic="delivery.document_downloaded.v1"):
    """A person of the receiving company has opened the document."""

    company: UUID


class OutcomeRepeated(Event, topic="delivery.outcome_repeated.v1"):
    """A service that may have missed the outcome asked for it: it is told again."""

    company: UUID
    question: int


DispatchEvent = (
    DeliveryPlanned
    | DocumentRendered
    | AttemptBegun
    | DeliveryAttemptFailed
    | DocumentHandedOver
    | DocumentUndeliverable
    | DocumentDownloaded
    | OutcomeRepeated
)
