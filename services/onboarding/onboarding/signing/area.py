"""Signing: a person signs for the company with an electronic identity, and vouches for changes of its accounts."""

from chassis import Act
from chassis.area import Area
from contracts.portal import v1 as portal
from onboarding.signing import boundary, commands, effects, events, handlers

ACTS = (portal.SigningRequested, portal.SigningCancelled)
"""What people do with signings; a refusal of each is told in the same way."""

at_the_phone = Act(effects.collect_signature, destination=lambda event: "phone", at_once=500, timeout_s=1000.0)

area = Area(
    hears={
        portal.SigningRequested: boundary.on_signing_requested,
        portal.SigningCancelled: boundary.on_signing_cancelled,
    },
    handles={
        commands.RequestSigning: handlers.request_signing,
        commands.CancelSigning: handlers.cancel_signing,
        commands.RecordOrder: handlers.record_order,
        commands.RecordProgress: handlers.record_progress,
        commands.RecordSignature: handlers.record_signature,
        commands.RecordFailure: handlers.record_failure,
    },
    tells={
        events.SigningOrdered: boundary.tell_signing_started,
        events.SigningProgressed: boundary.tell_signing_progressed,
        events.SigningCompleted: boundary.tell_company_signed,
        events.SigningFailed: boundary.tell_signing_failed,
    },
    refuses=dict.fromkeys(ACTS, boundary.tell_signing_refused),
    acts={
        events.SigningRequested: Act(effects.order_signature, at_once=20),
        events.SigningOrdered: at_the_phone,
        events.SigningProgressed: at_the_phone,
        events.OrderAbandoned: Act(effects.drop_order),
    },
)
