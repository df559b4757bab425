"""An order that is paid by transfer: its reference, its invoice, and when its time is over. No I/O, no clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import CompanyId, DraftLine, InvoiceDraft, PricedLine
from nordic.ocr import OcrLevel, make_ocr
from wallet.orders.events import ReferenceGiven
from wallet.vat import Treatment

REFERENCE_DIGITS: Final = 16
"""Before the length digit and the check digit; Bankgirot permits 25 in all."""

NAMES: Final = {
    "invoice": "Fakturaklip (invoice credits)",
    "ean": "EAN-klip (invoices to the public sector)",
    "paper.20g": "Brevklip 20 g (paper invoices with postage)",
    "paper.50g": "Brevklip 50 g (paper invoices with postage)",
    "paper.100g": "Brevklip 100 g (paper invoices with postage)",
    "resend": "Omsändningsklip (re-sending)",
    "support": "Support, kvart (support, quarter of an hour)",
    "plan.basic": "Basic, månad (plan, month)",
    "plan.premium": "Premium, månad (plan, month)",
    "plan.enterprise": "Enterprise, månad (plan, month)",
}
CATEGORIES: Final[dict[Treatment, str]] = {"domestic": "S", "reverse-charge": "AE", "outside-eu": "O"}
"""VAT category of each treatment (BT-151, UNCL5305)."""


class PaymentReference(Aggregate[ReferenceGiven], stream="wallet.payment_reference"):
    """Its id is made of the reference: whoever knows the number finds the order, and no number means two."""

    order: UUID | None = None

    def give(self, company: CompanyId, order: UUID) -> None:
        """Raises Refused when another order has it: the buyer orders again and gets another."""
        if self.order == order:
            return
        if self.order is not None:
            raise Refused("order.try-again")
        self.record(ReferenceGiven(company=company, order=order))

    def evolve(self, event: ReferenceGiven) -> None:
        self.order = event.order


def reference_of(order: UUID) -> str:
    """The OCR number of an order: digits of the random end of its id, a length digit and Luhn's check digit."""
    return make_ocr(f"{order.int % 10**REFERENCE_DIGITS:0{REFERENCE_DIGITS}}", OcrLevel.LENGTH_DIGIT)


def due_on(at: datetime, days: int) -> date:
    return (at.astimezone(UTC) + timedelta(days=days)).date()


def order_invoice(
    buyer: CompanyId,
    reference: str,
    due_date: date,
    lines: tuple[PricedLine, ...],
    treatment: Treatment,
    rate: Decimal,
    note: str,
) -> InvoiceDraft:
    """What the network sends for it (S1-18 to S1-20): to be paid by this reference."""
    return InvoiceDraft(
        receiver=buyer,
        lines=tuple(
            DraftLine(
                name=NAMES.get(line.item, line.item),
                quantity=Decimal(line.quantity),
                unit="C62",
                price=line.unit.amount,
                vat_rate=rate,
                vat_category=CATEGORIES[treatment],
                article=line.item,
            )
            for line in lines
        ),
        currency=lines[0].net.currency,
        due_date=due_date,
        buyer_reference=reference,
        payment_reference=reference,
        note=note,
    )
