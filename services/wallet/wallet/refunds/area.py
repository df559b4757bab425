"""Refunds on one page: money that goes back to the payer, by a refund or a chargeback, or waits for a person.

What an order paid for decides what can go back, so most events and commands are the order's.
"""

from chassis import Act, Area
from contracts.portal import v1 as portal
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
from wallet.orders.order import Order
from wallet.refunds import boundary, commands, effects, events, handlers, policy, views
from wallet.refunds.refund import Refund

REFUNDS = (portal.RefundRequested, portal.PaymentReturned, portal.RefundPaidByHand)
DECISIONS = (portal.PaymentAssigned, portal.DebtSettled, portal.ChargebackCleared)
"""What staff do with an order's money; a refusal of each kind is told in the same way."""

back_at_the_card_provider = Act(effects.pay_back, destination=lambda event: "card provider", timeout_s=30)

area = Area(
    hears={
        portal.ChargebackReported: boundary.on_chargeback_reported,
        portal.ChargebackReversalReported: ReverseChargeback,
        portal.ChargebackCleared: ClearChargeback,
        portal.DebtSettled: SettleDebt,
        portal.PaymentAssigned: AssignAside,
        portal.PaymentReturned: ReturnAside,
        portal.RefundPaidByHand: commands.RecordRefundByHand,
        portal.RefundRequested: RefundOrder,
    },
    handles={
        RecordChargeback: handlers.record_chargeback,
        ReverseChargeback: handlers.reverse_chargeback,
        ClearChargeback: Order.settle,
        SettleDebt: Order.settle,
        AssignAside: handlers.assign_aside,
        ReturnAside: handlers.return_aside,
        commands.RecordRefundByHand: Refund.record_by_hand,
        RefundOrder: handlers.refund_order,
        commands.RecordRefundPaid: Refund.record_paid,
        commands.RecordRefundFailure: handlers.record_refund_failure,
        commands.RetryRefund: Refund.retry,
    },
    tells={
        PaymentSetAside: boundary.tell_payment_set_aside,
        AsideSettled: boundary.tell_aside_settled,
        events.RefundAgreed: boundary.tell_refund_agreed,
        events.RefundPaid: boundary.tell_refund_paid,
        events.RefundGivenUp: told.RefundFailed,
        OrderGivenBack: boundary.tell_debt_deducted,
        ChargedBack: boundary.tell_payment_charged_back,
        ChargebackReversed: boundary.tell_chargeback_reversed,
        ChargebackSetAside: told.ChargebackSetAside,
        ChargebackCleared: told.ChargebackCleared,
        DebtSettled: boundary.tell_debt_settled,
    },
    refuses={**dict.fromkeys(REFUNDS, told.RefundRefused), **dict.fromkeys(DECISIONS, told.MoneyDecisionRefused)},
    schedules={events.RefundAttemptFailed: policy.retry_refund},
    acts={
        events.RefundAgreed: back_at_the_card_provider,
        events.RefundRetried: back_at_the_card_provider,
    },
    shows=[views.RefundsDue],
)
