"""What may be asked of credits; never on the wire. The lane is the company throughout."""

from uuid import UUID

from chassis import Command


class ReserveCredit(Command, lane="company"):
    """Set one credit aside for an invoice; `at` is when the invoice became ready."""

    company: UUID
    invoice: UUID
    klip: str


class CaptureCredit(Command, lane="company"):
    """The invoice was handed over."""

    company: UUID
    invoice: UUID


class ReleaseCredit(Command, lane="company"):
    """The invoice will not be sent. Most that are refused or taken back never came as far as to ask for a credit.

    `must_be_known`: an invoice that could only fail after it had one.
    """

    company: UUID
    invoice: UUID
    must_be_known: bool = False


class GrantWaiting(Command, lane="company"):
    """Go on granting what waits for credits of this kind."""

    company: UUID
    account: UUID | None = None
    klip: str


class ProposeAdjustment(Command, lane="company"):
    company: UUID
    account: UUID | None
    adjustment: UUID
    person: UUID
    klip: str
    quantity: int
    reason: str


class DecideAdjustment(Command, lane="company"):
    """Another person than the proposer agrees, or declines."""

    company: UUID
    adjustment: UUID
    person: UUID
    approved: bool
