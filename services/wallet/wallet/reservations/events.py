"""What has happened to reservations: an invoice's claim on a credit, and the yearly quota. Stored for ever."""

from datetime import datetime
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId

# An invoice's claim on a credit: it outlives every book, so that no credit is ever used twice for one invoice.


class CreditClaimed(Event, topic="wallet.credit_claimed.v1"):
    """The invoice became ready and asks `account` for a credit."""

    company: CompanyId
    account: UUID
    invoice: UUID
    klip: str
    asked_at: datetime
    question_at: datetime


class ClaimQuestioned(Event, topic="wallet.claim_questioned.v1"):
    """The reservation has stood for long: whoever sends the invoice is asked what became of it.

    An invoice that still waits for its credit is looked at again later, and nobody is asked.
    """

    company: CompanyId
    invoice: UUID
    question: int
    waiting: bool
    asked_at: datetime
    question_at: datetime | None


class ClaimSettled(Event, topic="wallet.claim_settled.v1"):
    """Used or waived: nothing can happen to this credit any more."""

    company: CompanyId


class ClaimEnded(Event, topic="wallet.claim_ended.v1"):
    """Since `ended_at` the invoice needs no credit; it may be sent again later."""

    company: CompanyId
    ended_at: datetime


# The yearly quota of a plan that has one.


class QuotaUsed(Event, topic="wallet.quota_used.v1"):
    """One of the invoices that the plan permits this year."""

    company: CompanyId
    year: int
    invoice: UUID


class QuotaReached(Event, topic="wallet.quota_reached.v1"):
    """The plan permits no more this year: the invoice waits for a larger plan or a new year."""

    company: CompanyId
    year: int
    invoice: UUID
    klip: str
    permitted: int
    asked_at: datetime


class QuotaServingPaused(Event, topic="wallet.quota_serving_paused.v1"):
    """More invoices wait than one unit of work should let through; the rest follow at once in the next one."""

    company: CompanyId
    year: int


class QuotaWaitEnded(Event, topic="wallet.quota_wait_ended.v1"):
    """The invoice waits for the quota no more: it was let through, or will not be sent."""

    company: CompanyId
    invoice: UUID


ClaimEvent = CreditClaimed | ClaimQuestioned | ClaimSettled | ClaimEnded
QuotaEvent = QuotaUsed | QuotaReached | QuotaServingPaused | QuotaWaitEnded
