"""A company is registered once, with a number that is valid in its country."""

from uuid import uuid4

import pytest
from onboarding_stories import NUMBER, registered, registration, rehearsal

from chassis.testing import is_answered_as_repeated
from contracts.onboarding import v1 as facts
from contracts.values import Personal
from onboarding.companies.company import Company


@pytest.mark.req("S0-09", "S3-25", "S3-26", "S3-27")
async def test_a_company_is_registered_with_number_vat_number_and_contact() -> None:
    onboarding, fact = rehearsal(), registration(number=Personal("556677-8899"), vat_number=Personal("SE 556677889901"))
    (told,) = await onboarding.hear(fact)
    assert isinstance(told, facts.CompanyRegistered)
    assert (told.company, told.person, told.country) == (fact.company, fact.person, "SE")
    assert (told.number, told.vat_number) == (Personal(NUMBER), Personal("SE556677889901"))
    assert (told.contact_email, told.language) == (fact.contact_email, "sv")


async def test_the_number_cannot_be_read_in_the_store() -> None:
    onboarding = rehearsal()
    await onboarding.hear(registration())
    assert all(NUMBER.encode() not in row.state and NUMBER not in row.metadata for row in onboarding.store.rows)


async def test_the_same_registration_twice_is_once() -> None:
    onboarding, fact = rehearsal(), registration()
    await onboarding.hear(fact)
    assert is_answered_as_repeated(await onboarding.hear(fact))


@pytest.mark.req("S4-16", "D-01")
async def test_a_second_company_with_the_same_number_is_told_that_the_first_is_there() -> None:
    onboarding = rehearsal()
    await registered(onboarding)
    second = registration(number=Personal("55 66 77-88 99"), name="Somebody Else AB")
    (told,) = await onboarding.hear(second)
    assert isinstance(told, facts.CompanyAlreadyRegistered)
    assert (told.company, told.person) == (second.company, second.person)
    assert not (await onboarding.state(Company, second.company)).exists


async def test_the_same_digits_in_another_country_are_another_company() -> None:
    onboarding = rehearsal()
    for country, number in (("DK", "13585628"), ("NO", "923609016"), ("FI", "2077474-0")):
        fact = registration(country=country, number=Personal(number), vat_number=None, no_vat_number=True)
        (told,) = await onboarding.hear(fact)
        assert isinstance(told, facts.CompanyRegistered), told


@pytest.mark.req("S3-28")
async def test_a_company_may_say_that_it_has_no_vat_number() -> None:
    none = registration(vat_number=None, no_vat_number=True, no_vat_reason=" Omsätter för  lite ")
    (told,) = await rehearsal().hear(none)
    assert isinstance(told, facts.CompanyRegistered) and told.vat_number is None
    assert told.no_vat_reason == "Omsätter för lite"


@pytest.mark.req("S3-26", "S3-27", "S3-28")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": Personal("5567037486")}, "company-number.malformed"),
        ({"number": Personal("1234567891")}, "company-number.malformed"),
        ({"number": Personal("")}, "company-number.malformed"),
        ({"number": Personal("'; DROP TABLE companies; --")}, "company-number.malformed"),
        ({"country": "DK", "number": Personal("67009971")}, "company-number.malformed"),
        ({"vat_number": Personal("SE556703748600")}, "vat-number.malformed"),
        ({"vat_number": Personal("DK13585628")}, "vat-number.malformed"),
        ({"vat_number": None}, "company.vat-number-or-none"),
        ({"vat_number": Personal("  ")}, "company.vat-number-or-none"),
        ({"no_vat_number": True}, "company.vat-number-or-none"),
        ({"vat_number": None, "no_vat_number": True, "no_vat_reason": "x" * 201}, "company.field-too-long"),
        ({"name": " "}, "company.field-missing"),
        ({"name": "A" * 201}, "company.field-too-long"),
        ({"contact_name": Personal("")}, "company.field-missing"),
        ({"contact_email": Personal("anna@")}, "company.email-malformed"),
    ],
)
async def test_details_that_cannot_be_right_are_refused_and_leave_the_number_free(
    changed: dict[str, object], code: str
) -> None:
    onboarding = rehearsal()
    (told,) = await onboarding.hear(registration(**changed))
    assert isinstance(told, facts.CompanyRegistrationRefused) and told.code == code
    assert NUMBER not in str(told.details)
    assert onboarding.store.rows == []
    (mended,) = await onboarding.hear(registration())
    assert isinstance(mended, facts.CompanyRegistered)


async def test_a_registered_company_keeps_its_number() -> None:
    onboarding, company = rehearsal(), uuid4()
    await onboarding.hear(registration(company=company))
    (told,) = await onboarding.hear(registration(company=company, number=Personal("5560125790")))
    assert isinstance(told, facts.CompanyRegistrationRefused) and told.code == "company.number-fixed"
    other = registration(number=Personal("5560125790"))
    assert isinstance((await onboarding.hear(other))[0], facts.CompanyRegistered), "the refused number is still free"
