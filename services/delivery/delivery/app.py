"""The delivery service on one page: what it hears, does, tells and shows."""

from chassis import Act, Service
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from delivery import boundary, commands, effects, events, handlers, policy, sample_effects, views
from delivery.channels import email
from delivery.settings import DeliverySettings
from einvoice.pdf_pool import PdfLimits, PdfPool


def pdf_pool(settings: DeliverySettings) -> PdfPool:
    """Warm workers that render the PDFs."""
    return PdfPool(settings.pdf_workers, PdfLimits(render_timeout_s=settings.pdf_timeout_s))


service = Service(
    name="delivery",
    settings=DeliverySettings,
    hears={
        invoicing.InvoiceIssued: boundary.on_invoice_issued,
        directory.ReceptionChanged: boundary.on_reception_changed,
        directory_v2.ReceptionChanged: boundary.on_reception_changed,
        directory.SampleDocumentOrdered: boundary.on_sample_document_ordered,
        onboarding.CompanyRegistered: boundary.on_company_registered,
        portal.DocumentOpened: boundary.on_document_opened,
        wallet.ReservationQuestioned: boundary.on_reservation_questioned,
    },
    handles={
        commands.PlanDelivery: handlers.plan_delivery,
        commands.KeepRendering: handlers.keep_rendering,
        commands.BeginAttempt: handlers.begin_attempt,
        commands.RecordHandOver: handlers.record_hand_over,
        commands.RecordFailure: handlers.record_failure,
        commands.RepeatOutcome: handlers.repeat_outcome,
        commands.OpenDocument: handlers.open_document,
        commands.RegisterReceiver: handlers.register_receiver,
        commands.ChangeReception: handlers.change_reception,
        commands.OrderSample: handlers.order_sample,
        commands.RecordSample: handlers.record_sample,
        commands.RecordSampleFailure: handlers.record_sample_failure,
    },
    tells={
        events.DeliveryPlanned: boundary.tell_delivery_planned,
        events.DocumentRendered: boundary.tell_document_received,
        events.DeliveryAttemptFailed: boundary.tell_delivery_attempt_failed,
        events.DocumentHandedOver: boundary.tell_document_handed_over,
        events.DocumentUndeliverable: boundary.tell_document_undeliverable,
        events.OutcomeRepeated: boundary.tell_outcome_repeated,
        events.DocumentDownloaded: boundary.tell_document_downloaded,
        events.SampleSent: boundary.tell_sample_sent,
        events.SampleFailed: boundary.tell_sample_failed,
        events.SampleOpened: boundary.tell_sample_opened,
    },
    refuses={portal.DocumentOpened: boundary.tell_download_refused},
    schedules={events.DeliveryAttemptFailed: policy.try_again},
    acts={
        events.DeliveryPlanned: Act(effects.render, destination=lambda event: "pdf"),
        events.SampleOrdered: Act(sample_effects.send_sample, destination=sample_effects.destination, timeout_s=120),
        events.AttemptBegun: Act(effects.attempt, destination=lambda event: event.destination, timeout_s=120),
    },
    shows=[views.Undelivered],
    uses=[policy.timetable, email.mail, pdf_pool],
    documents_from=["invoicing"],
)
