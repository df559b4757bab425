"""Heard and told of credits: reserved, used, given back, corrected."""

from chassis import Heard, Refused
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet import commands, events, events_customers
from wallet.adjustment import Adjustment
from wallet.claim import Claim
from wallet.quota import Quota
from wallet.wallet import Wallet

# Heard.


def on_invoice_ready(fact: invoicing.InvoiceReady, heard: Heard) -> commands.ReserveCredit:
    return commands.ReserveCredit(company=fact.company, invoice=fact.invoice, klip=fact.klip, at=heard.at)


def on_invoice_refused(fact: invoicing.InvoiceRefused, heard: Heard) -> commands.ReleaseCredit:
    """Most refused invoices never came as far as to ask for a credit."""
    return commands.ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=False, at=heard.at)


def on_invoice_reopened(fact: invoicing.InvoiceReopened, heard: Heard) -> commands.ReleaseCredit:
    """Its sender took it back; one that waited for its day or for approval has asked for no credit yet."""
    return commands.ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=False, at=heard.at)


def on_document_handed_over(fact: delivery.DocumentHandedOver, heard: Heard) -> commands.CaptureCredit:
    return commands.CaptureCredit(company=fact.company, invoice=fact.invoice, at=heard.at)


def on_document_undeliverable(fact: delivery.DocumentUndeliverable, heard: Heard) -> commands.ReleaseCredit:
    """An invoice is issued with a credit, or not at all."""
    return commands.ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=True, at=heard.at)


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


def tell_credit_reserved(event: events.CreditReserved | events.CreditWaived, wallet: Wallet) -> told.CreditReserved:
    """A waived credit reads the same to whoever waits for it: the invoice may be issued."""
    return told.CreditReserved(
        company=event.company,
        invoice=event.invoice,
        klip=event.klip,
        available=event.available,
        account=event.account,
    )


def tell_credit_refused(event: events.ReservationQueued, wallet: Wallet) -> told.CreditRefused:
    return told.CreditRefused(
        company=event.company, invoice=event.invoice, code="credit.none-left", details={"klip": event.klip}
    )


def tell_quota_reached(event: events.QuotaReached, quota: Quota) -> told.CreditRefused:
    details = {"permitted": str(event.permitted), "year": str(event.year)}
    return told.CreditRefused(company=event.company, invoice=event.invoice, code="plan.quota-reached", details=details)


def tell_credit_captured(event: events.CreditCaptured, wallet: Wallet) -> told.CreditCaptured:
    return told.CreditCaptured(
        company=event.company,
        invoice=event.invoice,
        klip=event.klip,
        available=event.available,
        account=event.account,
    )


def tell_credit_released(event: events.CreditReleased, wallet: Wallet) -> told.CreditReleased:
    return told.CreditReleased(
        company=event.company,
        invoice=event.invoice,
        klip=event.klip,
        available=event.available,
        account=event.account,
    )


def tell_reservation_questioned(event: events.ClaimQuestioned, claim: Claim) -> told.ReservationQuestioned | None:
    if event.waiting:
        return None
    return told.ReservationQuestioned(company=event.company, invoice=event.invoice, question=event.question)


def tell_balance_low(event: events.BalanceFellLow, wallet: Wallet) -> told.BalanceLow:
    return told.BalanceLow(
        company=event.company,
        klip=event.klip,
        available=event.available,
        account=event.account,
    )


def tell_adjustment_proposed(
    event: events_customers.AdjustmentProposed, adjustment: Adjustment
) -> told.AdjustmentProposed:
    return told.AdjustmentProposed(
        company=event.company,
        account=event.account,
        adjustment=adjustment.id,
        person=event.person,
        klip=event.klip,
        quantity=event.quantity,
        reason=event.reason,
    )


def tell_adjustment_declined(
    event: events_customers.AdjustmentDeclined, adjustment: Adjustment
) -> told.AdjustmentDeclined:
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
