"""What stories of payments over a bank begin with: the shop, and the desk where bank files come in."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from bank_file_stories import camt, camt_entry
from wallet_stories import PERSON, Shop

from chassis import derived_id
from contracts.fact import Fact
from contracts.operator import operator
from contracts.portal import v1 as portal
from contracts.values import DocumentRef
from contracts.wallet import v1 as told
from wallet.accounting.vouchers import money_balance
from wallet.orders.order import Order

OURS = operator()


class Bank(Shop):
    """The shop, and the operator's desk where bank files come in."""

    async def ordered(self, quantity: int = 500) -> tuple[UUID, str, Decimal]:
        """An order by transfer: its id, its reference and what is to be paid."""
        await self.join()
        order = uuid4()
        await self.put(quantity=quantity)
        facts = await self.check_out(order, payment="transfer")
        (awaited,) = [fact for fact in facts if isinstance(fact, told.TransferAwaited)]
        return order, awaited.reference, awaited.total.amount

    async def upload(self, content: bytes) -> list[Fact]:
        digest = sha256(content).hexdigest()
        self.wallet.documents.contents[digest] = content
        facts = await self.wallet.hear(
            portal.BankFileUploaded(
                company=OURS.company,
                person=PERSON,
                file=derived_id(OURS.company, "bank-file", digest),
                document=DocumentRef(digest, "application/xml", len(content), "camt053.xml"),
            )
        )
        return facts + await self.wallet.pass_time(timedelta(seconds=1))

    async def paid_in(self, *payments: tuple[str, str], **more: Any) -> list[Fact]:
        """A statement with these (amount, reference); each has a bank reference of its own unless it is given."""
        entries = [
            camt_entry(amount, reference, bank_reference=more.get("bank_reference") or f"B{uuid4().hex[:12]}")
            for amount, reference in payments
        ]
        return await self.upload(camt(entries))

    async def assign(self, payment: UUID, order: UUID) -> list[Fact]:
        return await self.wallet.hear(
            portal.BankPaymentAssigned(company=OURS.company, person=PERSON, payment=payment, order=order)
        )

    async def order_of(self, order: UUID) -> Order:
        return await self.wallet.state(Order, order)

    async def available(self) -> int:
        return (await self.state()).available("invoice")

    async def money(self) -> Counter[str]:
        balance = money_balance(await self.wallet.events())
        assert sum(balance.values()) == 0, "every voucher balances"
        return balance
