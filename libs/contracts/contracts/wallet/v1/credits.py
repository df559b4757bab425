"""Credits (klip): granted, reserved, used, taken back. An `account` of None is the company's first account."""

from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, PersonId


class CreditsGranted(Fact):
    """Credits were added; `available` is what can be reserved from now on."""

    company: CompanyId
    order: UUID
    klip: str
    quantity: int
    available: int
    account: UUID | None = None


class CreditsTakenBack(Fact):
    """Unused credits of an order were taken back, because their price was refunded or charged back."""

    company: CompanyId
    account: UUID
    order: UUID
    klip: str
    quantity: int
    available: int
    cause: Literal["refund", "chargeback"]


class CreditsGivenBack(Fact):
    """Credits that a chargeback took are there again, because the dispute was won."""

    company: CompanyId
    account: UUID
    order: UUID
    klip: str
    quantity: int
    available: int


class CreditsAdjusted(Fact):
    """Two people of the network agreed on a correction; `quantity` is negative when credits went."""

    company: CompanyId
    account: UUID
    adjustment: UUID
    klip: str
    quantity: int
    available: int
    reason: str


class AdjustmentProposed(Fact):
    """A correction was proposed, which another person than its proposer must approve."""

    company: CompanyId
    account: UUID
    adjustment: UUID
    person: PersonId
    klip: str
    quantity: int
    reason: str


class AdjustmentDeclined(Fact):
    """The correction is not made."""

    company: CompanyId
    adjustment: UUID


class AdjustmentRefused(Refusal):
    """The correction cannot be made."""

    adjustment: UUID


class CreditReserved(Fact):
    """One credit is set aside for an invoice."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int
    account: UUID | None = None


class CreditRefused(Refusal):
    """No credit is left: the reservation waits and is granted, oldest first, when credits come."""

    invoice: UUID


class CreditCaptured(Fact):
    """The reserved credit is used: the invoice was handed over."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int
    account: UUID | None = None


class CreditReleased(Fact):
    """The reserved credit is free again: the invoice was refused or could not be delivered."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int
    account: UUID | None = None


class ReservationQuestioned(Fact):
    """A credit has been reserved for long: the services that handle the invoice tell its outcome again.

    The wallet uses or releases it only when it hears that the invoice was handed over, refused or undeliverable.
    """

    company: CompanyId
    invoice: UUID
    question: int


class BalanceLow(Fact):
    """Fewer credits are left than the warning level."""

    company: CompanyId
    klip: str
    available: int
    account: UUID | None = None
