"""The life of an issued invoice, and of one that waits or was refused: each thing is noted once."""

import pytest
from invoicing_stories import Desk, RulesOfTests, fatal, issued

from chassis.testing import is_answered_as_repeated
from contracts.invoicing import v1 as told
from contracts.wallet import v1 as wallet
from invoicing.app import service


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
