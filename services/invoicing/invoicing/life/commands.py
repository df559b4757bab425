"""What may be asked of an invoice that is sent; never on the wire. Everything runs in the lane of its company."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from chassis import Command


class TakeBackInvoice(Command, lane="company"):
    """Its sender wants it back while it still waits: it is a draft again."""

    company: UUID
    invoice: UUID


class HoldInvoice(Command, lane="company"):
    """Let it wait until what it lacks is there."""

    company: UUID
    invoice: UUID
    reason: str


class RepeatRefusal(Command, lane="company"):
    """The wallet has not heard what became of it: if it was refused, that is told again."""

    company: UUID
    invoice: UUID


class NoteHandOver(Command, lane="company"):
    """A channel took it over."""

    company: UUID
    invoice: UUID
    channel: Literal["email", "inbox"]
    receipt: str


class NoteDelivery(Command, lane="company"):
    """The receiver opened it."""

    company: UUID
    invoice: UUID


class NoteUndeliverable(Command, lane="company"):
    """It could not be delivered."""

    company: UUID
    invoice: UUID
    cause: str
    repair: str
