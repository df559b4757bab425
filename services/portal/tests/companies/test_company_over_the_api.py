"""Over the API: accounts that are held, terms that are downloaded and asked for again, and what is still missing."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from api_visitor import logged_in
from pages_house import House

from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Address, BankAccount, DocumentRef, Personal

ANNA = "anna@norrsken.example"
BANKGIRO = BankAccount("bankgiro", "9912346")
PLUSGIRO = BankAccount("plusgiro", "9008004")


async def signed(house: House, company: UUID, person: UUID) -> None:
    await house.told(
        onboarding.CompanySigned(
            company=company,
            person=person,
            signing=uuid4(),
            signed_by=Personal("Anna Berg"),
            provider="bankid",
            authority="declared",
            evidence=DocumentRef("0" * 64, "application/json", 2, "signature.json"),
        )
    )


@pytest.mark.req("S3-43")
async def test_what_is_missing_is_data_and_the_signature_counts_for_sending(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    async with logged_in(house, ANNA) as anna:

        async def shown() -> dict[str, object]:
            found: dict[str, object] = (await anna.get(f"/companies/{company}")).json()["completeness"]
            return found

        parts = ["terms", "address", "bank-account", "connection"]
        assert await shown() == {
            "ready": False,
            "can_send": False,
            "missing": parts,
            "missing_to_send": [*parts, "signature"],
        }
        await house.told(onboarding.CompletenessChanged(company=company, missing=("connection",)))
        assert (await shown())["missing_to_send"] == ["connection", "signature"]
        await house.told(onboarding.CompletenessChanged(company=company, missing=()))
        assert (await shown())["ready"] and not (await shown())["can_send"]
        await signed(house, company, person)
        assert (await shown())["can_send"]


@pytest.mark.req("S3-42")
async def test_a_held_account_is_shown_beside_the_others_until_it_is_settled(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    first = uuid4()
    await house.told(onboarding.BankAccountConfirmed(company=company, account=first, details=BANKGIRO))

    async def hold(fact: portal.BankAccountSaved) -> Fact:
        return onboarding.BankAccountChangeHeld(
            company=company,
            person=fact.person,
            change=uuid4(),
            account=fact.account,
            details=fact.details,
            default=fact.default,
            held_until=datetime.now(UTC) + timedelta(hours=48),
        )

    async def stop(fact: portal.BankAccountChangeRefused) -> Fact:
        return onboarding.BankAccountChangeStopped(
            company=company, change=fact.change, account=uuid4(), details=PLUSGIRO, refused_by=fact.person
        )

    async with logged_in(house, ANNA) as anna:
        async with house.answering(portal.BankAccountSaved, hold):
            body = {"kind": "plusgiro", "number": "9008004"}
            answer = await anna.post(f"/companies/{company}/bank-accounts", json=body)
            assert (answer.status_code, answer.json()["answer"]) == (201, "bank_account_change_held")
            await house.shown()
            other = await anna.put(f"/companies/{company}/bank-accounts/{uuid4()}", json=body)
            assert (other.status_code, other.json()["code"]) == (404, "bank-account.not-found")
        page = (await anna.get(f"/companies/{company}")).json()
        assert [one["number"] for one in page["bank_accounts"]] == ["9912346"]
        (change,) = page["bank_account_changes"]
        assert (change["details"]["number"], change["requested_by"]) == ("9008004", str(person))
        async with house.answering(portal.BankAccountChangeRefused, stop):
            path = f"/companies/{company}/bank-account-changes/{change['id']}/refuse"
            assert (await anna.post(path)).json()["answer"] == "bank_account_change_stopped"
            await house.shown()
        assert (await anna.get(f"/companies/{company}")).json()["bank_account_changes"] == []


@pytest.mark.req("S3-33", "S3-34", "S3-35")
async def test_terms_are_downloaded_and_who_accepted_which_words_when_is_shown(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)
    async with logged_in(house, ANNA) as anna:
        terms = (await anna.get("/terms")).json()["user_terms"]
        file = await anna.get(f"/terms/{terms['version']}")
        assert (
            sha256(file.content).hexdigest() == terms["sha256"] and "attachment" in file.headers["content-disposition"]
        )
        assert (await anna.get("/terms/1999-01")).status_code == 404
        for language in ("sv", "da", "nb", "fi", "en"):
            shown = (await anna.get("/terms", headers={"accept-language": language})).json()
            for kind, path in (("user_terms", "terms"), ("terms_of_sale", "terms-of-sale")):
                file = await anna.get(f"/{path}/{shown[kind]['version']}", params={"language": language})
                assert sha256(file.content).hexdigest() == shown[kind]["sha256"] and shown[kind]["language"] == language
                assert file.text == shown[kind]["text"] and file.headers["content-language"] == language
        await house.told(
            onboarding.TermsRecorded(company=company, person=person, version=terms["version"], sha256=terms["sha256"]),
            onboarding.CompletenessChanged(company=company, missing=("address",)),
        )
        page = (await anna.get(f"/companies/{company}/terms")).json()
        (accepted,) = page["accepted"]
        assert (accepted["sha256"], accepted["given_name"], page["asked"]) == (terms["sha256"], "Åsa", False)
        assert datetime.fromisoformat(accepted["at"]).date() == datetime.now(UTC).date()
        await house.told(
            onboarding.TermsAskedAgain(company=company, version="2027-01", in_force_from=date(2027, 1, 1)),
            onboarding.CompletenessChanged(company=company, missing=("terms",)),
        )
        assert (await anna.get(f"/companies/{company}/terms")).json()["asked"]


@pytest.mark.req("S3-37", "S3-38", "S3-39")
async def test_an_address_of_each_type_is_shown_and_one_can_be_removed(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    home = Address("Norrsken", "Gatan 1", "972 31", "Luleå", "SE", "0920-123")
    for kind in ("default", "invoice"):
        await house.told(
            onboarding.CompanyProfileChanged.model_validate({"company": company, "kind": kind, "address": home})
        )

    async def removed(fact: portal.AddressRemoved) -> Fact:
        return onboarding.AddressRemoved(company=fact.company, kind=fact.kind)

    async with logged_in(house, ANNA) as anna, house.answering(portal.AddressRemoved, removed):
        assert set((await anna.get(f"/companies/{company}")).json()["addresses"]) == {"default", "invoice"}
        assert (await anna.delete(f"/companies/{company}/addresses/invoice")).status_code == 200
        await house.shown()
        page = (await anna.get(f"/companies/{company}")).json()
        assert page["addresses"] == {"default": {"name": "Norrsken", "street": "Gatan 1", "postcode": "972 31",
                                                 "city": "Luleå", "country": "SE", "phone": "0920-123"}}  # fmt: skip
        body = {"name": "Norrsken", "street": "G" * 3000, "postcode": "972 31", "city": "Luleå"}
        assert (await anna.put(f"/companies/{company}/addresses/visit", json=body)).status_code == 422


@pytest.mark.req("S2-26", "E-I11")
async def test_one_person_acts_for_several_companies_and_each_is_an_address_of_its_own(house: House) -> None:
    person = await house.person(ANNA)
    first, second = await house.company(person, "Norrsken AB"), await house.company(person, "Söderspår AB")
    async with logged_in(house, ANNA) as anna:
        companies = (await anna.get("/me")).json()["companies"]
        assert [(one["name"], one["role"]) for one in companies] == [
            ("Norrsken AB", "owner"),
            ("Söderspår AB", "owner"),
        ]
        for company, name in ((first, "Norrsken AB"), (second, "Söderspår AB")):
            assert (await anna.get(f"/companies/{company}")).json()["name"] == name
