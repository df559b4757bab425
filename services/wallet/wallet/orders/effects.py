"""Asking the card provider for a checkout, and what became of it."""

from chassis import Acting
from chassis.telemetry import log
from wallet.orders.card_payments import CardPayments, CardProviderDown, CardProviderRefused, WantedCheckout
from wallet.orders.commands import RecordCheckout, RecordCheckoutFailure, RecordCheckoutSilence, RecordPayment
from wallet.orders.events import CheckoutQuestioned, CheckoutRenewed, CheckoutRetried, OrderAccepted
from wallet.orders.order import Order, Status


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
