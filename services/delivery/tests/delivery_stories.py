"""What delivery's stories begin with: a receiver, an issued invoice, a renderer, and mail servers, faked or real."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from typing import Any, cast
from uuid import UUID, uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from chassis.testing import Rehearsal
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import DocumentRef, Money, Personal
from delivery.app import service
from delivery.channels.channel import Consignment
from delivery.channels.email.mail import Mail
from delivery.dispatch.dispatch import Dispatch
from delivery.dispatch.policy import timetable
from delivery.routes.receiver import Receiver
from delivery.settings import DeliverySettings
from einvoice import model
from einvoice.pdf.pool import PdfPool
from einvoice.ubl.writer import build

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
EMAIL = "faktura@infranord.example"


class RendererOfTests(PdfPool):
    """Renders nothing: its PDF only names the language that was asked for. Raises `failures` first."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[Exception] = []
        self.languages: list[str] = []
        self.samples: list[bool] = []

    async def render(self, document: Any, language: str = "sv", *, sample: bool = False, **_: Any) -> bytes:
        if self.failures:
            raise self.failures.pop(0)
        self.languages.append(language)
        self.samples.append(sample)
        return f"%PDF-1.7 in {language}".encode()


class MailOfTests(Mail):
    """Accepts every mail, after it has raised the `failures`."""

    def __init__(self, settings: DeliverySettings) -> None:
        super().__init__(settings)
        self.failures: list[Exception] = []
        self.taken: list[Consignment] = []

    async def hand_over(self, consignment: Consignment) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(consignment)
        return f"250 ok <{consignment.document}>"


class MailServer:
    """A real SMTP server. `answer` decides what it says to a recipient, and `answer_data` to a mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer: Callable[[str], str] = lambda address: "250 OK"
        self.answer_data = "250 queued as 4711"
        self._server: asyncio.Server

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer_data.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.mails.append(cast(EmailMessage, message_from_bytes(content, policy=default)))
        return self.answer_data

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, loop=loop), "127.0.0.1", 0)

    async def stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    def settings(self) -> DeliverySettings:
        return DeliverySettings(smtp_host="127.0.0.1", smtp_port=self.port, public_url="https://stafett.example/")


class Depot:
    """The delivery service in memory, with one supplier and one receiver."""

    def __init__(self, settings: DeliverySettings | None = None, mail: Mail | None = None, pdf: PdfPool | None = None):
        self.settings = settings or DeliverySettings()
        self.mail = mail or MailOfTests(self.settings)
        self.pdf = pdf or RendererOfTests()
        self.delivery = Rehearsal(service, uses=[self.mail, self.pdf, timetable(self.settings)], now=NOW)
        self.supplier, self.receiver = uuid4(), uuid4()

    async def come_aboard(self, method: Any = "email", language: Any = "sv") -> None:
        await self.register(language)
        await self.choose(method)

    async def register(self, language: Any = "sv") -> list[Fact]:
        return await self.delivery.hear(
            onboarding.CompanyRegistered(
                company=self.receiver,
                person=uuid4(),
                country="SE",
                number=Personal("5560125790"),
                name="Infranord AB",
                contact_name=Personal("Anna Berg"),
                contact_email=Personal("anna@infranord.example"),
                language=language,
            )
        )

    async def choose(self, method: Any, email: str = EMAIL, **more: Any) -> list[Fact]:
        return await self.delivery.hear(
            directory.ReceptionChanged(
                company=self.receiver,
                document_type="invoice",
                method=method,
                format="pdf",
                email=Personal(email) if method == "email" else None,
                decided_by="person",
            ),
            **more,
        )

    async def choose_for(self, document_type: str, method: str, email: str | None = None, **more: Any) -> list[Fact]:
        """Tells the later version of the same fact, which knows every kind of document."""
        fact = directory_v2.ReceptionChanged.model_validate(
            {
                "company": self.receiver,
                "document_type": document_type,
                "method": method,
                "format": "pdf",
                "email": email,
                "decided_by": "person",
            }
        )
        return await self.delivery.hear(fact, **more)

    def sample_ordered(self, method: str = "email", sample: UUID | None = None) -> directory.SampleDocumentOrdered:
        return directory.SampleDocumentOrdered.model_validate(
            {
                "company": self.receiver,
                "sample": sample or uuid4(),
                "document_type": "invoice",
                "method": method,
                "format": "pdf",
                "email": EMAIL if method == "email" else None,
            }
        )

    def invoice_issued(self, **changes: Any) -> invoicing.InvoiceIssued:
        """A fact of invoicing, whose UBL lies in its bucket."""
        ubl = build(an_invoice())
        key = sha256(ubl).hexdigest()
        self.delivery.documents.contents[key] = ubl
        fields: dict[str, Any] = {
            "company": self.supplier,
            "invoice": uuid4(),
            "number": "2026-00001",
            "issue_date": date(2026, 11, 21),
            "due_date": date(2026, 12, 21),
            "receiver": self.receiver,
            "supplier_name": "Nordbygg AB",
            "receiver_name": "Infranord AB",
            "net": Money(Decimal(1000)),
            "vat": Money(Decimal(250)),
            "payable": Money(Decimal("1250.00")),
            "document": DocumentRef(key, "application/xml", len(ubl), "2026-00001.xml"),
            "rules": "en16931 1.3.16",
        }
        return invoicing.InvoiceIssued(**(fields | changes))

    async def issued(self, **changes: Any) -> tuple[UUID, list[Fact]]:
        """Issues an invoice, lets everything happen that can happen at once, and returns what was told."""
        fact = self.invoice_issued(**changes)
        told = await self.delivery.hear(fact)
        return fact.invoice, told + await self.delivery.act()

    async def open(self, document: UUID, company: UUID | None = None) -> list[Fact]:
        return await self.delivery.hear(
            portal.DocumentOpened(company=company or self.receiver, person=uuid4(), document=document)
        )

    async def state(self, document: UUID) -> Dispatch:
        return await self.delivery.state(Dispatch, document)


def an_invoice() -> model.Invoice:
    """One hour at 1,000 kronor."""
    return model.Invoice(
        number="2026-00001",
        issue_date=date(2026, 11, 21),
        due_date=date(2026, 12, 21),
        currency="SEK",
        buyer_reference="AB12",
        seller=model.Party(name="Nordbygg AB", vat_id="SE556703748501", address=model.Address(country="SE")),
        buyer=model.Party(name="Infranord AB", address=model.Address(country="SE")),
        payment_means=(
            model.PaymentMeans(code="30", account="9912346", branch="SE:BANKGIRO", payment_id="20260000110"),
        ),
        lines=(
            model.InvoiceLine(
                id="1",
                quantity=Decimal(1),
                unit="HUR",
                price=model.Price(net=Decimal(1000)),
                vat=model.VatCategory(code="S", rate=Decimal(25)),
                item=model.Item(name="Montering"),
            ),
        ),
    )


async def depot_with(method: str = "email", language: str = "sv") -> Depot:
    """Makes a depot whose receiver has chosen this channel and this language."""
    depot = Depot()
    await depot.come_aboard(method, language)
    return depot


async def receiver_of(depot: Depot) -> Receiver:
    return await depot.delivery.state(Receiver, depot.receiver)
