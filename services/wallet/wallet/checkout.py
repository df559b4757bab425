"""Asking the card provider for a checkout, or to pay back: the port, and the effects that use it."""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable
from uuid import UUID

from chassis import Acting
from chassis.telemetry import log
from contracts.values import Money
from wallet.commands import (
    RecordCheckout,
    RecordCheckoutFailure,
    RecordCheckoutSilence,
    RecordPayment,
    RecordRefundFailure,
    RecordRefundPaid,
)
from wallet.events_orders import (
    CheckoutQuestioned,
    CheckoutRenewed,
    CheckoutRetried,
    OrderAccepted,
    RefundAgreed,
    RefundRetried,
)
from wallet.order import Order, Status
from wallet.refund import Refund


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
    company: UUID
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


async def open_checkout(
    event: OrderAccepted | CheckoutRenewed | CheckoutRetried, acting: Acting
) -> RecordCheckout | RecordCheckoutFailure | None:
    """Opens a checkout for an order; whatever comes of it is recorded, so that time can bring the next attempt."""
    order = await acting.load(Order, acting.stream)
    if order.accepted.payment != "card" or order.status in (Status.CANCELLED, Status.PAID):
        return None
    attempt, key = (event.attempt, event.key) if isinstance(event, CheckoutRetried) else (1, acting.key)
    wanted = WantedCheckout(
        key=key,
        order=order.id,
        company=event.company,
        amount=order.accepted.total,
        description=", ".join(f"{line.quantity} {line.item}" for line in order.lines)[:200],
        card_type=order.accepted.card_type,
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


async def look_at_checkout(event: CheckoutQuestioned, acting: Acting) -> RecordPayment | RecordCheckoutSilence | None:
    """What was missed is recorded as if it had been told; without an answer it is asked again when it is due.

    Whoever operates the network learns of a question without an answer, because it may be money that nobody hears of.
    """
    cards = acting.use(CardPayments)  # type: ignore[type-abstract]
    try:
        ended = await cards.look(event.checkout)
    except (CardProviderDown, CardProviderRefused) as failure:
        log.warning("checkout.unanswered", order=str(acting.stream), question=event.question, cause=str(failure))
        return RecordCheckoutSilence(
            company=event.company,
            order=acting.stream,
            checkout=event.checkout,
            question=event.question,
            cause=str(failure),
            final=isinstance(failure, CardProviderRefused),
            at=acting.now,
        )
    if ended is None:
        return None
    return RecordPayment(
        company=event.company,
        order=acting.stream,
        provider=ended.provider,
        payment=ended.payment,
        outcome=ended.outcome,
        amount=ended.amount,
        checkout=event.checkout,
        at=acting.now,
    )


async def pay_back(
    event: RefundAgreed | RefundRetried, acting: Acting
) -> RecordRefundPaid | RecordRefundFailure | None:
    """Has the provider pay back; the refund's own id is the key, so that no attempt pays a second time."""
    refund = await acting.load(Refund, acting.stream)
    agreed = refund.agreed
    if not agreed.checkout:
        return None  # it came by transfer: an operator pays it back
    try:
        cards = acting.use(CardPayments)  # type: ignore[type-abstract]
        receipt = await cards.refund(refund.id, agreed.checkout, agreed.amount)
    except (CardProviderDown, CardProviderRefused) as failure:
        return RecordRefundFailure(
            company=event.company,
            refund=refund.id,
            attempt=event.attempt if isinstance(event, RefundRetried) else 1,
            cause=str(failure),
            final=isinstance(failure, CardProviderRefused),
            at=acting.now,
        )
    return RecordRefundPaid(company=event.company, refund=refund.id, receipt=receipt, at=acting.now)
