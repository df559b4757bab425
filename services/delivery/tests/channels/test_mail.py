"""Mail through a real server: what it carries, and what the service makes of the server's answers."""

from collections.abc import Callable
from datetime import timedelta

from delivery_stories import EMAIL, Depot, MailServer

from contracts.delivery import v1 as told
from delivery.channels.email.mail import Mail, brief
from delivery.settings import DeliverySettings
from einvoice.pdf.pool import PdfPool


async def depot_with(settings: DeliverySettings, pdf: PdfPool | None = None, language: str = "sv") -> Depot:
    depot = Depot(settings, Mail(settings), pdf)
    await depot.come_aboard(language=language)
    return depot


async def test_the_mail_carries_the_real_pdf_and_the_exact_ubl(mail_server: MailServer, pdf_pool: PdfPool) -> None:
    depot = await depot_with(mail_server.settings(), pdf_pool)
    invoice, facts = await depot.issued()
    (mail,) = mail_server.mails
    assert mail["Subject"] == "Faktura 2026-00001 från Nordbygg AB"
    assert mail["To"] == EMAIL and mail["Message-ID"] == f"<{invoice}@stafett.example>"
    body = mail.get_body(("plain",))
    assert body is not None and "Att betala: 1 250,00 SEK" in body.get_content()
    assert "https://stafett.example/companies" in body.get_content()
    pdf, ubl = mail.iter_attachments()
    assert pdf.get_filename() == "2026-00001.pdf" and pdf.get_content().startswith(b"%PDF-")
    (received,) = depot.delivery.told(told.DocumentReceived)
    assert ubl.get_content() == await depot.delivery.documents.read(received.ubl)
    assert pdf.get_content() == await depot.delivery.documents.read(received.pdf)
    handed_over = facts[-1]
    assert isinstance(handed_over, told.DocumentHandedOver)
    assert handed_over.receipt.startswith("queued as 4711") and str(invoice) in handed_over.receipt


async def test_others_read_english(mail_server: MailServer) -> None:
    depot = await depot_with(mail_server.settings(), language="fi")
    await depot.issued(due_date=None)
    (mail,) = mail_server.mails
    assert mail["Subject"] == "Invoice 2026-00001 from Nordbygg AB"
    body = mail.get_body(("plain",))
    assert body is not None and "SEK 1,250.00" in body.get_content() and "Due date: as agreed" in body.get_content()


async def test_a_name_with_a_line_break_cannot_add_a_header(mail_server: MailServer) -> None:
    depot = await depot_with(mail_server.settings())
    await depot.issued(supplier_name="Nordbygg\r\nBcc: all@example.se\r\n AB")
    (mail,) = mail_server.mails
    assert mail["Bcc"] is None and mail["Subject"].startswith("Faktura 2026-00001 från Nordbygg Bcc:")


async def test_a_name_leads_nowhere(mail_server: MailServer) -> None:
    depot = await depot_with(mail_server.settings())
    await depot.issued(supplier_name="Vinn på https://evil.test/nu AB")
    (mail,) = mail_server.mails
    assert mail["Subject"] == "Faktura 2026-00001 från Vinn på evil. test nu AB"
    body = mail.get_body(("plain",))
    assert body is not None and "evil.test" not in body.get_content()


def say(answer: str) -> Callable[[str], str]:
    return lambda address: answer


async def test_a_mailbox_that_does_not_exist_is_final_and_the_receivers_to_mend(mail_server: MailServer) -> None:
    mail_server.answer = say(f"550 5.1.1 <{EMAIL}>: user unknown")
    _, facts = await (await depot_with(mail_server.settings())).issued()
    failed = facts[-1]
    assert isinstance(failed, told.DocumentUndeliverable) and failed.repair == "receiver"
    assert "550" in failed.cause and EMAIL not in failed.cause, "addresses are personal"


async def test_a_mailbox_that_is_busy_is_tried_again_with_the_same_message_id(mail_server: MailServer) -> None:
    mail_server.answer = say("450 4.2.1 mailbox busy")
    depot = await depot_with(mail_server.settings())
    invoice, facts = await depot.issued()
    assert isinstance(facts[-1], told.DeliveryAttemptFailed) and "450" in facts[-1].cause
    mail_server.answer = say("250 OK")
    await depot.delivery.pass_time(timedelta(minutes=5))
    await depot.delivery.act()
    assert [mail["Message-ID"] for mail in mail_server.mails] == [f"<{invoice}@stafett.example>"]


async def test_a_mail_that_is_too_large_is_the_suppliers_to_mend(mail_server: MailServer) -> None:
    mail_server.answer_data = "552 5.3.4 message too large"
    _, facts = await (await depot_with(mail_server.settings())).issued()
    assert isinstance(facts[-1], told.DocumentUndeliverable) and facts[-1].repair == "supplier"


async def test_a_server_that_is_away_is_tried_again(mail_server: MailServer) -> None:
    settings = mail_server.settings()
    await mail_server.stop()
    _, facts = await (await depot_with(settings)).issued()
    assert isinstance(facts[-1], told.DeliveryAttemptFailed)
    await mail_server.start()


def test_what_a_server_says_is_told_without_addresses_on_one_bounded_line() -> None:
    assert brief("550 no\r\n  such <a.b@c.se> user") == "550 no such … user"
    assert len(brief("x" * 1000)) == 200
    assert brief("550 a\0b\x81c") == "550 a b c", "what a server says is kept, and must be text"
