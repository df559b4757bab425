"""The outside parties as the settings of an installation make them."""

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from chassis import Refused
from onboarding.app import service
from onboarding.http_answers import Limits, answer_to
from onboarding.registration.bolagsverket.api import Bolagsverket
from onboarding.registration.brreg.api import Brreg
from onboarding.registration.prh.api import Prh
from onboarding.registration.registers import Registers
from onboarding.settings import OnboardingSettings
from onboarding.signing.service import SigningDesks


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


async def test_signs_that_no_text_may_hold_are_blanks_in_whatever_is_answered_in_json() -> None:
    """We cannot ask a register or a signing service to correct its answer; a file, though, keeps every byte."""
    said = b'{"name": "Norrsken\\u0000Bygg", "city": "Lule\\u00e5\\ud800", "street": "A\xc2\x81B\x7f"}'

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": request.headers["accept"]}, content=said)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        limits = Limits(timeout_s=5, answer_bytes_max=10_000)
        told = {
            kind: await answer_to(client, limits, "GET", "http://register.test/", headers={"accept": kind})
            for kind in ("application/json;charset=UTF-8", "application/hal+json", "application/pdf")
        }
    json, hal, file = told.values()
    assert json.json() == hal.json() == {"name": "Norrsken Bygg", "city": "Luleå ", "street": "A B "}
    assert file.content == said
