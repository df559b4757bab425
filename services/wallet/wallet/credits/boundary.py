"""Heard and told of credits."""

from chassis import Heard, Refused
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.credits import commands, events
from wallet.credits.account_book import Wallet
from wallet.credits.adjustment import Adjustment


def on_adjustment_proposed(fact: portal.AdjustmentProposed, heard: Heard) -> commands.ProposeAdjustment:
    return commands.ProposeAdjustment(
        company=fact.company,
        account=fact.account,
        adjustment=fact.adjustment,
        person=fact.person,
        klip=fact.klip,
        quantity=fact.quantity,
        reason=fact.reason,
        at=heard.at,
    )


def on_adjustment_decided(fact: portal.AdjustmentDecided, heard: Heard) -> commands.DecideAdjustment:
    return commands.DecideAdjustment(
        company=fact.company, adjustment=fact.adjustment, person=fact.person, approved=fact.approved, at=heard.at
    )


# Told.


def tell_credits_granted(event: events.CreditsGranted, wallet: Wallet) -> told.CreditsGranted:
    return told.CreditsGranted(
        company=event.company,
        order=event.order,
        klip=event.klip,
        quantity=event.quantity,
        available=event.available,
        account=event.account,
    )


def tell_credits_taken_back(event: events.CreditsTakenBack, wallet: Wallet) -> told.CreditsTakenBack:
    return told.CreditsTakenBack(
        company=event.company,
        account=event.account,
        order=event.order,
        klip=event.klip,
        quantity=event.quantity,
        available=event.available,
        cause="refund" if event.cause == "refund" else "chargeback",
    )


def tell_credits_given_back(event: events.CreditsGivenBack, wallet: Wallet) -> told.CreditsGivenBack:
    return told.CreditsGivenBack(
        company=event.company,
        account=event.account,
        order=event.order,
        klip=event.klip,
        quantity=event.quantity,
        available=event.available,
    )


def tell_balance_low(event: events.BalanceFellLow, wallet: Wallet) -> told.BalanceLow:
    return told.BalanceLow(
        company=event.company,
        klip=event.klip,
        available=event.available,
        account=event.account,
    )


def tell_adjustment_proposed(event: events.AdjustmentProposed, adjustment: Adjustment) -> told.AdjustmentProposed:
    return told.AdjustmentProposed(
        company=event.company,
        account=event.account,
        adjustment=adjustment.id,
        person=event.person,
        klip=event.klip,
        quantity=event.quantity,
        reason=event.reason,
    )


def tell_adjustment_declined(event: events.AdjustmentDeclined, adjustment: Adjustment) -> told.AdjustmentDeclined:
    return told.AdjustmentDeclined(company=event.company, adjustment=adjustment.id)


def tell_credits_adjusted(event: events.CreditsAdjusted, wallet: Wallet) -> told.CreditsAdjusted:
    return told.CreditsAdjusted(
        company=event.company,
        account=event.account,
        adjustment=event.adjustment,
        klip=event.klip,
        quantity=event.quantity,
        available=event.available,
        reason=event.reason,
    )


def tell_adjustment_refused(
    fact: portal.AdjustmentProposed | portal.AdjustmentDecided, refused: Refused
) -> told.AdjustmentRefused:
    return told.AdjustmentRefused(
        company=fact.company, adjustment=fact.adjustment, code=refused.code, details=refused.details
    )
