"""The right to sign for a company: what the signer declares, and, kept apart, what the register says."""

from datetime import date, timedelta

import pytest
from onboarding_stories import SARA, PaperRegister, ScriptedSigning, registered, rehearsal, signed_by, signing_wanted

from contracts.onboarding import v1 as facts
from contracts.values import Country, Personal
from onboarding.registration.registers import Signatory
from onboarding.signing.personal_number import born_on, checked_personal_number
from onboarding.verification.authority import role_of

BORN = date(1988, 3, 20)
DIRECTOR = Signatory("Daglig leder", Personal("SARA SPÅRBERG"), Personal(BORN))


async def checked(register: PaperRegister) -> tuple[facts.CompanySigned, facts.SigningAuthorityChecked]:
    onboarding = rehearsal(ScriptedSigning(signed_by()), register)
    company = await registered(
        onboarding, country="NO", number=Personal("199000012"), vat_number=Personal("NO199000012MVA")
    )
    await onboarding.hear(signing_wanted(company))
    await onboarding.act()
    (signed,), (weighed,) = onboarding.told(facts.CompanySigned), onboarding.told(facts.SigningAuthorityChecked)
    return signed, weighed


@pytest.mark.req("S4-12")
async def test_a_signer_whom_the_register_names_is_verified_beside_what_they_declared() -> None:
    signed, weighed = await checked(PaperRegister(signatories=(DIRECTOR,)))
    assert signed.authority == "declared", "the signer's own word stays what it was"
    assert (weighed.outcome, weighed.role, weighed.told_by) == ("verified", "Daglig leder", "Paper")
    assert (weighed.signing, weighed.person) == (signed.signing, signed.person)


@pytest.mark.parametrize(
    ("signatories", "outcome"),
    [
        ((), "not-found"),
        ((Signatory("Daglig leder", Personal("OLA NORDMANN"), Personal(BORN)),), "not-found"),
        ((Signatory("Daglig leder", Personal("SARA SPÅRBERG"), Personal(date(1988, 3, 21))),), "not-found"),
        ((Signatory("Daglig leder", Personal("SARA SPÅRBERG")),), "not-found"),
        (None, "not-told"),
    ],
)
async def test_a_signer_whom_the_register_does_not_name_stays_declared(
    signatories: tuple[Signatory, ...] | None, outcome: str
) -> None:
    signed, weighed = await checked(PaperRegister(signatories=signatories))
    assert (signed.authority, weighed.outcome, weighed.role) == ("declared", outcome, "")


async def test_a_register_that_is_silent_is_asked_again_for_the_signer() -> None:
    register = PaperRegister(signatories=(DIRECTOR,))
    onboarding = rehearsal(ScriptedSigning(signed_by()), register)
    company = await registered(onboarding)
    await onboarding.act()
    await onboarding.hear(signing_wanted(company))
    register.silent = "register.late"
    await onboarding.act()
    assert onboarding.told(facts.CompanySigned) and not onboarding.told(facts.SigningAuthorityChecked)
    register.silent = ""
    await onboarding.pass_time(timedelta(minutes=6))
    await onboarding.act()
    (weighed,) = onboarding.told(facts.SigningAuthorityChecked)
    assert weighed.outcome == "verified"


@pytest.mark.parametrize(
    ("signer", "registered_as", "same"),
    [
        ("Sara Spårberg", "SARA SPÅRBERG", True),
        ("Sara Maria Spårberg", "SARA SPÅRBERG", True),
        ("Sara Spårberg", "SARA MARIA SPÅRBERG", True),
        ("Øyvind Ås-Berg", "ØYVIND ÅS-BERG", True),
        ("Sara Berg", "SARA SPÅRBERG", False),
        ("Maria Spårberg", "SARA SPÅRBERG", False),
        ("Spårberg Sara", "SARA SPÅRBERG", False),
        ("", "SARA SPÅRBERG", False),
    ],
)
def test_names_are_one_persons_when_one_leaves_out_middle_names_alone(
    signer: str, registered_as: str, same: bool
) -> None:
    signatory = Signatory("Innehaver", Personal(registered_as), Personal(BORN))
    assert bool(role_of(signer, BORN, (signatory,))) is same


@pytest.mark.parametrize(
    ("country", "written", "number", "born"),
    [
        ("SE", "880320-0016", SARA, BORN),
        ("SE", "701063-2391", "197010632391", date(1970, 10, 3)),
        ("DK", "010190-1111", "0101901111", date(1990, 1, 1)),
        ("DK", "010105-4111", "0101054111", date(2005, 1, 1)),
        ("NO", "01017000027", "01017000027", date(1970, 1, 1)),
        ("NO", "410170 00010", "41017000010", date(1970, 1, 1)),
        ("FI", "131052-308t", "131052-308T", date(1952, 10, 13)),
        ("FI", "010101A0101", "010101A0101", date(2001, 1, 1)),
    ],
)
def test_a_personal_number_of_any_of_the_four_countries_tells_the_day_of_birth(
    country: Country, written: str, number: str, born: date
) -> None:
    checked_number = checked_personal_number(written, date(2026, 11, 21), country)
    assert checked_number == number and born_on(number, country) == born
