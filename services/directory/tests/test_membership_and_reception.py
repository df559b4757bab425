"""A company that is registered can be reached at once, and chooses how."""

from uuid import uuid4

import pytest
from directory_stories import registered, rehearsal

from contracts.directory import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import Personal


@pytest.mark.req("S0-05")
async def test_a_registered_company_receives_pdf_by_mail_from_the_first_moment() -> None:
    directory, fact = rehearsal(), registered()
    (told,) = await directory.hear(fact)
    assert isinstance(told, facts.ReceptionChanged)
    assert (told.company, told.method, told.format, told.decided_by) == (fact.company, "email", "pdf", "policy")
    assert told.email == fact.contact_email


async def test_a_registration_told_again_changes_nothing() -> None:
    directory, fact = rehearsal(), registered()
    await directory.hear(fact)
    assert await directory.hear(fact) == []


async def test_addresses_are_sealed_in_the_store() -> None:
    directory = rehearsal()
    await directory.hear(registered(email="anna@norrsken.example"))
    assert all(b"norrsken.example" not in row.state for row in directory.store.rows)


async def test_a_member_chooses_another_address_and_then_the_inbox() -> None:
    directory, fact = rehearsal(), registered()
    await directory.hear(fact)
    (by_mail,) = await directory.hear(chosen(fact.company, "email", " faktura@norrsken.example "))
    assert isinstance(by_mail, facts.ReceptionChanged)
    assert by_mail.email == Personal("faktura@norrsken.example") and by_mail.decided_by == "person"
    (inbox,) = await directory.hear(chosen(fact.company, "inbox", format="ubl"))
    assert isinstance(inbox, facts.ReceptionChanged)
    assert (inbox.method, inbox.format, inbox.email) == ("inbox", "ubl", None)


@pytest.mark.parametrize(
    ("email", "code"),
    [
        (None, "reception.email-missing"),
        ("  ", "reception.email-missing"),
        ("anna", "reception.email-malformed"),
        ("anna@norrsken", "reception.email-malformed"),
        ("anna@norrsken.example\r\nBcc: all@example.com", "reception.email-malformed"),
        ("a" * 65 + "@norrsken.example", "reception.email-malformed"),
        ("anna@" + "n" * 250 + ".example", "reception.email-malformed"),
    ],
)
async def test_reception_by_mail_needs_an_address_that_can_be_one(email: str | None, code: str) -> None:
    directory, fact = rehearsal(), registered()
    await directory.hear(fact)
    stored = len(directory.store.rows)
    (told,) = await directory.hear(chosen(fact.company, "email", email))
    assert isinstance(told, facts.ReceptionRefused) and told.code == code
    assert len(directory.store.rows) == stored


async def test_who_is_no_member_cannot_choose() -> None:
    (told,) = await rehearsal().hear(chosen(uuid4(), "inbox"))
    assert isinstance(told, facts.ReceptionRefused) and told.code == "reception.not-a-member"


def chosen(company: object, method: str, email: str | None = None, format: str = "pdf") -> portal.ReceptionChosen:  # noqa: A002
    return portal.ReceptionChosen.model_validate(
        {"company": company, "person": uuid4(), "method": method, "format": format, "email": email}
    )
