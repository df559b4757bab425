"""Heard and told of reservations, where more is decided than a copy."""

from chassis import Heard
from contracts.delivery import v1 as delivery
from contracts.wallet import v1 as told
from wallet.credits.account_book import AccountBook
from wallet.credits.commands import ReleaseCredit
from wallet.credits.events import ReservationQueued
from wallet.reservations import events
from wallet.reservations.claim import Claim
from wallet.reservations.quota import Quota


def on_document_undeliverable(fact: delivery.DocumentUndeliverable, heard: Heard) -> ReleaseCredit:
    """An invoice is issued with a credit, or not at all."""
    return ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=True, at=heard.at)


def tell_credit_refused(event: ReservationQueued, book: AccountBook) -> told.CreditRefused:
    return told.CreditRefused(
        company=event.company, invoice=event.invoice, code="credit.none-left", details={"klip": event.klip}
    )


def tell_quota_reached(event: events.QuotaReached, quota: Quota) -> told.CreditRefused:
    details = {"permitted": str(event.permitted), "year": str(event.year)}
    return told.CreditRefused(company=event.company, invoice=event.invoice, code="plan.quota-reached", details=details)


def tell_reservation_questioned(event: events.ClaimQuestioned, claim: Claim) -> told.ReservationQuestioned | None:
    if event.waiting:
        return None
    return told.ReservationQuestioned(company=event.company, invoice=event.invoice, question=event.question)
