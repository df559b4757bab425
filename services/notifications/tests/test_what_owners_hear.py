"""Stories of mails that guard a company: held accounts, requests for access, and new terms."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from notifications_stories import CONTACT, Office, signed, text_of

from contracts.onboarding import v1 as onboarding
from contracts.values import BankAccount, Language, Personal, Role

PLUSGIRO = BankAccount("plusgiro", "9008004", "Nordea")
OWNER = "bo@exempel.test"


def joined(
    company: UUID, email: str = OWNER, role: Role = "owner", language: Language = "fi"
) -> onboarding.MemberJoined:
    return onboarding.MemberJoined(
        company=company, person=uuid4(), role=role, name=Personal("Bo Ek"), email=Personal(email), language=language
    )


def held(company: UUID) -> onboarding.BankAccountChangeHeld:
    return onboarding.BankAccountChangeHeld(
        company=company,
        person=uuid4(),
        change=uuid4(),
        account=uuid4(),
        details=PLUSGIRO,
        default=True,
        replaces=BankAccount("bankgiro", "9912346"),
        held_until=datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
    )


def asked(company: UUID) -> onboarding.AccessRequested:
    return onboarding.AccessRequested(
        company=company,
        request=uuid4(),
        person=uuid4(),
        company_name="Exempel AB",
        name=Personal("Cia Dahl"),
        email=Personal("cia@exempel.test"),
        language="da",
        message=Personal("Jag sköter fakturorna."),
    )


def recipients(office: Office) -> list[str]:
    return sorted(mail["To"] for mail in office.server.taken)


@pytest.mark.req("S3-42")
async def test_a_change_of_account_is_told_to_the_contact_and_to_every_owner(office: Office) -> None:
    viewer = joined(office.company, "viewer@exempel.test", "viewer")
    await office.hear(joined(office.company), viewer, joined(office.company, CONTACT.upper()))
    await office.hear(held(office.company))
    assert recipients(office) == sorted([OWNER, CONTACT]), "one mail to each address, and none to others"
    swedish = next(mail for mail in office.server.taken if mail["To"] == CONTACT)
    finnish = next(mail for mail in office.server.taken if mail["To"] == OWNER)
    for words in ("Plusgiro 90 08 00-4 Nordea", "Ersätter: Bankgiro 991-2346", "23 november 2026 14:05 UTC"):
        assert words in text_of(swedish)
    assert finnish["Content-Language"] == "fi" and "Tekö vaihdoitte pankkitiliä?" in text_of(finnish)


async def test_the_same_change_heard_twice_is_one_mail_to_each(office: Office) -> None:
    fact = held(office.company)
    await office.hear(joined(office.company), fact, fact)
    assert len(office.server.taken) == 2


async def test_who_became_an_owner_is_told_and_who_left_is_not(office: Office) -> None:
    member = joined(office.company, role="viewer")
    promoted = onboarding.MemberRoleChanged(company=office.company, person=member.person, role="owner")
    await office.hear(member, promoted, held(office.company))
    assert OWNER in recipients(office)
    office.server.taken.clear()
    await office.hear(onboarding.MemberLeft(company=office.company, person=member.person), held(office.company))
    assert recipients(office) == [CONTACT]


@pytest.mark.parametrize(
    ("released", "words"),
    [("time", "Tiden för att neka"), ("owner", "En annan ägare"), ("signature", "En ny underskrift")],
)
async def test_what_let_an_account_through_is_said(office: Office, released: str, words: str) -> None:
    fact = {"company": office.company, "account": uuid4(), "details": PLUSGIRO, "released": released}
    await office.hear(onboarding.BankAccountConfirmed.model_validate(fact))
    assert words in text_of(office.mail)


async def test_the_first_account_is_no_news_and_a_refused_one_is(office: Office) -> None:
    first = onboarding.BankAccountConfirmed(company=office.company, account=uuid4(), details=PLUSGIRO)
    assert await office.hear(first) == []
    stopped = onboarding.BankAccountChangeStopped(
        company=office.company, change=uuid4(), account=uuid4(), details=PLUSGIRO, refused_by=uuid4()
    )
    await office.hear(stopped)
    assert office.mail["Subject"] == "Ändringen av bankkonto är stoppad"


@pytest.mark.req("D-01")
async def test_a_request_for_access_is_mailed_both_ways(office: Office) -> None:
    fact = asked(office.company)
    await office.hear(fact)
    assert (office.mail["To"], office.mail["Subject"]) == (CONTACT, "Cia Dahl vill företräda Exempel AB")
    assert "Meddelande: Jag sköter fakturorna." in text_of(office.mail)
    office.server.taken.clear()
    answered = onboarding.AccessRequestAnswered(
        company=office.company,
        request=fact.request,
        person=fact.person,
        company_name="Exempel AB",
        accepted=True,
        role="admin",
        email=fact.email,
        language=fact.language,
    )
    await office.hear(answered)
    assert (office.mail["To"], office.mail["Subject"]) == ("cia@exempel.test", "Du kan nu handle for Exempel AB")
    assert "administrator" in text_of(office.mail)


async def test_a_declined_request_is_told_kindly(office: Office) -> None:
    fact = onboarding.AccessRequestAnswered(
        company=office.company,
        request=uuid4(),
        person=uuid4(),
        company_name="Exempel AB",
        accepted=False,
        email=Personal("cia@exempel.test"),
        language="en",
    )
    await office.hear(fact)
    assert "has said no to your request" in text_of(office.mail)


async def test_new_terms_are_told_to_the_contact_once(office: Office) -> None:
    fact = onboarding.TermsAskedAgain(company=office.company, version="2027-01", in_force_from=date(2027, 1, 1))
    await office.hear(fact, fact)
    assert "Gäller från och med: 1 januari 2027" in text_of(office.mail)


async def test_a_signature_for_accounts_is_not_called_an_agreement(office: Office) -> None:
    fact = signed(office.company).model_copy(update={"purpose": "accounts"})
    assert await office.hear(fact) == []
