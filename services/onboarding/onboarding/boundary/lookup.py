"""Look-ups: what is asked of a register, and what it answered."""

from chassis import REPEATED, Heard, Refused
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from onboarding import commands, events
from onboarding.lookup import Lookup


def on_company_lookup_requested(fact: portal.CompanyLookupRequested, heard: Heard) -> commands.LookUpCompany:
    return commands.LookUpCompany(
        at=heard.at, request=fact.request, person=fact.person, country=fact.country, query=fact.query
    )


def tell_company_lookup_answered(event: events.LookupAnswered, lookup: Lookup) -> onboarding.CompanyLookupAnswered:
    return onboarding.CompanyLookupAnswered(
        request=lookup.id, person=event.person, hits=event.hits, problem=event.problem
    )


def tell_lookup_refused(
    fact: portal.CompanyLookupRequested, refused: Refused
) -> onboarding.CompanyLookupAnswered | None:
    """A question that is heard of again has its answer, or will have it."""
    if refused.code == REPEATED:
        return None
    return onboarding.CompanyLookupAnswered(request=fact.request, person=fact.person, problem=refused.code)
