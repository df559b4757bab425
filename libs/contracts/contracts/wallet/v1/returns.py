"""Money that went back against the network's will, money that was set aside, and what staff decided about it."""

from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, Money, OrderLine, PersonId


class PaymentChargedBack(Fact):
    """The payer's bank took a payment back, or a part of it: `taken` of what was unused is gone for it.

    What that does not pay for is owed: `owed` is what this chargeback adds (negative where credits settle what an
    earlier part left over), and `owed_in_all` is what the company owes for the order now.
    """

    company: CompanyId
    order: UUID
    account: UUID
    taken: tuple[OrderLine, ...]
    amount: Money
    owed: Money
    chargeback: str = ""
    payment: str = ""
    whole: bool = True
    """True when nothing of the payment is left."""
    owed_in_all: Money | None = None


class ChargebackReversed(Fact):
    """The dispute was won: the money is back, and `given` of the credits that had gone."""

    company: CompanyId
    order: UUID
    account: UUID
    chargeback: str
    given: tuple[OrderLine, ...]
    amount: Money
    owed: Money | None = None
    """The part of the debt that this settles."""
    owed_in_all: Money


class ChargebackSetAside(Fact):
    """More is taken back than was paid, or other money: nothing moves before a person has asked the provider."""

    company: CompanyId
    order: UUID
    payment: str
    chargeback: str
    amount: Money
    left: Money
    reason: str


class ChargebackCleared(Fact):
    """A chargeback that was set aside is clear; `person` is None when the provider took it back itself."""

    company: CompanyId
    order: UUID
    chargeback: str
    person: PersonId | None = None


class DebtChanged(Fact):
    """What the company owes for an order that was charged back is another: paid, given up, or kept of a refund."""

    company: CompanyId
    order: UUID
    how: Literal["paid", "written-off", "deducted"]
    amount: Money
    owed_in_all: Money
    person: PersonId | None = None


class SetAsideSettled(Fact):
    """A part of a payment that was set aside is settled; `left` still waits."""

    company: CompanyId
    order: UUID
    payment: str
    amount: Money
    left: Money
    how: Literal["returned", "assigned", "charged-back"]
    refund: UUID | None = None
    to_order: UUID | None = None
    person: PersonId | None = None


class MoneyDecisionRefused(Refusal):
    """The decision of staff about an order's money was refused."""

    order: UUID


class CheckoutUnanswered(Fact):
    """The card provider was asked often enough what became of a checkout, and would not say: a person must look."""

    company: CompanyId
    order: UUID
    question: int
    cause: str


class CheckoutQuestioned(Fact):
    """The card provider is asked what became of a checkout that nothing was heard of."""

    company: CompanyId
    order: UUID
    question: int
