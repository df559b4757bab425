"""Heard and told of reservations."""

from chassis import Heard
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as invoicing
from contracts.wallet import v1 as told
from wallet.credits.account_book import Wallet
from wallet.credits.commands import CaptureCredit, ReleaseCredit, ReserveCredit
from wallet.credits.events import CreditCaptured, CreditReleased, CreditReserved, CreditWaived, ReservationQueued
from wallet.reservations import events
from wallet.reservations.claim import Claim
from wallet.reservations.quota import Quota

# Heard.


def on_invoice_ready(fact: invoicing.InvoiceReady, heard: Heard) -> ReserveCredit:
    return ReserveCredit(company=fact.company, invoice=fact.invoice, klip=fact.klip, at=heard.at)


def on_invoice_refused(fact: invoicing.InvoiceRefused, heard: Heard) -> ReleaseCredit:
    """Most refused invoices never came as far as to ask for a credit."""
    return ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=False, at=heard.at)


def on_invoice_reopened(fact: invoicing.InvoiceReopened, heard: Heard) -> ReleaseCredit:
    """Its sender took it back; one that waited for its day or for approval has asked for no credit yet."""
    return ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=False, at=heard.at)


def on_document_handed_over(fact: delivery.DocumentHandedOver, heard: Heard) -> CaptureCredit:
    return CaptureCredit(company=fact.company, invoice=fact.invoice, at=heard.at)


def on_document_undeliverable(fact: delivery.DocumentUndeliverable, heard: Heard) -> ReleaseCredit:
    """An invoice is issued with a credit, or not at all."""
    return ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=True, at=heard.at)


def tell_credit_reserved(event: CreditReserved | CreditWaived, wallet: Wallet) -> told.CreditReserved:
    """A waived credit reads the same to whoever waits for it: the invoice may be issued."""
    return told.CreditReserved(
        company=event.company,
        invoice=event.invoice,
        klip=event.klip,
        available=event.available,
        account=event.account,
    )


def tell_credit_refused(event: ReservationQueued, wallet: Wallet) -> told.CreditRefused:
    return told.CreditRefused(
        company=event.company, invoice=event.invoice, code="credit.none-left", details={"klip": event.klip}
    )


def tell_quota_reached(event: events.QuotaReached, quota: Quota) -> told.CreditRefused:
    details = {"permitted": str(event.permitted), "year": str(event.year)}
    return told.CreditRefused(company=event.company, invoice=event.invoice, code="plan.quota-reached", details=details)


def tell_credit_captured(event: CreditCaptured, wallet: Wallet) -> told.CreditCaptured:
    return told.CreditCaptured(
        company=event.company,
        invoice=event.invoice,
        klip=event.klip,
        available=event.available,
        account=event.account,
    )


def tell_credit_released(event: CreditReleased, wallet: Wallet) -> told.CreditReleased:
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
