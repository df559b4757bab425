"""What the wallet's stories begin with: a card provider that does as it is told, and one company."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid4

from chassis.testing import Rehearsal
from contracts.delivery import v1 as delivery
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.values import Country, Money, Personal
from wallet.app import service
from wallet.bank.files.reading import BankFiles
from wallet.credits.account_book import AccountBook, book_id
from wallet.credits.book_index import BookIndex, IndexPage, book_index_id, index_page_id
from wallet.customers.customer import Customer, customer_id
from wallet.orders.card_payments import Checkout, Paid, WantedCheckout
from wallet.orders.cart import Cart, cart_id
from wallet.receiver_of_transfers import ReceiverOfTransfers
from wallet.rules import Rules
from wallet.settings import WalletSettings

PERSON = uuid4()
OTHER_PERSON = uuid4()


class CardProviderOfTests:
    """The port as the effect sees it: the same key gives the same checkout; `failures` come first."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.opened: dict[UUID, WantedCheckout] = {}
        self.refunded: dict[UUID, tuple[str, Money]] = {}
        self.ended: dict[str, Paid] = {}
        self.looked_at: list[str] = []

    async def open_checkout(self, wanted: WantedCheckout) -> Checkout:
        if self.failures:
            raise self.failures.pop(0)
        self.opened.setdefault(wanted.key, wanted)
        return Checkout(id=f"chk-{wanted.key}", url=f"https://card.test/{wanted.order}")

    async def look(self, checkout: str) -> Paid | None:
        if self.failures:
            raise self.failures.pop(0)
        self.looked_at.append(checkout)
        return self.ended.get(checkout)

    async def refund(self, key: UUID, checkout: str, amount: Money) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.refunded.setdefault(key, (checkout, amount))
        return f"ref-{key}"


@dataclass
class Shop:
    """One company at the wallet: what it does, in few words."""

    rules: Rules = field(default_factory=Rules)
    company: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        self.cards = CardProviderOfTests()
        settings = WalletSettings()
        uses = [self.cards, self.rules, ReceiverOfTransfers.register(settings), BankFiles(settings)]
        self.wallet = Rehearsal(service, uses=uses)

    async def join(
        self, company: UUID | None = None, country: Country = "SE", vat_number: str | None = "SE556036079301"
    ) -> list[Fact]:
        return await self.wallet.hear(
            onboarding.CompanyRegistered(
                company=company or self.company,
                person=uuid4(),
                country=country,
                number=Personal("5560360793"),
                vat_number=Personal(vat_number) if vat_number else None,
                name="Exempel AB",
                contact_name=Personal("Åsa Öst"),
                contact_email=Personal("asa@exempel.test"),
                language="sv",
            )
        )

    async def order(
        self, quantity: int = 100, *, terms: str = "1", order: UUID | None = None, company: UUID | None = None
    ) -> list[Fact]:
        return await self.wallet.hear(
            portal.OrderPlaced(
                company=company or self.company,
                person=uuid4(),
                order=order or uuid4(),
                quantity=quantity,
                terms_version=terms,
            )
        )

    async def put(self, item: str = "invoice", quantity: int = 100) -> list[Fact]:
        return await self.wallet.hear(
            portal.CartLineSet(company=self.company, person=PERSON, item=item, quantity=quantity)
        )

    async def check_out(self, order: UUID | None = None, *, seen: str | None = None, **others: object) -> list[Fact]:
        """Orders what lies in the cart."""
        fields = {"payment": "card", "terms_version": "1", **others}
        return await self.wallet.hear(
            portal_v2.OrderPlaced.model_validate(
                {
                    "company": self.company,
                    "person": PERSON,
                    "order": order or uuid4(),
                    "total_seen": Money(Decimal(seen)) if seen else None,
                    **fields,
                }
            )
        )

    async def cart(self) -> Cart:
        return await self.wallet.state(Cart, cart_id(self.company))

    async def refund(self, order: UUID, refund: UUID | None = None, quantity: int | None = None) -> list[Fact]:
        return await self.wallet.hear(
            portal.RefundRequested(
                company=self.company,
                person=PERSON,
                order=order,
                refund=refund or uuid4(),
                quantity=quantity,
                reason="Ångrat köp",
            )
        )

    async def charge_back(
        self, order: UUID, amount: str, payment: str = "pay-1", chargeback: str = "cb-1", currency: str = "SEK"
    ) -> list[Fact]:
        return await self.wallet.hear(
            portal.ChargebackReported(
                company=self.company,
                order=order,
                provider="sim",
                payment=payment,
                chargeback=chargeback,
                amount=Money(Decimal(amount), currency),
            )
        )

    async def win(self, order: UUID, amount: str, payment: str = "pay-1", chargeback: str = "cb-1") -> list[Fact]:
        """The card provider says that a dispute was won."""
        return await self.wallet.hear(
            portal.ChargebackReversalReported(
                company=self.company,
                order=order,
                provider="sim",
                payment=payment,
                chargeback=chargeback,
                amount=Money(Decimal(amount)),
            )
        )

    async def report(
        self,
        order: UUID,
        amount: str,
        outcome: str = "paid",
        payment: str = "pay-1",
        company: UUID | None = None,
        checkout: str = "",
    ) -> list[Fact]:
        return await self.wallet.hear(
            portal.PaymentReported.model_validate(
                {
                    "company": company or self.company,
                    "order": order,
                    "provider": "sim",
                    "payment": payment,
                    "outcome": outcome,
                    "amount": Money(Decimal(amount)),
                    "checkout": checkout,
                }
            )
        )

    async def buy(self, quantity: int = 100) -> list[Fact]:
        """An order, paid as it should be; 2.00 SEK each and 25 % VAT."""
        order = uuid4()
        await self.order(quantity, order=order)
        return await self.report(order, f"{quantity * Decimal('2.50'):.2f}", payment=f"pay-{order}")

    async def ready(self, invoice: UUID, klip: str = "invoice") -> list[Fact]:
        return await self.wallet.hear(
            invoicing.InvoiceReady(company=self.company, invoice=invoice, receiver=uuid4(), klip=klip)
        )

    async def handed_over(self, invoice: UUID) -> list[Fact]:
        return await self.wallet.hear(
            delivery.DocumentHandedOver(
                company=self.company, invoice=invoice, receiver=uuid4(), channel="inbox", receipt="r-1"
            )
        )

    async def undeliverable(self, invoice: UUID) -> list[Fact]:
        return await self.wallet.hear(
            delivery.DocumentUndeliverable(
                company=self.company, invoice=invoice, cause="mailbox.unknown", repair="receiver"
            )
        )

    async def refused(self, invoice: UUID) -> list[Fact]:
        return await self.wallet.hear(
            invoicing.InvoiceRefused(company=self.company, invoice=invoice, code="invoice.breaks-rules")
        )

    async def customer(self) -> Customer:
        return await self.wallet.state(Customer, customer_id(self.company))

    async def state(self, account: UUID | None = None) -> AccountBook:
        """The book that the account is written in now."""
        account = account or self.company
        index = await self.wallet.state(BookIndex, book_index_id(account))
        page = await self.wallet.state(IndexPage, index_page_id(account, index.page))
        return await self.wallet.state(AccountBook, book_id(account, page.book))
