"""An invoice is issued on its day: not before it, and not long after.

Looked for beside an issue date of 2020 or 2027: due dates before the issue and far away, delivery dates of another
century, the number series of a year that is over, a day that begins at different moments in Finland and in Norway.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from invoicing_stories import Desk

from chassis.testing import is_answered_as_repeated
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.invoicing import v1 as told
from contracts.portal import v1 as portal
from contracts.values import InvoiceDraft
from contracts.wallet import v1 as wallet
from invoicing.days import ahead
from invoicing.drafts.dates import WORDS
from invoicing.life.invoice import Status
from invoicing.numbers import events

TODAY = date(2026, 11, 21)


async def withdraw(desk: Desk, invoice: UUID, company: UUID | None = None) -> list[Fact]:
    return await desk.invoicing.hear(
        portal.InvoiceWithdrawn(company=company or desk.supplier, person=uuid4(), invoice=invoice)
    )


def dated(desk: Desk, day: date) -> Any:
    return desk.draft(issue_date=day, due_date=day + timedelta(days=30))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"issue_date": date(2020, 1, 1)}, "issue-date.too-old"),
        ({"issue_date": TODAY - timedelta(days=32)}, "issue-date.too-old"),
        ({"issue_date": date(1, 1, 1)}, "issue-date.too-old"),
        ({"issue_date": TODAY + timedelta(days=367), "due_date": date(2028, 1, 1)}, "issue-date.too-far"),
        ({"issue_date": date(9999, 12, 31), "due_date": date(9999, 12, 31)}, "issue-date.too-far"),
        ({"due_date": date(2026, 11, 20)}, "due-date.before-issue"),
        ({"issue_date": date(2026, 12, 1), "due_date": date(2026, 11, 30)}, "due-date.before-issue"),
        ({"due_date": TODAY + timedelta(days=367)}, "due-date.too-far"),
        ({"due_date": date(9999, 12, 31)}, "due-date.too-far"),
        ({"delivery_date": date(206, 11, 1)}, "delivery-date.too-old"),
        ({"delivery_date": date(2206, 11, 1)}, "delivery-date.too-far"),
    ],
)
async def test_a_date_that_cannot_be_meant_stops_the_invoice(desk: Desk, changes: dict[str, Any], rule: str) -> None:
    invoice, (refused,) = await desk.sent(desk.draft(**changes))
    assert isinstance(refused, told.InvoiceRefused) and refused.code == "invoice.incomplete"
    assert rule in [one.rule for one in refused.findings if one.level == "error"]
    assert (await desk.state(invoice)).status is Status.DRAFT


@pytest.mark.parametrize(
    "changes",
    [
        {"issue_date": TODAY - timedelta(days=31)},
        {"due_date": TODAY},
        {"due_date": TODAY + timedelta(days=366)},
        {"delivery_date": date(2019, 3, 1)},
        {"delivery_date": date(2027, 3, 1)},
    ],
)
async def test_a_date_that_can_be_meant_does_not(desk: Desk, changes: dict[str, Any]) -> None:
    _, (ready,) = await desk.sent(desk.draft(**changes))
    assert isinstance(ready, told.InvoiceReady)


async def test_no_year_that_is_long_over_gets_a_number_series_today(desk: Desk) -> None:
    for day in (date(2020, 1, 1), date(2025, 12, 31), date(2027, 6, 1)):
        await desk.issued(dated(desk, day))
    assert not [one for one in await desk.invoicing.events() if isinstance(one, events.NumberTaken)]


async def test_one_that_is_dated_ahead_waits_and_takes_its_number_on_its_day(desk: Desk) -> None:
    (drafted,) = await desk.save(dated(desk, date(2027, 1, 4)), invoice := uuid4())
    assert isinstance(drafted, told.InvoiceDrafted)
    assert [(one.rule, one.level) for one in drafted.findings] == [("issue-date.ahead", "warning")]
    (held,) = await desk.submit(invoice)
    assert held == told.InvoiceHeld(
        company=desk.supplier, invoice=invoice, reason="awaiting-date", until=date(2027, 1, 4)
    )
    assert is_answered_as_repeated(await desk.submit(invoice)), "Send again, and it still waits"
    assert await desk.reserve(invoice) == [], "a credit that nobody asked for issues nothing"
    assert await desk.invoicing.pass_time(datetime(2027, 1, 3, 22, 59, tzinfo=UTC) - desk.invoicing.now) == []
    facts = await desk.invoicing.pass_time(timedelta(minutes=2))
    assert facts == [told.InvoiceReady(company=desk.supplier, invoice=invoice, receiver=desk.buyer, klip="invoice")], (
        "in Sweden the day begins at 23:00 UTC"
    )
    issued = (await desk.reserve(invoice))[-1]
    assert isinstance(issued, told.InvoiceIssued)
    assert (issued.number, issued.issue_date) == ("2027-00001", date(2027, 1, 4))


async def test_what_stands_against_it_on_its_day_makes_it_a_draft_again(desk: Desk) -> None:
    invoice, _ = await desk.sent(dated(desk, date(2026, 12, 1)))
    await desk.invoicing.hear(
        directory.ConnectionEnded(
            company=desk.supplier,
            side="supplier",
            supplier=desk.supplier,
            supplier_name="Nordbygg AB",
            customer=desk.buyer,
            customer_name="Infranord AB",
            ended_by="customer",
        )
    )
    (refused,) = await desk.invoicing.pass_time(timedelta(days=20))
    assert isinstance(refused, told.InvoiceRefused) and refused.code == "customer.not-connected"
    assert (await desk.state(invoice)).status is Status.DRAFT


async def test_its_sender_takes_it_back_and_its_day_passes_without_it(desk: Desk) -> None:
    invoice, _ = await desk.sent(dated(desk, date(2026, 12, 1)))
    assert await withdraw(desk, invoice) == [told.InvoiceReopened(company=desk.supplier, invoice=invoice)]
    assert is_answered_as_repeated(await withdraw(desk, invoice)), "taken back twice, it is one draft"
    assert await desk.invoicing.pass_time(timedelta(days=20)) == []
    assert not desk.invoicing.told(told.InvoiceIssued)


async def test_taken_back_and_dated_anew_it_goes_on_its_new_day_alone(desk: Desk) -> None:
    invoice, _ = await desk.sent(dated(desk, date(2026, 12, 1)))
    await withdraw(desk, invoice)
    await desk.save(dated(desk, date(2026, 12, 10)), invoice)
    await desk.submit(invoice)
    assert await desk.invoicing.pass_time(timedelta(days=15)) == [], "the first day is nothing to it any more"
    (ready,) = await desk.invoicing.pass_time(timedelta(days=5))
    assert isinstance(ready, told.InvoiceReady)


async def test_whatever_it_waits_for_it_can_be_taken_back_until_it_is_issued(desk: Desk) -> None:
    invoice, _ = await desk.sent()
    await desk.refuse_credit(invoice)
    (reopened,) = await withdraw(desk, invoice)
    assert isinstance(reopened, told.InvoiceReopened)
    assert await desk.reserve(invoice) == [], "a credit that comes late issues nothing"
    asked = wallet.ReservationQuestioned(company=desk.supplier, invoice=invoice, question=1)
    assert await desk.invoicing.hear(asked) == [reopened], "a wallet that missed it asks, and is told again"
    await desk.submit(invoice)
    issued = (await desk.reserve(invoice))[-1]
    assert isinstance(issued, told.InvoiceIssued)
    (refused,) = await withdraw(desk, invoice)
    assert isinstance(refused, told.InvoiceWithdrawalRefused)
    assert (refused.code, refused.details["number"]) == ("invoice.already-sent", issued.number)


async def test_nobody_takes_back_another_companys_invoice(desk: Desk) -> None:
    invoice, _ = await desk.sent(dated(desk, date(2026, 12, 1)))
    for stranger, one in ((uuid4(), invoice), (desk.supplier, uuid4())):
        (refused,) = await withdraw(desk, one, stranger)
        assert isinstance(refused, told.InvoiceWithdrawalRefused) and refused.code == "invoice.not-found"
    assert (await desk.state(invoice)).awaits_its_time


async def test_it_waits_for_approval_first_and_then_for_its_day(desk: Desk) -> None:
    def decided(state: Any) -> directory.SupplierApprovalChanged:
        return directory.SupplierApprovalChanged(
            company=desk.supplier,
            side="supplier",
            supplier=desk.supplier,
            supplier_name="Nordbygg AB",
            customer=desk.buyer,
            customer_name="Infranord AB",
            state=state,
            reason="",
        )

    await desk.invoicing.hear(decided("awaiting"))
    _, (held,) = await desk.sent(dated(desk, date(2026, 12, 1)))
    assert isinstance(held, told.InvoiceHeld) and held.reason == "awaiting-approval"
    (held,) = await desk.invoicing.hear(decided("approved"))
    assert isinstance(held, told.InvoiceHeld) and (held.reason, held.until) == ("awaiting-date", date(2026, 12, 1))
    (ready,) = await desk.invoicing.pass_time(timedelta(days=10))
    assert isinstance(ready, told.InvoiceReady)


@pytest.mark.parametrize(("country", "hour"), [("SE", 23), ("DK", 23), ("NO", 23), ("FI", 22)])
def test_a_day_begins_when_it_begins_in_the_suppliers_country(country: str, hour: int) -> None:
    draft, begins = (
        InvoiceDraft(receiver=uuid4(), issue_date=date(2026, 12, 1)),
        datetime(2026, 11, 30, hour, tzinfo=UTC),
    )
    waited_for = ahead(draft, country, begins - timedelta(seconds=1))
    assert waited_for and waited_for.begins_at == begins
    assert ahead(draft, country, begins) is None


def test_every_finding_on_a_date_has_its_words_in_five_languages() -> None:
    for rule, words in WORDS.items():
        assert set(words) == {"sv", "da", "nb", "fi", "en"}, rule
        assert len({sentence.count("{") for sentence in words.values()}) == 1, rule
