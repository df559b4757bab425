"""Settings as somebody lives them in a browser: people, keys, profile, password, two-step log-in and a passkey."""

import base64
import time
from dataclasses import replace

import pytest

from devstack.companies import NewCompany
from devstack.journey import PASSWORD
from portal.people.second_factor import STEP_S, code_at

from .conftest import NewGuest
from .guest import Guest

OTHER = "Skog-och-sjö-42"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A phone or computer with a fingerprint reader, as the browser itself plays it."""


@pytest.mark.req("S0-15", "S0-16", "S0-17", "S0-18", "S0-19", "S1-03", "S2-28", "S3-71", "D-05")
async def test_settings_are_changed_and_each_way_to_log_in_is_lived_in_swedish(
    guest: NewGuest, company: NewCompany
) -> None:
    """Browsers know passkeys by host names alone, so the pages are opened by theirs, not by its number."""
    owner = await company("anna", "Norrsken Bygg AB")
    anna, home = await guest("sv"), f"/c/{owner.company}"
    anna.addresses = replace(anna.addresses, portal=anna.addresses.portal.replace("127.0.0.1", "localhost"))
    devices = await anna.context.new_cdp_session(anna.page)
    await devices.send("WebAuthn.enable")
    await devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    await anna.be(owner)
    await anna.open(home)
    await anna.follow("Inställningar")
    await anna.follow("Personer och roller")
    await anna.look("people")
    await anna.open(f"{home}/keys")
    await anna.fill(name="Affärssystemet")
    await anna.press("Gör nyckeln")
    await anna.follow("Jag har sparat nyckeln")
    await anna.look("keys")
    name = await _changes_profile_and_password(anna)
    secret = await _turns_two_steps_on(anna)
    await anna.open("/settings/passkeys")
    await anna.fill(name="Min telefon", current=OTHER)
    await anna.press("Fortsätt")
    await anna.press("Skapa passkey")
    await anna.sees("Passkeyn är tillagd")
    await anna.look("passkeys")

    await anna.open("/settings/sessions")
    await anna.look("sessions")
    await anna.press("Logga ut överallt")
    await anna.sees("Du är utloggad överallt")
    await anna.log_in(name, OTHER)
    await anna.look("login-code")
    await anna.fill(code=code_at(secret, int(time.time() // STEP_S) + 1))  # the one of now has turned it on
    await anna.press("Logga in")
    await anna.arrives(home)
    await anna.press("Logga ut")
    await anna.press("Logga in med passkey")
    await anna.arrives(home)


async def _changes_profile_and_password(anna: Guest) -> str:
    name = f"anna{time.time_ns()}"
    await anna.open("/settings")
    await anna.follow("Profil")
    await anna.fill(user_name=name, phone="070-123 45 67")
    await anna.press("Spara")
    await anna.sees("Sparat.")
    await anna.open("/settings/password")
    await anna.sees("Minst 8 tecken")
    await anna.fill(current=PASSWORD, password=OTHER, repeated=PASSWORD)
    await anna.press("Byt lösenord")
    await anna.sees("Lösenorden är inte lika")
    await anna.fill(current=PASSWORD, password=OTHER, repeated=OTHER)
    await anna.press("Byt lösenord")
    await anna.sees("Lösenordet är bytt")
    return name


async def _turns_two_steps_on(anna: Guest) -> bytes:
    await anna.open("/settings/second-factor")
    await anna.fill(current=OTHER)
    await anna.press("Sätt på")
    await anna.look("second-factor")
    written = await anna.page.locator("main .code").inner_text()
    secret = base64.b32decode("".join(written.split()))
    await anna.fill(code=code_at(secret, int(time.time() // STEP_S)))
    await anna.press("Bekräfta")
    await anna.look("recovery-codes")
    return secret
