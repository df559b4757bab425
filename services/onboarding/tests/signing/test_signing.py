"""A person signs for a company with an electronic identity; every other end leaves the company as it was."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from onboarding_stories import BAD_ENDS, SARA, ScriptedSigning, opened, registered, rehearsal, signed_by, signing_wanted

from chassis.testing import Rehearsal
from contracts.fact import Fact
from contracts.onboarding import v1 as facts
from contracts.portal import v1 as portal
from contracts.terms import versions
from contracts.values import Language, Personal
from onboarding import terms_in_force
from onboarding.companies.company import Company
from onboarding.signing.service import Failed, Pending, SigningServiceFault


async def sign(onboarding: Rehearsal, company: UUID, **changed: object) -> list[Fact]:
    return await onboarding.hear(signing_wanted(company, **changed)) + await acted(onboarding)


async def acted(onboarding: Rehearsal) -> list[Fact]:
    """Returns what was told of the signing, without what the register says afterwards."""
    aside = (facts.SigningProgressed, facts.SigningAuthorityChecked, facts.CompanyVerificationRecorded)
    return [fact for fact in await onboarding.act() if not isinstance(fact, aside)]


@pytest.mark.req("S4-01", "S4-11", "S4-14")
async def test_a_signature_by_the_right_person_signs_the_company() -> None:
    service = ScriptedSigning(Pending("outstandingTransaction"), Pending("userSign"), signed_by())
    onboarding = rehearsal(service)
    company = await registered(onboarding)
    wanted = signing_wanted(company, personal_number=Personal("880320-0016"))
    await onboarding.hear(wanted)
    started, signed = await acted(onboarding)
    assert isinstance(started, facts.SigningStarted) and isinstance(signed, facts.CompanySigned)
    assert (started.signing, started.person, started.provider) == (wanted.signing, wanted.person, "bankid")
    assert len(started.qr_frames.reveal()) == 181 and started.qr_frames.reveal()[7].startswith("bankid.qr-token.7.")
    assert started.expires_at - started.started_at == timedelta(seconds=180)
    assert (signed.company, signed.person, signed.signing) == (company, wanted.person, wanted.signing)
    assert (signed.signed_by, signed.authority) == (Personal("Sara Spårberg"), "declared")
    assert service.wishes[0].personal_number == SARA, "the number is completed, and only a requirement"
    assert service.collected == ["order-1"] * 3
    assert (await onboarding.state(Company, company)).signed


async def test_words_signature_and_proof_of_the_certificate_are_kept_as_evidence() -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by()))
    company = await registered(onboarding)
    await sign(onboarding, company)
    (signed,) = onboarding.told(facts.CompanySigned)
    kept = json.loads(await opened(onboarding, signed.evidence))
    assert (kept["signature"], kept["ocspResponse"], kept["orderRef"]) == ("PFNpZ25hdHVyZS8+", "b2NzcA==", "order-1")
    for words in ("Norrsken Bygg & Spår AB", "5566778899", terms_in_force.VERSION, "Jag skriver under"):
        assert words in kept["visibleText"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "Jag skriver under för Norrsken"),
        ("da", "Jeg skriver under for Norrsken"),
        ("nb", "Jeg signerer for Norrsken"),
        ("fi", "Allekirjoitan yrityksen Norrsken"),
        ("en", "I sign for Norrsken"),
    ],
)
async def test_each_signs_words_in_the_companys_language(language: Language, words: str) -> None:
    service = ScriptedSigning(signed_by())
    onboarding = rehearsal(service)
    await sign(onboarding, await registered(onboarding, language=language))
    text = service.wishes[0].visible_text
    assert text.startswith(words) and "(5566778899)" in text
    assert terms_in_force.VERSION in text and versions()[-1].sha256_in(language) in text


async def test_the_personal_number_and_the_secret_are_never_stored_in_clear() -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by()))
    await sign(onboarding, await registered(onboarding))
    for clear in (SARA.encode(), SARA[2:].encode(), b"qr-secret", b"192.0.2.17"):
        assert all(clear not in row.state and clear not in row.metadata.encode() for row in onboarding.store.rows)
        assert all(clear not in fact.body for fact in onboarding.store.facts)
        assert all(clear not in content for content in onboarding.documents.contents.values())


@pytest.mark.req("S4-28")
@pytest.mark.parametrize("reason", BAD_ENDS)
async def test_a_signing_that_fails_says_why_and_may_be_begun_again(reason: str) -> None:
    onboarding = rehearsal(ScriptedSigning(Pending("userSign"), Failed(reason), signed_by()))
    company = await registered(onboarding)
    _, failed = await sign(onboarding, company)
    assert isinstance(failed, facts.SigningFailed) and failed.reason == reason
    assert not (await onboarding.state(Company, company)).signed
    _, signed = await sign(onboarding, company)
    assert isinstance(signed, facts.CompanySigned)


@pytest.mark.req("S4-28")
async def test_somebody_elses_signature_is_not_taken_and_nothing_of_it_is_kept() -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by("191212121212", "Tolvan Tolvansson")))
    company = await registered(onboarding)
    _, failed = await sign(onboarding, company)
    assert isinstance(failed, facts.SigningFailed) and failed.reason == "wrongPerson"
    assert not (await onboarding.state(Company, company)).signed
    assert onboarding.documents.contents == {}


async def test_a_service_that_takes_no_orders_ends_the_signing_at_once() -> None:
    service = ScriptedSigning(signed_by())
    service.fault = SigningServiceFault("maintenance", temporary=True)
    onboarding = rehearsal(service)
    (failed,) = await sign(onboarding, await registered(onboarding))
    assert isinstance(failed, facts.SigningFailed) and failed.reason == "maintenance"


async def test_a_service_that_stumbles_while_the_person_signs_is_asked_again() -> None:
    fault = SigningServiceFault("internalError", temporary=True)
    onboarding = rehearsal(ScriptedSigning(fault, Pending("userSign"), fault, signed_by()))
    _, signed = await sign(onboarding, await registered(onboarding))
    assert isinstance(signed, facts.CompanySigned)


async def test_an_order_that_the_service_has_forgotten_ends_as_failed() -> None:
    onboarding = rehearsal(ScriptedSigning(SigningServiceFault("invalidParameters", temporary=False)))
    _, failed = await sign(onboarding, await registered(onboarding))
    assert isinstance(failed, facts.SigningFailed) and failed.reason == "invalidParameters"


async def test_an_order_that_outlives_its_time_is_dropped() -> None:
    service = ScriptedSigning()
    onboarding = rehearsal(service, open_for=timedelta(0))
    _, failed = await sign(onboarding, await registered(onboarding))
    assert isinstance(failed, facts.SigningFailed) and failed.reason == "expiredTransaction"
    assert service.cancelled == ["order-1"]


@pytest.mark.req("S4-12", "S4-13")
async def test_who_does_not_declare_the_authority_does_not_come_to_sign() -> None:
    service = ScriptedSigning()
    onboarding = rehearsal(service)
    (refused,) = await sign(onboarding, await registered(onboarding), authority_declared=False)
    assert isinstance(refused, facts.SigningRefused) and refused.code == "signing.authority-not-declared"
    assert service.wishes == []


@pytest.mark.req("S4-02")
async def test_a_company_is_signed_once() -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by()))
    company = await registered(onboarding)
    await sign(onboarding, company)
    (refused,) = await sign(onboarding, company)
    assert isinstance(refused, facts.SigningRefused) and refused.code == "signing.signed-already"


async def test_two_who_sign_at_the_same_time_are_both_answered_and_the_company_signed_once() -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by(), signed_by()))
    company = await registered(onboarding)
    first, second = signing_wanted(company), signing_wanted(company)
    await onboarding.hear(first)
    await onboarding.hear(second)
    await onboarding.act()
    assert {fact.signing for fact in onboarding.told(facts.CompanySigned)} == {first.signing, second.signing}
    assert len([e for e in await onboarding.events() if type(e).__name__ == "CompanySigned"]) == 1


@pytest.mark.parametrize(
    "number",
    ["8803200018", "", "880230-0016", "199002300017", "20880320-0016", "556677-8899", "19880320001", "<script>"],
)
async def test_a_number_that_is_nobodys_is_refused_and_not_repeated(number: str) -> None:
    onboarding = rehearsal()
    (refused,) = await sign(onboarding, await registered(onboarding), personal_number=Personal(number))
    assert isinstance(refused, facts.SigningRefused) and refused.code == "personal-number.malformed"
    assert refused.details == {}


async def test_nobody_signs_for_a_company_that_is_not_registered() -> None:
    (refused,) = await sign(rehearsal(), uuid4())
    assert isinstance(refused, facts.SigningRefused) and refused.code == "company.unknown"


def given_up(wanted: portal.SigningRequested) -> portal.SigningCancelled:
    return portal.SigningCancelled(company=wanted.company, person=wanted.person, signing=wanted.signing)


@pytest.mark.req("S4-28")
async def test_a_signing_given_up_before_the_order_is_made_drops_the_order_when_it_comes() -> None:
    service = ScriptedSigning(signed_by())
    onboarding = rehearsal(service)
    wanted = signing_wanted(await registered(onboarding))
    await onboarding.hear(wanted)
    (failed,) = await onboarding.hear(given_up(wanted))
    assert isinstance(failed, facts.SigningFailed) and failed.reason == "cancelled"
    assert await acted(onboarding) == []
    assert service.cancelled == ["order-1"] and service.collected == []


async def test_a_signing_that_has_ended_or_never_was_cannot_be_given_up() -> None:
    onboarding = rehearsal(ScriptedSigning(signed_by()))
    wanted = signing_wanted(await registered(onboarding))
    (unknown,) = await onboarding.hear(given_up(wanted))
    await onboarding.hear(wanted)
    await onboarding.act()
    (ended,) = await onboarding.hear(given_up(wanted))
    assert isinstance(unknown, facts.SigningRefused) and unknown.code == "signing.unknown"
    assert isinstance(ended, facts.SigningRefused) and ended.code == "signing.ended-already"
