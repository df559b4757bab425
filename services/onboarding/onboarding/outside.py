"""The outside parties of this installation, made from the settings."""

from datetime import timedelta

from onboarding.bankid.rp_api import BankId
from onboarding.bolagsverket.api import Bolagsverket
from onboarding.registers import Registers
from onboarding.settings import OnboardingSettings
from onboarding.signing_service import SigningDesk


def registers(settings: OnboardingSettings) -> Registers:
    """The registers that are served; other countries follow."""
    return Registers({"SE": Bolagsverket(settings)})


def signing_desk(settings: OnboardingSettings) -> SigningDesk:
    return SigningDesk(
        BankId(settings),
        collect_every=timedelta(seconds=settings.bankid_collect_every_s),
        open_for=timedelta(seconds=settings.signing_open_s),
        grace=timedelta(seconds=settings.signing_grace_s),
    )
