"""Heard and told of refunds, chargebacks, debts, and money that was set aside."""

from chassis import Heard, Refused
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as told
from wallet.orders.commands import (
    AssignAside,
    ClearChargeback,
    RecordChargeback,
    RefundOrder,
    ReturnAside,
    ReverseChargeback,
    SettleDebt,
)
from wallet.orders.events import (
    AsideSettled,
    ChargebackCleared,
    ChargebackReversed,
    ChargebackSetAside,
    ChargedBack,
    DebtSettled,
    OrderGivenBack,
    PaymentSetAside,
)
from wallet.orders.order import Order, written
from wallet.refunds import commands, events
from wallet.refunds.refund import Refund


def on_refund_requested(fact: portal.RefundRequested, heard: Heard) -> RefundOrder:
    return RefundOrder(
        company=fact.company,
        order=fact.order,
        refund=fact.refund,
        person=fact.person,
        quantity=fact.quantity,
        reason=fact.reason,
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


def tell_refund_failed(event: events.RefundGivenUp, refund: Refund) -> told.RefundFailed:
    return told.RefundFailed(company=event.company, order=event.order, refund=refund.id, amount=event.amount)


def tell_refund_refused(
    fact: portal.RefundRequested | portal.PaymentReturned | portal.RefundPaidByHand, refused: Refused
) -> told.RefundRefused:
    return told.RefundRefused(
        company=fact.company, order=fact.order, refund=fact.refund, code=refused.code, details=refused.details
    )


# Heard.


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


def on_reversal_reported(fact: portal.ChargebackReversalReported, heard: Heard) -> ReverseChargeback:
    return ReverseChargeback(
        company=fact.company,
        order=fact.order,
        provider=fact.provider,
        payment=fact.payment,
        chargeback=fact.chargeback,
        amount=fact.amount,
        at=heard.at,
    )


def on_chargeback_cleared(fact: portal.ChargebackCleared, heard: Heard) -> ClearChargeback:
    return ClearChargeback(
        company=fact.company,
        order=fact.order,
        chargeback=fact.chargeback,
        person=fact.person,
        note=fact.note,
        at=heard.at,
    )


def on_debt_settled(fact: portal.DebtSettled, heard: Heard) -> SettleDebt:
    return SettleDebt(
        company=fact.company, order=fact.order, person=fact.person, how=fact.how, note=fact.note, at=heard.at
    )


def on_payment_assigned(fact: portal.PaymentAssigned, heard: Heard) -> AssignAside:
    return AssignAside(
        company=fact.company,
        order=fact.order,
        payment=fact.payment,
        person=fact.person,
        to_order=fact.to_order,
        at=heard.at,
    )


def on_payment_returned(fact: portal.PaymentReturned, heard: Heard) -> ReturnAside:
    return ReturnAside(
        company=fact.company,
        order=fact.order,
        payment=fact.payment,
        person=fact.person,
        refund=fact.refund,
        by_hand=fact.by_hand,
        reason=fact.reason,
        at=heard.at,
    )


def on_refund_paid_by_hand(fact: portal.RefundPaidByHand, heard: Heard) -> commands.RecordRefundByHand:
    return commands.RecordRefundByHand(
        company=fact.company, refund=fact.refund, person=fact.person, note=fact.note, at=heard.at
    )


# Told.


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


def tell_chargeback_set_aside(event: ChargebackSetAside, order: Order) -> told.ChargebackSetAside:
    return told.ChargebackSetAside(
        company=event.company,
        order=order.id,
        payment=event.payment,
        chargeback=event.chargeback,
        amount=event.amount,
        left=event.left,
        reason=event.reason,
    )


def tell_chargeback_cleared(event: ChargebackCleared, order: Order) -> told.ChargebackCleared:
    return told.ChargebackCleared(
        company=event.company, order=order.id, chargeback=event.chargeback, person=event.person
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


def tell_debt_deducted(event: OrderGivenBack, order: Order) -> told.DebtChanged | None:
    if event.deducted is None:
        return None
    return told.DebtChanged(
        company=event.company, order=order.id, how="deducted", amount=event.deducted, owed_in_all=owed_by(order)
    )


def owed_by(order: Order) -> Money:
    """What the company owes for the order now."""
    return Money(order.returned.owed, order.accepted.total.currency)


# Refused.


def tell_decision_refused(
    fact: portal.PaymentAssigned | portal.DebtSettled | portal.ChargebackCleared | portal.CheckoutQuestionRequested,
    refused: Refused,
) -> told.MoneyDecisionRefused:
    return told.MoneyDecisionRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)
