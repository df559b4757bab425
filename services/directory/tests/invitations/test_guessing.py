"""Guessing is slow, tells nothing, and never hinders the company that holds the invitation."""

from datetime import timedelta

import pytest
from directory_stories import answered, invitation, joined, opened, refusal, rehearsal

from chassis.errors import Conflict
from chassis.store.unit import Unit
from chassis.testing import MemoryStore, Rehearsal
from contracts.directory import v1 as facts
from directory.invitations.events import EnrolmentFailed

GUESSES = 10_000


@pytest.mark.req("S0-31")
async def test_ten_thousand_guesses_of_one_company_are_ten_and_tell_it_nothing() -> None:
    directory = rehearsal()
    supplier, guesser = await joined(directory, "Norrsken"), await joined(directory, "Gissarn AB")
    code = (await invitation(directory, supplier)).code.reveal()
    codes = set()
    for place in range(GUESSES):
        codes.add(refusal(await directory.hear(answered(guesser, "K-1001", f"{place:010d}"))))
    failed = [event for event in await directory.events() if isinstance(event, EnrolmentFailed)]
    assert len(failed) == 10, "after ten nothing is even looked up, nor stored"
    assert codes == {"enrolment.no-such-invitation", "enrolment.too-many-attempts"}
    right = await directory.hear(answered(guesser, "K-1001", code))
    assert refusal(right) == "enrolment.too-many-attempts", "even the right code is met with silence"
    customer = await joined(directory, "Infrabana")
    assert isinstance((await directory.hear(answered(customer, "K-1001", code)))[0], facts.EnrolmentCompleted)


@pytest.mark.req("S0-31")
async def test_looking_counts_as_guessing() -> None:
    directory = rehearsal()
    guesser = await joined(directory, "Gissarn AB")
    for _ in range(10):
        assert refusal(await directory.hear(opened(guesser, "K-1", "AAAAAAAAAA"))) == "enrolment.no-such-invitation"
    assert refusal(await directory.hear(opened(guesser, "K-1", "AAAAAAAAAA"))) == "enrolment.too-many-attempts"
    assert refusal(await directory.hear(answered(guesser, "K-1", "AAAAAAAAAA"))) == "enrolment.too-many-attempts"


@pytest.mark.req("S0-31", "S0-10")
async def test_only_who_has_the_right_pair_learns_that_it_is_used_or_expired() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    other = await joined(directory, "Granhult")
    used = (await invitation(directory, supplier, "K-1")).code.reveal()
    expired = (await invitation(directory, supplier, "K-2")).code.reveal()
    await directory.hear(answered(customer, "K-1", used))
    await directory.pass_time(timedelta(days=61))
    told = [refusal(await directory.hear(answered(other, "K-1", used)))]
    told.append(refusal(await directory.hear(answered(other, "K-2", expired))))
    assert told == ["enrolment.invitation-used", "enrolment.invitation-expired"]
    for number, code in (("K-1", expired), ("K-2", used), ("K-3", used)):
        assert refusal(await directory.hear(answered(other, number, code))) == "enrolment.no-such-invitation"


class Overtaken(MemoryStore):
    """A store in which somebody else is faster: its first append waits until `first` has happened."""

    def __init__(self, store: MemoryStore) -> None:
        super().__init__()
        self.__dict__.update(store.__dict__)
        self.first: list[object] = []

    async def append(self, unit: Unit) -> None:
        if self.first:
            await self.first.pop()  # type: ignore[misc]
            raise Conflict
        await super().append(unit)


@pytest.mark.req("S0-31")
async def test_two_answer_the_same_invitation_at_once_and_one_of_them_wins() -> None:
    directory = rehearsal()
    supplier = await joined(directory, "Norrsken")
    one, other = await joined(directory, "Infrabana"), await joined(directory, "Granhult")
    code = (await invitation(directory, supplier)).code.reveal()
    store = Overtaken(directory.store)
    directory.store = directory.around.store = store
    winner: list[object] = []

    async def win() -> None:
        winner.extend(await directory.hear(answered(other, "K-1001", code)))

    store.first.append(win())
    assert refusal(await directory.hear(answered(one, "K-1001", code))) == "enrolment.invitation-used"
    assert isinstance(winner[0], facts.EnrolmentCompleted) and winner[0].company == other
    assert {fact.customer for fact in directory.told(facts.ConnectionEstablished)} == {other}


async def test_heard_again_after_a_crash_an_answer_is_given_once() -> None:
    directory: Rehearsal = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    issued = await invitation(directory, supplier)
    asked = answered(customer, "K-1001", issued.code.reveal())
    assert len(await directory.hear(asked, id=issued.invitation)) == 3
    assert await directory.hear(asked, id=issued.invitation) == [], "the inbox knows it"
    assert len(directory.told(facts.ConnectionEstablished)) == 2
