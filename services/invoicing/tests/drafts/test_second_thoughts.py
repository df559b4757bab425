"""Second thoughts: a few seconds after Send, a draft that is thrown away, and sums that people can follow."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from invoicing_stories import Desk

from contracts.invoicing import v1 as told
from contracts.values import DraftCharge, DraftLine, Money
from invoicing.life.invoice import Status

UNDO_S = 10


@pytest.mark.req("S3-69")
async def test_it_waits_for_second_thoughts_and_then_goes_by_itself(desk: Desk) -> None:
    invoice = await desk.saved()
    (held,) = await desk.submit(invoice, undo_s=UNDO_S)
    assert isinstance(held, told.InvoiceHeld) and held.reason == "awaiting-undo"
    assert await desk.invoicing.pass_time(timedelta(seconds=UNDO_S - 1)) == []
    (ready,) = await desk.invoicing.pass_time(timedelta(seconds=1))
    assert isinstance(ready, told.InvoiceReady)


async def test_undone_and_sent_again_it_waits_as_long_again(desk: Desk) -> None:
    invoice = await desk.saved()
    await desk.submit(invoice, undo_s=UNDO_S)
    (reopened,) = await desk.withdraw(invoice)
    assert isinstance(reopened, told.InvoiceReopened)
    await desk.invoicing.pass_time(timedelta(seconds=5))
    await desk.submit(invoice, undo_s=UNDO_S)
    assert await desk.invoicing.pass_time(timedelta(seconds=6)) == [], "the end of the first wait is nothing to it"
    (ready,) = await desk.invoicing.pass_time(timedelta(seconds=4))
    assert isinstance(ready, told.InvoiceReady)


async def test_nobody_holds_an_invoice_for_longer_than_people_hesitate(desk: Desk) -> None:
    invoice = await desk.saved()
    await desk.submit(invoice, undo_s=1_000_000)
    (ready,) = await desk.invoicing.pass_time(timedelta(seconds=desk.settings.undo_s_max))
    assert isinstance(ready, told.InvoiceReady)
    other = await desk.saved()
    (at_once,) = await desk.submit(other, undo_s=-5)
    assert isinstance(at_once, told.InvoiceReady)


async def test_a_draft_that_is_thrown_away_is_gone(desk: Desk) -> None:
    """Looked for beside it: saving it again, sending it, throwing it away twice, and a stranger who tries."""
    invoice = await desk.saved()
    (stranger,) = await desk.discard(invoice, uuid4())
    assert isinstance(stranger, told.InvoiceDiscardRefused) and stranger.code == "invoice.not-found"
    assert await desk.discard(invoice) == [told.InvoiceDiscarded(company=desk.supplier, invoice=invoice)]
    assert (await desk.state(invoice)).status is Status.DISCARDED
    (saved,) = await desk.save(desk.draft(note="again"), invoice)
    assert isinstance(saved, told.InvoiceDraftRefused) and saved.code == "invoice.not-found"
    (sent,) = await desk.submit(invoice)
    assert isinstance(sent, told.InvoiceRefused) and sent.code == "invoice.not-found"


async def test_what_is_sent_or_on_its_way_is_not_thrown_away(desk: Desk) -> None:
    waiting, _ = await desk.sent()
    (refused,) = await desk.discard(waiting)
    assert isinstance(refused, told.InvoiceDiscardRefused) and refused.code == "invoice.on-its-way"
    issued, _ = await desk.issued()
    (refused,) = await desk.discard(issued)
    assert isinstance(refused, told.InvoiceDiscardRefused) and refused.code == "invoice.already-sent"


@pytest.mark.req("S3-72")
async def test_a_draft_is_told_with_what_each_of_its_parts_comes_to(desk: Desk) -> None:
    lines = (
        DraftLine("Kaffe", Decimal("3"), "KGM", Decimal("33.335"), Decimal(12)),
        DraftLine("Montering", Decimal("1.5"), "HUR", Decimal(950), Decimal(25)),
    )
    freight = (DraftCharge("FC", "Frakt", Decimal(150), Decimal(25)),)
    (drafted,) = await desk.save(desk.draft(lines=lines, charges=freight, round_to_krona=True))
    assert isinstance(drafted, told.InvoiceDrafted) and drafted.sums is not None
    assert [one.amount for one in drafted.sums.lines] == [Decimal("100.01"), Decimal("1425.00")]
    assert drafted.sums.charges == (Money(Decimal("150.00")),)
    rows = [(row.rate, row.taxable.amount, row.vat.amount) for row in drafted.sums.vat]
    assert rows == [
        (Decimal(25), Decimal("1575.00"), Decimal("393.75")),
        (Decimal(12), Decimal("100.01"), Decimal("12.00")),
    ]
    assert drafted.sums.rounding.amount == Decimal("0.24")
    parts = sum(row.taxable.amount + row.vat.amount for row in drafted.sums.vat) + drafted.sums.rounding.amount
    assert parts == drafted.payable.amount == Decimal("2081.00")


async def test_a_draft_with_a_figure_out_of_all_reason_has_no_sums(desk: Desk) -> None:
    lines = (DraftLine("Kaffe", Decimal("1e17"), "KGM", Decimal(1), Decimal(12)),)
    (drafted,) = await desk.save(desk.draft(lines=lines))
    assert isinstance(drafted, told.InvoiceDrafted) and drafted.sums is None
