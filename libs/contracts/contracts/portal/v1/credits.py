"""What people did to buy credits, and what the card company reported."""

from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, Money, PersonId


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
    answered_by: ClassVar = ("wallet.order_paid", "wallet.payment_refused")
