"""Samples: a company may ask for one, to see what it will receive."""

from email.message import EmailMessage
from uuid import uuid4

import pytest
from delivery_stories import EMAIL, Depot, MailOfTests, MailServer, depot_with, receiver_of

from chassis.testing import is_answered_as_repeated
from contracts.delivery import v1 as told
from delivery.channels.channel import TryAgain
from delivery.channels.email.mail import Mail
from delivery.samples.effects import destination
from delivery.samples.events import SampleOrdered
from einvoice.pdf.pool import RenderRefused
from einvoice.ubl.reader import read


@pytest.mark.req("S0-20")
async def test_a_sample_goes_by_mail_is_plainly_a_sample_and_lies_in_the_inbox() -> None:
    depot = await depot_with("email", "da")
    ordered = depot.sample_ordered()
    await depot.delivery.hear(ordered)
    sent, received = await depot.delivery.act()
    assert isinstance(sent, told.SampleDocumentSent) and isinstance(received, told.DocumentReceived)
    assert (sent.company, sent.sample, sent.channel) == (depot.receiver, ordered.sample, "email")
    assert (received.document, received.supplier_name, received.number) == (ordered.sample, "Stafett", "TEST")
    assert isinstance(depot.mail, MailOfTests)
    (taken,) = depot.mail.taken
    invoice = read(taken.ubl).invoice
    assert invoice.buyer.name == "Infranord AB" and "skal ikke betales" in invoice.notes[0]
    assert not (invoice.payment_means or invoice.payee), "there is nothing to pay by"
    assert depot.pdf.samples == [True] and taken.sample  # type: ignore[attr-defined]
    assert taken.pdf == b"%PDF-1.7 in da" and taken.email and taken.email.reveal() == EMAIL


async def test_a_sample_to_the_inbox_needs_no_mail() -> None:
    depot = await depot_with("inbox")
    await depot.delivery.hear(depot.sample_ordered("inbox"))
    sent, received = await depot.delivery.act()
    assert isinstance(sent, told.SampleDocumentSent) and sent.channel == "inbox"
    assert isinstance(depot.mail, MailOfTests) and depot.mail.taken == []
    assert isinstance(received, told.DocumentReceived)
    (opened,) = await depot.open(received.document)
    assert isinstance(opened, told.DocumentDownloaded) and opened.company == depot.receiver
    assert is_answered_as_repeated(await depot.open(received.document)), "opened again, nothing is new"
    (refused,) = await depot.open(received.document, company=uuid4())
    assert isinstance(refused, told.DocumentDownloadRefused)


async def test_a_sample_strains_what_its_receivers_invoices_strain_and_nothing_of_others() -> None:
    depot = await depot_with("email")
    await depot.delivery.hear(depot.sample_ordered())
    await depot.delivery.hear(depot.sample_ordered("inbox"))
    by_mail, to_inbox = [one for one in await depot.delivery.events() if isinstance(one, SampleOrdered)]
    assert destination(by_mail) == (await receiver_of(depot)).destination == "mail:infranord.example"
    assert destination(to_inbox) == "inbox"


async def test_a_sample_that_is_ordered_twice_is_sent_once() -> None:
    depot = await depot_with()
    ordered = depot.sample_ordered()
    await depot.delivery.hear(ordered)
    await depot.delivery.hear(ordered)
    await depot.delivery.act()
    assert isinstance(depot.mail, MailOfTests) and len(depot.mail.taken) == 1


@pytest.mark.parametrize("trouble", ["mail", "pdf"])
async def test_a_sample_that_cannot_be_sent_says_why_and_who_mends_it(trouble: str) -> None:
    depot = await depot_with()
    if trouble == "mail":
        depot.mail.failures.append(TryAgain("550 no such mailbox", "receiver"))  # type: ignore[attr-defined]
    else:
        depot.pdf.failures.append(RenderRefused("too large"))  # type: ignore[attr-defined]
    await depot.delivery.hear(depot.sample_ordered())
    (failed,) = await depot.delivery.act()
    assert isinstance(failed, told.SampleDocumentFailed)
    assert failed.repair == ("receiver" if trouble == "mail" else "network") and failed.cause


async def test_a_sample_arrives_at_a_real_mail_server() -> None:
    server = MailServer()
    await server.start()
    depot = Depot(server.settings(), Mail(server.settings()))
    await depot.come_aboard("email")
    await depot.delivery.hear(depot.sample_ordered())
    sent, _ = await depot.delivery.act()
    await server.stop()
    assert isinstance(sent, told.SampleDocumentSent) and "queued as 4711" in sent.receipt
    (mail,) = server.mails
    assert isinstance(mail, EmailMessage) and "TEST" in str(mail["Subject"])
    body = mail.get_body(("plain",))
    assert body and "Det ska inte betalas." in str(body.get_content()) and "Att betala" not in str(body.get_content())
    assert [part.get_filename() for part in mail.iter_attachments()] == ["TEST.pdf", "TEST.xml"]
