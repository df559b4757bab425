"""What has happened to documents on their way; `company` is the supplier. Stored for ever: add fields with defaults."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from chassis import Event
from contracts.values import DocumentRef, Language, Money
from delivery.channels.names import Channel, Repair


class DeliveryPlanned(Event, topic="delivery.delivery_planned.v1"):
    """The way that the receiver chose; `destination` names what an attempt strains, such as a mail domain."""

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
    """The PDF is made: from now on the document lies in the receiver's inbox."""

    company: UUID
    pdf: DocumentRef


class AttemptBegun(Event, topic="delivery.attempt_begun.v1"):
    """Now the channel is to take it over; attempts are counted from 1."""

    company: UUID
    attempt: int
    channel: Channel
    destination: str


class DeliveryAttemptFailed(Event, topic="delivery.delivery_attempt_failed.v1"):
    """The channel did not take it over, and is asked again."""

    company: UUID
    attempt: int
    cause: str
    next_attempt_at: datetime


class DocumentHandedOver(Event, topic="delivery.document_handed_over.v1"):
    """The channel took it over; `receipt` is what it said."""

    company: UUID
    channel: Channel
    receipt: str


class DocumentUndeliverable(Event, topic="delivery.document_undeliverable.v1"):
    """It was tried for the last time: the cause, and who can mend it."""

    company: UUID
    cause: str
    repair: Repair


class DocumentDownloaded(Event, topic="delivery.document_downloaded.v1"):
    """Somebody of the receiver has opened it."""

    company: UUID


class OutcomeRepeated(Event, topic="delivery.outcome_repeated.v1"):
    """Somebody asked how it ended, who may have missed it: it is told again."""

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
