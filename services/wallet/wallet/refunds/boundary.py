"""Heard and told of money that goes back or waits, where more is decided than a copy."""

from chassis import Heard
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as told
from wallet.orders.commands import (
    RecordChargeback,
)
from wallet.orders.events import (
    AsideSettled,
    ChargebackReversed,
    ChargedBack,
    DebtSettled,
    OrderGivenBack,
    PaymentSetAside,
)
from wallet.orders.order import Order, written
from wallet.refunds import events
from wallet.refunds.refund import Refund


def on_chargeback_reported(fact: portal.ChargebackReported, heard: Heard) -> RecordChargeback:
    """A provider that has no names for its chargebacks is taken at its word: each message is one."""
    return RecordChargeback(
        company=fact.company,
        order=fact.order,
        provider=fact.provider,
        payment=fact.payment,
        chargeback=fact.chargeback or str(heard.id),
        amount=fact.amount,
        at=heard.at,
    )


def tell_refund_agreed(event: events.RefundAgreed, refund: Refund) -> told.RefundAgreed:
    return told.RefundAgreed(
        company=event.company,
        order=event.order,
        refund=refund.id,
        account=event.account,
        taken=event.taken,
        net=event.net,
        vat=event.vat,
        amount=event.amount,
        by_hand=not event.checkout,
        deducted=event.deducted,
    )


def tell_refund_paid(event: events.RefundPaid, refund: Refund) -> told.RefundPaid:
    return told.RefundPaid(
        company=event.company,
        order=event.order,
        refund=refund.id,
        amount=event.amount,
        account=refund.agreed.account,
        by_hand=event.person is not None,
    )


def tell_payment_charged_back(event: ChargedBack, order: Order) -> told.PaymentChargedBack:
    return told.PaymentChargedBack(
        company=event.company,
        order=order.id,
        account=event.account,
        taken=event.taken,
        amount=event.amount,
        owed=event.owed,
        chargeback=event.chargeback,
        payment=event.payment,
        whole=order.charged_back,
        owed_in_all=owed_by(order),
    )


def tell_chargeback_reversed(event: ChargebackReversed, order: Order) -> told.ChargebackReversed:
    return told.ChargebackReversed(
        company=event.company,
        order=order.id,
        account=event.account,
        chargeback=event.chargeback,
        given=event.given,
        amount=event.amount,
        owed=event.owed,
        owed_in_all=owed_by(order),
    )


def tell_debt_deducted(event: OrderGivenBack, order: Order) -> told.DebtChanged | None:
    if event.deducted is None:
        return None
    return told.DebtChanged(
        company=event.company, order=order.id, how="deducted", amount=event.deducted, owed_in_all=owed_by(order)
    )


def tell_debt_settled(event: DebtSettled, order: Order) -> told.DebtChanged:
    return told.DebtChanged(
        company=event.company,
        order=order.id,
        how=event.how,
        amount=event.amount,
        owed_in_all=owed_by(order),
        person=event.person,
    )


def owed_by(order: Order) -> Money:
    """What the company owes for the order now."""
    return Money(order.returned.owed, order.accepted.total.currency)


def tell_payment_set_aside(event: PaymentSetAside, order: Order) -> told.PaymentRefused:
    """To the buyer that it bought nothing, and to the desk that it waits."""
    return told.PaymentRefused(
        company=event.company,
        order=order.id,
        code=event.reason,
        details={"amount": written(event.amount), "due": written(event.due)},
        payment=event.payment,
        provider=event.provider,
        set_aside=event.amount,
        to_card=bool(event.checkout),
    )


def tell_aside_settled(event: AsideSettled, order: Order) -> told.SetAsideSettled:
    return told.SetAsideSettled(
        company=event.company,
        order=order.id,
        payment=event.payment,
        amount=event.amount,
        left=Money(order.returned.aside[event.payment].left, event.amount.currency),
        how=event.how,
        refund=event.refund,
        to_order=event.to_order,
        person=event.person,
    )
