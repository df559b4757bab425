"""Every fact may be heard again, also under another id: nothing changes, and nothing is told twice."""

from uuid import uuid4

from directory_stories import (
    accepted,
    answered,
    declined,
    ended,
    invitation,
    invited,
    joined,
    registered,
    rehearsal,
    supplier_invited,
    withdrawn,
)

from contracts.directory import v1 as facts
from contracts.fact import Fact, Refusal
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal


async def test_a_whole_trade_that_is_heard_twice_happens_once() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    buyer, stranger = await joined(directory, "Fjellbane"), await joined(directory, "Granhult")
    first = await invitation(directory, supplier)
    to_supplier, dropped = supplier_invited(buyer, supplier=supplier), invited(supplier, "K-2")
    no = portal.ConnectionRequested(company=stranger, person=uuid4(), invitation=uuid4(), customer=buyer)
    story: list[Fact] = [
        registered(),
        answered(customer, "K-1001", first.code.reveal()),
        to_supplier,
        accepted(supplier, to_supplier.invitation, "77"),
        dropped,
        withdrawn(supplier, dropped.invitation),
        no,
        declined(buyer, no.invitation),
        ended(customer, supplier, "customer"),
        onboarding.TermsRecorded(company=supplier, person=uuid4(), version="2026-11"),
    ]
    ids = [uuid4() for _ in story]
    for fact, id_ in zip(story, ids, strict=True):
        await directory.hear(fact, id=id_)
    stored, told = len(directory.store.rows), len(directory.store.facts)
    for fact, id_ in zip(reversed(story), reversed(ids), strict=True):
        assert await directory.hear(fact, id=id_) == [], "the inbox knows it, in whatever order it comes"
    assert (len(directory.store.rows), len(directory.store.facts)) == (stored, told)
    for fact in story:
        answers = await directory.hear(fact)
        assert all(isinstance(answer, Refusal) for answer in answers), f"{fact.NAME} happened again"
    assert len(directory.store.rows) == stored
    assert len(directory.told(facts.ConnectionEstablished)) == 4
