"""Credits on one page: what an account has of each kind, bought, taken back, given back and corrected."""

from chassis import Area
from contracts.portal import v1 as portal
from wallet.credits import boundary, commands, events, handlers, policy, views

area = Area(
    hears={
        portal.AdjustmentProposed: boundary.on_adjustment_proposed,
        portal.AdjustmentDecided: boundary.on_adjustment_decided,
    },
    handles={
        commands.GrantWaiting: handlers.grant_waiting,
        commands.ProposeAdjustment: handlers.propose_adjustment,
        commands.DecideAdjustment: handlers.decide_adjustment,
    },
    tells={
        events.AdjustmentProposed: boundary.tell_adjustment_proposed,
        events.AdjustmentDeclined: boundary.tell_adjustment_declined,
        events.CreditsGranted: boundary.tell_credits_granted,
        events.CreditsTakenBack: boundary.tell_credits_taken_back,
        events.CreditsGivenBack: boundary.tell_credits_given_back,
        events.CreditsAdjusted: boundary.tell_credits_adjusted,
        events.BalanceFellLow: boundary.tell_balance_low,
    },
    refuses={
        portal.AdjustmentProposed: boundary.tell_adjustment_refused,
        portal.AdjustmentDecided: boundary.tell_adjustment_refused,
    },
    schedules={
        events.GrantingPaused: policy.go_on_granting,
    },
    shows=[views.BalanceSheet],
)
