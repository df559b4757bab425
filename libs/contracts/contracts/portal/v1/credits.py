"""What people did to buy credits, and what the card company reported."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, Money, Personal, PersonId


class OrderPlaced(Fact):
    """An order of credits: a number of klip of one kind, terms of sale accepted by version."""

    company: CompanyId
    person: PersonId
    order: UUID
    klip: Literal["invoice"] = "invoice"
    quantity: int
    payment: Literal["card"] = "card"
    terms_version: str
    answered_by: ClassVar = ("wallet.payment_requested", "wallet.order_refused")


class PaymentReported(Fact):
    """The card company's signed word on a payment; it may come late, twice and out of order."""

    company: CompanyId
    order: UUID
    provider: str
    payment: str
    outcome: Literal["paid", "declined", "abandoned"]
    amount: Money
    checkout: str = ""
    answered_by: ClassVar = ("wallet.order_paid", "wallet.payment_refused")


class ChargebackReported(Fact):
    """The card company's signed word that the payer's bank took a payment back, or `amount` of it.

    `chargeback` is the card company's name for it: several may be made of one payment.
    """

    company: CompanyId
    order: UUID
    provider: str
    payment: str
    amount: Money
    chargeback: str = ""
    answered_by: ClassVar = ("wallet.payment_charged_back", "wallet.chargeback_set_aside")


class ChargebackReversalReported(Fact):
    """The card company's signed word that a dispute was won: the money of a chargeback is back."""

    company: CompanyId
    order: UUID
    provider: str
    payment: str
    chargeback: str
    amount: Money
    answered_by: ClassVar = ("wallet.chargeback_reversed", "wallet.chargeback_set_aside")


class CartLineSet(Fact):
    """The quantity of an item in the cart was set; 0 takes it out."""

    company: CompanyId
    person: PersonId
    item: str
    quantity: int
    answered_by: ClassVar = ("wallet.cart_priced", "wallet.cart_refused")


class OrderCancelled(Fact):
    """The buyer cancelled an order that is not paid yet (S1-13)."""

    company: CompanyId
    person: PersonId
    order: UUID
    answered_by: ClassVar = ("wallet.order_cancelled", "wallet.order_not_cancelled")


class AccountSaved(Fact):
    """An account was opened or changed; `sending`: invoices take their credits from it from now on."""

    company: CompanyId
    account: UUID
    name: str
    email: Personal[str] | None = None
    sending: bool = False
    answered_by: ClassVar = ("wallet.account_saved", "wallet.sending_account_chosen", "wallet.account_refused")


class TopUpAgreed(Fact):
    """A customer agreed that more credits are ordered automatically when `level` or fewer are left."""

    company: CompanyId
    person: PersonId
    account: UUID | None = None
    klip: str
    level: int
    quantity: int
    payment: Literal["card", "transfer"]
    terms_version: str
    answered_by: ClassVar = ("wallet.top_up_agreed", "wallet.top_up_refused")


class TopUpEnded(Fact):
    """A customer ended the automatic orders of an account."""

    company: CompanyId
    person: PersonId
    account: UUID | None = None
    klip: str
    answered_by: ClassVar = ("wallet.top_up_ended", "wallet.top_up_refused")


class PlanChosen(Fact):
    """A customer chose a plan, paid monthly, and accepted this version of the terms of sale."""

    company: CompanyId
    person: PersonId
    plan: str
    payment: Literal["card", "transfer"]
    terms_version: str
    answered_by: ClassVar = ("wallet.plan_chosen", "wallet.plan_refused")


# What staff of the network did.


class PriceAnnounced(Fact):
    """A price that is to hold from `valid_from` on (S4-21)."""

    announcement: UUID
    person: PersonId
    item: str
    net: Money
    valid_from: datetime
    answered_by: ClassVar = ("wallet.price_announced", "wallet.price_refused")


class RefundRequested(Fact):
    """Staff want the unused part of an order refunded; `quantity` limits it, for an order with one line."""

    company: CompanyId
    person: PersonId
    order: UUID
    refund: UUID
    quantity: int | None = None
    reason: str
    answered_by: ClassVar = ("wallet.refund_agreed", "wallet.refund_refused")


class AdjustmentProposed(Fact):
    """A correction of a balance, with its reason; negative takes away."""

    company: CompanyId
    person: PersonId
    account: UUID | None = None
    adjustment: UUID
    klip: str
    quantity: int
    reason: str
    answered_by: ClassVar = ("wallet.adjustment_proposed", "wallet.adjustment_refused")


class AdjustmentDecided(Fact):
    """Another person approved the correction, or declined it."""

    company: CompanyId
    person: PersonId
    adjustment: UUID
    approved: bool
    answered_by: ClassVar = ("wallet.credits_adjusted", "wallet.adjustment_declined", "wallet.adjustment_refused")
