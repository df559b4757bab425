"""Translates facts and events: an issued invoice becomes a document on its way, and what happens to it is told."""

from __future__ import annotations

from collections.abc import Iterator

from chassis import Heard, Refused
from contracts.delivery import v1 as told
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.values import DocumentRef
from contracts.wallet import v1 as wallet
from delivery.dispatch import commands, events
from delivery.dispatch.dispatch import Dispatch

# What is heard.


def on_invoice_issued(fact: invoicing.InvoiceIssued, heard: Heard) -> commands.PlanDelivery:
    """Plans the delivery: from here on the document is known by the invoice's id."""
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


def on_document_pdf_wanted(fact: portal.DocumentPdfWanted, heard: Heard) -> commands.WantRendering:
    return commands.WantRendering(document=fact.document, company=fact.company, at=heard.at)


def on_reservation_questioned(fact: wallet.ReservationQuestioned, heard: Heard) -> commands.RepeatOutcome:
    return commands.RepeatOutcome(document=fact.invoice, company=fact.company, question=fact.question, at=heard.at)


# What is told.


def tell_delivery_planned(event: events.DeliveryPlanned, dispatch: Dispatch) -> Iterator[Fact]:
    """Tells the plan; and where no PDF has to be made first, that the document lies in the inbox."""
    yield told.DeliveryPlanned(
        company=event.company, invoice=dispatch.id, receiver=event.receiver, channel=event.channel
    )
    if event.pdf_on_demand:
        yield _document_received(dispatch, None)


def tell_document_rendered(event: events.DocumentRendered, dispatch: Dispatch) -> Fact:
    """Tells who wanted the PDF that it is made; or else that the document lies in the inbox, PDF and all."""
    if event.wanted_by:
        return told.DocumentRendered(company=event.wanted_by, document=dispatch.id, pdf=event.pdf)
    return _document_received(dispatch, event.pdf)


def tell_rendering_repeated(event: events.RenderingRepeated, dispatch: Dispatch) -> told.DocumentRendered:
    assert dispatch.pdf is not None, "only what is made can be told again"
    return told.DocumentRendered(company=event.company, document=dispatch.id, pdf=dispatch.pdf)


def tell_rendering_failed(event: events.RenderingFailed, dispatch: Dispatch) -> told.DocumentRenderingRefused:
    refused = Refused("document.not-renderable", document=dispatch.id)
    return told.DocumentRenderingRefused(company=event.company, code=refused.code, details=refused.details)


def _document_received(dispatch: Dispatch, pdf: DocumentRef | None) -> told.DocumentReceived:
    """Tells the receiver, under its own company id, that a document lies in its inbox."""
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
        pdf=pdf,
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
