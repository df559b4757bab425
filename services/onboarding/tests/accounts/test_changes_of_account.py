"""A thief with a stolen password would redirect the money: a change of account is held, and told."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from onboarding_stories import (
    SARA,
    ScriptedSigning,
    answer,
    banked,
    registered,
    registration,
    rehearsal,
    signed_by,
    signing_wanted,
)
from stdnum import luhn

from chassis.testing import Rehearsal
from contracts.onboarding import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import BankAccount, Personal
from onboarding.companies.account_book import ACCOUNTS_MAX
from onboarding.companies.company import Company
from onboarding.companies.events import CompanySigned

BANKGIRO = BankAccount("bankgiro", "991-2346", "Bankgirot")
PLUSGIRO = BankAccount("plusgiro", "90 08 00-4")
IBAN = BankAccount("iban", "SE45 5000 0000 0583 9825 7466", "SEB")


async def with_account(onboarding: Rehearsal) -> tuple[UUID, UUID, UUID]:
    """Makes a company with its owner and its first account."""
    fact = registration()
    account = uuid4()
    await onboarding.hear(fact)
    told = await answer(onboarding, banked(fact.company, BANKGIRO, account=account))
    assert isinstance(told, facts.BankAccountConfirmed) and told.released == "at-once"
    return fact.company, fact.person, account


async def held(onboarding: Rehearsal, company: UUID, person: UUID, details: BankAccount = PLUSGIRO) -> UUID:
    """Makes a change that is held."""
    fact = banked(company, details).model_copy(update={"person": person})
    told = await answer(onboarding, fact)
    assert isinstance(told, facts.BankAccountChangeHeld), told
    return told.change


async def second_owner(onboarding: Rehearsal, company: UUID, owner: UUID) -> UUID:
    invitation, colleague = uuid4(), uuid4()
    email = Personal(f"{invitation}@norrsken.example")
    await onboarding.hear(
        portal.ColleagueInvited(company=company, person=owner, invitation=invitation, email=email, role="owner")
    )
    told = await answer(
        onboarding,
        portal.ColleagueInvitationAccepted(
            company=company, person=colleague, invitation=invitation, name=Personal("Bo"), email=email, language="sv"
        ),
    )
    assert isinstance(told, facts.MemberJoined)
    return colleague


def confirmed_by(person: UUID, company: UUID, change: UUID) -> portal.BankAccountChangeConfirmed:
    return portal.BankAccountChangeConfirmed(company=company, person=person, change=change)


def refused_by(person: UUID, company: UUID, change: UUID) -> portal.BankAccountChangeRefused:
    return portal.BankAccountChangeRefused(company=company, person=person, change=change)


@pytest.mark.req("S3-42")
async def test_a_further_account_is_held_for_two_days_and_then_used_by_itself() -> None:
    onboarding = rehearsal()
    company, owner, _ = await with_account(onboarding)
    told = await answer(onboarding, banked(company, PLUSGIRO).model_copy(update={"person": owner}))
    assert isinstance(told, facts.BankAccountChangeHeld)
    assert (told.person, told.details.number, told.replaces) == (owner, "9008004", None)
    assert told.held_until == onboarding.now + timedelta(hours=48)
    assert await onboarding.pass_time(timedelta(hours=47, minutes=59)) == []
    (confirmed,) = await onboarding.pass_time(timedelta(minutes=1))
    assert isinstance(confirmed, facts.BankAccountConfirmed)
    assert (confirmed.details.number, confirmed.released, confirmed.default) == ("9008004", "time", True)
    assert (await onboarding.state(Company, company)).accounts.default == confirmed.account


async def test_another_number_in_the_place_of_an_account_is_held_and_names_what_it_replaces() -> None:
    onboarding = rehearsal()
    company, _, account = await with_account(onboarding)
    told = await answer(onboarding, banked(company, IBAN, account=account))
    assert isinstance(told, facts.BankAccountChangeHeld)
    assert told.replaces is not None and told.replaces.number == "9912346"
    state = await onboarding.state(Company, company)
    assert state.accounts.confirmed[account].number == "9912346", "until then the old number is paid"
    (confirmed,) = await onboarding.pass_time(timedelta(hours=48))
    assert isinstance(confirmed, facts.BankAccountConfirmed)
    assert (confirmed.account, confirmed.details.number) == (account, "SE4550000000058398257466")


async def test_what_does_not_move_the_money_is_not_held() -> None:
    onboarding = rehearsal()
    company, _, account = await with_account(onboarding)
    renamed = BankAccount("bankgiro", "9912346", "SEB", ocr_level="hard")
    told = await answer(onboarding, banked(company, renamed, account=account))
    assert isinstance(told, facts.BankAccountConfirmed) and told.details.bank == "SEB"


@pytest.mark.req("S3-42")
async def test_a_second_owner_releases_a_change_and_whoever_asked_for_it_cannot() -> None:
    onboarding = rehearsal()
    company, owner, _ = await with_account(onboarding)
    other = await second_owner(onboarding, company, owner)
    await onboarding.pass_time(timedelta(hours=48))
    change = await held(onboarding, company, owner)
    for person, code in ((owner, "bank-account.own-change"), (uuid4(), "member.role-insufficient")):
        refused = await answer(onboarding, confirmed_by(person, company, change))
        assert isinstance(refused, facts.BankAccountRefused) and refused.code == code
    told = await answer(onboarding, confirmed_by(other, company, change))
    assert isinstance(told, facts.BankAccountConfirmed) and told.released == "owner"
    assert await onboarding.pass_time(timedelta(hours=49)) == [], "its time comes, and there is nothing left to do"


async def test_any_owner_refuses_a_change_and_then_it_is_settled() -> None:
    onboarding = rehearsal()
    company, owner, _ = await with_account(onboarding)
    change = await held(onboarding, company, owner)
    stopped = await answer(onboarding, refused_by(owner, company, change))
    assert isinstance(stopped, facts.BankAccountChangeStopped)
    assert (stopped.refused_by, stopped.details.number) == (owner, "9008004")
    again = await answer(onboarding, refused_by(owner, company, change))
    assert isinstance(again, facts.BankAccountRefused) and again.code == "bank-account.change-settled"
    unknown = await answer(onboarding, refused_by(owner, company, uuid4()))
    assert isinstance(unknown, facts.BankAccountRefused) and unknown.code == "bank-account.change-unknown"
    assert await onboarding.pass_time(timedelta(hours=49)) == []
    await held(onboarding, company, owner)


async def test_a_fresh_signature_of_the_signatory_releases_what_it_names_and_nothing_later() -> None:
    service = ScriptedSigning(signed_by(), signed_by())
    onboarding = rehearsal(service)
    company, owner, _ = await with_account(onboarding)
    await onboarding.hear(signing_wanted(company))
    await onboarding.act()
    await held(onboarding, company, owner)
    await onboarding.hear(signing_wanted(company, personal_number=Personal(SARA)))
    later = await held(onboarding, company, owner, IBAN)
    told = await onboarding.act()
    signed_words = service.wishes[-1].visible_text
    assert "Plusgiro 90 08 00-4" in signed_words and "IBAN" not in signed_words
    (confirmed,) = [fact for fact in told if isinstance(fact, facts.BankAccountConfirmed)]
    assert (confirmed.details.number, confirmed.released) == ("9008004", "signature")
    (signed,) = [fact for fact in told if isinstance(fact, facts.CompanySigned)]
    assert signed.purpose == "accounts"
    assert list((await onboarding.state(Company, company)).accounts.held) == [later]


async def test_a_thief_with_an_identity_of_their_own_cannot_release_an_account() -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by()))
    company, owner, _ = await with_account(onboarding)
    await onboarding.hear(signing_wanted(company))
    await onboarding.act()
    await held(onboarding, company, owner)
    refused = await answer(onboarding, signing_wanted(company, personal_number=Personal("191212121212")))
    assert isinstance(refused, facts.SigningRefused) and refused.code == "signing.not-signatory"


async def test_a_company_that_signed_before_signatories_were_noted_has_its_signatory_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by(), signed_by()))
    company, owner, _ = await with_account(onboarding)
    await onboarding.hear(signing_wanted(company))
    with monkeypatch.context() as before:
        before.setattr(Company, "sign", lambda self, id_, _: self.record(CompanySigned(company=self.id, signing=id_)))
        await onboarding.act()
    change = await held(onboarding, company, owner)
    refused = await answer(onboarding, signing_wanted(company, personal_number=Personal("191212121212")))
    assert isinstance(refused, facts.SigningRefused) and refused.code == "signing.not-signatory"
    await onboarding.hear(signing_wanted(company, personal_number=Personal(SARA)))
    assert "bank_account_confirmed" in [fact.NAME for fact in await onboarding.act()]
    assert change not in (await onboarding.state(Company, company)).accounts.held


async def test_the_same_account_twice_is_refused_also_while_the_first_is_held() -> None:
    onboarding = rehearsal()
    company, owner, _ = await with_account(onboarding)
    await held(onboarding, company, owner)
    written = BankAccount("plusgiro", "9008004", "Nordea")
    for details, code in ((BANKGIRO, "bank-account.saved-already"), (written, "bank-account.held-already")):
        refused = await answer(onboarding, banked(company, details))
        assert isinstance(refused, facts.BankAccountRefused) and refused.code == code


async def test_a_fact_delivered_twice_holds_one_change() -> None:
    onboarding, delivered = rehearsal(), uuid4()
    company, _, _ = await with_account(onboarding)
    fact = banked(company, PLUSGIRO)
    await onboarding.hear(fact, id=delivered)
    assert await onboarding.hear(fact, id=delivered) == []
    assert len((await onboarding.state(Company, company)).accounts.held) == 1


@pytest.mark.req("S3-42")
async def test_of_several_accounts_one_is_the_default_and_only_the_others_can_be_removed() -> None:
    onboarding = rehearsal()
    company, owner, first = await with_account(onboarding)
    await onboarding.hear(banked(company, PLUSGIRO, default=False))
    (second,) = await onboarding.pass_time(timedelta(hours=48))
    assert isinstance(second, facts.BankAccountConfirmed) and not second.default
    refused = await answer(onboarding, portal.BankAccountRemoved(company=company, person=owner, account=first))
    assert isinstance(refused, facts.BankAccountRefused) and refused.code == "bank-account.default-stays"
    switched = await answer(onboarding, banked(company, PLUSGIRO, account=second.account))
    assert isinstance(switched, facts.BankAccountConfirmed) and switched.default, "both are known: nothing to hold"
    await onboarding.hear(banked(company, IBAN, account=first, default=False))
    told = await onboarding.hear(portal.BankAccountRemoved(company=company, person=owner, account=first))
    assert [type(fact) for fact in told] == [facts.BankAccountChangeStopped, facts.BankAccountRemoved]
    gone = await answer(onboarding, portal.BankAccountRemoved(company=company, person=owner, account=first))
    assert isinstance(gone, facts.BankAccountRefused) and gone.code == "bank-account.unknown"


async def test_a_company_has_a_limit_of_accounts_and_held_ones_count() -> None:
    onboarding = rehearsal()
    company = await registered(onboarding)
    numbers = [f"{n}{luhn.calc_check_digit(str(n))}" for n in range(1000, 1001 + ACCOUNTS_MAX)]
    for number in numbers[:-1]:
        await answer(onboarding, banked(company, BankAccount("plusgiro", number)))
    told = await answer(onboarding, banked(company, BankAccount("plusgiro", numbers[-1])))
    assert isinstance(told, facts.BankAccountRefused) and told.code == "bank-account.too-many"


@pytest.mark.req("S3-42")
async def test_a_thief_who_makes_an_owner_of_their_own_gains_nothing() -> None:
    onboarding = rehearsal()
    company, owner, _ = await with_account(onboarding)
    honest = await second_owner(onboarding, company, owner)
    await onboarding.pass_time(timedelta(days=30))
    accomplice = await second_owner(onboarding, company, owner)
    change = await held(onboarding, company, owner)
    refused = await answer(onboarding, confirmed_by(accomplice, company, change))
    assert isinstance(refused, facts.BankAccountRefused) and refused.code == "bank-account.new-owner"
    out = portal.MemberRemoved(company=company, person=owner, member=honest)
    down = portal.MemberRoleSet(company=company, person=owner, member=honest, role="viewer")
    for attempt in (out, down):
        told = await answer(onboarding, attempt)
        assert isinstance(told, facts.MembershipRefused) and told.code == "member.guards-account"
    assert isinstance(await answer(onboarding, refused_by(honest, company, change)), facts.BankAccountChangeStopped)
    assert isinstance(await answer(onboarding, out), facts.MemberLeft), "nothing is held any more"
