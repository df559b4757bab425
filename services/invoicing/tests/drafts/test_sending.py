"""Sending: errors refuse it with a code and findings, and the invoice stays a draft."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from invoicing_stories import INFRANORD_RULES, PDF, Desk

from contracts.invoicing import v1 as told
from contracts.values import BankAccount, InvoiceDraft, ReferenceRule
from invoicing.life.invoice import Status


def refused(facts: list[Any]) -> told.InvoiceRefused:
    (fact,) = facts
    assert isinstance(fact, told.InvoiceRefused), fact
    return fact


async def test_a_whole_invoice_is_ready_and_waits_for_a_credit(desk: Desk) -> None:
    invoice, (ready,) = await desk.sent()
    assert ready == told.InvoiceReady(company=desk.supplier, invoice=invoice, receiver=desk.buyer, klip="invoice")


@pytest.mark.req("S4-06", "S4-18", "S4-19")
async def test_an_unsigned_company_cannot_send_and_keeps_its_draft() -> None:
    desk = Desk()
    await desk.come_aboard(signed=False)
    invoice, facts = await desk.sent()
    assert refused(facts).code == "company.unsigned"
    assert (await desk.state(invoice)).status is Status.DRAFT
    await desk.invoicing.hear(desk.signed())
    (fact,) = await desk.submit(invoice)
    assert isinstance(fact, told.InvoiceReady), "signed later, the same draft goes"


async def test_what_the_sender_saw_is_what_is_sent(desk: Desk) -> None:
    """Send is heard before the draft it was pressed on: it waits for that draft, and never sends an older one."""
    invoice, seen, later = uuid4(), uuid4(), uuid4()
    await desk.save(None, invoice, revision=uuid4())
    with pytest.raises(AssertionError, match="not yet"):
        await desk.submit(invoice, revision=seen)
    await desk.save(desk.draft(note="Med ritning"), invoice, revision=seen)
    await desk.save(desk.draft(note="Ändrad av en kollega"), invoice, revision=later)
    assert refused(await desk.submit(invoice, revision=seen)).code == "invoice.draft-changed"
    (ready,) = await desk.submit(invoice, revision=later)
    assert isinstance(ready, told.InvoiceReady)


async def test_a_company_that_is_not_ready_is_told_what_is_missing() -> None:
    desk = Desk()
    await desk.register(desk.supplier, "5567037485", "Nordbygg AB", vat="SE556703748501")
    await desk.connect(desk.buyer, "Infranord AB")
    await desk.invoicing.hear(desk.signed())
    fact = refused((await desk.sent())[1])
    assert (fact.code, fact.details["what"]) == ("company.not-ready", "company/address, company/account")


@pytest.mark.req("S3-53")
async def test_only_connected_customers_can_be_invoiced(desk: Desk) -> None:
    _, facts = await desk.sent(desk.draft(receiver=uuid4()))
    assert refused(facts).code == "customer.not-connected"


@pytest.mark.req("S3-51")
async def test_an_incomplete_invoice_is_refused_with_every_finding(desk: Desk) -> None:
    fact = refused((await desk.sent(InvoiceDraft(receiver=desk.buyer)))[1])
    assert fact.code == "invoice.incomplete"
    assert {"BR-16", "BR-CO-25"} <= {one.rule for one in fact.findings}


async def test_an_attachment_that_is_no_pdf_stops_the_invoice(desk: Desk) -> None:
    word = desk.uploaded(b"PK\x03\x04word", "avtal.docx", "application/msword")
    fact = refused((await desk.sent(desk.draft(attachments=(word,))))[1])
    assert (fact.code, fact.findings[0].rule) == ("invoice.incomplete", "attachment.not-pdf")
    _, (ready,) = await desk.sent(desk.draft(attachments=(desk.uploaded(PDF),)))
    assert isinstance(ready, told.InvoiceReady)


@pytest.mark.req("S3-59", "S3-60", "D-03")
@pytest.mark.parametrize("order", ["AO1234", "AO12345678", "AO12345X", "AO"])
async def test_an_ao_number_that_breaks_the_buyers_pattern_is_refused_in_the_buyers_words(
    desk: Desk, order: str
) -> None:
    fact = refused((await desk.sent(desk.draft(order_number=order)))[1])
    assert (fact.code, fact.details["reference"]) == ("reference.refused", "order_number")
    assert "AO följt av 5-7 siffror" in fact.details["words"]


@pytest.mark.req("D-03")
async def test_a_purchase_order_number_passes_with_a_remark(desk: Desk) -> None:
    (drafted,) = await desk.save(desk.draft(order_number="4500012345"), invoice := uuid4())
    assert isinstance(drafted, told.InvoiceDrafted)
    assert [(one.level, one.where) for one in drafted.findings] == [("warning", "order_number")]
    (fact,) = await desk.submit(invoice)
    assert isinstance(fact, told.InvoiceReady)


@pytest.mark.req("S3-60")
async def test_a_number_in_small_letters_is_refused_with_the_correction_to_take(desk: Desk) -> None:
    fact = refused((await desk.sent(desk.draft(order_number=" ao12345 ")))[1])
    assert fact.code == "reference.refused" and "Menade du AO12345?" in fact.details["words"]


@pytest.mark.req("S3-61")
@pytest.mark.parametrize(("reference", "goes"), [("", True), ("123455", True), ("123456", False), ("Juli", False)])
async def test_a_buyer_that_demands_an_ocr_number_gets_one_even_on_a_soft_account(
    desk: Desk, reference: str, goes: bool
) -> None:
    await desk.confirm_account(BankAccount("bankgiro", "991-2346", ocr_level="soft"))
    await desk.set_rules((ReferenceRule("payment_reference", mandatory=True),), version=2)
    _, (fact,) = await desk.sent(desk.draft(payment_reference=reference))
    assert isinstance(fact, told.InvoiceReady) == goes, fact


@pytest.mark.req("S3-62", "S3-63")
@pytest.mark.parametrize("changes", [{"buyer_reference": "AB123"}, {"reference_person": ""}])
async def test_every_reference_that_the_buyer_demands_is_checked(desk: Desk, changes: dict[str, Any]) -> None:
    assert refused((await desk.sent(desk.draft(**changes)))[1]).code == "reference.refused"


@pytest.mark.req("S3-59")
async def test_rules_count_from_their_day_and_the_highest_version_wins(desk: Desk) -> None:
    await desk.set_rules((), version=2, valid_from=date(2026, 12, 1))
    anything = desk.draft(order_number="AO1", issue_date=date(2026, 11, 21))
    assert refused((await desk.sent(anything))[1]).code == "reference.refused"
    desk.invoicing.now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    _, (ready,) = await desk.sent(desk.draft(order_number="AO1", issue_date=date(2026, 12, 1)))
    assert isinstance(ready, told.InvoiceReady)
    await desk.set_rules(INFRANORD_RULES, version=1)
    _, (ready,) = await desk.sent(desk.draft(order_number="AO1", issue_date=date(2026, 12, 1)))
    assert isinstance(ready, told.InvoiceReady), "a version that is told again does not come back to force"


async def test_another_buyer_has_no_such_rules(desk: Desk) -> None:
    other = uuid4()
    await desk.connect(other, "Andra AB")
    _, (fact,) = await desk.sent(desk.draft(receiver=other, order_number="AO1", buyer_reference=""))
    assert isinstance(fact, told.InvoiceReady)


async def test_another_companys_invoice_is_not_found(desk: Desk) -> None:
    invoice = await desk.saved()
    assert refused(await desk.submit(invoice, company=uuid4())).code == "invoice.not-found"
    assert refused(await desk.submit(uuid4())).code == "invoice.not-found"


async def test_pressing_send_twice_sends_once(desk: Desk) -> None:
    invoice, facts = await desk.sent()
    assert len(facts) == 1
    (again,) = await desk.submit(invoice)
    assert isinstance(again, told.SendingRepeated), "it is not told as refused: a credit is reserved for it"


async def test_without_a_credit_it_is_held_and_goes_on_by_itself(desk: Desk) -> None:
    invoice, _ = await desk.sent()
    (held,) = await desk.refuse_credit(invoice)
    assert held == told.InvoiceHeld(company=desk.supplier, invoice=invoice, reason="no-credit")
    assert await desk.refuse_credit(invoice) == []
    (issued,) = await desk.reserve(invoice)
    assert isinstance(issued, told.InvoiceIssued)
    assert await desk.refuse_credit(invoice) == [], "what comes late changes nothing"
