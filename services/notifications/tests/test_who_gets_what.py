"""Stories of mails: which fact makes which mail, to whom, and how often."""

import re
from datetime import timedelta
from typing import Any

import pytest
from notifications_stories import (
    CONTACT,
    Office,
    connected,
    enrolled,
    held,
    html_of,
    invitation,
    low,
    paid,
    received,
    reception,
    signed,
    text_of,
    undeliverable,
)

from contracts.fact import Fact
from contracts.notifications import v1 as told
from notifications.words import LANGUAGES


def plain(text: str) -> str:
    """Returns the text with ordinary spaces, since amounts are written with no-break ones."""
    return re.sub(r"[\u00a0\u202f]", " ", text)


@pytest.mark.req("S0-02", "S0-03")
async def test_an_invitation_carries_the_number_the_code_and_a_link_with_both() -> None:
    office = Office()
    fact = invitation(office.company)
    (sent,) = await office.hear(fact)
    assert isinstance(sent, told.MailSent)
    assert (sent.template, sent.language, sent.to) == ("invitation", "sv", fact.email)
    assert office.mail["To"] == "ekonomi@kund.test"
    assert office.mail["Subject"] == "Rälsverket AB vill skicka e-fakturor till er"
    for part in (text_of(office.mail), html_of(office.mail).replace("&amp;", "&")):
        assert "https://stafett.test/enrol?number=K-100&code=7KQ4-M2XD" in part
        assert "Kund & Son AB" in part and "20 januari 2027" in part
    assert "Kundnummer: K-100\nKod: 7KQ4-M2XD\n" in text_of(office.mail)


async def test_a_customer_number_with_odd_signs_comes_whole_through_the_link() -> None:
    office = Office()
    await office.hear(invitation(office.company, number="A&B=1/2 ö"))
    assert "/enrol?number=A%26B%3D1%2F2%20%C3%B6&code=7KQ4-M2XD" in text_of(office.mail)


@pytest.mark.req("S0-12")
async def test_the_supplier_is_told_that_its_customer_enrolled(office: Office) -> None:
    await office.hear(connected(office.company, "supplier"))
    assert office.mail["To"] == CONTACT
    assert office.mail["Subject"] == "Kund & Son AB tar nu emot e-fakturor från er"
    assert "Kundnummer: K-100" in text_of(office.mail)


async def test_the_customers_copy_of_a_connection_is_not_mailed(office: Office) -> None:
    assert await office.hear(connected(office.company, "customer")) == []


@pytest.mark.req("S0-13")
async def test_the_customer_gets_a_receipt_of_its_enrolment(office: Office) -> None:
    await office.hear(enrolled(office.company))
    assert office.mail["To"] == CONTACT
    assert "Kvitto" in office.mail["Subject"] and "Rälsverket AB" in text_of(office.mail)


@pytest.mark.req("S1-16")
async def test_the_receipt_of_an_order_goes_to_the_administrative_contact(office: Office) -> None:
    fact = paid(office.company)
    await office.hear(fact)
    assert office.mail["To"] == CONTACT
    text = plain(text_of(office.mail))
    for row in ("Köpt: 1000 fakturaklip", "Pris utan moms: 2 000,00 kr", "Moms: 500,00 kr", "Totalt: 2 500,00 kr"):
        assert row in text
    assert f"Beställning: {fact.order}" in text and "Betalt: 21 november 2026" in text


@pytest.mark.parametrize(
    ("make", "subject"),
    [
        (signed, "Avtalet är undertecknat"),
        (low, "Snart slut: 10 fakturaklip kvar"),
        (held, "En faktura väntar: klippen är slut"),
        (undeliverable, "En faktura kunde inte levereras"),
        (received, "Ny faktura från Rälsverket AB"),
    ],
)
async def test_the_contact_is_told(office: Office, make: type[Fact], subject: str) -> None:
    await office.hear(make(office.company))  # type: ignore[call-arg, arg-type]
    assert (office.mail["To"], office.mail["Subject"]) == (CONTACT, subject)
    assert f"https://stafett.test/c/{office.company}/" in text_of(office.mail)


@pytest.mark.parametrize(
    ("repair", "words"),
    [("supplier", "Ni kan själva"), ("receiver", "hos mottagaren"), ("network", "Felet ligger hos oss")],
)
async def test_who_can_mend_an_undelivered_invoice_is_said(office: Office, repair: str, words: str) -> None:
    await office.hear(undeliverable(office.company, repair))
    assert words in text_of(office.mail) and words in html_of(office.mail)


async def test_the_same_matter_heard_twice_is_one_mail(office: Office) -> None:
    for fact in (invitation(office.company), enrolled(office.company), paid(office.company), signed(office.company)):
        office.server.taken.clear()
        await office.hear(fact, fact)
        assert len(office.server.taken) == 1


async def test_a_hundred_held_invoices_are_one_reminder_a_day(office: Office) -> None:
    await office.hear(*[held(office.company) for _ in range(100)])
    assert len(office.server.taken) == 1
    await office.service.pass_time(timedelta(hours=24))
    await office.hear(held(office.company))
    assert len(office.server.taken) == 2


async def test_an_invoice_held_for_another_reason_is_not_mailed(office: Office) -> None:
    assert await office.hear(held(office.company, "buyer.approval-pending")) == []


async def test_a_document_that_came_by_mail_needs_no_notice(office: Office) -> None:
    await office.hear(reception(office.company, "email"), received(office.company))
    assert office.server.taken == []
    await office.hear(reception(office.company, "inbox"), received(office.company))
    assert len(office.server.taken) == 1


async def test_a_company_whose_contact_is_not_known_yet_waits_for_it() -> None:
    office = Office()
    with pytest.raises(AssertionError, match="not yet"):
        await office.hear(paid(office.company))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_readers_are_written_to_in_their_language(language: Any) -> None:
    office = Office()
    await office.register(language)
    (sent,) = await office.hear(paid(office.company))
    assert isinstance(sent, told.MailSent) and sent.language == language
    assert office.mail["Content-Language"] == language


async def test_an_erased_contact_is_written_to_no_more(office: Office) -> None:
    office.service.keys.keys.clear()
    office.service.around.sealer.forget()
    assert await office.hear(low(office.company)) == []
    assert office.server.taken == []


async def test_addresses_and_codes_are_sealed_in_the_store(office: Office) -> None:
    await office.hear(invitation(office.company), paid(office.company))
    stored = b"".join(row.state for row in office.service.store.rows)
    for secret in (b"ekonomi@kund.test", b"7KQ4", CONTACT.encode()):
        assert secret not in stored
