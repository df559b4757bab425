"""The signing services of this installation, made from the settings."""

from datetime import timedelta

from onboarding.settings import OnboardingSettings
from onboarding.signing.bankid.rp_api import BankId
from onboarding.signing.service import SigningDesk, SigningDesks
from onboarding.signing.visma_sign.api import VismaSign


def signing_desks(settings: OnboardingSettings) -> SigningDesks:
    """Makes the desks of BankID (Sweden) and Visma Sign (all four countries), each if it has an address."""
    desks: dict[str, SigningDesk] = {}
    grace = timedelta(seconds=settings.signing_grace_s)
    if settings.bankid_url:
        desks["bankid"] = SigningDesk(
            BankId(settings),
            collect_every=timedelta(seconds=settings.bankid_collect_every_s),
            open_for=timedelta(seconds=settings.signing_open_s),
            grace=grace,
        )
    if settings.visma_sign_url:
        desks["visma-sign"] = SigningDesk(
            VismaSign(settings),
            collect_every=timedelta(seconds=settings.visma_sign_poll_every_s),
            open_for=timedelta(seconds=settings.visma_sign_open_s),
            grace=grace,
            countries=("SE", "DK", "NO", "FI"),
        )
    return SigningDesks(desks, settings.signing_return_url)
