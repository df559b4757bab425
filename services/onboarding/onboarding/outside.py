"""The outside parties of this installation, made from the settings."""

from datetime import timedelta

from contracts.values import Country
from onboarding.bankid.rp_api import BankId
from onboarding.bolagsverket.api import Bolagsverket
from onboarding.brreg.api import Brreg
from onboarding.prh.api import Prh
from onboarding.registers import Registers
from onboarding.settings import OnboardingSettings
from onboarding.signing_service import SigningDesk, SigningDesks
from onboarding.virk.api import Virk
from onboarding.visma_sign.api import VismaSign


def registers(settings: OnboardingSettings) -> Registers:
    """The visible table: country, whether this installation has an address for its register, and who asks it."""
    table: tuple[tuple[Country, str, type[Bolagsverket | Virk | Brreg | Prh]], ...] = (
        ("SE", settings.bolagsverket_url, Bolagsverket),
        ("DK", settings.virk_url, Virk),
        ("NO", settings.brreg_url, Brreg),
        ("FI", settings.prh_url, Prh),
    )
    return Registers({country: register(settings) for country, address, register in table if address})


def signing_desks(settings: OnboardingSettings) -> SigningDesks:
    """BankID for Swedish identities, Visma Sign for those of all four countries; each when it has an address."""
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
