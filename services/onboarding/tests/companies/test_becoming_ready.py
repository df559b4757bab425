"""Terms, address, bank account and a customer: then, and only then, a company is ready to send."""

import tomllib
from importlib.resources import files
from uuid import uuid4

import pytest
from onboarding_stories import HOME, accepted, answer, banked, connected, moved, registered, rehearsal

from chassis.testing import is_answered_as_repeated
from contracts import terms
from contracts.onboarding import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import Address, BankAccount
from onboarding import terms_in_force
from onboarding.companies.company import Company

BANKGIRO = BankAccount("bankgiro", "991-2346", "Bankgirot")


def test_terms_that_were_in_force_never_change_their_words() -> None:
    """People have accepted these bytes. New words are a new version, and a new line here."""
    assert (terms_in_force.VERSION, terms_in_force.SHA256) == (
        "2026-11",
        "bba05f22e006f908689e136c20c44e221afd3b5fb24e51350f65962b66f6a89b",
    )


@pytest.mark.req("S3-01", "S3-35")
async def test_who_accepted_which_terms_is_recorded_once_for_each_person() -> None:
    onboarding = rehearsal()
    company = await registered(onboarding)
    fact = accepted(company)
    told = await answer(onboarding, fact)
    assert isinstance(told, facts.TermsRecorded)
    assert (told.person, told.version) == (fact.person, "2026-11")
    assert is_answered_as_repeated(await onboarding.hear(fact))
    other = await answer(onboarding, accepted(company))
    assert isinstance(other, facts.TermsRecorded) and other.person != fact.person


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"version": "2025-01"}, "terms.not-in-force"),
        ({"sha256": "0" * 64}, "terms.other-words"),
        ({"sha256": ""}, "terms.other-words"),
    ],
)
async def test_other_words_than_those_in_force_cannot_be_accepted(changed: dict[str, str], code: str) -> None:
    """Another hash was refused as another version, with a sentence that named the same version twice.

    Sibling: the wallet's terms of sale shared the code, and so the words of either stood for both.
    """
    onboarding = rehearsal()
    told = await answer(onboarding, accepted(await registered(onboarding), **changed))
    assert isinstance(told, facts.TermsRefused) and told.code == code
    assert "…" not in sentence_of(code).format(**told.details)


def sentence_of(code: str) -> str:
    words = tomllib.loads((files("contracts.refusals") / "onboarding.toml").read_text())
    return str(words[code]["en"])


@pytest.mark.req("S3-33", "S3-35")
async def test_the_words_of_each_language_may_be_accepted_and_are_recorded_by_their_own_hash() -> None:
    (current,) = terms.versions()
    hashes = {language: current.sha256_in(language) for language in ("sv", "da", "nb", "fi", "en")}
    assert len(set(hashes.values())) == 5 and hashes["sv"] == current.sha256
    for digest in hashes.values():
        onboarding = rehearsal()
        told = await answer(onboarding, accepted(await registered(onboarding), sha256=digest))
        assert isinstance(told, facts.TermsRecorded) and told.sha256 == digest


@pytest.mark.req("S3-37", "S3-38")
async def test_an_address_is_told_in_one_form() -> None:
    onboarding = rehearsal()
    written = Address(" Norrsken  AB ", "Bangårdsgatan 12", "S-972 31".replace("S-", "SE-"), "Luleå", "se", "0920-123")
    told = await answer(onboarding, moved(await registered(onboarding), written))
    assert isinstance(told, facts.CompanyProfileChanged)
    assert told.address == Address("Norrsken AB", "Bangårdsgatan 12", "972 31", "Luleå", "SE", "0920-123")


@pytest.mark.req("S3-38")
@pytest.mark.parametrize(
    ("address", "code"),
    [
        (Address("", "Gatan 1", "97231", "Luleå", "SE"), "address.field-missing"),
        (Address("Norrsken", " ", "97231", "Luleå", "SE"), "address.field-missing"),
        (Address("Norrsken", "Gatan 1", "", "Luleå", "SE"), "address.field-missing"),
        (Address("Norrsken", "Gatan 1", "97231", "", "SE"), "address.field-missing"),
        (Address("Norrsken", "Gatan 1", "97231", "Luleå", ""), "address.field-missing"),
        (Address("Norrsken", "Gatan 1", "9723", "Luleå", "SE"), "address.postcode-malformed"),
        (Address("Norrsken", "Gatan 1", "٩٧٢٣١", "Luleå", "SE"), "address.postcode-malformed"),
        (Address("Novo", "Alle 1", "28800", "Bagsværd", "DK"), "address.postcode-malformed"),
        (Address("Norrsken", "Gatan 1", "97231", "Luleå", "Sverige"), "address.country-unknown"),
        (Address("Norrsken", "G" * 201, "97231", "Luleå", "SE"), "address.field-too-long"),
    ],
)
async def test_an_address_that_no_letter_would_reach_is_refused(address: Address, code: str) -> None:
    onboarding = rehearsal()
    told = await answer(onboarding, moved(await registered(onboarding), address))
    assert isinstance(told, facts.AddressRefused) and told.code == code


@pytest.mark.req("S3-40", "S3-41")
@pytest.mark.parametrize(
    ("details", "number"),
    [
        (BankAccount("bankgiro", "991-2346"), "9912346"),
        (BankAccount("plusgiro", "90 08 00-4"), "9008004"),
        (BankAccount("iban", "se45 5000 0000 0583 9825 7466", "SEB"), "SE4550000000058398257466"),
        (BankAccount("iban", "DK5000400440116243", "Nordea", country="DK"), "DK5000400440116243"),
    ],
)
async def test_an_account_that_can_be_right_is_confirmed(details: BankAccount, number: str) -> None:
    onboarding = rehearsal()
    told = await answer(onboarding, banked(await registered(onboarding), details))
    assert isinstance(told, facts.BankAccountConfirmed)
    assert (told.details.number, told.details.kind, told.default) == (number, details.kind, True)


@pytest.mark.req("S3-41")
@pytest.mark.parametrize(
    ("details", "code"),
    [
        (BankAccount("bankgiro", "991-2347"), "bank-account.number-malformed"),
        (BankAccount("bankgiro", ""), "bank-account.number-malformed"),
        (BankAccount("plusgiro", "90 08 00-5"), "bank-account.number-malformed"),
        (BankAccount("iban", "SE4550000000058398257467"), "bank-account.number-malformed"),
        (BankAccount("iban", "9912346"), "bank-account.number-malformed"),
        (BankAccount("iban", "DK5000400440116243", country="SE"), "bank-account.country-differs"),
        (BankAccount("bankgiro", "991-2346", country="DK"), "bank-account.country-differs"),
    ],
)
async def test_an_account_that_money_cannot_reach_is_refused(details: BankAccount, code: str) -> None:
    onboarding = rehearsal()
    told = await answer(onboarding, banked(await registered(onboarding), details))
    assert isinstance(told, facts.BankAccountRefused) and told.code == code


async def test_a_company_that_is_not_registered_saves_nothing() -> None:
    onboarding, company = rehearsal(), uuid4()
    codes = []
    for fact in (accepted(company), moved(company), banked(company, BANKGIRO)):
        told = await answer(onboarding, fact)
        assert isinstance(told, facts.TermsRefused | facts.AddressRefused | facts.BankAccountRefused)
        codes.append(told.code)
    assert codes == ["company.unknown"] * 3


@pytest.mark.req("S3-43")
async def test_a_company_is_ready_once_when_nothing_is_missing_any_more() -> None:
    onboarding = rehearsal()
    company = await registered(onboarding)
    steps = [
        (connected(company), ("terms", "address", "bank-account")),
        (banked(company, BANKGIRO), ("terms", "address")),
        (accepted(company), ("address",)),
        (moved(company, kind="invoice"), ("address",)),
    ]
    for fact, missing in steps:
        assert not any(isinstance(told, facts.CompanyReady) for told in await onboarding.hear(fact))
        assert (await onboarding.state(Company, company)).missing == missing
    assert [told.missing for told in onboarding.told(facts.CompletenessChanged)] == [
        ("terms", "address", "bank-account"),
        ("terms", "address"),
        ("address",),
    ]
    told = await onboarding.hear(moved(company))
    assert [type(fact) for fact in told] == [facts.CompanyProfileChanged, facts.CompletenessChanged, facts.CompanyReady]
    assert [type(fact) for fact in await onboarding.hear(moved(company, HOME))] == [facts.CompanyProfileChanged]
    assert await onboarding.hear(connected(company)) == []


async def test_being_somebodys_customer_does_not_make_a_company_ready() -> None:
    onboarding = rehearsal()
    company = await registered(onboarding)
    for fact in (accepted(company), moved(company), banked(company, BANKGIRO), connected(company, "customer")):
        await onboarding.hear(fact)
    assert (await onboarding.state(Company, company)).missing == ("connection",)
    assert onboarding.told(facts.CompanyReady) == []


@pytest.mark.req("S3-37")
async def test_an_address_of_another_type_can_be_removed_and_the_default_one_only_changed() -> None:
    onboarding = rehearsal()
    company, person = await registered(onboarding), uuid4()
    for kind in ("default", "invoice"):
        await onboarding.hear(moved(company, kind=kind))
    told = await answer(onboarding, portal.AddressRemoved(company=company, person=person, kind="invoice"))
    assert isinstance(told, facts.AddressRemoved) and told.kind == "invoice"
    codes = []
    for kind in ("invoice", "default"):
        refused = await answer(
            onboarding, portal.AddressRemoved.model_validate({"company": company, "person": person, "kind": kind})
        )
        assert isinstance(refused, facts.AddressRefused)
        codes.append(refused.code)
    assert codes == ["address.unknown", "address.default-stays"]
