"""What an account is given, or is to be corrected by."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from contracts.values import CompanyId, Money
from wallet.vat import Treatment


@dataclass(frozen=True, slots=True)
class Grant:
    """Credits of one kind that an order paid for, and their price before VAT."""

    order: UUID
    klip: str
    quantity: int
    value: Money
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class AdjustmentWanted:
    """A correction of one kind's balance: more, or fewer with a negative quantity."""

    company: CompanyId
    klip: str
    quantity: int
    reason: str
