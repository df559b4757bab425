"""What the stories of notifications begin with: a scripted mail server, and the facts that lead to mails."""

from datetime import date
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID, uuid4

from chassis.testing import Rehearsal
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.values import DocumentRef, Language, Money, Personal
from contracts.wallet import v1 as wallet
from notifications.app import service
from notifications.letter import LetterWriter
from notifications.policy import MailPolicy

PUBLIC_URL = "https://stafett.test"
SENDER = "post@stafett.test"
CONTACT = "asa@exempel.test"


class MailServerOfTests:
    """A mail server that keeps every mail, after it has raised the `failures`."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.taken: list[EmailMessage] = []

    async def send(self, message: bytes, sender: str, recipient: str) -> None:
        mail = message_from_bytes(message, policy=default)
        assert (sender, str(mail["To"])) == (SENDER, recipient)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(mail)


class Office:
    """The whole service in memory, with one company that may be registered."""

    def __init__(self, policy: MailPolicy | None = None) -> None:
        self.company = uuid4()
        self.server = MailServerOfTests()
        writer = LetterWriter(PUBLIC_URL, f"Stafett <{SENDER}>")
        self.service = Rehearsal(service, uses=[self.server, writer, policy or MailPolicy()])

    async def register(self, language: Language = "sv") -> None:
        await self.service.hear(
            onboarding.CompanyRegistered(
                company=self.company,
                person=uuid4(),
                country="SE",
                number=Personal("5560360793"),
                name="Exempel AB",
                contact_name=Personal("Åsa Öst"),
                contact_email=Personal(CONTACT),
                language=language,
            )
        )

    async def hear(self, *facts: Fact) -> list[Fact]:
        """Hears a fact, carries out the effects, and returns everything told."""
        told: list[Fact] = []
        for fact in facts:
            told += await self.service.hear(fact)
        return told + await self.service.act()

    @property
    def mail(self) -> EmailMessage:
        """Returns the one mail that was sent."""
        (mail,) = self.server.taken
        return mail


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")  # type: ignore[union-attr]


def html_of(mail: EmailMessage) -> str:
    return str(mail.get_body(("html",)).get_content()).replace("\r\n", "\n")  # type: ignore[union-attr]


def invitation(
    company: UUID,
    *,
    language: Language = "sv",
    supplier: str = "Rälsverket AB",
    email: str = "ekonomi@kund.test",
    number: str = "K-100",
) -> directory.InvitationIssued:
    return directory.InvitationIssued(
        company=company,
        invitation=uuid4(),
        supplier_name=supplier,
        customer_number=number,
        customer_name="Kund & Son AB",
        email=Personal(email),
        code=Personal("7KQ4-M2XD"),
        language=language,
        expires_on=date(2027, 1, 20),
    )


def enrolled(company: UUID) -> directory.EnrolmentCompleted:
    return directory.EnrolmentCompleted(
        company=company,
        invitation=uuid4(),
        supplier=uuid4(),
        supplier_name="Rälsverket AB",
        customer_name="Exempel AB",
        customer_number="K-100",
    )


def connected(company: UUID, side: str) -> directory.ConnectionEstablished:
    return directory.ConnectionEstablished.model_validate(
        {
            "company": company,
            "side": side,
            "supplier": company if side == "supplier" else uuid4(),
            "supplier_name": "Exempel AB",
            "customer": uuid4() if side == "supplier" else company,
            "customer_name": "Kund & Son AB",
            "customer_number": "K-100",
        }
    )


def signed(company: UUID) -> onboarding.CompanySigned:
    return onboarding.CompanySigned(
        company=company,
        person=uuid4(),
        signing=uuid4(),
        signed_by=Personal("Åsa Öst"),
        provider="sim",
        authority="declared",
        evidence=DocumentRef("0" * 64, "application/json", 2, "signature.json"),
    )


def paid(company: UUID) -> wallet.OrderPaid:
    return wallet.OrderPaid(
        company=company,
        order=uuid4(),
        klip="invoice",
        quantity=1000,
        net=Money(Decimal("2000.00")),
        vat=Money(Decimal("500.00")),
        total=Money(Decimal("2500.00")),
        payment="pay_sim_1",
    )


def low(company: UUID) -> wallet.BalanceLow:
    return wallet.BalanceLow(company=company, klip="invoice", available=10)


def held(company: UUID, reason: str = "no-credit") -> invoicing.InvoiceHeld:
    return invoicing.InvoiceHeld(company=company, invoice=uuid4(), reason=reason)


def undeliverable(company: UUID, repair: str = "receiver") -> invoicing.InvoiceUndeliverable:
    return invoicing.InvoiceUndeliverable(company=company, invoice=uuid4(), cause="mailbox.unknown", repair=repair)


def received(company: UUID) -> delivery.DocumentReceived:
    document = DocumentRef("0" * 64, "application/pdf", 2, "invoice.pdf")
    return delivery.DocumentReceived(
        company=company,
        document=uuid4(),
        supplier=uuid4(),
        supplier_name="Rälsverket AB",
        number="2026-00417",
        issue_date=date(2026, 11, 21),
        due_date=date(2026, 12, 21),
        payable=Money(Decimal("68970.00")),
        ubl=document,
        pdf=document,
    )


def reception(company: UUID, method: str) -> directory.ReceptionChanged:
    return directory.ReceptionChanged.model_validate(
        {"company": company, "document_type": "invoice", "method": method, "format": "pdf", "decided_by": "person"}
    )
