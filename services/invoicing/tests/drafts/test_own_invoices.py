"""The network sells credits: its own invoices are numbered, judged and issued like everybody's."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from invoicing_stories import Desk

from contracts.fact import Fact
from contracts.invoicing import v1 as told
from contracts.operator import operator
from contracts.values import DraftLine, InvoiceDraft
from contracts.wallet import v1 as wallet
from einvoice.ubl.reader import read
from nordic.ocr import OcrLevel, make_ocr

NETWORK = operator().company
OCR = make_ocr("1234567890123456", OcrLevel.LENGTH_DIGIT)


def order_draft(desk: Desk, **changes: object) -> InvoiceDraft:
    values = {
        "receiver": desk.buyer,
        "lines": (DraftLine("Fakturaklip", Decimal(500), "C62", Decimal("2.00"), Decimal(25), article="invoice"),),
        "due_date": date(2026, 12, 5),
        "buyer_reference": "Order",
        "payment_reference": OCR,
    }
    return InvoiceDraft(**values | changes)  # type: ignore[arg-type]


async def reserved(desk: Desk, order: object) -> list[Fact]:
    """The wallet waives the credit of the network's own invoices."""
    fact = wallet.CreditReserved(company=NETWORK, invoice=order, klip="invoice", available=0)  # type: ignore[arg-type]
    return await desk.invoicing.hear(fact)


@pytest.mark.req("S1-26", "S1-18")
async def test_an_order_by_transfer_becomes_an_invoice_of_the_network_with_the_reference_to_pay_by(desk: Desk) -> None:
    order = uuid4()
    want = wallet.OrderInvoiceWanted(company=NETWORK, order=order, draft=order_draft(desk))
    drafted, ready = await desk.invoicing.hear(want)
    assert isinstance(drafted, told.InvoiceDrafted) and drafted.findings == ()
    assert isinstance(ready, told.InvoiceReady) and ready.invoice == order
    (issued,) = await reserved(desk, order)
    assert isinstance(issued, told.InvoiceIssued)
    assert (issued.company, issued.receiver, issued.number) == (NETWORK, desk.buyer, "2026-00001")
    assert issued.payable.amount == Decimal("1250.00")
    written = read(desk.invoicing.documents.contents[issued.document.sha256]).invoice
    payment = written.payment_means[0]
    assert written.seller.name == operator().name
    assert (payment.branch, payment.payment_id) == ("SE:BANKGIRO", OCR)


async def test_heard_twice_it_is_one_invoice_and_the_next_takes_the_next_number(desk: Desk) -> None:
    first, second = uuid4(), uuid4()
    for order in (first, first, second):
        await desk.invoicing.hear(wallet.OrderInvoiceWanted(company=NETWORK, order=order, draft=order_draft(desk)))
        await reserved(desk, order)
    assert [fact.number for fact in desk.invoicing.told(told.InvoiceIssued)] == ["2026-00001", "2026-00002"]


async def test_an_order_in_another_currency_is_paid_to_the_iban_of_the_network(desk: Desk) -> None:
    """Its Bankgiro takes SEK alone. Siblings: DKK, EUR; an order in SEK keeps the Bankgiro, above."""
    order = uuid4()
    draft = order_draft(desk, currency="DKK", payment_reference="RF18539007547034")
    drafted, _ = await desk.invoicing.hear(wallet.OrderInvoiceWanted(company=NETWORK, order=order, draft=draft))
    assert isinstance(drafted, told.InvoiceDrafted) and drafted.findings == ()
    (issued,) = await reserved(desk, order)
    assert isinstance(issued, told.InvoiceIssued)
    (payment,) = read(desk.invoicing.documents.contents[issued.document.sha256]).invoice.payment_means
    assert (payment.account, payment.branch) == (operator().iban, "ESSESESS")


@pytest.mark.parametrize(("category", "rate"), [("AE", 0), ("O", 0)])
async def test_reverse_charge_and_sales_outside_the_eu_are_valid_too(desk: Desk, category: str, rate: int) -> None:
    line = DraftLine("Fakturaklip", Decimal(100), "C62", Decimal("2.00"), Decimal(rate), vat_category=category)
    draft = order_draft(desk, lines=(line,))
    order = uuid4()
    await desk.invoicing.hear(wallet.OrderInvoiceWanted(company=NETWORK, order=order, draft=draft))
    (issued,) = await reserved(desk, order)
    assert isinstance(issued, told.InvoiceIssued) and issued.vat.amount == 0
