"""Translates what is told of accepted terms."""

from contracts.onboarding import v1 as told
from onboarding.companies.company import Company
from onboarding.companies.events import TermsAccepted


def tell_terms_recorded(event: TermsAccepted, _: Company) -> told.TermsRecorded:
    return told.TermsRecorded(
        company=event.company, person=event.accepted_by, version=event.version, sha256=event.sha256
    )
