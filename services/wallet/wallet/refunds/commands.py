"""What becomes of a refund that was agreed; never on the wire. The lane is the company throughout."""

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, PersonId


class RecordRefundPaid(Command, lane="company"):
    company: CompanyId
    refund: UUID
    receipt: str


class RecordRefundByHand(Command, lane="company"):
    """Staff paid back by a bank transfer."""

    company: CompanyId
    refund: UUID
    person: PersonId
    note: str


class RecordRefundFailure(Command, lane="company"):
    """The card provider paid nothing back; `final` when trying again cannot help."""

    company: CompanyId
    refund: UUID
    attempt: int
    cause: str
    final: bool


class RetryRefund(Command, lane="company"):
    company: CompanyId
    refund: UUID
    attempt: int
