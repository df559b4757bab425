"""Terms: a person accepts the user terms for a company, and is asked again when newer ones come into force.

What was accepted is part of what a company lacks or has, so the events and commands are the company's.
"""

from chassis import Area
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies import commands, events
from onboarding.companies.company import Company
from onboarding.terms import boundary, policy

area = Area(
    hears={portal.TermsAccepted: commands.AcceptTerms},
    handles={
        commands.AcceptTerms: Company.accept_terms,
        commands.AskTermsAgain: Company.ask_terms_again,
    },
    tells={
        events.TermsAccepted: boundary.tell_terms_recorded,
        events.TermsAskedAgain: told.TermsAskedAgain,
    },
    refuses={portal.TermsAccepted: told.TermsRefused},
    schedules={events.TermsAccepted: policy.ask_terms_again},
)
