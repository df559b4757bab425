"""Credits on one page: what an account has of each kind, bought, taken back, given back and corrected."""

from chassis import Area
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.credits import boundary, commands, events, handlers, policy, views

ACTS = (portal.AdjustmentProposed, portal.AdjustmentDecided)
"""What staff do about corrections; a refusal of each is told in the same way."""

area = Area(
    hears={
        portal.AdjustmentProposed: commands.ProposeAdjustment,
        portal.AdjustmentDecided: commands.DecideAdjustment,
    },
    handles={
        commands.GrantWaiting: handlers.grant_waiting,
        commands.ProposeAdjustment: handlers.propose_adjustment,
        commands.DecideAdjustment: handlers.decide_adjustment,
    },
    tells={
        events.AdjustmentProposed: told.AdjustmentProposed,
        events.AdjustmentDeclined: told.AdjustmentDeclined,
        events.CreditsGranted: told.CreditsGranted,
        events.CreditsTakenBack: boundary.tell_credits_taken_back,
        events.CreditsGivenBack: told.CreditsGivenBack,
        events.CreditsAdjusted: told.CreditsAdjusted,
        events.BalanceFellLow: told.BalanceLow,
    },
    refuses=dict.fromkeys(ACTS, told.AdjustmentRefused),
    schedules={events.GrantingPaused: policy.go_on_granting},
    shows=[views.BalanceSheet],
)
