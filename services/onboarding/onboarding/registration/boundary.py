"""Translates what is told of registered companies, and of refused look-ups and registrations."""

from chassis import REPEATED, Refused
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies.company import Company
from onboarding.companies.events import CompanyRegistered

ALREADY_REGISTERED = "company.already-registered"


def tell_lookup_refused(fact: portal.CompanyLookupRequested, refused: Refused) -> told.CompanyLookupAnswered | None:
    """Tells a refused look-up, but not one that was only heard again: that has its answer, or will have it."""
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
