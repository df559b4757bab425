"""Numbers: one series for each supplier without gaps, and numbers that were entered by hand."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from invoicing_stories import Desk, issued

from contracts.invoicing import v1 as told
from invoicing.numbers import events


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


async def test_many_credits_at_once_leave_no_gap(desk: Desk) -> None:
    """Several credits are handled at once, as by several replicas: a handler that meets a conflict decides again."""
    invoices = [(await desk.sent())[0] for _ in range(8)]
    await asyncio.gather(*(desk.reserve(invoice) for invoice in invoices))
    numbers = sorted(fact.number for fact in desk.invoicing.told(told.InvoiceIssued))
    assert numbers == [f"2026-{ordinal:05}" for ordinal in range(1, 9)]
