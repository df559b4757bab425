"""A company that is registered can be reached at once, and chooses how."""

from typing import get_args
from uuid import uuid4

import pytest
from directory_stories import registered, rehearsal

from chassis.testing import is_answered_as_repeated
from contracts.directory import v1 as facts
from contracts.directory import v2 as wider
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.values import Personal, ReceptionFormat
from directory.members.reception import FORMATS, ReceptionPolicy


@pytest.mark.req("S0-05", "S0-24", "D-09")
async def test_a_registered_company_receives_pdf_by_mail_from_the_first_moment() -> None:
    directory, fact = rehearsal(), registered()
    told, in_version_1 = await directory.hear(fact)
    assert isinstance(told, wider.ReceptionChanged) and isinstance(in_version_1, facts.ReceptionChanged)
    assert (told.company, told.method, told.format, told.decided_by) == (fact.company, "email", "pdf", "policy")
    assert told.email == in_version_1.email == fact.contact_email


@pytest.mark.req("D-09")
async def test_the_default_is_a_policy_of_the_network() -> None:
    directory = rehearsal(reception=ReceptionPolicy(default_method="inbox", default_format="ubl"))
    told, _ = await directory.hear(registered())
    assert isinstance(told, wider.ReceptionChanged)
    assert (told.method, told.format, told.email, told.decided_by) == ("inbox", "ubl", None, "policy")


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
    by_mail, _ = await directory.hear(chosen(fact.company, "email", " faktura@norrsken.example "))
    assert isinstance(by_mail, wider.ReceptionChanged)
    assert by_mail.email == Personal("faktura@norrsken.example") and by_mail.decided_by == "person"
    inbox, _ = await directory.hear(chosen(fact.company, "inbox", format="ubl"))
    assert isinstance(inbox, wider.ReceptionChanged)
    assert (inbox.method, inbox.format, inbox.email) == ("inbox", "ubl", None)


@pytest.mark.req("S0-20", "S0-21")
async def test_somebody_who_speaks_version_1_is_understood() -> None:
    directory, fact = rehearsal(), registered()
    await directory.hear(fact)
    asked = portal.ReceptionChosen(company=fact.company, person=uuid4(), method="inbox", format="ubl")
    told, in_version_1 = await directory.hear(asked)
    assert isinstance(told, wider.ReceptionChanged) and isinstance(in_version_1, facts.ReceptionChanged)
    assert told.document_type == "invoice" and (told.method, told.format) == ("inbox", "ubl")


@pytest.mark.req("S0-23", "S0-20", "S0-21")
async def test_each_kind_of_document_goes_its_own_way_and_else_as_invoices_do() -> None:
    every = ReceptionPolicy(samples_offered=("account-statement", "reminder"))
    directory, fact = rehearsal(reception=every), registered()
    await directory.hear(fact)
    (told,) = await directory.hear(chosen(fact.company, "inbox", format="ubl", document_type="account-statement"))
    assert isinstance(told, wider.ReceptionChanged), "version 1 knows invoices alone"
    assert (told.document_type, told.method) == ("account-statement", "inbox")
    (statement,) = await directory.hear(sample(fact.company, "account-statement"))
    (reminder,) = await directory.hear(sample(fact.company, "reminder"))
    assert isinstance(statement, facts.SampleDocumentOrdered) and isinstance(reminder, facts.SampleDocumentOrdered)
    assert (statement.method, statement.format, statement.email) == ("inbox", "ubl", None)
    assert (reminder.method, reminder.format, reminder.email) == ("email", "pdf", fact.contact_email)


@pytest.mark.req("S0-25")
@pytest.mark.parametrize("method", ["peppol", "sftp", "paper"])
async def test_a_way_that_the_network_does_not_have_is_refused_when_it_is_chosen(method: str) -> None:
    directory, fact = rehearsal(), registered()
    await directory.hear(fact)
    (told,) = await directory.hear(chosen(fact.company, method, format="pdf" if method == "paper" else "ubl"))
    assert isinstance(told, facts.ReceptionRefused)
    assert (told.code, told.details) == ("reception.method-not-offered", {"method": method, "methods": "email, inbox"})


@pytest.mark.req("S0-25")
async def test_a_network_that_offers_more_takes_more_but_never_what_does_not_fit_together() -> None:
    policy = ReceptionPolicy(methods_offered=("email", "inbox", "peppol", "sftp", "paper"))
    directory, fact = rehearsal(reception=policy), registered()
    await directory.hear(fact)
    for method, formats in FORMATS.items():
        for written in get_args(ReceptionFormat):
            told = await directory.hear(chosen(fact.company, method, "a@b.example", written))
            if written in formats:
                assert isinstance(told[0], wider.ReceptionChanged) and told[0].method == method
            else:
                assert isinstance(told[0], facts.ReceptionRefused)
                assert told[0].code == "reception.format-not-legal"


async def test_a_sample_is_ordered_once_however_often_it_is_told() -> None:
    directory, fact = rehearsal(), registered()
    await directory.hear(fact)
    asked = sample(fact.company, "invoice")
    (told,) = await directory.hear(asked)
    assert isinstance(told, facts.SampleDocumentOrdered) and told.sample == asked.sample
    assert is_answered_as_repeated(await directory.hear(asked))
    (none,) = await directory.hear(sample(fact.company, "reminder"))
    assert isinstance(none, facts.SampleDocumentRefused) and none.code == "reception.no-sample"
    (refused,) = await directory.hear(sample(uuid4(), "invoice"))
    assert isinstance(refused, facts.SampleDocumentRefused) and refused.code == "reception.not-a-member"


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


def chosen(
    company: object,
    method: str,
    email: str | None = None,
    format: str = "pdf",  # noqa: A002 - the word of the field
    document_type: str = "invoice",
) -> portal_v2.ReceptionChosen:
    return portal_v2.ReceptionChosen.model_validate(
        {
            "company": company,
            "person": uuid4(),
            "document_type": document_type,
            "method": method,
            "format": format,
            "email": email,
        }
    )


def sample(company: object, document_type: str) -> portal.SampleDocumentRequested:
    return portal.SampleDocumentRequested.model_validate(
        {"company": company, "person": uuid4(), "sample": uuid4(), "document_type": document_type}
    )
