"""Registration: a person looks a company up in the register of its country, and brings it aboard.

Bringing it aboard takes three things at once: the number, the company, and the team of whoever did it.
"""

from chassis import Act
from chassis.area import Area
from contracts.portal import v1 as portal
from onboarding.companies.commands import RegisterCompany
from onboarding.companies.events import CompanyRegistered
from onboarding.registration import boundary, commands, effects, events, handlers

area = Area(
    hears={
        portal.CompanyLookupRequested: boundary.on_company_lookup_requested,
        portal.CompanyRegistrationRequested: boundary.on_company_registration_requested,
    },
    handles={
        commands.LookUpCompany: handlers.look_up_company,
        commands.AnswerLookup: handlers.answer_lookup,
        RegisterCompany: handlers.register_company,
    },
    tells={
        events.LookupAnswered: boundary.tell_company_lookup_answered,
        CompanyRegistered: boundary.tell_company_registered,
    },
    refuses={
        portal.CompanyLookupRequested: boundary.tell_lookup_refused,
        portal.CompanyRegistrationRequested: boundary.tell_registration_refused,
    },
    acts={events.LookupRequested: Act(effects.look_up, destination=lambda event: f"register {event.country}")},
)
