"""Heard and told of carts, orders and payments."""

from collections.abc import Iterator

from chassis import REPEATED, Heard, Refused
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.values import OrderLine
from contracts.wallet import v1 as told
from wallet.orders import commands, events
from wallet.orders.awaited_transfer import AwaitedTransfer
from wallet.orders.cart import Cart
from wallet.orders.order import Order

# Heard.


def on_cart_line_set(fact: portal.CartLineSet, heard: Heard) -> commands.ChangeCart:
    return commands.ChangeCart(
        company=fact.company, person=fact.person, item=fact.item, quantity=fact.quantity, at=heard.at
    )


def on_order_placed_v1(fact: portal.OrderPlaced, heard: Heard) -> commands.AcceptOrder:
    return commands.AcceptOrder(
        company=fact.company,
        person=fact.person,
        order=fact.order,
        lines=(OrderLine(fact.klip, fact.quantity),),
        terms_version=fact.terms_version,
        at=heard.at,
    )


def on_order_placed(fact: portal_v2.OrderPlaced, heard: Heard) -> commands.AcceptOrder:
    return commands.AcceptOrder(
        company=fact.company,
        person=fact.person,
        order=fact.order,
        lines=fact.lines,
        account=fact.account,
        payment=fact.payment,
        card_type=fact.card_type,
        terms_version=fact.terms_version,
        total_seen=fact.total_seen,
        at=heard.at,
    )


def on_order_cancelled(fact: portal.OrderCancelled, heard: Heard) -> commands.CancelOrder:
    return commands.CancelOrder(company=fact.company, order=fact.order, person=fact.person, at=heard.at)


def on_payment_reported(fact: portal.PaymentReported, heard: Heard) -> commands.RecordPayment:
    return commands.RecordPayment(
        company=fact.company,
        order=fact.order,
        provider=fact.provider,
        payment=fact.payment,
        outcome=fact.outcome,
        amount=fact.amount,
        checkout=fact.checkout,
        at=heard.at,
    )


# Told of carts and orders.


def tell_cart_priced(event: events.CartChanged, cart: Cart) -> told.CartPriced:
    return told.CartPriced(
        company=event.company,
        lines=event.lines,
        net=event.net,
        vat=event.vat,
        total=event.total,
        vat_rate=event.vat_rate,
        vat_note=event.vat_note,
        terms_version=event.terms_version,
    )


def tell_order_accepted(event: events.OrderAccepted, order: Order) -> told.OrderAccepted:
    return told.OrderAccepted(
        company=event.company,
        order=order.id,
        klip=event.klip,
        quantity=event.quantity,
        net=event.net,
        vat=event.vat,
        total=event.total,
        account=event.account,
        lines=event.lines,
        payment=event.payment,
        vat_rate=event.vat_rate,
        vat_note=event.vat_note,
        terms_version=event.terms_version,
        cause=event.cause,
    )


def tell_order_turned_away(event: events.OrderTurnedAway, order: Order) -> told.OrderRefused:
    return told.OrderRefused(company=event.company, order=order.id, code=event.code, details=event.details)


def tell_order_cancelled(event: events.OrderCancelled, order: Order) -> told.OrderCancelled:
    return told.OrderCancelled(company=event.company, order=order.id, expired=event.expired)


def tell_payment_requested(event: events.CheckoutOpened, order: Order) -> told.PaymentRequested:
    return told.PaymentRequested(company=event.company, order=order.id, url=event.url)


def tell_order_given_up(event: events.CheckoutGivenUp, order: Order) -> told.OrderRefused:
    return told.OrderRefused(
        company=event.company, order=order.id, code="checkout.unavailable", details={"attempts": str(event.attempt)}
    )


# Told of payments.


def tell_payment_declined(event: events.PaymentDeclined, order: Order) -> told.PaymentRefused:
    return told.PaymentRefused(company=event.company, order=order.id, code=f"payment.{event.outcome}")


def tell_order_paid(event: events.OrderPaid, order: Order) -> told.OrderPaid:
    return told.OrderPaid(
        company=event.company,
        order=order.id,
        klip=event.klip,
        quantity=event.quantity,
        net=event.net,
        vat=event.vat,
        total=event.total,
        payment=event.payment,
        account=event.account,
        lines=event.lines,
        vat_rate=event.vat_rate,
        vat_note=event.vat_note,
    )


# Refused.


def tell_cart_refused(fact: portal.CartLineSet, refused: Refused) -> told.CartRefused:
    return told.CartRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_order_refused(fact: portal.OrderPlaced | portal_v2.OrderPlaced, refused: Refused) -> told.OrderRefused | None:
    """An order that is heard of again stands as it was taken."""
    if refused.code == REPEATED:
        return None
    return told.OrderRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


def tell_order_not_cancelled(fact: portal.OrderCancelled, refused: Refused) -> told.OrderNotCancelled:
    return told.OrderNotCancelled(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


def tell_payment_refused(fact: portal.PaymentReported, refused: Refused) -> told.PaymentRefused | None:
    """The card company repeats itself: that refuses no payment, and nobody waits for an answer."""
    if refused.code == REPEATED:
        return None
    return told.PaymentRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


def on_question_requested(fact: portal.CheckoutQuestionRequested, heard: Heard) -> commands.AskAboutCheckout:
    return commands.AskAboutCheckout(company=fact.company, order=fact.order, person=fact.person, at=heard.at)


def tell_checkout_unanswered(event: events.CheckoutUnanswered, order: Order) -> told.CheckoutUnanswered | None:
    """While it is asked again by itself, nobody needs to know."""
    if not event.last:
        return None
    return told.CheckoutUnanswered(company=event.company, order=order.id, question=event.question, cause=event.cause)


def tell_checkout_questioned(event: events.CheckoutQuestioned, order: Order) -> told.CheckoutQuestioned:
    return told.CheckoutQuestioned(company=event.company, order=order.id, question=event.question)


# Told.


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
