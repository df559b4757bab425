"""The wall: facts heard become commands, what has happened becomes facts told."""

from __future__ import annotations

from chassis import Heard, Refused
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as told
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from invoicing.life import commands, events
from invoicing.life.invoice import Invoice


def on_invoice_withdrawn(fact: portal.InvoiceWithdrawn, heard: Heard) -> commands.TakeBackInvoice:
    return commands.TakeBackInvoice(company=fact.company, invoice=fact.invoice, at=heard.at)


def on_credit_refused(fact: wallet.CreditRefused, heard: Heard) -> commands.HoldInvoice:
    reason = "quota-reached" if fact.code == "plan.quota-reached" else "no-credit"
    return commands.HoldInvoice(company=fact.company, invoice=fact.invoice, reason=reason, at=heard.at)


def on_reservation_questioned(fact: wallet.ReservationQuestioned, heard: Heard) -> commands.RepeatRefusal:
    return commands.RepeatRefusal(company=fact.company, invoice=fact.invoice, at=heard.at)


# What becomes of it after the issue.


def on_document_handed_over(fact: delivery.DocumentHandedOver, heard: Heard) -> commands.NoteHandOver:
    return commands.NoteHandOver(
        company=fact.company, invoice=fact.invoice, channel=fact.channel, receipt=fact.receipt, at=heard.at
    )


def on_document_downloaded(fact: delivery.DocumentDownloaded, heard: Heard) -> commands.NoteDelivery:
    return commands.NoteDelivery(company=fact.company, invoice=fact.invoice, at=heard.at)


def on_document_undeliverable(fact: delivery.DocumentUndeliverable, heard: Heard) -> commands.NoteUndeliverable:
    return commands.NoteUndeliverable(
        company=fact.company, invoice=fact.invoice, cause=fact.cause, repair=fact.repair, at=heard.at
    )


def tell_invoice_ready(event: events.InvoiceReady, invoice: Invoice) -> told.InvoiceReady:
    return told.InvoiceReady(company=event.company, invoice=invoice.id, receiver=event.receiver, klip=event.klip)


def tell_invoice_held(event: events.InvoiceHeld, invoice: Invoice) -> told.InvoiceHeld:
    return told.InvoiceHeld(company=event.company, invoice=invoice.id, reason=event.reason, until=event.until)


def tell_invoice_reopened(event: events.InvoiceReopened, invoice: Invoice) -> told.InvoiceReopened:
    return told.InvoiceReopened(company=event.company, invoice=invoice.id)


def tell_invoice_refused(event: events.InvoiceRefused, invoice: Invoice) -> told.InvoiceRefused:
    return told.InvoiceRefused(
        company=event.company, invoice=invoice.id, code=event.code, details=event.details, findings=event.findings
    )


def tell_invoice_handed_over(event: events.InvoiceHandedOver, invoice: Invoice) -> told.InvoiceHandedOver:
    return told.InvoiceHandedOver(
        company=event.company, invoice=invoice.id, channel=event.channel, receipt=event.receipt
    )


def tell_invoice_delivered(event: events.InvoiceDelivered, invoice: Invoice) -> told.InvoiceDelivered:
    return told.InvoiceDelivered(company=event.company, invoice=invoice.id)


def tell_invoice_undeliverable(event: events.InvoiceUndeliverable, invoice: Invoice) -> told.InvoiceUndeliverable:
    return told.InvoiceUndeliverable(company=event.company, invoice=invoice.id, cause=event.cause, repair=event.repair)


def tell_withdrawal_refused(fact: portal.InvoiceWithdrawn, refused: Refused) -> told.InvoiceWithdrawalRefused:
    return told.InvoiceWithdrawalRefused(
        company=fact.company, invoice=fact.invoice, code=refused.code, details=refused.details
    )
