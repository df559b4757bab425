"""The wall: facts heard become commands, what has happened becomes facts told."""

from __future__ import annotations

from chassis import Heard, Refused
from contracts.delivery import v1 as told
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from delivery import commands, events
from delivery.dispatch import Dispatch
from delivery.sample import Sample
from delivery.sample_effects import SENDER

# What is heard.


def on_invoice_issued(fact: invoicing.InvoiceIssued, heard: Heard) -> commands.PlanDelivery:
    """The document has the invoice's id from here on."""
    return commands.PlanDelivery(
        document=fact.invoice,
        company=fact.company,
        receiver=fact.receiver,
        supplier_name=fact.supplier_name,
        receiver_name=fact.receiver_name,
        number=fact.number,
        issue_date=fact.issue_date,
        due_date=fact.due_date,
        payable=fact.payable,
        ubl=fact.document,
        at=heard.at,
    )


def on_document_opened(fact: portal.DocumentOpened, heard: Heard) -> commands.OpenDocument:
    return commands.OpenDocument(document=fact.document, company=fact.company, at=heard.at)


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> commands.RegisterReceiver:
    return commands.RegisterReceiver(company=fact.company, name=fact.name, language=fact.language, at=heard.at)


def on_reception_changed(
    fact: directory.ReceptionChanged | directory_v2.ReceptionChanged, heard: Heard
) -> commands.ChangeReception | None:
    """Both versions say the same of invoices. The directory offers no way that we do not have."""
    if fact.method not in ("email", "inbox"):
        return None
    return commands.ChangeReception(
        company=fact.company,
        document_type=fact.document_type,
        method=fact.method,
        format=fact.format,
        email=fact.email,
        at=heard.at,
    )


def on_reservation_questioned(fact: wallet.ReservationQuestioned, heard: Heard) -> commands.RepeatOutcome:
    return commands.RepeatOutcome(document=fact.invoice, company=fact.company, question=fact.question, at=heard.at)


def on_sample_document_ordered(fact: directory.SampleDocumentOrdered, heard: Heard) -> commands.OrderSample | None:
    if fact.method not in ("email", "inbox"):
        return None
    return commands.OrderSample(
        sample=fact.sample, company=fact.company, channel=fact.method, email=fact.email, at=heard.at
    )


# What is told.


def tell_delivery_planned(event: events.DeliveryPlanned, dispatch: Dispatch) -> told.DeliveryPlanned:
    return told.DeliveryPlanned(
        company=event.company, invoice=dispatch.id, receiver=event.receiver, channel=event.channel
    )


def tell_document_received(event: events.DocumentRendered, dispatch: Dispatch) -> told.DocumentReceived:
    """Told under the receiver's id: this is its half of the matter."""
    planned = dispatch.planned
    return told.DocumentReceived(
        company=planned.receiver,
        document=dispatch.id,
        supplier=planned.company,
        supplier_name=planned.supplier_name,
        number=planned.number,
        issue_date=planned.issue_date,
        due_date=planned.due_date,
        payable=planned.payable,
        ubl=planned.ubl,
        pdf=event.pdf,
    )


def tell_delivery_attempt_failed(event: events.DeliveryAttemptFailed, dispatch: Dispatch) -> told.DeliveryAttemptFailed:
    return told.DeliveryAttemptFailed(
        company=event.company,
        invoice=dispatch.id,
        attempt=event.attempt,
        cause=event.cause,
        next_attempt_at=event.next_attempt_at,
    )


def tell_document_handed_over(event: events.DocumentHandedOver, dispatch: Dispatch) -> told.DocumentHandedOver:
    return told.DocumentHandedOver(
        company=event.company,
        invoice=dispatch.id,
        receiver=dispatch.planned.receiver,
        channel=event.channel,
        receipt=event.receipt,
    )


def tell_document_undeliverable(event: events.DocumentUndeliverable, dispatch: Dispatch) -> told.DocumentUndeliverable:
    return told.DocumentUndeliverable(
        company=event.company, invoice=dispatch.id, cause=event.cause, repair=event.repair
    )


def tell_outcome_repeated(
    event: events.OutcomeRepeated, dispatch: Dispatch
) -> told.DocumentHandedOver | told.DocumentUndeliverable | None:
    match dispatch.outcome:
        case events.DocumentHandedOver() as ended:
            return tell_document_handed_over(ended, dispatch)
        case events.DocumentUndeliverable() as ended:
            return tell_document_undeliverable(ended, dispatch)
        case None:
            return None


def tell_document_downloaded(event: events.DocumentDownloaded, dispatch: Dispatch) -> told.DocumentDownloaded:
    return told.DocumentDownloaded(company=event.company, invoice=dispatch.id, receiver=dispatch.planned.receiver)


def tell_sample_sent(event: events.SampleSent, sample: Sample) -> tuple[told.SampleDocumentSent, told.DocumentReceived]:
    """The sample lies in the inbox like any document; its sender is the company itself, for want of another."""
    ordered = sample.ordered
    sent = told.SampleDocumentSent(
        company=event.company, sample=ordered.sample, channel=event.channel, receipt=event.receipt
    )
    received = told.DocumentReceived(
        company=event.company,
        document=ordered.sample,
        supplier=event.company,
        supplier_name=SENDER,
        number=event.number,
        issue_date=event.issue_date,
        payable=event.payable,
        ubl=event.ubl,
        pdf=event.pdf,
    )
    return sent, received


def tell_sample_failed(event: events.SampleFailed, sample: Sample) -> told.SampleDocumentFailed:
    return told.SampleDocumentFailed(
        company=event.company, sample=sample.ordered.sample, cause=event.cause, repair=event.repair
    )


def tell_sample_opened(event: events.SampleOpened, sample: Sample) -> told.DocumentDownloaded:
    return told.DocumentDownloaded(company=event.company, invoice=sample.ordered.sample, receiver=event.company)


def tell_download_refused(fact: portal.DocumentOpened, refused: Refused) -> told.DocumentDownloadRefused:
    return told.DocumentDownloadRefused(company=fact.company, code=refused.code, details=refused.details)
