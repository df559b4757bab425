"""However a signing goes, the company stands as before and may begin again; a crash neither loses nor doubles it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from onboarding_stories import (
    HOME,
    SARA,
    PaperRegister,
    ScriptedSigning,
    accepted,
    banked,
    connected,
    moved,
    opened,
    registered,
    rehearsal,
    signed_by,
    signing_wanted,
)

from chassis.testing import Rehearsal
from contracts.onboarding import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import BankAccount, Personal, Redacted
from onboarding.companies.company import Company
from onboarding.signing.service import Failed, Order, Pending, Signature, SigningServiceFault, Wish
from onboarding.signing.signing import HINTS_MAX, Signing

TOLVAN = "191212121212"


async def furnished(onboarding: Rehearsal) -> UUID:
    """Makes a company that lacks only a signature."""
    company = await registered(onboarding)
    bank = BankAccount("bankgiro", "991-2346", "Bankgirot")
    for fact in (accepted(company), moved(company), banked(company, bank), connected(company)):
        await onboarding.hear(fact)
    return company


async def ended(onboarding: Rehearsal, company: UUID, **changed: Any) -> str:
    """Signs, and returns the outcome: `signed`, or the reason why not."""
    before = len(onboarding.told(facts.SigningFailed))
    await onboarding.hear(signing_wanted(company, **changed))
    await onboarding.act()
    failed = onboarding.told(facts.SigningFailed)[before:]
    return failed[0].reason if failed else "signed"


@pytest.mark.req("S4-05", "S4-28")
@pytest.mark.parametrize(
    "bad",
    [
        Failed("expiredTransaction"),
        Failed("userCancel"),
        Failed("startFailed"),
        signed_by(TOLVAN, "Tolvan Tolvansson"),
        SigningServiceFault("invalidParameters", temporary=False),
    ],
)
async def test_a_signing_that_came_to_nothing_leaves_everything_that_was_filled_in(
    bad: Failed | Signature | SigningServiceFault,
) -> None:
    onboarding = rehearsal(ScriptedSigning(bad, signed_by()))
    company = await furnished(onboarding)
    assert await ended(onboarding, company) != "signed"
    kept = await onboarding.state(Company, company)
    assert not kept.signed and kept.ready
    assert kept.addresses["default"].street == HOME.street and kept.missing == ()
    await onboarding.pass_time(timedelta(days=30))
    assert await ended(onboarding, company) == "signed", "a month later"
    assert (await onboarding.state(Company, company)).signed


@pytest.mark.req("S4-28")
@pytest.mark.parametrize("provider", ["bankid", "visma-sign"])
async def test_the_wrong_person_is_told_apart_by_number_whatever_the_provider(provider: str) -> None:
    wrong = ScriptedSigning(signed_by(TOLVAN, "Tolvan Tolvansson"))
    onboarding = rehearsal(signing=wrong, page=wrong)
    company = await registered(onboarding)
    assert await ended(onboarding, company, provider=provider) == "wrongPerson"
    assert onboarding.documents.contents == {}, "nothing of theirs is kept"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"provider": "bankid", "number_country": "NO"}, "signing.identity-not-taken"),
        ({"provider": "visma-sign", "number_country": "NO"}, "personal-number.malformed"),
        ({"provider": "visma-sign", "number_country": "FI"}, "personal-number.malformed"),
    ],
)
async def test_an_identity_that_the_service_does_not_take_is_refused(changed: dict[str, Any], code: str) -> None:
    onboarding = rehearsal()
    (refused,) = await onboarding.hear(signing_wanted(await registered(onboarding), **changed))
    assert isinstance(refused, facts.SigningRefused) and refused.code == code
    assert SARA not in str(refused.details)


@pytest.mark.req("S4-14")
async def test_a_page_gets_the_person_the_words_and_the_way_back() -> None:
    page = ScriptedSigning(signed_by("01017000027", "Kari Nordmann"))
    onboarding = rehearsal(page=page)
    company = await registered(onboarding)
    number = Personal("010170 00027")
    assert await ended(onboarding, company, provider="visma-sign", number_country="NO", personal_number=number) == (
        "signed"
    )
    (wish,) = page.wishes
    assert (wish.personal_number, wish.number_country) == ("01017000027", "NO")
    assert wish.return_url == f"https://stafett.example/c/{company}" and "Norrsken" in wish.title


async def test_what_the_person_does_is_told_as_it_happens_and_not_twice() -> None:
    hints = ["outstandingTransaction", "started", "started", "userSign", "userSign", "processing"]
    onboarding = rehearsal(ScriptedSigning(*map(Pending, hints), signed_by()))
    company = await registered(onboarding)
    assert await ended(onboarding, company) == "signed"
    assert [fact.hint for fact in onboarding.told(facts.SigningProgressed)] == ["started", "userSign", "processing"]


async def test_a_service_that_cannot_make_up_its_mind_is_listened_to_only_so_often() -> None:
    hints = ["started", "userSign"] * (2 * HINTS_MAX)
    onboarding = rehearsal(ScriptedSigning(*map(Pending, hints), signed_by()))
    company = await registered(onboarding)
    assert await ended(onboarding, company) == "signed"
    assert len(onboarding.told(facts.SigningProgressed)) == HINTS_MAX


class Crashing(ScriptedSigning):
    """A signing service during which our process dies: once, at the named moment."""

    def __init__(self, moment: str, *answers: Pending | Failed | Signature | SigningServiceFault) -> None:
        super().__init__(*answers)
        self._moment = moment

    def _die(self, moment: str) -> None:
        if self._moment == moment:
            self._moment = ""
            raise asyncio.CancelledError

    async def sign(self, wish: Wish) -> Order:
        order = await super().sign(wish)
        self._die("ordered")
        return order

    async def collect(self, order_ref: str) -> Pending | Failed | Signature:
        self._die("collecting")
        answer = await super().collect(order_ref)
        self._die("collected")
        return answer


async def crashed(onboarding: Rehearsal) -> None:
    with pytest.raises(asyncio.CancelledError):
        await onboarding.act()


@pytest.mark.req("S4-28")
async def test_after_a_crash_while_the_person_signs_the_same_order_is_waited_for() -> None:
    service = Crashing("collecting", Pending("userSign"), signed_by())
    onboarding = rehearsal(service)
    company = await registered(onboarding)
    await onboarding.hear(signing_wanted(company))
    await crashed(onboarding)
    await onboarding.act()
    assert len(service.wishes) == 1 and set(service.collected) == {"order-1"}
    assert len(onboarding.told(facts.SigningStarted)) == len(onboarding.told(facts.CompanySigned)) == 1


async def test_a_crash_between_the_signature_and_its_recording_loses_it_and_says_so() -> None:
    """BankID tells an end once: the person signs again, and nothing is half done."""
    gone = SigningServiceFault("invalidParameters", temporary=False)
    onboarding = rehearsal(Crashing("collected", signed_by(), gone, signed_by()))
    company = await registered(onboarding)
    wanted = signing_wanted(company)
    await onboarding.hear(wanted)
    await crashed(onboarding)
    await onboarding.act()
    (failed,) = onboarding.told(facts.SigningFailed)
    assert failed.reason == "invalidParameters" and not (await onboarding.state(Company, company)).signed
    assert await ended(onboarding, company) == "signed"


async def test_a_crash_between_the_order_and_its_recording_ends_in_one_order_or_a_reason() -> None:
    """A second order for the same person is refused and ends the first: the person is told, and begins again."""

    class Strict(Crashing):
        async def sign(self, wish: Wish) -> Order:
            if len(self.wishes) == 1:
                self.wishes.append(wish)
                raise SigningServiceFault("alreadyInProgress", temporary=False)
            return await super().sign(wish)

    onboarding = rehearsal(Strict("ordered", signed_by()))
    company = await registered(onboarding)
    await onboarding.hear(signing_wanted(company))
    await crashed(onboarding)
    await onboarding.act()
    (failed,) = onboarding.told(facts.SigningFailed)
    assert failed.reason == "alreadyInProgress" and onboarding.told(facts.SigningStarted) == []
    assert await ended(onboarding, company) == "signed"


@pytest.mark.req("S4-28")
async def test_giving_up_at_the_page_drops_the_order_at_its_own_provider() -> None:
    phone, page = ScriptedSigning(), ScriptedSigning()
    onboarding = rehearsal(phone, page=page, open_for=timedelta(0))
    company = await registered(onboarding)
    wanted = signing_wanted(company, provider="visma-sign")
    await onboarding.hear(wanted)
    given_up = portal.SigningCancelled(company=company, person=wanted.person, signing=wanted.signing)
    await onboarding.hear(given_up)
    await onboarding.act()
    assert (page.cancelled, phone.cancelled) == (["order-1"], [])
    assert (await onboarding.state(Signing, wanted.signing)).provider == "visma-sign"


async def test_the_evidence_opens_with_the_signers_key_and_is_gone_with_it() -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by()))
    company = await registered(onboarding)
    wanted = signing_wanted(company)
    await onboarding.hear(wanted)
    await onboarding.act()
    (signed,) = onboarding.told(facts.CompanySigned)
    assert b'"signature": "PFNpZ25hdHVyZS8+"' in await opened(onboarding, signed.evidence)
    (sealed,) = onboarding.documents.contents.values()
    assert b"PFNpZ25hdHVyZS8" not in sealed and b"Norrsken" not in sealed
    del onboarding.keys.keys[wanted.person]
    onboarding.around.sealer.forget(wanted.person)
    with pytest.raises(Redacted):
        await opened(onboarding, signed.evidence)


async def test_the_register_answers_while_signings_go_on() -> None:
    """Whether a company may be signed for does not depend on what the register says of its details."""
    register = PaperRegister()
    onboarding = rehearsal(ScriptedSigning(signed_by()), register)
    company = await registered(onboarding)
    assert await ended(onboarding, company) == "signed"
    (told,) = onboarding.told(facts.CompanyVerificationRecorded)
    assert told.status == "differs"
