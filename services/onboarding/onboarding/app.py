"""Onboarding: how companies join the network. Each area has its own page (`area.py`) and may use those after it."""

from chassis import Service
from onboarding.accounts.area import area as accounts
from onboarding.companies.area import area as companies
from onboarding.patience import Patience
from onboarding.registration.area import area as registration
from onboarding.registration.outside import registers
from onboarding.settings import OnboardingSettings
from onboarding.signing.area import area as signing
from onboarding.signing.outside import signing_desks
from onboarding.team.area import area as team
from onboarding.terms.area import area as terms
from onboarding.verification.area import area as verification

service = Service(
    name="onboarding",
    settings=OnboardingSettings,
    areas=[verification, signing, accounts, registration, team, terms, companies],
    uses=[registers, signing_desks, Patience.register],
)
