"""Recipients on one page: looked up in the networks outside, asked for, decided by the operator."""

from chassis import Act, Area
from contracts.directory import v1 as told
from contracts.portal import v1 as portal
from directory.recipients import boundary, commands, effects, events, handlers
from directory.recipients.lookup import RecipientLookup
from directory.recipients.request import RecipientRequest

recipients = Area(
    hears={
        portal.RecipientLookupRequested: commands.LookUpRecipient,
        portal.RecipientRequested: commands.RequestRecipient,
        portal.RecipientRequestDecided: commands.DecideRecipientRequest,
    },
    handles={
        commands.ListMember: handlers.list_member,
        commands.LookUpRecipient: RecipientLookup.ask,
        commands.AnswerRecipientLookup: RecipientLookup.answer,
        commands.RequestRecipient: RecipientRequest.ask,
        commands.DecideRecipientRequest: handlers.decide_recipient_request,
    },
    tells={
        events.RecipientLookupAnswered: told.RecipientLookupAnswered,
        events.RecipientRequested: told.RecipientRequestReceived,
        events.RecipientRequestTaken: told.RecipientRequestTaken,
        events.RecipientRequestGranted: boundary.tell_recipient_granted,
        events.RecipientRequestRefused: boundary.tell_recipient_request_refused,
    },
    refuses={
        portal.RecipientLookupRequested: told.RecipientLookupRefused,
        portal.RecipientRequested: told.RecipientRequestRefused,
        portal.RecipientRequestDecided: told.RecipientDecisionRefused,
    },
    acts={
        events.RecipientLookupRequested: Act(effects.look_up_outside, destination=lambda event: "peppol", at_once=20),
    },
)
