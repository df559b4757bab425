"""What may be asked of a document on its way; never on the wire. Each document has a lane of its own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from chassis import Command
from contracts.values import DocumentRef, Money
from delivery.channels.names import Repair


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
