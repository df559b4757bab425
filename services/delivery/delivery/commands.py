"""What may be asked of delivery; never on the wire. A document has a lane of its own, and so has a receiver."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import DocumentRef, DocumentType, Language, Money, Personal
from delivery.events import Channel, Repair


class PlanDelivery(Command, lane="document"):
    """Take an issued invoice along; `company` is its supplier, and the document has the invoice's id."""

    document: UUID
    company: UUID
    receiver: UUID
    supplier_name: str
    receiver_name: str
    number: str
    issue_date: date
    due_date: date | None
    payable: Money
    ubl: DocumentRef


class KeepRendering(Command, lane="document"):
    """The PDF is made."""

    document: UUID
    pdf: DocumentRef


class BeginAttempt(Command, lane="document"):
    """It is time for another attempt."""

    document: UUID
    attempt: int


class RecordHandOver(Command, lane="document"):
    """The channel took it over."""

    document: UUID
    attempt: int
    receipt: str


class RecordFailure(Command, lane="document"):
    """The attempt failed; `next_attempt_at` is None when there will be no other."""

    document: UUID
    attempt: int
    cause: str
    repair: Repair
    next_attempt_at: datetime | None


class RepeatOutcome(Command, lane="document"):
    """The wallet has not heard how it ended."""

    document: UUID
    company: UUID
    question: int


class OpenDocument(Command, lane="document"):
    """A person of this company opened the document."""

    document: UUID
    company: UUID


class RegisterReceiver(Command, lane="company"):
    """A company came aboard."""

    company: UUID
    name: str
    language: Language


class ChangeReception(Command, lane="company"):
    """A company receives in this way from now on."""

    company: UUID
    document_type: DocumentType
    method: Channel
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None


class OrderSample(Command, lane="sample"):
    """Send the company a sample of what it will receive."""

    sample: UUID
    company: UUID
    channel: Channel
    email: Personal[str] | None


class RecordSample(Command, lane="sample"):
    """The sample is made, and handed over."""

    sample: UUID
    receipt: str
    number: str
    issue_date: date
    payable: Money
    ubl: DocumentRef
    pdf: DocumentRef


class RecordSampleFailure(Command, lane="sample"):
    """The sample could not be sent."""

    sample: UUID
    cause: str
    repair: Repair
