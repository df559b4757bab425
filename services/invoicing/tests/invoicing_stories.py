"""What invoicing's stories begin with: a supplier, a buyer with rules of its own, and faked official rules."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from chassis.testing import Rehearsal
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.invoicing import v1 as told
from contracts.onboarding import v1 as onboarding
from contracts.operator import operator
from contracts.portal import v1 as portal
from contracts.values import Address, BankAccount, DocumentRef, DraftLine, InvoiceDraft, Personal, ReferenceRule
from contracts.wallet import v1 as wallet
from einvoice.rules.findings import Finding, LayerRun, Report
from einvoice.rules.pool import OfficialRules
from invoicing.app import service
from invoicing.life.invoice import Invoice
from invoicing.settings import InvoicingSettings, limits

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

ORDER_WORDS = {
    "sv": "Ordernumret ska börja med AO följt av 5-7 siffror, till exempel AO12345.",
    "en": "The order number starts with AO and 5-7 digits, for example AO12345.",
}
INFRANORD_RULES = (
    ReferenceRule("order_number", True, (r"^AO[0-9]{5,7}$",), "AO", "AO12345", ORDER_WORDS),
    ReferenceRule(
        "buyer_reference",
        True,
        (r"^([A-Za-z0-9]{4}|[0-9]{5})$",),
        "",
        "AB12",
        {"sv": "Resursid är 4 tecken eller 5 siffror.", "en": "The resource id has 4 characters or 5 digits."},
    ),
    ReferenceRule(
        "reference_person", True, (), "", "förnamn efternamn", {"sv": "Ange beställaren.", "en": "Name the orderer."}
    ),
)


class RulesOfTests(OfficialRules):
    """Official rules that find what `findings` says, without starting a process."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: tuple[Finding, ...] = ()
        self.documents: list[bytes] = []
        self.could_run = True

    async def validate(self, document: bytes, layers: Any = None) -> Report:
        await asyncio.sleep(0)  # Other tasks run meanwhile, as with the real pool.
        self.documents.append(document)
        state = "failed" if self.findings else "passed" if self.could_run else "could not run"
        return Report(layers=(LayerRun(name="en16931", version="1.3.16", state=state),), findings=self.findings)  # type: ignore[arg-type]


class Desk:
    """The invoicing service in memory, with one supplier and one buyer."""

    def __init__(self, rules: OfficialRules | None = None) -> None:
        self.rules = rules or RulesOfTests()
        self.settings = InvoicingSettings()
        self.invoicing = Rehearsal(service, uses=[self.rules, limits(self.settings), operator()], now=NOW)
        self.supplier, self.buyer, self.account = uuid4(), uuid4(), uuid4()

    # Joining the network.

    async def come_aboard(self, signed: bool = True, ready: bool = True, rules: bool = True) -> None:
        await self.register(self.supplier, "5567037485", "Nordbygg AB", vat="SE556703748501")
        await self.register(self.buyer, "5560125790", "Infranord AB", vat="SE556012579001")
        for company, city in ((self.supplier, "Uppsala"), (self.buyer, "Solna")):
            await self.move(company, Address("", "Storgatan 1", "75320", city, "SE"))
        await self.confirm_account(BankAccount("bankgiro", "991-2346", ocr_level="length"))
        await self.connect(self.buyer, "Infranord AB")
        if rules:
            await self.set_rules(INFRANORD_RULES)
        if signed:
            await self.invoicing.hear(self.signed())
        if ready:
            await self.invoicing.hear(onboarding.CompanyReady(company=self.supplier))

    async def register(self, company: UUID, number: str, name: str, vat: str = "", country: Any = "SE") -> None:
        await self.invoicing.hear(
            onboarding.CompanyRegistered(
                company=company,
                person=uuid4(),
                country=country,
                number=Personal(number),
                name=name,
                legal_form="AB",
                vat_number=Personal(vat) if vat else None,
                contact_name=Personal("Åsa Öst"),
                contact_email=Personal("asa@example.se"),
                language="sv",
            )
        )

    async def move(self, company: UUID, address: Address) -> None:
        await self.invoicing.hear(onboarding.CompanyProfileChanged(company=company, kind="default", address=address))

    async def confirm_account(self, details: BankAccount) -> None:
        await self.invoicing.hear(
            onboarding.BankAccountConfirmed(company=self.supplier, account=self.account, details=details)
        )

    async def connect(self, customer: UUID, name: str) -> None:
        for side, company in (("supplier", self.supplier), ("customer", customer)):
            await self.invoicing.hear(
                directory.ConnectionEstablished(
                    company=company,
                    side=side,  # type: ignore[arg-type]
                    supplier=self.supplier,
                    supplier_name="Nordbygg AB",
                    customer=customer,
                    customer_name=name,
                    customer_number="1001",
                )
            )

    async def set_rules(self, rules: tuple[ReferenceRule, ...], version: int = 1, valid_from: Any = None) -> None:
        await self.invoicing.hear(
            directory.BuyerRulesChanged(
                company=self.buyer, version=version, valid_from=valid_from or date(2026, 1, 1), rules=rules
            )
        )

    def signed(self) -> onboarding.CompanySigned:
        return onboarding.CompanySigned(
            company=self.supplier,
            person=uuid4(),
            signing=uuid4(),
            signed_by=Personal("Åsa Öst"),
            provider="bankid",
            authority="declared",
            evidence=DocumentRef("0" * 64, "application/json", 1, "evidence.json"),
        )

    # What people do.

    def draft(self, **changes: Any) -> InvoiceDraft:
        """Makes a whole invoice: 10 hours at 950 kronor, 25 % VAT."""
        whole = InvoiceDraft(
            receiver=self.buyer,
            lines=(DraftLine("Montering", Decimal(10), "HUR", Decimal(950), Decimal(25), article="M-1"),),
            due_date=date(2026, 12, 21),
            order_number="AO12345",
            buyer_reference="AB12",
            reference_person="Anna Berg",
        )
        return replace(whole, **changes)

    async def save(self, draft: InvoiceDraft | None = None, invoice: UUID | None = None, **more: Any) -> list[Fact]:
        self.invoicing.now += timedelta(seconds=1)
        fact = portal.InvoiceDraftSaved(
            company=more.pop("company", self.supplier),
            person=uuid4(),
            invoice=invoice or uuid4(),
            draft=draft or self.draft(),
            revision=more.pop("revision", None),
        )
        return await self.invoicing.hear(fact, **more)

    async def submit(
        self, invoice: UUID, company: UUID | None = None, revision: UUID | None = None, undo_s: int = 0
    ) -> list[Fact]:
        return await self.invoicing.hear(
            portal.InvoiceSubmitted(
                company=company or self.supplier, person=uuid4(), invoice=invoice, revision=revision, undo_s=undo_s
            )
        )

    async def withdraw(self, invoice: UUID) -> list[Fact]:
        return await self.invoicing.hear(
            portal.InvoiceWithdrawn(company=self.supplier, person=uuid4(), invoice=invoice)
        )

    async def discard(self, invoice: UUID, company: UUID | None = None) -> list[Fact]:
        return await self.invoicing.hear(
            portal.InvoiceDiscarded(company=company or self.supplier, person=uuid4(), invoice=invoice)
        )

    async def saved(self, draft: InvoiceDraft | None = None) -> UUID:
        invoice = uuid4()
        await self.save(draft, invoice)
        return invoice

    async def sent(self, draft: InvoiceDraft | None = None) -> tuple[UUID, list[Fact]]:
        """Saves and submits an invoice, and returns what was told of it."""
        invoice = await self.saved(draft)
        return invoice, await self.submit(invoice)

    # What becomes of it.

    async def reserve(self, invoice: UUID) -> list[Fact]:
        return await self.invoicing.hear(
            wallet.CreditReserved(company=self.supplier, invoice=invoice, klip="invoice", available=9)
        )

    async def refuse_credit(self, invoice: UUID) -> list[Fact]:
        return await self.invoicing.hear(
            wallet.CreditRefused(company=self.supplier, invoice=invoice, code="credit.none-left")
        )

    async def issued(self, draft: InvoiceDraft | None = None) -> tuple[UUID, list[Fact]]:
        """Saves, submits and issues an invoice."""
        invoice, _ = await self.sent(draft)
        return invoice, await self.reserve(invoice)

    async def hand_over(self, invoice: UUID) -> list[Fact]:
        return await self.invoicing.hear(
            delivery.DocumentHandedOver(
                company=self.supplier, invoice=invoice, receiver=self.buyer, channel="email", receipt="250 ok"
            )
        )

    async def download(self, invoice: UUID) -> list[Fact]:
        return await self.invoicing.hear(
            delivery.DocumentDownloaded(company=self.supplier, invoice=invoice, receiver=self.buyer)
        )

    async def state(self, invoice: UUID) -> Invoice:
        return await self.invoicing.state(Invoice, invoice)

    def uploaded(self, content: bytes, name: str = "ritning.pdf", media_type: str = "application/pdf") -> DocumentRef:
        """Makes a document that the portal has."""
        key = sha256(content).hexdigest()
        self.invoicing.documents.contents[key] = content
        return DocumentRef(key, media_type, len(content), name)


def fatal(rule: str, text: str) -> Finding:
    return Finding(rule=rule, level="fatal", text=text, where="/Invoice")


def issued(facts: list[Any]) -> told.InvoiceIssued:
    """Returns the last fact, which must be that the invoice is issued."""
    fact = facts[-1]
    assert isinstance(fact, told.InvoiceIssued), facts
    return fact
