"""Heard and told of chargebacks, debts, and money that was set aside."""

from chassis import Heard, Refused
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as told
from wallet import commands
from wallet import events_orders as orders
from wallet import events_returns as events
from wallet.order import Order, written

# Heard.


def on_chargeback_reported(fact: portal.ChargebackReported, heard: Heard) -> commands.RecordChargeback:
    """A provider that has no names for its chargebacks is taken at its word: each message is one."""
    return commands.RecordChargeback(
        company=fact.company,
        order=fact.order,
        provider=fact.provider,
        payment=fact.payment,
        chargeback=fact.chargeback or str(heard.id),
        amount=fact.amount,
        at=heard.at,
    )


def on_reversal_reported(fact: portal.ChargebackReversalReported, heard: Heard) -> commands.ReverseChargeback:
    return commands.ReverseChargeback(
        company=fact.company,
        order=fact.order,
        provider=fact.provider,
        payment=fact.payment,
        chargeback=fact.chargeback,
        amount=fact.amount,
        at=heard.at,
    )


def on_chargeback_cleared(fact: portal.ChargebackCleared, heard: Heard) -> commands.ClearChargeback:
    return commands.ClearChargeback(
        company=fact.company,
        order=fact.order,
        chargeback=fact.chargeback,
        person=fact.person,
        note=fact.note,
        at=heard.at,
    )


def on_debt_settled(fact: portal.DebtSettled, heard: Heard) -> commands.SettleDebt:
    return commands.SettleDebt(
        company=fact.company, order=fact.order, person=fact.person, how=fact.how, note=fact.note, at=heard.at
    )


def on_payment_assigned(fact: portal.PaymentAssigned, heard: Heard) -> commands.AssignAside:
    return commands.AssignAside(
        company=fact.company,
        order=fact.order,
        payment=fact.payment,
        person=fact.person,
        to_order=fact.to_order,
        at=heard.at,
    )


def on_payment_returned(fact: portal.PaymentReturned, heard: Heard) -> commands.ReturnAside:
    return commands.ReturnAside(
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


def on_question_requested(fact: portal.CheckoutQuestionRequested, heard: Heard) -> commands.AskAboutCheckout:
    return commands.AskAboutCheckout(company=fact.company, order=fact.order, person=fact.person, at=heard.at)


# Told.


def tell_payment_set_aside(event: orders.PaymentSetAside, order: Order) -> told.PaymentRefused:
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


def tell_aside_settled(event: events.AsideSettled, order: Order) -> told.SetAsideSettled:
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


def tell_payment_charged_back(event: events.ChargedBack, order: Order) -> told.PaymentChargedBack:
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


def tell_chargeback_reversed(event: events.ChargebackReversed, order: Order) -> told.ChargebackReversed:
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


def tell_chargeback_set_aside(event: events.ChargebackSetAside, order: Order) -> told.ChargebackSetAside:
    return told.ChargebackSetAside(
        company=event.company,
        order=order.id,
        payment=event.payment,
        chargeback=event.chargeback,
        amount=event.amount,
        left=event.left,
        reason=event.reason,
    )


def tell_chargeback_cleared(event: events.ChargebackCleared, order: Order) -> told.ChargebackCleared:
    return told.ChargebackCleared(
        company=event.company, order=order.id, chargeback=event.chargeback, person=event.person
    )


def tell_debt_settled(event: events.DebtSettled, order: Order) -> told.DebtChanged:
    return told.DebtChanged(
        company=event.company,
        order=order.id,
        how=event.how,
        amount=event.amount,
        owed_in_all=owed_by(order),
        person=event.person,
    )


def tell_debt_deducted(event: orders.OrderGivenBack, order: Order) -> told.DebtChanged | None:
    if event.deducted is None:
        return None
    return told.DebtChanged(
        company=event.company, order=order.id, how="deducted", amount=event.deducted, owed_in_all=owed_by(order)
    )


def tell_checkout_unanswered(event: events.CheckoutUnanswered, order: Order) -> told.CheckoutUnanswered | None:
    """While it is asked again by itself, nobody needs to know."""
    if not event.last:
        return None
    return told.CheckoutUnanswered(company=event.company, order=order.id, question=event.question, cause=event.cause)


def tell_checkout_questioned(event: orders.CheckoutQuestioned, order: Order) -> told.CheckoutQuestioned:
    return told.CheckoutQuestioned(company=event.company, order=order.id, question=event.question)


def owed_by(order: Order) -> Money:
    """What the company owes for the order now."""
    return Money(order.returned.owed, order.accepted.total.currency)


# Refused.


def tell_decision_refused(
    fact: portal.PaymentAssigned | portal.DebtSettled | portal.ChargebackCleared | portal.CheckoutQuestionRequested,
    refused: Refused,
) -> told.MoneyDecisionRefused:
    return told.MoneyDecisionRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)
