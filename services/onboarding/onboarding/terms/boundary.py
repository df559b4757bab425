"""Terms: who accepted them, and when they are asked again."""

from chassis import Heard, Refused
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies.commands import AcceptTerms
from onboarding.companies.company import Company
from onboarding.companies.events import TermsAccepted, TermsAskedAgain


def on_terms_accepted(fact: portal.TermsAccepted, heard: Heard) -> AcceptTerms:
    return AcceptTerms(at=heard.at, company=fact.company, person=fact.person, version=fact.version, sha256=fact.sha256)


def tell_terms_recorded(event: TermsAccepted, _: Company) -> told.TermsRecorded:
    return told.TermsRecorded(
        company=event.company, person=event.accepted_by, version=event.version, sha256=event.sha256
    )


def tell_terms_asked_again(event: TermsAskedAgain, _: Company) -> told.TermsAskedAgain:
    return told.TermsAskedAgain(company=event.company, version=event.version, in_force_from=event.in_force_from)


def tell_terms_refused(fact: portal.TermsAccepted, refused: Refused) -> told.TermsRefused:
    return told.TermsRefused(company=fact.company, code=refused.code, details=refused.details)
