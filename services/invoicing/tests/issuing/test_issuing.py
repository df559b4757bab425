"""Issuing: number, UBL and issue in one unit of work, or nothing at all."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from invoicing_stories import PDF, Desk, RulesOfTests, fatal

from chassis.testing import is_answered_as_repeated
from contracts.invoicing import v1 as told
from contracts.values import BankAccount
from contracts.wallet import v1 as wallet
from einvoice.reader import read
from invoicing.app import service
from invoicing.life.invoice import Status
from invoicing.numbers import events


def issued(facts: list[Any]) -> told.InvoiceIssued:
    fact = facts[-1]
    assert isinstance(fact, told.InvoiceIssued), facts
    return fact


async def ubl_of(desk: Desk, fact: told.InvoiceIssued) -> Any:
    return read(await desk.invoicing.documents.read(fact.document)).invoice


@pytest.mark.req("S3-73", "D-04")
async def test_numbers_are_taken_one_after_another_without_a_gap(desk: Desk) -> None:
    numbers = [issued((await desk.issued())[1]).number for _ in range(3)]
    assert numbers == ["2026-00001", "2026-00002", "2026-00003"]


@pytest.mark.req("D-04")
async def test_each_year_of_issue_counts_from_one(desk: Desk) -> None:
    for day, number in (
        (date(2026, 12, 30), "2026-00001"),
        (date(2027, 1, 2), "2027-00001"),
        (date(2026, 12, 31), "2026-00002"),
    ):
        desk.invoicing.now = max(desk.invoicing.now, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        draft = desk.draft(issue_date=day, due_date=date(2027, 2, 1))
        assert issued((await desk.issued(draft))[1]).number == number


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


@pytest.mark.req("S3-55", "D-04")
async def test_a_number_entered_by_hand_is_unique_and_its_gap_is_reported_not_refused(desk: Desk) -> None:
    assert issued((await desk.issued(desk.draft(number="F-0017")))[1]).number == "F-0017"
    (refused,) = await desk.submit(await desk.saved(desk.draft(number=" F-0017 ")))
    assert isinstance(refused, told.InvoiceRefused) and refused.findings[0].rule == "number.taken"
    _, facts = await desk.issued(desk.draft(number="F-0020"))
    (gap,) = [fact for fact in facts if isinstance(fact, told.NumberGapFound)]
    assert (gap.missing_from, gap.missing_to) == ("F-0018", "F-0019")
    assert any(isinstance(fact, told.InvoiceIssued) for fact in facts)


async def test_the_same_number_belongs_to_each_supplier_by_itself(desk: Desk) -> None:
    await desk.issued(desk.draft(number="17"))
    neighbour = Desk()
    neighbour.invoicing, neighbour.buyer = desk.invoicing, desk.buyer
    await neighbour.come_aboard()
    assert issued((await neighbour.issued(neighbour.draft(number="17")))[1]).number == "17"


@pytest.mark.req("D-04")
async def test_the_series_steps_over_a_number_that_was_entered_by_hand(desk: Desk) -> None:
    await desk.issued(desk.draft(number="2026-00001"))
    assert issued((await desk.issued())[1]).number == "2026-00002"
    (taken,) = [one for one in await desk.invoicing.events() if isinstance(one, events.NumberTaken)]
    assert taken.passed == ("2026-00001",)


async def test_two_drafts_with_one_number_become_one_invoice(desk: Desk) -> None:
    first, _ = await desk.sent(desk.draft(number="17"))
    second, (ready,) = await desk.sent(desk.draft(number="17"))
    assert isinstance(ready, told.InvoiceReady), "nobody had issued the number yet"
    issued(await desk.reserve(first))
    (refused,) = await desk.reserve(second)
    assert isinstance(refused, told.InvoiceRefused)
    assert [one.rule for one in refused.findings] == ["number.taken"]


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
    odd = uuid4()
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


async def test_many_credits_at_once_leave_no_gap(desk: Desk) -> None:
    """Side by side, as several replicas would: whoever loses the race decides again."""
    invoices = [(await desk.sent())[0] for _ in range(8)]
    await asyncio.gather(*(desk.reserve(invoice) for invoice in invoices))
    numbers = sorted(fact.number for fact in desk.invoicing.told(told.InvoiceIssued))
    assert numbers == [f"2026-{ordinal:05}" for ordinal in range(1, 9)]


@pytest.mark.req("S3-74")
async def test_an_issued_invoice_never_changes(desk: Desk) -> None:
    invoice, facts = await desk.issued()
    rows = len(desk.invoicing.store.rows)
    (refused,) = await desk.save(desk.draft(note="other"), invoice)
    assert isinstance(refused, told.InvoiceDraftRefused)
    assert refused.details["number"] == issued(facts).number
    assert is_answered_as_repeated(await desk.submit(invoice))
    assert len(desk.invoicing.store.rows) == rows


async def test_it_is_handed_over_and_read_once_each_in_any_order(desk: Desk) -> None:
    invoice, _ = await desk.issued()
    (delivered,) = await desk.download(invoice)
    (handed_over,) = await desk.hand_over(invoice)
    assert delivered == told.InvoiceDelivered(company=desk.supplier, invoice=invoice)
    assert isinstance(handed_over, told.InvoiceHandedOver) and handed_over.receipt == "250 ok"
    assert await desk.download(invoice) == [] and await desk.hand_over(invoice) == []


def test_every_command_of_an_invoice_runs_in_the_lane_of_its_company() -> None:
    assert {command.LANE for command in service.handles} == {"company"}


async def test_a_refusal_that_the_wallet_missed_is_told_again(desk: Desk) -> None:
    assert isinstance(desk.rules, RulesOfTests)
    desk.rules.findings = (fatal("BR-CO-15", "The invoice total does not add up."),)
    invoice, (refused,) = await desk.issued()
    asked = wallet.ReservationQuestioned(company=desk.supplier, invoice=invoice, question=1)
    assert await desk.invoicing.hear(asked) == [refused]
    desk.rules.findings = ()
    other, _ = await desk.issued()
    assert await desk.invoicing.hear(asked.model_copy(update={"invoice": other})) == []


async def test_a_plan_that_is_full_holds_the_invoice_for_another_reason_than_credits(desk: Desk) -> None:
    invoice, _ = await desk.sent()
    fact = wallet.CreditRefused(company=desk.supplier, invoice=invoice, code="plan.quota-reached")
    (held,) = await desk.invoicing.hear(fact)
    assert isinstance(held, told.InvoiceHeld) and held.reason == "quota-reached"
