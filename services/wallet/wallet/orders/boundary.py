"""Heard and told of orders and their payment, where more is decided than a copy."""

from collections.abc import Iterator

from chassis import REPEATED, Heard, Refused
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.values import OrderLine
from contracts.wallet import v1 as told
from wallet.orders import commands, events
from wallet.orders.awaited_transfer import AwaitedTransfer
from wallet.orders.order import Order


def on_order_placed_v1(fact: portal.OrderPlaced, heard: Heard) -> commands.AcceptOrder:
    return commands.AcceptOrder(
        company=fact.company,
        person=fact.person,
        order=fact.order,
        lines=(OrderLine(fact.klip, fact.quantity),),
        terms_version=fact.terms_version,
        at=heard.at,
    )


def tell_order_given_up(event: events.CheckoutGivenUp, order: Order) -> told.OrderRefused:
    return told.OrderRefused(
        company=event.company, order=order.id, code="checkout.unavailable", details={"attempts": str(event.attempt)}
    )


def tell_payment_declined(event: events.PaymentDeclined, order: Order) -> told.PaymentRefused:
    return told.PaymentRefused(company=event.company, order=order.id, code=f"payment.{event.outcome}")


def tell_checkout_unanswered(event: events.CheckoutUnanswered, order: Order) -> told.CheckoutUnanswered | None:
    """While it is asked again by itself, nobody needs to know."""
    if not event.last:
        return None
    return told.CheckoutUnanswered(company=event.company, order=order.id, question=event.question, cause=event.cause)


def tell_transfer_awaited(
    event: events.TransferAwaited, transfer: AwaitedTransfer
) -> Iterator[told.TransferAwaited | told.OrderInvoiceWanted]:
    """To the buyer, and to invoicing: the network's own invoice, which goes the way of all others (S1-26)."""
    yield told.TransferAwaited(
        company=event.company,
        order=event.order,
        total=event.total,
        reference=event.reference,
        due_date=event.due_date,
        expires_at=event.expires_at,
    )
    yield told.OrderInvoiceWanted(company=event.seller, order=event.order, draft=event.draft)


def tell_transfer_received(event: events.TransferReceived, transfer: AwaitedTransfer) -> told.TransferReceived:
    return told.TransferReceived(
        company=event.company,
        order=event.order,
        amount=event.amount,
        received=event.received,
        total=transfer.awaited.total,
    )


def tell_order_refused(fact: portal.OrderPlaced | portal_v2.OrderPlaced, refused: Refused) -> told.OrderRefused | None:
    """An order that is heard of again stands as it was taken."""
    if refused.code == REPEATED:
        return None
    return told.OrderRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


def tell_payment_refused(fact: portal.PaymentReported, refused: Refused) -> told.PaymentRefused | None:
    """The card company repeats itself: that refuses no payment, and nobody waits for an answer."""
    if refused.code == REPEATED:
        return None
    return told.PaymentRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)
