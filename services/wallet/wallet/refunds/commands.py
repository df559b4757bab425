"""What becomes of a refund that was agreed; never on the wire. The lane is the company throughout."""

from uuid import UUID

from chassis import Command


class RecordRefundPaid(Command, lane="company"):
    company: UUID
    refund: UUID
    receipt: str


class RecordRefundByHand(Command, lane="company"):
    """Staff paid back by a bank transfer."""

    company: UUID
    refund: UUID
    person: UUID
    note: str


class RecordRefundFailure(Command, lane="company"):
    """The card provider paid nothing back; `final` when trying again cannot help."""

    company: UUID
    refund: UUID
    attempt: int
    cause: str
    final: bool


class RetryRefund(Command, lane="company"):
    company: UUID
    refund: UUID
    attempt: int
