"""What people did to buy credits, where facts cover more than in version 1."""

from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, Money, OrderLine, PersonId


class OrderPlaced(Fact):
    """An order of what lies in the cart, or of `lines` alone; terms of sale accepted by version (S1-12).

    `total_seen` is the price that the buyer saw and agreed to: at another price nothing is ordered.
    """

    company: CompanyId
    person: PersonId
    order: UUID
    account: UUID | None = None
    lines: tuple[OrderLine, ...] = ()
    payment: Literal["card", "transfer"]
    card_type: Literal["", "visa", "mastercard", "dankort"] = ""
    terms_version: str
    total_seen: Money | None = None
    answered_by: ClassVar = ("wallet.payment_requested", "wallet.transfer_awaited", "wallet.order_refused")
