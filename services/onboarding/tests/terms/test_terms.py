"""New user terms come into force on a day, and then somebody of the company must accept them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from onboarding_stories import accepted, answer, banked, connected, moved, registered, rehearsal

from chassis.testing import Rehearsal
from contracts import terms
from contracts.onboarding import v1 as facts
from contracts.terms import UserTerms
from contracts.values import BankAccount
from onboarding.companies.company import Company

OLD = UserTerms("2026-11", date(2026, 11, 1), "Villkor.", terms.user_terms()[1])
NEW = UserTerms("2027-01", date(2027, 1, 1), "Nya villkor.", "a" * 64)
NEW_WORDS = {"version": NEW.version, "sha256": NEW.sha256}


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishes the terms of 2027, which are not in force yet."""
    monkeypatch.setattr(terms, "versions", lambda: (OLD, NEW))


async def until_new_year(onboarding: Rehearsal) -> list[object]:
    return list(await onboarding.pass_time(datetime(2027, 1, 1, tzinfo=UTC) - onboarding.now))


@pytest.mark.req("S3-33", "S3-35")
async def test_a_recorded_acceptance_says_who_which_version_and_which_exact_words() -> None:
    onboarding = rehearsal()
    fact = accepted(await registered(onboarding))
    told = await answer(onboarding, fact)
    assert isinstance(told, facts.TermsRecorded)
    assert (told.person, told.version, told.sha256) == (fact.person, "2026-11", fact.sha256)


@pytest.mark.usefixtures("announced")
async def test_new_terms_ask_again_from_their_day_and_what_is_missing_is_told() -> None:
    onboarding = rehearsal()
    company = await registered(onboarding)
    for fact in (connected(company), banked(company, BankAccount("bankgiro", "991-2346")), moved(company)):
        await onboarding.hear(fact)
    await onboarding.hear(accepted(company))
    assert (await onboarding.state(Company, company)).missing == ()
    asked, missing = await until_new_year(onboarding)
    assert isinstance(asked, facts.TermsAskedAgain)
    assert (asked.version, asked.in_force_from) == ("2027-01", date(2027, 1, 1))
    assert isinstance(missing, facts.CompletenessChanged) and missing.missing == ("terms",)
    assert isinstance(await answer(onboarding, accepted(company)), facts.TermsRefused), "the old ones are over"
    recorded, complete = await onboarding.hear(accepted(company, **NEW_WORDS))
    assert isinstance(recorded, facts.TermsRecorded) and isinstance(complete, facts.CompletenessChanged)
    assert complete.missing == ()


@pytest.mark.usefixtures("announced")
async def test_whoever_accepts_announced_terms_in_advance_is_not_asked() -> None:
    onboarding = rehearsal()
    company = await registered(onboarding)
    await onboarding.hear(accepted(company))
    assert isinstance(await answer(onboarding, accepted(company, **NEW_WORDS)), facts.TermsRecorded)
    assert await until_new_year(onboarding) == []


@pytest.mark.usefixtures("announced")
async def test_two_people_who_accepted_are_one_company_that_is_asked_once() -> None:
    onboarding = rehearsal()
    company = await registered(onboarding)
    for _ in range(2):
        await onboarding.hear(accepted(company))
    told = await until_new_year(onboarding)
    assert len([fact for fact in told if isinstance(fact, facts.TermsAskedAgain)]) == 1
    assert await onboarding.pass_time(timedelta(days=400)) == []
