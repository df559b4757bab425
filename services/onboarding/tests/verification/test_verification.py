"""What a person entered is compared with the register, and again later when the register gave no answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from onboarding_stories import HOME, PaperRegister, moved, registered, rehearsal

from chassis.testing import Rehearsal
from contracts.onboarding import v1 as facts
from contracts.values import Address, CompanyHit, Personal
from onboarding.verification.policy import ASK_AGAIN_AFTER
from onboarding.verification.register_check import ATTEMPTS_MAX

NORRSKEN = CompanyHit(
    "SE",
    Personal("5566778899"),
    "Norrsken Bygg & Spår AB",
    "Aktiebolag",
    Address("Norrsken Bygg & Spår AB", "Bangårdsgatan 12", "97231", "Luleå", "SE"),
)


async def verified(register: PaperRegister, **entered: Any) -> facts.CompanyVerificationRecorded:
    onboarding = rehearsal(register=register)
    await registered(onboarding, **entered)
    await onboarding.act()
    (told,) = onboarding.told(facts.CompanyVerificationRecorded)
    return told


@pytest.mark.req("S4-08")
async def test_what_was_entered_by_hand_and_agrees_is_verified_field_by_field() -> None:
    told = await verified(PaperRegister(NORRSKEN))
    assert (told.status, told.differing, told.problem) == ("verified", (), "")
    assert told.confirmed == ("number", "active", "name", "legal_form")


@pytest.mark.req("S4-08")
@pytest.mark.parametrize(
    ("changed", "entered", "differing"),
    [
        ({}, {"name": "Norrskens Bygg AB"}, ("name",)),
        ({}, {"legal_form": "Handelsbolag"}, ("legal_form",)),
        ({"active": False}, {}, ("active",)),
        ({"vat_registered": False}, {}, ("vat_number",)),
        ({"vat_registered": True}, {"vat_number": None, "no_vat_number": True}, ("vat_number",)),
        ({"active": False}, {"name": "Norrskens Bygg AB"}, ("active", "name")),
    ],
)
async def test_a_field_that_differs_is_named_and_the_rest_confirmed(
    changed: dict[str, Any], entered: dict[str, Any], differing: tuple[str, ...]
) -> None:
    told = await verified(PaperRegister(replace(NORRSKEN, **changed)), **entered)
    assert (told.status, told.differing) == ("differs", differing)
    assert "number" in told.confirmed and not set(told.confirmed) & set(differing)


async def test_a_number_that_the_register_does_not_know_differs() -> None:
    told = await verified(PaperRegister())
    assert (told.status, told.differing, told.confirmed) == ("differs", ("number",), ())


@pytest.mark.req("S4-08")
async def test_what_the_register_leaves_out_is_neither_confirmed_nor_denied() -> None:
    silent = replace(NORRSKEN, name="", legal_form="", address=None, missing=("name", "legal_form", "active"))
    told = await verified(PaperRegister(silent))
    assert (told.status, told.confirmed, told.differing) == ("verified", ("number",), ())


@pytest.mark.parametrize(
    "written", ["Norrsken Bygg & Spår Aktiebolag", "NORRSKEN BYGG & SPAR AB", "Norrsken Bygg Spår A.B."]
)
async def test_case_accents_and_the_long_word_for_the_form_make_no_other_company(written: str) -> None:
    assert (await verified(PaperRegister(NORRSKEN), name=written)).status == "verified"


async def test_of_a_persons_several_firms_the_one_with_the_name_counts() -> None:
    firms = [
        CompanyHit("SE", Personal("8112289874"), name, "Enskild näringsverksamhet")
        for name in ("Bokföring i Backen", "Erik Testbergs Snickeri")
    ]
    entered = {"number": Personal("19811228-9874"), "name": "Erik Testbergs Snickeri", "legal_form": ""}
    told = await verified(PaperRegister(*firms), vat_number=None, no_vat_number=True, **entered)
    assert (told.status, told.differing) == ("verified", ())


@pytest.mark.parametrize(
    ("street", "postcode", "differs"),
    [
        ("Bangårdsgatan 12", "97231", False),
        ("bangårdsgatan 12, 3 tr", "972 31", False),
        ("c/o Berg, Bangårdsgatan 12", "97231", False),
        ("Storgatan 1", "97231", True),
        ("Bangårdsgatan 12", "11122", True),
    ],
)
async def test_the_default_address_is_held_against_the_registers_when_it_is_saved(
    street: str, postcode: str, differs: bool
) -> None:
    onboarding = rehearsal(register=PaperRegister(NORRSKEN))
    company = await registered(onboarding)
    await onboarding.act()
    await onboarding.hear(moved(company, replace(HOME, street=street, postcode=postcode)))
    await onboarding.hear(moved(company, kind="visit"))
    await onboarding.act()
    first, second = onboarding.told(facts.CompanyVerificationRecorded)
    assert "address" not in (*first.confirmed, *first.differing)
    assert ("address" in second.differing) is differs and ("address" in second.confirmed) is not differs


@pytest.mark.req("S4-08")
@pytest.mark.parametrize("code", ["register.late", "register.busy", "register.unavailable", "register.unreadable"])
async def test_a_silent_register_is_told_once_and_asked_again_until_it_answers(code: str) -> None:
    register = PaperRegister(NORRSKEN)
    register.silent = code
    onboarding = rehearsal(register=register)
    await registered(onboarding)
    await onboarding.act()
    (told,) = onboarding.told(facts.CompanyVerificationRecorded)
    assert (told.status, told.problem) == ("unverified", code)
    await later(onboarding, ASK_AGAIN_AFTER[0])
    register.silent = ""
    await later(onboarding, ASK_AGAIN_AFTER[1])
    (_, answered) = onboarding.told(facts.CompanyVerificationRecorded)
    assert (answered.status, answered.problem) == ("verified", "")


async def test_a_register_that_never_answers_is_left_alone_in_the_end_and_asked_when_something_changes() -> None:
    register = PaperRegister(NORRSKEN)
    register.silent = "register.late"
    onboarding = rehearsal(register=register)
    company = await registered(onboarding)
    await onboarding.act()
    for _ in range(2 * ATTEMPTS_MAX):
        await later(onboarding, timedelta(days=2))
    assert len(register.asked) == ATTEMPTS_MAX
    register.silent = ""
    await onboarding.hear(moved(company))
    await onboarding.act()
    assert onboarding.told(facts.CompanyVerificationRecorded)[-1].status == "verified"


async def test_a_change_while_the_register_is_being_asked_is_asked_about_when_it_has_answered() -> None:
    register = PaperRegister(NORRSKEN)
    onboarding = rehearsal(register=register)
    company = await registered(onboarding)
    await onboarding.hear(moved(company))
    await onboarding.act()
    assert onboarding.told(facts.CompanyVerificationRecorded)[-1].confirmed[-1] == "address"
    assert len(register.asked) == 2, "asked once for both, and once more for what came meanwhile"


async def test_where_no_register_is_served_the_person_is_taken_at_their_word() -> None:
    onboarding = rehearsal()
    await registered(onboarding, country="FI", number=Personal("2077474-0"), vat_number=None, no_vat_number=True)
    await onboarding.act()
    (told,) = onboarding.told(facts.CompanyVerificationRecorded)
    assert (told.status, told.problem) == ("unverified", "country.not-served")


async def later(onboarding: Rehearsal, time: timedelta) -> None:
    await onboarding.pass_time(time + timedelta(seconds=1))
    await onboarding.act()
