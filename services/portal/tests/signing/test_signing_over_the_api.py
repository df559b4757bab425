"""Over the API: a signing is begun with the identity that one has, followed in one's own language, and weighed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from api_visitor import logged_in
from pages_house import House

from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import DocumentRef, Personal
from portal.signing.api import what_it_says

ANNA = "anna@norrsken.example"
SARA = "198803200016"


async def begun(house: House, company: UUID, person: UUID, signing: UUID, page: str = "") -> None:
    now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    await house.told(
        onboarding.SigningStarted(
            company=company,
            person=person,
            signing=signing,
            provider="visma-sign-sim" if page else "bankid-sim",
            start_token=Personal("" if page else "start-token"),
            qr_frames=Personal(()),
            started_at=now,
            expires_at=now + timedelta(minutes=3),
            page=Personal(page) if page else None,
        )
    )


async def refused(fact: portal.SigningRequested) -> onboarding.SigningRefused:
    details = {"company_name": "Norrsken Bygg AB"}
    return onboarding.SigningRefused(
        company=fact.company, signing=fact.signing, code="signing.signed-already", details=details
    )


@pytest.mark.req("S4-10", "S4-14", "S4-20")
async def test_who_signs_chooses_with_which_identity(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    body = {"personal_number": SARA, "authority_declared": True, "provider": "visma-sign", "number_country": "NO"}
    async with house.answering(portal.SigningRequested, refused) as heard, logged_in(house, ANNA) as anna:
        answer = await anna.post(f"/companies/{company}/signings", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "signing.signed-already")
        wrong = await anna.post(f"/companies/{company}/signings", json=body | {"provider": "fax"})
        assert wrong.json()["code"] == "request.invalid"
    (told,) = heard
    assert isinstance(told, portal.SigningRequested)
    assert (told.provider, told.number_country) == ("visma-sign", "NO")
    assert told.personal_number == Personal(SARA) and told.authority_declared


@pytest.mark.req("S4-28")
async def test_a_signing_is_followed_in_ones_own_language_to_its_end(house: House) -> None:
    person, signing = await house.person(ANNA), uuid4()
    company = await house.company(person)
    async with logged_in(house, ANNA) as anna:

        async def shown(language: str) -> tuple[str, str]:
            path = f"/companies/{company}/signings/{signing}"
            found = (await anna.get(path, headers={"accept-language": language})).json()
            return found["status"], found["says"]

        await begun(house, company, person, signing)
        assert await shown("da") == ("started", "Start BankID-appen, eller scan QR-koden med den.")
        about = {"company": company, "person": person, "signing": signing}
        await house.told(onboarding.SigningProgressed(**about, hint="userSign"))
        assert await shown("fi") == ("started", "Lue teksti sovelluksesta ja allekirjoita turvakoodillasi.")
        await house.told(onboarding.SigningFailed(**about, reason="startFailed"))
        status, says = await shown("nb")
        assert status == "failed" and says.startswith("BankID-appen startet ikke i tide")


@pytest.mark.req("S4-12")
async def test_what_the_signer_declared_becomes_verified_by_the_registers_word_alone(house: House) -> None:
    person, signing = await house.person(ANNA), uuid4()
    company = await house.company(person)
    async with logged_in(house, ANNA) as anna:

        async def shown() -> dict[str, object]:
            found: dict[str, object] = (await anna.get(f"/companies/{company}/signings/{signing}")).json()
            return found

        await begun(house, company, person, signing, page="https://sign.example/sign/1?passphrase=abc")
        assert (await shown())["page"] == "https://sign.example/sign/1?passphrase=abc"
        await house.told(
            onboarding.CompanySigned(
                company=company,
                person=person,
                signing=signing,
                signed_by=Personal("Sara Spårberg"),
                provider="visma-sign-sim",
                authority="declared",
                evidence=DocumentRef("0" * 64, "application/pdf", 2, "signature.pdf"),
            )
        )
        ended = await shown()
        assert (ended["status"], ended["authority"], ended["page"]) == ("signed", "declared", None)
        about = {"company": company, "person": person, "signing": signing, "told_by": "Enhetsregisteret"}
        await house.told(onboarding.SigningAuthorityChecked(**about, outcome="verified", role="Daglig leder"))
        weighed = await shown()
        assert (weighed["authority"], weighed["register_role"]) == ("verified", "Daglig leder")


def test_a_hint_or_a_reason_that_nobody_has_written_words_for_gets_the_general_sentence() -> None:
    assert what_it_says("failed", None, "somethingNew", "sv").startswith("Underskriften gick inte att göra.")
    assert what_it_says("started", "somethingNew", None, "en") == "Start the BankID app, or scan the QR code with it."
    assert what_it_says("signed", None, None, "en") == ""


@pytest.mark.req("S4-08", "S4-09")
async def test_a_company_shows_what_its_register_confirmed_and_what_differs(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    async with logged_in(house, ANNA) as anna:

        async def shown() -> tuple[object, ...]:
            page = (await anna.get(f"/companies/{company}")).json()
            return page["verification"], page["confirmed"], page["differing"]

        assert await shown() == ("unverified", [], [])
        await house.told(
            onboarding.CompanyVerificationRecorded(
                company=company, status="differs", confirmed=("number", "active"), differing=("name",)
            )
        )
        assert await shown() == ("differs", ["number", "active"], ["name"])
