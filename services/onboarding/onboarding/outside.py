"""The outside parties of this installation, made from the settings."""

from datetime import timedelta

from contracts.values import Country
from onboarding.bankid.rp_api import BankId
from onboarding.bolagsverket.api import Bolagsverket
from onboarding.brreg.api import Brreg
from onboarding.prh.api import Prh
from onboarding.registers import Registers
from onboarding.settings import OnboardingSettings
from onboarding.signing_service import SigningDesk
from onboarding.virk.api import Virk


def registers(settings: OnboardingSettings) -> Registers:
    """The visible table: country, whether this installation has an address for its register, and who asks it."""
    table: tuple[tuple[Country, str, type[Bolagsverket | Virk | Brreg | Prh]], ...] = (
        ("SE", settings.bolagsverket_url, Bolagsverket),
        ("DK", settings.virk_url, Virk),
        ("NO", settings.brreg_url, Brreg),
        ("FI", settings.prh_url, Prh),
    )
    return Registers({country: register(settings) for country, address, register in table if address})


def signing_desk(settings: OnboardingSettings) -> SigningDesk:
    return SigningDesk(
        BankId(settings),
        collect_every=timedelta(seconds=settings.bankid_collect_every_s),
        open_for=timedelta(seconds=settings.signing_open_s),
        grace=timedelta(seconds=settings.signing_grace_s),
    )
