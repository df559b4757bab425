"""Terms: a person accepts the user terms for a company, and is asked again when newer ones come into force.

What was accepted is part of what a company lacks or has, so the events and commands are the company's.
"""

from chassis.area import Area
from contracts.portal import v1 as portal
from onboarding.companies import commands, events
from onboarding.terms import boundary, handlers, policy

area = Area(
    hears={portal.TermsAccepted: boundary.on_terms_accepted},
    handles={
        commands.AcceptTerms: handlers.accept_terms,
        commands.AskTermsAgain: handlers.ask_terms_again,
    },
    tells={
        events.TermsAccepted: boundary.tell_terms_recorded,
        events.TermsAskedAgain: boundary.tell_terms_asked_again,
    },
    refuses={portal.TermsAccepted: boundary.tell_terms_refused},
    schedules={events.TermsAccepted: policy.ask_terms_again},
)
