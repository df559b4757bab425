"""What a register said of a company and of whoever signed for it."""

from contracts.onboarding import v1 as told
from onboarding.companies.company import Company
from onboarding.companies.events import VerificationRecorded
from onboarding.signing.events import AuthorityChecked
from onboarding.signing.signing import Signing


def tell_company_verification_recorded(event: VerificationRecorded, _: Company) -> told.CompanyVerificationRecorded:
    return told.CompanyVerificationRecorded(
        company=event.company,
        status=event.status,
        differing=event.differing,
        problem=event.problem,
        confirmed=event.confirmed,
    )


def tell_signing_authority_checked(event: AuthorityChecked, signing: Signing) -> told.SigningAuthorityChecked:
    return told.SigningAuthorityChecked(
        company=event.company,
        person=event.person,
        signing=signing.id,
        outcome=event.outcome,
        told_by=event.register,
        role=event.role,
    )
