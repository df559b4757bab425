"""What has happened to refunds. Stored for ever: add fields with defaults, or open a new version."""

from datetime import datetime
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, Money, OrderLine, PersonId
from wallet.vat import Treatment

# `taken` are the unused credits that went with the money; net + VAT = amount.


class RefundAgreed(Event, topic="wallet.refund_agreed.v1"):
    """Unused credits were taken back, and their price is to be paid back at `checkout`; without one, by hand.

    `deducted` is kept of the price, because so much was owed for the order. With `set_aside` it is money that bought
    nothing: no credits, net and VAT are zero.
    """

    company: CompanyId
    order: UUID
    account: UUID
    person: PersonId
    taken: tuple[OrderLine, ...]
    net: Money
    vat: Money
    amount: Money
    payment: str
    checkout: str
    reason: str
    treatment: Treatment
    deducted: Money | None = None
    set_aside: bool = False


class RefundAttemptFailed(Event, topic="wallet.refund_attempt_failed.v1"):
    """The card provider could not pay back just now."""

    company: CompanyId
    attempt: int
    cause: str
    retry_at: datetime


class RefundRetried(Event, topic="wallet.refund_retried.v1"):
    """It is time for another attempt, under the same idempotency key."""

    company: CompanyId
    attempt: int


class RefundPaid(Event, topic="wallet.refund_paid.v1"):
    """The money is on its way to the payer; `receipt` is the provider's id of it, or empty where `person` paid it."""

    company: CompanyId
    order: UUID
    receipt: str
    amount: Money
    person: PersonId | None = None
    note: str = ""


class RefundGivenUp(Event, topic="wallet.refund_given_up.v1"):
    """The provider pays nothing back: an operator does it by hand. The credits stay taken."""

    company: CompanyId
    order: UUID
    amount: Money
    cause: str


RefundEvent = RefundAgreed | RefundAttemptFailed | RefundRetried | RefundPaid | RefundGivenUp
