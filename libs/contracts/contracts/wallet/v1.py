"""Credits (klip): ordered, paid, granted, reserved and used."""

from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, Money


class OrderAccepted(Fact):
    """An order with its price and VAT, waiting to be paid."""

    company: CompanyId
    order: UUID
    klip: str
    quantity: int
    net: Money
    vat: Money
    total: Money


class OrderRefused(Refusal):
    """The order cannot be taken."""

    order: UUID


class PaymentRequested(Fact):
    """The order can be paid at this address."""

    company: CompanyId
    order: UUID
    url: str


class PaymentRefused(Refusal):
    """The payment was declined, abandoned or does not fit the order; the order still waits."""

    order: UUID


class OrderPaid(Fact):
    """The order is paid in full."""

    company: CompanyId
    order: UUID
    klip: str
    quantity: int
    net: Money
    vat: Money
    total: Money
    payment: str


class CreditsGranted(Fact):
    """Credits were added; `available` is what can be reserved from now on."""

    company: CompanyId
    order: UUID
    klip: str
    quantity: int
    available: int


class CreditReserved(Fact):
    """One credit is set aside for an invoice."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int


class CreditRefused(Refusal):
    """No credit is left: the reservation waits and is granted, oldest first, when credits come."""

    invoice: UUID


class CreditCaptured(Fact):
    """The reserved credit is used: the invoice was handed over."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int


class CreditReleased(Fact):
    """The reserved credit is free again: the invoice was refused or could not be delivered."""

    company: CompanyId
    invoice: UUID
    klip: str
    available: int


class BalanceLow(Fact):
    """Fewer credits are left than the warning level."""

    company: CompanyId
    klip: str
    available: int
