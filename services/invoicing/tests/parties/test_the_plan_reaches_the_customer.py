"""Customers behind other operators are reached with a plan that permits it, as it stands at Send (S2-07)."""

from datetime import timedelta
from uuid import UUID

import pytest
from invoicing_stories import Desk

from contracts.directory import v2 as directory
from contracts.invoicing import v1 as told
from contracts.wallet import v1 as wallet


class Switchboard(Desk):
    """The same desk, with a buyer that moves and a supplier that changes its plan."""

    async def receives_by(self, method: str, document_type: str = "invoice") -> None:
        self.invoicing.now += timedelta(minutes=1)
        fact = {"company": self.buyer, "document_type": document_type, "method": method, "format": "ubl"}
        await self.invoicing.hear(directory.ReceptionChanged.model_validate({**fact, "decided_by": "person"}))

    async def plan(self, *permits: str, plan: str = "basic", minutes: int = 1) -> None:
        self.invoicing.now += timedelta(minutes=minutes)
        await self.invoicing.hear(
            wallet.PlanChanged(
                company=self.supplier, plan=plan, previous="free", permits=permits, invoices_per_year=0, users=3
            )
        )

    async def drafted(self) -> tuple[UUID, list[str]]:
        (told_of,) = await self.save()
        assert isinstance(told_of, told.InvoiceDrafted)
        return told_of.invoice, [one.rule for one in told_of.findings]


@pytest.fixture
async def desk() -> Switchboard:
    desk = Switchboard()
    await desk.come_aboard()
    return desk


@pytest.mark.req("S2-07")
async def test_the_free_plan_does_not_reach_another_operator_and_basic_does(desk: Switchboard) -> None:
    await desk.receives_by("peppol")
    invoice, found = await desk.drafted()
    assert "customer.plan-needed" in found
    (refused,) = await desk.submit(invoice)
    assert isinstance(refused, told.InvoiceRefused) and refused.code == "customer.plan-needed"
    await desk.plan("other-operators", "customer-import")
    (ready,) = await desk.submit(invoice)
    assert isinstance(ready, told.InvoiceReady), "the plan counts as it stands when Send is pressed"


async def test_a_plan_that_ends_reaches_no_more(desk: Switchboard) -> None:
    await desk.receives_by("peppol")
    await desk.plan("other-operators")
    await desk.plan(plan="free")
    _, found = await desk.drafted()
    assert "customer.plan-needed" in found


async def test_within_the_network_no_plan_is_needed_and_other_documents_do_not_count(desk: Switchboard) -> None:
    for method, document_type in (("inbox", "invoice"), ("peppol", "reminder")):
        await desk.receives_by(method, document_type)
        _, found = await desk.drafted()
        assert "customer.plan-needed" not in found


async def test_older_news_of_a_plan_change_nothing(desk: Switchboard) -> None:
    await desk.receives_by("peppol")
    await desk.plan("other-operators")
    await desk.plan(plan="free", minutes=-5)
    _, found = await desk.drafted()
    assert "customer.plan-needed" not in found
