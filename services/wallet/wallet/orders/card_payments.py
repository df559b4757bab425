"""What the wallet needs of a card provider: a port. No I/O."""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable
from uuid import UUID

from contracts.values import CompanyId, Money


class CardProviderDown(Exception):
    """No answer that can be used, such as a time-out or a 5xx: trying again may help."""


class CardProviderRefused(Exception):
    """The provider will not do this: trying again cannot help."""


@dataclass(frozen=True, slots=True)
class WantedCheckout:
    """What shall be paid, by whom and for what. `key` makes the same request twice one checkout.

    `card_type` is what the buyer chose already (S1-14), such as `visa`; empty when the page is to ask.
    """

    key: UUID
    order: UUID
    company: CompanyId
    amount: Money
    description: str
    card_type: str = ""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A page of the provider's, where card details are given to the provider and never to us."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Paid:
    """What the provider answers about a checkout that is over."""

    payment: str
    provider: str
    outcome: Literal["paid", "declined", "abandoned"]
    amount: Money


@runtime_checkable
class CardPayments(Protocol):
    """What the wallet needs of a card provider."""

    async def open_checkout(self, wanted: WantedCheckout) -> Checkout:
        """Raises CardProviderDown or CardProviderRefused."""
        ...

    async def look(self, checkout: str) -> Paid | None:
        """How a checkout ended; None while the payer may still pay. Raises CardProviderDown or CardProviderRefused."""
        ...

    async def refund(self, key: UUID, checkout: str, amount: Money) -> str:
        """Pays back what was paid at a checkout, or a part of it; answers with the provider's id of the refund.

        The same `key` twice pays once. Raises CardProviderDown or CardProviderRefused.
        """
        ...
