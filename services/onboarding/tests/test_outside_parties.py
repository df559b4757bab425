"""The outside parties as the settings of an installation make them."""

import pytest
from pydantic import SecretStr, ValidationError

from chassis import Refused
from onboarding.app import service
from onboarding.bolagsverket.api import Bolagsverket
from onboarding.brreg.api import Brreg
from onboarding.prh.api import Prh
from onboarding.registers import Registers
from onboarding.settings import OnboardingSettings
from onboarding.signing_service import SigningDesks


async def test_a_country_is_served_when_the_installation_has_an_address_for_its_register() -> None:
    settings = OnboardingSettings(
        bolagsverket_url="http://127.0.0.1:9",
        bolagsverket_client_secret=SecretStr("s"),
        brreg_url="http://127.0.0.1:9",
        prh_url="http://127.0.0.1:9",
        bankid_url="http://127.0.0.1:9/rp/v6.0",
    )
    made = [make(settings) for make in service.uses]
    (registers,) = [each for each in made if isinstance(each, Registers)]
    (desks,) = [each for each in made if isinstance(each, SigningDesks)]
    await registers.start()
    assert isinstance(registers.of("SE"), Bolagsverket) and isinstance(registers.of("NO"), Brreg)
    assert isinstance(registers.of("FI"), Prh) and not registers.serves("DK")
    with pytest.raises(Refused, match=r"country\.not-served"):
        registers.of("DK")
    await registers.stop()
    assert desks.of("bankid").countries == ("SE",)
    with pytest.raises(Refused, match=r"signing\.provider-not-served"):
        desks.of("visma-sign")
    await desks.stop()


def test_a_signing_cannot_be_open_longer_than_its_effect_may_last() -> None:
    with pytest.raises(ValidationError, match="signing_open_s"):
        OnboardingSettings(signing_open_s=600)
    collecting = next(act for event, act in service.acts.items() if event.__name__ == "SigningOrdered")
    longest = OnboardingSettings(signing_open_s=270, signing_grace_s=20)
    assert longest.signing_open_s + longest.signing_grace_s < collecting.timeout_s
