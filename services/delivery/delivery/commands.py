"""What may be asked of delivery; never on the wire. A document has a lane of its own, and so has a receiver."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import DocumentRef, Language, Money, Personal
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
    method: Channel
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None
