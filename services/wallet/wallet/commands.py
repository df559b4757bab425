"""What may be asked of the wallet; never on the wire. The lane is the company throughout."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Money


class OpenWallet(Command, lane="company"):
    company: UUID


class AcceptOrder(Command, lane="company"):
    company: UUID
    person: UUID
    order: UUID
    klip: str
    quantity: int
    terms_version: str


class RecordCheckout(Command, lane="company"):
    """The card provider opened a checkout."""

    company: UUID
    order: UUID
    checkout: str
    url: str


class RecordCheckoutFailure(Command, lane="company"):
    """The card provider opened none; `final` when trying again cannot help."""

    company: UUID
    order: UUID
    attempt: int
    cause: str
    key: UUID
    final: bool


class RetryCheckout(Command, lane="company"):
    company: UUID
    order: UUID
    attempt: int


class RecordPayment(Command, lane="company"):
    """The card provider's signed word on a payment."""

    company: UUID
    order: UUID
    provider: str
    payment: str
    outcome: Literal["paid", "declined", "abandoned"]
    amount: Money


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
    """The invoice will not be sent. `must_be_known`: an invoice that could only fail after it had a credit."""

    company: UUID
    invoice: UUID
    must_be_known: bool


class GrantWaiting(Command, lane="company"):
    """Go on granting what waits for credits of this kind."""

    company: UUID
    klip: str
