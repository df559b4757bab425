"""Look-ups and registrations: what is asked, and what it is answered."""

from chassis import REPEATED, Heard, Refused
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies.commands import RegisterCompany
from onboarding.companies.company import Company
from onboarding.companies.events import CompanyRegistered
from onboarding.registration.commands import LookUpCompany
from onboarding.registration.events import LookupAnswered
from onboarding.registration.lookup import Lookup


def on_company_lookup_requested(fact: portal.CompanyLookupRequested, heard: Heard) -> LookUpCompany:
    return LookUpCompany(at=heard.at, request=fact.request, person=fact.person, country=fact.country, query=fact.query)


ALREADY_REGISTERED = "company.already-registered"


def on_company_registration_requested(fact: portal.CompanyRegistrationRequested, heard: Heard) -> RegisterCompany:
    return RegisterCompany(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        country=fact.country,
        number=fact.number,
        name=fact.name,
        legal_form=fact.legal_form,
        vat_number=fact.vat_number,
        no_vat_number=fact.no_vat_number,
        no_vat_reason=fact.no_vat_reason,
        contact_name=fact.contact_name,
        contact_email=fact.contact_email,
        language=fact.language,
    )


def tell_company_lookup_answered(event: LookupAnswered, lookup: Lookup) -> told.CompanyLookupAnswered:
    return told.CompanyLookupAnswered(request=lookup.id, person=event.person, hits=event.hits, problem=event.problem)


def tell_lookup_refused(fact: portal.CompanyLookupRequested, refused: Refused) -> told.CompanyLookupAnswered | None:
    """A question that is heard of again has its answer, or will have it."""
    if refused.code == REPEATED:
        return None
    return told.CompanyLookupAnswered(request=fact.request, person=fact.person, problem=refused.code)


def tell_company_registered(event: CompanyRegistered, company: Company) -> told.CompanyRegistered:
    contact = company.contact
    assert contact is not None, "the contact is named before the company is registered"
    return told.CompanyRegistered(
        company=event.company,
        person=event.registered_by,
        country=event.country,
        number=event.number,
        name=event.name,
        legal_form=event.legal_form,
        vat_number=event.vat_number,
        no_vat_reason=event.no_vat_reason,
        contact_name=contact.name,
        contact_email=contact.email,
        language=contact.language,
    )


def tell_registration_refused(
    fact: portal.CompanyRegistrationRequested, refused: Refused
) -> told.CompanyAlreadyRegistered | told.CompanyRegistrationRefused:
    if refused.code == ALREADY_REGISTERED:
        return told.CompanyAlreadyRegistered(company=fact.company, person=fact.person)
    return told.CompanyRegistrationRefused(company=fact.company, code=refused.code, details=refused.details)
