"""The registers of this installation, made from the settings."""

from contracts.values import Country
from onboarding.registration.bolagsverket.api import Bolagsverket
from onboarding.registration.brreg.api import Brreg
from onboarding.registration.prh.api import Prh
from onboarding.registration.registers import Registers
from onboarding.registration.virk.api import Virk
from onboarding.settings import OnboardingSettings


def registers(settings: OnboardingSettings) -> Registers:
    """Makes the table of registers: country, whether this installation has an address for it, and the adapter."""
    table: tuple[tuple[Country, str, type[Bolagsverket | Virk | Brreg | Prh]], ...] = (
        ("SE", settings.bolagsverket_url, Bolagsverket),
        ("DK", settings.virk_url, Virk),
        ("NO", settings.brreg_url, Brreg),
        ("FI", settings.prh_url, Prh),
    )
    return Registers({country: register(settings) for country, address, register in table if address})
