"""Recipients on one page: looked up in the networks outside, asked for, decided by the operator."""

from chassis import Act
from chassis.area import Area
from contracts.portal import v1 as portal
from directory.recipients import boundary, commands, effects, events, handlers

recipients = Area(
    hears={
        portal.RecipientLookupRequested: boundary.on_recipient_lookup_requested,
        portal.RecipientRequested: boundary.on_recipient_requested,
        portal.RecipientRequestDecided: boundary.on_recipient_request_decided,
    },
    handles={
        commands.ListMember: handlers.list_member,
        commands.LookUpRecipient: handlers.look_up_recipient,
        commands.AnswerRecipientLookup: handlers.answer_recipient_lookup,
        commands.RequestRecipient: handlers.request_recipient,
        commands.DecideRecipientRequest: handlers.decide_recipient_request,
    },
    tells={
        events.RecipientLookupAnswered: boundary.tell_recipient_lookup_answered,
        events.RecipientRequested: boundary.tell_recipient_request_received,
        events.RecipientRequestTaken: boundary.tell_recipient_request_taken,
        events.RecipientRequestGranted: boundary.tell_recipient_granted,
        events.RecipientRequestRefused: boundary.tell_recipient_request_refused,
    },
    refuses={
        portal.RecipientLookupRequested: boundary.tell_lookup_refused,
        portal.RecipientRequested: boundary.tell_request_refused,
        portal.RecipientRequestDecided: boundary.tell_decision_refused,
    },
    acts={
        events.RecipientLookupRequested: Act(effects.look_up_outside, destination=lambda event: "peppol", at_once=20),
    },
)
