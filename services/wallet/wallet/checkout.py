"""Asking the card provider for a checkout: the port, and the effect that uses it."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from uuid import UUID

from chassis import Acting
from contracts.values import Money
from wallet.commands import RecordCheckout, RecordCheckoutFailure
from wallet.events import CheckoutRenewed, CheckoutRetried, OrderAccepted
from wallet.order import Order


class CardProviderDown(Exception):
    """No answer that can be used, such as a time-out or a 5xx: trying again may help."""


class CardProviderRefused(Exception):
    """The provider will not open this checkout: trying again cannot help."""


@dataclass(frozen=True, slots=True)
class WantedCheckout:
    """What shall be paid, by whom and for what. `key` makes the same request twice one checkout."""

    key: UUID
    order: UUID
    company: UUID
    amount: Money
    description: str


@dataclass(frozen=True, slots=True)
class Checkout:
    """A page of the provider's, where card details are given to the provider and never to us."""

    id: str
    url: str


@runtime_checkable
class CardPayments(Protocol):
    """What the wallet needs of a card provider."""

    async def open_checkout(self, wanted: WantedCheckout) -> Checkout:
        """Raises CardProviderDown or CardProviderRefused."""
        ...


async def open_checkout(
    event: OrderAccepted | CheckoutRenewed | CheckoutRetried, acting: Acting
) -> RecordCheckout | RecordCheckoutFailure:
    """Opens a checkout for an order; whatever comes of it is recorded, so that time can bring the next attempt."""
    order = await acting.load(Order, acting.stream)
    attempt, key = (event.attempt, event.key) if isinstance(event, CheckoutRetried) else (1, acting.key)
    wanted = WantedCheckout(
        key=key,
        order=order.id,
        company=event.company,
        amount=order.accepted.total,
        description=f"{order.accepted.quantity} klip",
    )
    try:
        cards = acting.use(CardPayments)  # type: ignore[type-abstract]  # a port, looked up by what it can do
        opened = await cards.open_checkout(wanted)
    except (CardProviderDown, CardProviderRefused) as failure:
        return RecordCheckoutFailure(
            company=event.company,
            order=order.id,
            attempt=attempt,
            cause=str(failure),
            key=key,
            final=isinstance(failure, CardProviderRefused),
            at=acting.now,
        )
    return RecordCheckout(company=event.company, order=order.id, checkout=opened.id, url=opened.url, at=acting.now)
