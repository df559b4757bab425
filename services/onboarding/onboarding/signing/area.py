"""Signing: a person signs for the company with an electronic identity, and confirms changes of its accounts."""

from chassis import Act, Area
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.signing import boundary, commands, effects, events, handlers
from onboarding.signing.signing import Signing

ACTS = (portal.SigningRequested, portal.SigningCancelled)
"""What people do with signings; a refusal of each is told in the same way."""

at_the_phone = Act(effects.collect_signature, destination=lambda event: "phone", at_once=500, timeout_s=1000.0)

area = Area(
    hears={
        portal.SigningRequested: commands.RequestSigning,
        portal.SigningCancelled: commands.CancelSigning,
    },
    handles={
        commands.RequestSigning: handlers.request_signing,
        commands.CancelSigning: Signing.cancel,
        commands.RecordOrder: Signing.order,
        commands.RecordProgress: Signing.progress,
        commands.RecordSignature: handlers.record_signature,
        commands.RecordFailure: Signing.fail,
    },
    tells={
        events.SigningOrdered: boundary.tell_signing_started,
        events.SigningProgressed: told.SigningProgressed,
        events.SigningCompleted: boundary.tell_company_signed,
        events.SigningFailed: told.SigningFailed,
    },
    refuses=dict.fromkeys(ACTS, told.SigningRefused),
    acts={
        events.SigningRequested: Act(effects.order_signature, at_once=20),
        events.SigningOrdered: at_the_phone,
        events.SigningProgressed: at_the_phone,
        events.OrderAbandoned: Act(effects.drop_order),
    },
)
