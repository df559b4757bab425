"""Issuing: number, UBL and issue in one unit of work, or nothing at all."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from invoicing_stories import PDF, Desk, RulesOfTests, fatal, issued

from chassis.testing import unguarded
from contracts.invoicing import v1 as told
from contracts.values import BankAccount
from einvoice.ubl.reader import read
from invoicing.life.invoice import Status
from invoicing.numbers import events


async def ubl_of(desk: Desk, fact: told.InvoiceIssued) -> Any:
    return read(await desk.invoicing.documents.read(fact.document)).invoice


async def test_without_a_date_it_is_issued_on_the_day_it_is_in_the_suppliers_country(desk: Desk) -> None:
    desk.invoicing.now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    fact = issued((await desk.issued(desk.draft(due_date=date(2027, 1, 31))))[1])
    assert (fact.issue_date, fact.number) == (date(2027, 1, 1), "2027-00001")


@pytest.mark.req("S3-72")
async def test_the_ubl_is_kept_and_says_what_the_fact_says(desk: Desk) -> None:
    _, facts = await desk.issued(desk.draft(attachments=(desk.uploaded(PDF),), seller_reference="Åsa Öst"))
    fact = issued(facts)
    content = await desk.invoicing.documents.read(fact.document)
    found = read(content)
    assert (found.invoice.number, found.stated.payable) == (fact.number, fact.payable.amount)
    assert (fact.net.amount, fact.vat.amount) == (Decimal("9500.00"), Decimal("2375.00"))
    assert found.invoice.purchase_order == "AO12345" and found.invoice.buyer_reference == "AB12"
    assert found.invoice.buyer.contact.name == "Anna Berg" and found.invoice.seller.contact.name == "Åsa Öst"
    assert found.invoice.attachments[0].content == PDF
    assert fact.rules == "en16931 1.3.16"
    assert desk.rules.documents == [content], "what was validated is what is sent, byte for byte"  # type: ignore[attr-defined]


@pytest.mark.req("S3-61", "S3-54")
async def test_a_payment_reference_is_made_at_the_level_of_the_account(desk: Desk) -> None:
    _, facts = await desk.issued()
    (means,) = (await ubl_of(desk, issued(facts))).payment_means
    assert (means.code, means.account, means.branch) == ("30", "9912346", "SE:BANKGIRO")
    assert means.payment_id == "20260000110", "202600001, the length 11, and Luhn's check digit"


async def test_an_account_abroad_gets_an_rf_reference(desk: Desk) -> None:
    await desk.confirm_account(BankAccount("iban", "FI21 1234 5600 0007 85", country="FI", bic="NDEAFIHH"))
    _, facts = await desk.issued()
    (means,) = (await ubl_of(desk, issued(facts))).payment_means
    assert means.account == "FI2112345600000785" and means.branch == "NDEAFIHH"
    assert means.payment_id.startswith("RF") and means.payment_id.endswith("202600001")


async def test_what_the_official_rules_refuse_takes_no_number_and_is_a_draft_again(desk: Desk) -> None:
    assert isinstance(desk.rules, RulesOfTests)
    invoice, _ = await desk.sent()
    desk.rules.findings = (fatal("BR-CO-15", "The invoice total does not add up."),)
    (refused,) = await desk.reserve(invoice)
    assert isinstance(refused, told.InvoiceRefused)
    assert (refused.code, refused.findings[0].rule) == ("invoice.breaks-rules", "BR-CO-15")
    assert (await desk.state(invoice)).status is Status.DRAFT
    desk.rules.findings = ()
    await desk.save(desk.draft(note="mended"), invoice)
    await desk.submit(invoice)
    assert issued(await desk.reserve(invoice)).number == "2026-00001"


async def test_rules_that_could_not_run_never_count_as_passed(desk: Desk) -> None:
    assert isinstance(desk.rules, RulesOfTests)
    invoice, _ = await desk.sent()
    desk.rules.could_run = False
    with pytest.raises(RuntimeError, match="could not run"):
        await desk.reserve(invoice)
    desk.rules.could_run = True
    assert issued(await desk.reserve(invoice)).number == "2026-00001"


async def test_a_name_that_xml_cannot_hold_is_refused_and_takes_no_number(desk: Desk) -> None:
    """An older release may have stored such a name; today the chassis refuses a fact that holds one."""
    odd = uuid4()
    with unguarded():
        await desk.register(odd, "5560125790", "Bell \x07 AB")
        await desk.connect(odd, "Bell AB")
        (refused,) = (await desk.issued(desk.draft(receiver=odd)))[1]
    assert isinstance(refused, told.InvoiceRefused) and refused.code == "invoice.cannot-be-written"
    assert not [one for one in await desk.invoicing.events() if isinstance(one, events.NumberTaken)]


async def test_what_changed_while_it_waited_is_judged_again(desk: Desk) -> None:
    invoice, _ = await desk.sent()
    desk.invoicing.now = datetime(2027, 1, 15, tzinfo=UTC)
    (refused,) = await desk.reserve(invoice)
    assert isinstance(refused, told.InvoiceRefused)
    assert [one.rule for one in refused.findings] == ["due-date.before-issue"]


async def test_the_same_credit_twice_issues_once(desk: Desk) -> None:
    invoice, _ = await desk.issued()
    assert await desk.reserve(invoice) == []
    assert len(desk.invoicing.told(told.InvoiceIssued)) == 1


async def test_a_credit_for_another_companys_invoice_issues_nothing(desk: Desk) -> None:
    invoice, _ = await desk.sent()
    owner, desk.supplier = desk.supplier, uuid4()
    assert await desk.reserve(invoice) == []
    desk.supplier = owner
    assert (await desk.state(invoice)).status is Status.READY
