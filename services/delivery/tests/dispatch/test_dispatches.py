"""An issued invoice on its way: planned, rendered, handed over, tried again, given up, read."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from delivery_stories import NOW, Depot, MailOfTests, RendererOfTests
from msgspec import structs

from chassis.testing import Story, is_answered_as_repeated
from contracts.delivery import v1 as told
from contracts.examples import value_of
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from delivery.channels.channel import TryAgain, Undeliverable
from delivery.dispatch.area import area
from delivery.dispatch.commands import KeepRendering
from delivery.dispatch.dispatch import Dispatch
from delivery.dispatch.events import (
    AttemptBegun,
    DeliveryPlanned,
    DocumentRendered,
    RenderingRepeated,
    RenderingWanted,
)
from delivery.dispatch.policy import timetable
from delivery.settings import DeliverySettings
from einvoice.pdf.pool import RenderFailed, RenderRefused

BUSY = TryAgain("451 try again later", "receiver")


def kinds(facts: list[Fact]) -> list[type[Fact]]:
    return [type(fact) for fact in facts]


def mail_of(depot: Depot) -> MailOfTests:
    assert isinstance(depot.mail, MailOfTests)
    return depot.mail


def renderer_of(depot: Depot) -> RendererOfTests:
    assert isinstance(depot.pdf, RendererOfTests)
    return depot.pdf


async def test_by_mail_it_is_planned_received_and_handed_over(depot: Depot) -> None:
    invoice, facts = await depot.issued()
    assert kinds(facts) == [told.DeliveryPlanned, told.DocumentReceived, told.DocumentHandedOver]
    planned, received, handed_over = facts
    assert isinstance(planned, told.DeliveryPlanned) and planned.channel == "email"
    assert isinstance(received, told.DocumentReceived)
    assert (received.company, received.document, received.supplier) == (depot.receiver, invoice, depot.supplier)
    assert isinstance(handed_over, told.DocumentHandedOver)
    assert (handed_over.company, handed_over.receiver) == (depot.supplier, depot.receiver)
    assert handed_over.receipt == f"250 ok <{invoice}>"
    (taken,) = mail_of(depot).taken
    assert taken.pdf == await depot.delivery.documents.read(received.pdf) == b"%PDF-1.7 in sv"
    assert taken.ubl == await depot.delivery.documents.read(received.ubl)


async def test_in_the_network_it_lies_in_the_inbox_and_no_mail_is_sent() -> None:
    depot = Depot()
    await depot.come_aboard("inbox", language="fi")
    invoice, facts = await depot.issued()
    assert kinds(facts) == [told.DeliveryPlanned, told.DocumentReceived, told.DocumentHandedOver]
    received, handed_over = facts[1:]
    assert isinstance(received, told.DocumentReceived) and isinstance(handed_over, told.DocumentHandedOver)
    assert (received.company, received.document, received.pdf) == (depot.receiver, invoice, None)
    assert (handed_over.channel, handed_over.receipt) == ("inbox", f"stafett-inbox:{invoice}")
    assert mail_of(depot).taken == [] and renderer_of(depot).languages == [], "nobody has wanted a PDF yet"


def wanted(company: UUID, document: UUID) -> portal.DocumentPdfWanted:
    return portal.DocumentPdfWanted(company=company, person=uuid4(), document=document)


async def within_the_network() -> tuple[Depot, UUID]:
    depot = Depot()
    await depot.come_aboard("inbox", language="fi")
    invoice, _ = await depot.issued()
    return depot, invoice


async def test_the_pdf_is_made_once_when_somebody_wants_it() -> None:
    depot, invoice = await within_the_network()
    assert await depot.delivery.hear(wanted(depot.receiver, invoice)) == []
    (rendered,) = await depot.delivery.act()
    assert isinstance(rendered, told.DocumentRendered)
    assert (rendered.company, rendered.document) == (depot.receiver, invoice)
    assert await depot.delivery.documents.read(rendered.pdf) == b"%PDF-1.7 in fi"
    assert await depot.delivery.hear(wanted(depot.receiver, invoice)) == [rendered], "told again, at once"
    assert await depot.delivery.act() == [] and renderer_of(depot).languages == ["fi"]
    assert len(depot.delivery.told(told.DocumentReceived)) == len(depot.delivery.told(told.DocumentHandedOver)) == 1


async def test_the_supplier_may_have_the_pdf_too_and_nobody_else() -> None:
    depot, invoice = await within_the_network()
    (refused,) = await depot.delivery.hear(wanted(uuid4(), invoice))
    (unknown,) = await depot.delivery.hear(wanted(depot.receiver, uuid4()))
    for one in (refused, unknown):
        assert isinstance(one, told.DocumentRenderingRefused) and one.code == "document.not-found"
    await depot.delivery.hear(wanted(depot.supplier, invoice))
    (rendered,) = await depot.delivery.act()
    assert isinstance(rendered, told.DocumentRendered) and rendered.company == depot.supplier


async def test_two_who_want_the_pdf_at_the_same_time_have_the_same_one_and_each_an_answer() -> None:
    """The second company's wish had no answer at all: it was refused as a repetition of a wish that was not its own.

    Its siblings: a wish of the supplier for what goes by mail, which was not found before the first attempt, and was
    never answered after it.
    """
    depot, invoice = await within_the_network()
    assert await depot.delivery.hear(wanted(depot.receiver, invoice)) == []
    assert await depot.delivery.hear(wanted(depot.supplier, invoice)) == []
    assert is_answered_as_repeated(await depot.delivery.hear(wanted(depot.receiver, invoice)))
    mine, theirs = await depot.delivery.act()
    assert isinstance(mine, told.DocumentRendered) and isinstance(theirs, told.DocumentRendered)
    assert (mine.company, theirs.company, mine.pdf) == (depot.receiver, depot.supplier, theirs.pdf)
    assert renderer_of(depot).languages == ["fi"], "it was made once"


async def test_the_supplier_has_the_pdf_that_goes_by_mail_before_and_after_it_is_handed_over(depot: Depot) -> None:
    """Whose wish is carried out first does not matter: the document is received and its attempt begins once."""
    fact = depot.invoice_issued()
    await depot.delivery.hear(fact)
    (unknown,) = await depot.delivery.hear(wanted(depot.receiver, fact.invoice))
    assert isinstance(unknown, told.DocumentRenderingRefused), "nothing lies in the receiver's inbox yet"
    await depot.delivery.hear(wanted(depot.supplier, fact.invoice))
    facts = await depot.delivery.act()
    assert kinds(facts) == [told.DocumentReceived, told.DocumentRendered, told.DocumentHandedOver]
    received, rendered, _ = facts
    assert isinstance(received, told.DocumentReceived) and isinstance(rendered, told.DocumentRendered)
    assert (rendered.company, rendered.pdf) == (depot.supplier, received.pdf)
    assert await depot.delivery.hear(wanted(depot.supplier, fact.invoice)) == [rendered]
    assert renderer_of(depot).languages == ["sv"] and len(mail_of(depot).taken) == 1


def test_a_wish_that_is_carried_out_before_the_plan_begins_the_first_attempt() -> None:
    planned = structs.replace(value_of(DeliveryPlanned, "planned"), channel="email", pdf_on_demand=False)
    supplier = planned.company
    asked = RenderingWanted(company=supplier, ubl=planned.ubl, number=planned.number, language=planned.language)
    story = Story(Dispatch).given(planned, asked)
    keep = KeepRendering(document=story.aggregate.id, pdf=planned.ubl, wanted_by=supplier, at=NOW)
    begun = AttemptBegun(company=supplier, attempt=1, channel="email", destination=planned.destination)
    made = DocumentRendered(company=supplier, pdf=planned.ubl)
    answered = RenderingRepeated(company=supplier)
    story.when(lambda dispatch: dispatch.keep_rendering(keep)).then(made, begun, answered)
    of_the_plan = KeepRendering(document=story.aggregate.id, pdf=planned.ubl, at=NOW)
    later = Story(Dispatch).given(planned, asked, made, begun, answered)
    later.when(lambda dispatch: dispatch.keep_rendering(of_the_plan)).then_nothing()


async def test_what_could_not_be_drawn_for_the_mail_is_never_in_the_inbox(depot: Depot) -> None:
    renderer_of(depot).failures = [RenderRefused("too many lines")]
    invoice, _ = await depot.issued()
    await depot.delivery.hear(wanted(depot.supplier, invoice))
    assert kinds(await depot.delivery.act()) == [told.DocumentRendered], "drawn by a later version, for its sender"
    (refused,) = await depot.delivery.hear(wanted(depot.receiver, invoice))
    assert isinstance(refused, told.DocumentRenderingRefused) and refused.code == "document.not-found"


async def test_a_pdf_that_cannot_be_made_is_said_and_may_be_wanted_again() -> None:
    depot, invoice = await within_the_network()
    renderer_of(depot).failures = [RenderRefused("no such currency")]
    await depot.delivery.hear(wanted(depot.receiver, invoice))
    (refused,) = await depot.delivery.act()
    assert isinstance(refused, told.DocumentRenderingRefused)
    assert (refused.company, refused.code) == (depot.receiver, "document.not-renderable")
    assert depot.delivery.told(told.DocumentUndeliverable) == [], "the document lies in the inbox all the same"
    await depot.delivery.hear(wanted(depot.receiver, invoice))
    assert kinds(await depot.delivery.act()) == [told.DocumentRendered]


async def test_before_the_receiver_is_known_the_invoice_waits() -> None:
    depot = Depot()
    fact = depot.invoice_issued()
    with pytest.raises(AssertionError, match="not yet"):
        await depot.delivery.hear(fact)
    await depot.register()
    with pytest.raises(AssertionError, match="not yet"):
        await depot.delivery.hear(fact)
    await depot.choose("email")
    assert kinds(await depot.delivery.hear(fact)) == [told.DeliveryPlanned]


async def test_the_same_invoice_twice_is_sent_once(depot: Depot) -> None:
    fact = depot.invoice_issued()
    await depot.delivery.hear(fact)
    await depot.delivery.act()
    assert await depot.delivery.hear(fact) == []
    assert await depot.delivery.act() == []
    assert len(mail_of(depot).taken) == 1


async def test_an_older_choice_does_not_replace_a_newer_one(depot: Depot) -> None:
    await depot.choose("inbox", at=NOW + timedelta(hours=1))
    await depot.choose("email", at=NOW + timedelta(minutes=1))
    _, facts = await depot.issued()
    assert isinstance(facts[0], told.DeliveryPlanned) and facts[0].channel == "inbox"


@pytest.mark.req("E-T4")
def test_six_attempts_are_made_over_27_hours() -> None:
    table = timetable(DeliverySettings())
    at = NOW
    for attempt in range(1, table.attempts_max):
        following = table.next_attempt(attempt, at)
        assert following is not None
        at = following
    assert (table.attempts_max, at - NOW) == (6, timedelta(hours=27))
    assert table.next_attempt(6, at) is None


async def test_a_failed_attempt_is_made_again_when_its_time_has_come(depot: Depot) -> None:
    mail_of(depot).failures = [BUSY]
    _, facts = await depot.issued()
    failed = facts[-1]
    assert isinstance(failed, told.DeliveryAttemptFailed)
    assert (failed.attempt, failed.cause) == (1, "451 try again later")
    assert failed.next_attempt_at == NOW + timedelta(minutes=5)
    await depot.delivery.pass_time(timedelta(minutes=4))
    assert await depot.delivery.act() == []
    await depot.delivery.pass_time(timedelta(minutes=1))
    assert kinds(await depot.delivery.act()) == [told.DocumentHandedOver]
    assert len(depot.delivery.told(told.DocumentReceived)) == 1, "the inbox has it once"


async def test_after_the_last_attempt_it_is_undeliverable_with_cause_and_repair(depot: Depot) -> None:
    mail_of(depot).failures = [BUSY] * 6
    await depot.issued()
    for _ in range(5):
        await depot.delivery.pass_time(timedelta(hours=20))
        await depot.delivery.act()
    (given_up,) = depot.delivery.told(told.DocumentUndeliverable)
    assert (given_up.company, given_up.cause, given_up.repair) == (depot.supplier, "451 try again later", "receiver")
    assert [failed.attempt for failed in depot.delivery.told(told.DeliveryAttemptFailed)] == [1, 2, 3, 4, 5]
    await depot.delivery.pass_time(timedelta(days=3))
    assert await depot.delivery.act() == []


async def test_what_can_never_arrive_is_given_up_at_once(depot: Depot) -> None:
    mail_of(depot).failures = [Undeliverable("550 no such user", "receiver")]
    _, facts = await depot.issued()
    assert kinds(facts)[-1] is told.DocumentUndeliverable
    assert depot.delivery.told(told.DeliveryAttemptFailed) == []


async def test_a_receiver_that_mends_its_address_gets_the_next_attempt_there(depot: Depot) -> None:
    mail_of(depot).failures = [BUSY]
    await depot.issued()
    await depot.choose("email", "ny@infranord.example", at=NOW + timedelta(minutes=1))
    await depot.delivery.pass_time(timedelta(minutes=5))
    await depot.delivery.act()
    (taken,) = mail_of(depot).taken
    assert taken.email is not None and taken.email.reveal() == "ny@infranord.example"


async def test_a_receiver_that_chooses_the_inbox_meanwhile_has_it_there(depot: Depot) -> None:
    mail_of(depot).failures = [BUSY]
    await depot.issued()
    await depot.choose("inbox", at=NOW + timedelta(minutes=1))
    await depot.delivery.pass_time(timedelta(minutes=5))
    (handed_over,) = await depot.delivery.act()
    assert isinstance(handed_over, told.DocumentHandedOver) and handed_over.channel == "inbox"


async def test_a_document_that_cannot_be_rendered_is_for_the_network_to_mend(depot: Depot) -> None:
    renderer_of(depot).failures = [RenderRefused("too many lines")]
    _, facts = await depot.issued()
    failed = facts[-1]
    assert isinstance(failed, told.DocumentUndeliverable)
    assert failed.repair == "network" and "too many lines" in failed.cause


async def test_a_renderer_in_trouble_is_asked_again_by_the_chassis(depot: Depot) -> None:
    renderer_of(depot).failures = [RenderFailed("the worker died")]
    await depot.delivery.hear(depot.invoice_issued())
    with pytest.raises(RenderFailed):
        await depot.delivery.act()
    depot.delivery._acted -= 1
    assert kinds(await depot.delivery.act()) == [told.DocumentReceived, told.DocumentHandedOver]


async def test_the_receiver_opens_it_and_the_supplier_hears_of_it_once(depot: Depot) -> None:
    invoice, _ = await depot.issued()
    (downloaded,) = await depot.open(invoice)
    assert downloaded == told.DocumentDownloaded(company=depot.supplier, invoice=invoice, receiver=depot.receiver)
    assert is_answered_as_repeated(await depot.open(invoice))


@pytest.mark.parametrize("who", ["stranger", "supplier"])
async def test_to_anybody_else_there_is_no_such_document(depot: Depot, who: str) -> None:
    invoice, _ = await depot.issued()
    company = uuid4() if who == "stranger" else depot.supplier
    (refused,) = await depot.open(invoice, company)
    assert isinstance(refused, told.DocumentDownloadRefused)
    assert (refused.company, refused.code) == (company, "document.not-found")
    assert depot.delivery.told(told.DocumentDownloaded) == []


async def test_a_document_that_was_never_sent_is_not_found(depot: Depot) -> None:
    (refused,) = await depot.open(uuid4())
    assert isinstance(refused, told.DocumentDownloadRefused)


async def test_undeliverable_by_mail_it_can_still_be_read_in_the_inbox(depot: Depot) -> None:
    mail_of(depot).failures = [Undeliverable("550 no such user", "receiver")]
    invoice, _ = await depot.issued()
    assert kinds(await depot.open(invoice)) == [told.DocumentDownloaded]


async def test_each_mail_domain_is_a_destination_of_its_own(depot: Depot) -> None:
    await depot.issued()
    begun: list[Any] = [one for one in await depot.delivery.events() if hasattr(one, "attempt")]
    assert {one.destination for one in begun if hasattr(one, "destination")} == {"mail:infranord.example"}


async def test_the_receivers_address_is_never_stored_in_clear(depot: Depot) -> None:
    await depot.issued()
    stored = b"".join(row.state for row in depot.delivery.store.rows)
    assert b"faktura@infranord.example" not in stored


async def test_whoever_missed_how_it_ended_is_told_again(depot: Depot) -> None:
    """The wallet asks for every outcome that it has not heard, so that no credit stays reserved."""
    invoice, facts = await depot.issued()
    asked = wallet.ReservationQuestioned(company=depot.supplier, invoice=invoice, question=1)
    assert await depot.delivery.hear(asked) == [facts[-1]]
    assert await depot.delivery.hear(asked.model_copy(update={"company": uuid4()})) == []
    assert await depot.delivery.hear(asked.model_copy(update={"invoice": uuid4()})) == []


async def test_what_is_still_on_its_way_has_nothing_to_tell_yet(depot: Depot) -> None:
    mail_of(depot).failures.append(BUSY)
    invoice, _ = await depot.issued()
    asked = wallet.ReservationQuestioned(company=depot.supplier, invoice=invoice, question=1)
    assert await depot.delivery.hear(asked) == []


def test_what_was_planned_before_a_pdf_could_wait_is_still_rendered_first() -> None:
    """A store may hold such a plan whose PDF is not made yet: its act is still outstanding, and goes on as then."""
    planned = structs.replace(value_of(DeliveryPlanned, "planned"), channel="inbox", pdf_on_demand=False)
    assert area.acts[DeliveryPlanned].concerns(planned)
    story = Story(Dispatch).given(planned)
    keep = KeepRendering(document=story.aggregate.id, pdf=planned.ubl, at=NOW)
    story.when(lambda dispatch: dispatch.keep_rendering(keep)).then(
        DocumentRendered(company=planned.company, pdf=planned.ubl),
        AttemptBegun(company=planned.company, attempt=1, channel="inbox", destination=planned.destination),
    )
