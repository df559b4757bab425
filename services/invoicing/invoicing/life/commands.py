"""What may be asked of an invoice that is sent; never on the wire. Everything runs in the lane of its company."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId


class TakeBackInvoice(Command, lane="company"):
    """Make an invoice that still waits a draft again, because its sender wants it back."""

    company: CompanyId
    invoice: UUID


class DiscardDraft(Command, lane="company"):
    """Throw a draft away."""

    company: CompanyId
    invoice: UUID


class HoldInvoice(Command, lane="company"):
    """Hold the invoice until what it lacks is there."""

    company: CompanyId
    invoice: UUID
    reason: str


class RepeatRefusal(Command, lane="company"):
    """Tell again that the invoice was refused, if it was, since the wallet has not heard the outcome."""

    company: CompanyId
    invoice: UUID


class NoteHandOver(Command, lane="company"):
    """Note that a channel took the invoice over."""

    company: CompanyId
    invoice: UUID
    channel: Literal["email", "inbox"]
    receipt: str


class NoteDelivery(Command, lane="company"):
    """Note that the receiver opened the invoice."""

    company: CompanyId
    invoice: UUID


class NoteUndeliverable(Command, lane="company"):
    """Note that the invoice could not be delivered."""

    company: CompanyId
    invoice: UUID
    cause: str
    repair: str
