"""Translates what is told of the register's answer about the signer."""

from contracts.onboarding import v1 as told
from onboarding.signing.events import AuthorityChecked
from onboarding.signing.signing import Signing


def tell_signing_authority_checked(event: AuthorityChecked, signing: Signing) -> told.SigningAuthorityChecked:
    return told.SigningAuthorityChecked(
        company=event.company,
        person=event.person,
        signing=signing.id,
        outcome=event.outcome,
        told_by=event.register,
        role=event.role,
    )
