"""What may be asked of a sample; never on the wire. Each sample has a lane of its own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, DocumentRef, Money, Personal
from delivery.channels.names import Channel, Repair


class OrderSample(Command, lane="sample"):
    """Send the company a sample of what it will receive."""

    sample: UUID
    company: CompanyId
    channel: Channel
    email: Personal[str] | None


class RecordSample(Command, lane="sample"):
    """Record that the sample was made and handed over."""

    sample: UUID
    receipt: str
    number: str
    issue_date: date
    payable: Money
    ubl: DocumentRef
    pdf: DocumentRef


class RecordSampleFailure(Command, lane="sample"):
    """Record that the sample could not be sent."""

    sample: UUID
    cause: str
    repair: Repair
