"""Refunds on one page: money that goes back to the payer, by a refund or a chargeback, or waits for a person.

What an order paid for decides what can go back, so most events and commands are the order's.
"""

from chassis import Act, Area
from contracts.portal import v1 as portal
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
from wallet.refunds import boundary, commands, effects, events, handlers, policy, views

back_at_the_card_provider = Act(effects.pay_back, destination=lambda event: "card provider", timeout_s=30)

area = Area(
    hears={
        portal.ChargebackReported: boundary.on_chargeback_reported,
        portal.ChargebackReversalReported: boundary.on_reversal_reported,
        portal.ChargebackCleared: boundary.on_chargeback_cleared,
        portal.DebtSettled: boundary.on_debt_settled,
        portal.PaymentAssigned: boundary.on_payment_assigned,
        portal.PaymentReturned: boundary.on_payment_returned,
        portal.RefundPaidByHand: boundary.on_refund_paid_by_hand,
        portal.RefundRequested: boundary.on_refund_requested,
    },
    handles={
        RecordChargeback: handlers.record_chargeback,
        ReverseChargeback: handlers.reverse_chargeback,
        ClearChargeback: handlers.clear_chargeback,
        SettleDebt: handlers.settle_debt,
        AssignAside: handlers.assign_aside,
        ReturnAside: handlers.return_aside,
        commands.RecordRefundByHand: handlers.record_refund_by_hand,
        RefundOrder: handlers.refund_order,
        commands.RecordRefundPaid: handlers.record_refund_paid,
        commands.RecordRefundFailure: handlers.record_refund_failure,
        commands.RetryRefund: handlers.retry_refund,
    },
    tells={
        PaymentSetAside: boundary.tell_payment_set_aside,
        AsideSettled: boundary.tell_aside_settled,
        events.RefundAgreed: boundary.tell_refund_agreed,
        events.RefundPaid: boundary.tell_refund_paid,
        events.RefundGivenUp: boundary.tell_refund_failed,
        OrderGivenBack: boundary.tell_debt_deducted,
        ChargedBack: boundary.tell_payment_charged_back,
        ChargebackReversed: boundary.tell_chargeback_reversed,
        ChargebackSetAside: boundary.tell_chargeback_set_aside,
        ChargebackCleared: boundary.tell_chargeback_cleared,
        DebtSettled: boundary.tell_debt_settled,
    },
    refuses={
        portal.RefundRequested: boundary.tell_refund_refused,
        portal.PaymentReturned: boundary.tell_refund_refused,
        portal.RefundPaidByHand: boundary.tell_refund_refused,
        portal.PaymentAssigned: boundary.tell_decision_refused,
        portal.DebtSettled: boundary.tell_decision_refused,
        portal.ChargebackCleared: boundary.tell_decision_refused,
        portal.CheckoutQuestionRequested: boundary.tell_decision_refused,
    },
    schedules={
        events.RefundAttemptFailed: policy.retry_refund,
    },
    acts={
        events.RefundAgreed: back_at_the_card_provider,
        events.RefundRetried: back_at_the_card_provider,
    },
    shows=[views.RefundsDue],
)
