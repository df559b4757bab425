"""Dispatch on one page: an issued invoice is rendered, and handed over to the channel that its receiver chose."""

from chassis import Act, Area
from contracts.delivery import v1 as told
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from delivery.dispatch import boundary, commands, effects, events, handlers, policy
from delivery.dispatch.dispatch import Dispatch

area = Area(
    hears={
        invoicing.InvoiceIssued: boundary.on_invoice_issued,
        portal.DocumentPdfWanted: boundary.on_document_pdf_wanted,
        wallet.ReservationQuestioned: boundary.on_reservation_questioned,
    },
    handles={
        commands.PlanDelivery: handlers.plan_delivery,
        commands.WantRendering: Dispatch.want_rendering,
        commands.RecordUnrenderable: Dispatch.record_unrenderable,
        commands.KeepRendering: Dispatch.keep_rendering,
        commands.BeginAttempt: handlers.begin_attempt,
        commands.RecordHandOver: Dispatch.record_hand_over,
        commands.RecordFailure: Dispatch.record_failure,
        commands.RepeatOutcome: Dispatch.repeat_outcome,
    },
    tells={
        events.DeliveryPlanned: boundary.tell_delivery_planned,
        events.DocumentRendered: boundary.tell_document_rendered,
        events.RenderingRepeated: boundary.tell_rendering_repeated,
        events.RenderingFailed: boundary.tell_rendering_failed,
        events.DeliveryAttemptFailed: boundary.tell_delivery_attempt_failed,
        events.DocumentHandedOver: boundary.tell_document_handed_over,
        events.DocumentUndeliverable: boundary.tell_document_undeliverable,
        events.OutcomeRepeated: boundary.tell_outcome_repeated,
        events.DocumentDownloaded: boundary.tell_document_downloaded,
    },
    refuses={portal.DocumentPdfWanted: told.DocumentRenderingRefused},
    schedules={events.DeliveryAttemptFailed: policy.try_again},
    acts={
        events.DeliveryPlanned: Act(
            effects.render, destination=lambda event: "pdf", concerns=lambda event: not event.pdf_on_demand
        ),
        events.RenderingWanted: Act(effects.render_on_demand, destination=lambda event: "pdf"),
        events.AttemptBegun: Act(effects.attempt, destination=lambda event: event.destination, timeout_s=120),
    },
)
