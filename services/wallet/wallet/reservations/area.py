"""Reservations on one page: a ready invoice asks for one credit, which is used, given back, or waited for."""

from chassis import Area
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as invoicing
from contracts.wallet import v1 as told
from wallet.credits.commands import CaptureCredit, ReleaseCredit, ReserveCredit
from wallet.credits.events import CreditCaptured, CreditReleased, CreditReserved, CreditWaived, ReservationQueued
from wallet.customers.events import PlanBegan
from wallet.reservations import boundary, commands, events, handlers, policy, views

area = Area(
    hears={
        invoicing.InvoiceReady: ReserveCredit,
        invoicing.InvoiceRefused: ReleaseCredit,
        invoicing.InvoiceReopened: ReleaseCredit,
        delivery.DocumentHandedOver: CaptureCredit,
        delivery.DocumentUndeliverable: boundary.on_document_undeliverable,
    },
    handles={
        ReserveCredit: handlers.reserve_credit,
        CaptureCredit: handlers.capture_credit,
        ReleaseCredit: handlers.release_credit,
        commands.QuestionClaim: handlers.question_claim,
        commands.ServeQuota: handlers.serve_quota,
    },
    tells={
        CreditReserved: told.CreditReserved,
        CreditWaived: told.CreditReserved,
        ReservationQueued: boundary.tell_credit_refused,
        events.QuotaReached: boundary.tell_quota_reached,
        CreditCaptured: told.CreditCaptured,
        CreditReleased: told.CreditReleased,
        events.ClaimQuestioned: boundary.tell_reservation_questioned,
    },
    schedules={
        events.CreditClaimed: policy.question_claim,
        events.ClaimQuestioned: policy.question_again,
        events.QuotaReached: policy.serve_quota_of_year,
        events.QuotaServingPaused: policy.go_on_serving_quota,
        PlanBegan: policy.serve_quota_of_plan,
    },
    shows=[views.Questioned],
)
