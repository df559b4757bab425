"""A buyer that approves its suppliers: invoices wait for it, go on by themselves, or come back with a reason (E-I5)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from invoicing_stories import Desk

from chassis import NotYet
from chassis.testing import Story, is_answered_as_repeated
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.invoicing import v1 as told
from invoicing.parties.commands import ChangeApproval, EndConnection
from invoicing.parties.trade import Connection


class ApprovalDesk(Desk):
    """The same desk, with a buyer that decides about its suppliers."""

    approval = "awaiting"

    async def connect(self, customer: object, name: str) -> None:
        for side, company in (("supplier", self.supplier), ("customer", customer)):
            fact = directory.ConnectionEstablished.model_validate(
                {
                    "company": company,
                    "side": side,
                    "supplier": self.supplier,
                    "supplier_name": "Nordbygg AB",
                    "customer": customer,
                    "customer_name": name,
                    "customer_number": "1001",
                    "approval": self.approval,
                }
            )
            await self.invoicing.hear(fact)

    async def decide(self, state: str, reason: str = "", later: int = 1) -> list[Fact]:
        self.invoicing.now += timedelta(minutes=later)
        return [fact for side in ("supplier", "customer") for fact in await self._decided(side, state, reason)]

    async def _decided(self, side: str, state: str, reason: str) -> list[Fact]:
        fact = directory.SupplierApprovalChanged.model_validate(
            {
                "company": self.supplier if side == "supplier" else self.buyer,
                "side": side,
                "supplier": self.supplier,
                "supplier_name": "Nordbygg AB",
                "customer": self.buyer,
                "customer_name": "Infranord AB",
                "state": state,
                "reason": reason,
            }
        )
        return await self.invoicing.hear(fact)

    async def end(self) -> list[Fact]:
        self.invoicing.now += timedelta(minutes=1)
        fact = directory.ConnectionEnded(
            company=self.supplier,
            side="supplier",
            supplier=self.supplier,
            supplier_name="Nordbygg AB",
            customer=self.buyer,
            customer_name="Infranord AB",
            ended_by="customer",
        )
        return await self.invoicing.hear(fact)


@pytest.fixture
async def desk() -> ApprovalDesk:
    desk = ApprovalDesk()
    await desk.come_aboard()
    return desk


async def test_an_invoice_waits_for_approval_without_taking_a_credit(desk: ApprovalDesk) -> None:
    drafted = (await desk.save())[0]
    assert isinstance(drafted, told.InvoiceDrafted)
    assert [one.rule for one in drafted.findings] == ["customer.approval-awaited"], "said before it is sent"
    invoice, (held,) = await desk.sent()
    assert isinstance(held, told.InvoiceHeld) and held.reason == "awaiting-approval"
    assert await desk.reserve(invoice) == [], "a credit that nobody asked for issues nothing"
    assert is_answered_as_repeated(await desk.submit(invoice)), "Send again, and it still waits"


async def test_when_the_buyer_approves_everything_that_waited_goes_on_in_its_order(desk: ApprovalDesk) -> None:
    first, _ = await desk.sent()
    second, _ = await desk.sent()
    facts = await desk.decide("approved")
    assert [type(fact) for fact in facts] == [told.InvoiceReady, told.InvoiceReady]
    assert [fact.invoice for fact in facts if isinstance(fact, told.InvoiceReady)] == [first, second]
    issued = (await desk.reserve(first))[-1]
    assert isinstance(issued, told.InvoiceIssued)
    assert await desk.decide("approved") == [], "told again, nothing is new"
    third, (ready,) = await desk.sent()
    assert isinstance(ready, told.InvoiceReady) and ready.invoice == third


async def test_when_the_buyer_refuses_it_comes_back_as_a_draft_with_the_reason(desk: ApprovalDesk) -> None:
    invoice, _ = await desk.sent()
    (refused,) = await desk.decide("refused", "fel bolag")
    assert isinstance(refused, told.InvoiceRefused)
    assert (refused.invoice, refused.code, refused.details) == (
        invoice,
        "customer.supplier-refused",
        {"reason": "fel bolag"},
    )
    (again,) = await desk.submit(invoice)
    assert isinstance(again, told.InvoiceRefused) and again.code == "customer.supplier-refused"
    await desk.decide("approved")
    (ready,) = await desk.submit(invoice)
    assert isinstance(ready, told.InvoiceReady)


async def test_when_the_connection_ends_what_waited_comes_back_too(desk: ApprovalDesk) -> None:
    invoice, _ = await desk.sent()
    (refused,) = await desk.end()
    assert isinstance(refused, told.InvoiceRefused)
    assert (refused.invoice, refused.code) == (invoice, "customer.not-connected")
    (again,) = await desk.submit(invoice)
    assert isinstance(again, told.InvoiceRefused) and again.code == "customer.not-connected"
    assert await desk.decide("approved") == [], "what is decided about an ended connection changes nothing"


async def test_after_an_end_the_two_may_connect_again(desk: ApprovalDesk) -> None:
    await desk.end()
    desk.invoicing.now += timedelta(minutes=1)
    desk.approval = "not-needed"
    await desk.connect(desk.buyer, "Infranord AB")
    _, (ready,) = await desk.sent()
    assert isinstance(ready, told.InvoiceReady)


async def test_an_older_decision_that_comes_late_changes_nothing(desk: ApprovalDesk) -> None:
    await desk.decide("approved", later=10)
    await desk.decide("refused", later=-5)
    _, (ready,) = await desk.sent()
    assert isinstance(ready, told.InvoiceReady)


def test_what_is_told_of_a_connection_that_is_still_on_its_way_comes_back_later() -> None:
    desk = Desk()
    end = EndConnection(company=uuid4(), customer=uuid4(), at=desk.invoicing.now)
    approval = ChangeApproval(company=uuid4(), customer=uuid4(), state="approved", reason="", at=desk.invoicing.now)
    with pytest.raises(NotYet):
        Story(Connection).when(lambda connection: connection.end(end))
    with pytest.raises(NotYet):
        Story(Connection).when(lambda connection: connection.change_approval(approval))
