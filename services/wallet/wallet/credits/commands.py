"""What may be asked of credits; never on the wire. The lane is the company throughout."""

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, PersonId


class ReserveCredit(Command, lane="company"):
    """Set one credit aside for an invoice; `at` is when the invoice became ready."""

    company: CompanyId
    invoice: UUID
    klip: str


class CaptureCredit(Command, lane="company"):
    """The invoice was handed over."""

    company: CompanyId
    invoice: UUID


class ReleaseCredit(Command, lane="company"):
    """The invoice will not be sent. Most that are refused or taken back never came as far as to ask for a credit.

    `must_be_known`: an invoice that could only fail after it had one.
    """

    company: CompanyId
    invoice: UUID
    must_be_known: bool = False


class GrantWaiting(Command, lane="company"):
    """Go on granting what waits for credits of this kind."""

    company: CompanyId
    account: UUID | None = None
    klip: str


class ProposeAdjustment(Command, lane="company"):
    company: CompanyId
    account: UUID | None
    adjustment: UUID
    person: PersonId
    klip: str
    quantity: int
    reason: str


class DecideAdjustment(Command, lane="company"):
    """Another person than the proposer agrees, or declines."""

    company: CompanyId
    adjustment: UUID
    person: PersonId
    approved: bool
