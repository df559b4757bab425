"""What may be asked of a document on its way; never on the wire. Each document has a lane of its own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, DocumentRef, Money
from delivery.channels.names import Repair


class PlanDelivery(Command, lane="document"):
    """Plan the delivery of an issued invoice; `company` is its supplier, and the document has the invoice's id."""

    document: UUID
    company: CompanyId
    receiver: CompanyId
    supplier_name: str
    receiver_name: str
    number: str
    issue_date: date
    due_date: date | None
    payable: Money
    ubl: DocumentRef


class WantRendering(Command, lane="document"):
    """Make the PDF, since a person of this company wants to read the document."""

    document: UUID
    company: CompanyId


class RecordUnrenderable(Command, lane="document"):
    """Record that the PDF that this company wanted cannot be made."""

    document: UUID
    company: CompanyId
    cause: str


class KeepRendering(Command, lane="document"):
    """Note that the PDF is made; `wanted_by` is the company that it was made for on demand."""

    document: UUID
    pdf: DocumentRef
    wanted_by: CompanyId | None = None


class BeginAttempt(Command, lane="document"):
    """Begin another attempt, since its time has come."""

    document: UUID
    attempt: int


class RecordHandOver(Command, lane="document"):
    """Record that the channel took the document over."""

    document: UUID
    attempt: int
    receipt: str


class RecordFailure(Command, lane="document"):
    """Record that the attempt failed; `next_attempt_at` is None when there will be no other."""

    document: UUID
    attempt: int
    cause: str
    repair: Repair
    next_attempt_at: datetime | None


class RepeatOutcome(Command, lane="document"):
    """Tell the outcome again, since the wallet has not heard it."""

    document: UUID
    company: CompanyId
    question: int
