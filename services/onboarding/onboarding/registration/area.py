"""Registration: a person looks a company up in the register of its country, and registers it here.

Registering changes three streams in one unit of work: the number, the company, and the team of its first owner.
"""

from chassis import Act, Area
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies.commands import RegisterCompany
from onboarding.companies.events import CompanyRegistered
from onboarding.registration import boundary, commands, effects, events, handlers
from onboarding.registration.lookup import Lookup

area = Area(
    hears={
        portal.CompanyLookupRequested: commands.LookUpCompany,
        portal.CompanyRegistrationRequested: RegisterCompany,
    },
    handles={
        commands.LookUpCompany: handlers.look_up_company,
        commands.AnswerLookup: Lookup.answer,
        RegisterCompany: handlers.register_company,
    },
    tells={
        events.LookupAnswered: told.CompanyLookupAnswered,
        CompanyRegistered: boundary.tell_company_registered,
    },
    refuses={
        portal.CompanyLookupRequested: boundary.tell_lookup_refused,
        portal.CompanyRegistrationRequested: boundary.tell_registration_refused,
    },
    acts={events.LookupRequested: Act(effects.look_up, destination=lambda event: f"register {event.country}")},
)
