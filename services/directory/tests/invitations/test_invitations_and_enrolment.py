"""A supplier invites its customer, the customer answers with number and code, and the two are connected."""

from datetime import timedelta
from uuid import uuid4

import pytest
from directory_stories import answered, invitation, invited, joined, refusal, rehearsal

from chassis.testing import Rehearsal, is_answered_as_repeated
from contracts.directory import v1 as facts
from directory.invitations.limits import InvitationPolicy
from directory.invitations.pair import ALPHABET


@pytest.mark.req("S0-01", "S0-02")
async def test_an_invitation_carries_the_customer_number_and_a_code() -> None:
    directory = rehearsal()
    supplier = await joined(directory, "Norrsken Bygg & Spår AB")
    issued = await invitation(directory, supplier)
    assert (issued.company, issued.supplier_name) == (supplier, "Norrsken Bygg & Spår AB")
    assert issued.customer_number == "K-1001"
    assert len(issued.code.reveal()) == 10 and set(issued.code.reveal()) <= set(ALPHABET)
    assert issued.expires_on == (directory.now + timedelta(days=60)).date()


async def test_each_invitation_has_a_code_of_its_own_and_keeps_it() -> None:
    directory = rehearsal()
    supplier = await joined(directory, "Norrsken")
    fact = invited(supplier)
    (first,) = await directory.hear(fact)
    assert isinstance(first, facts.InvitationIssued)
    assert is_answered_as_repeated(await directory.hear(fact)), "heard again, it is the same invitation"
    other = await invitation(directory, supplier, "K-1002")
    assert other.code != first.code


@pytest.mark.req("S0-02", "S0-07")
async def test_number_and_code_together_connect_customer_and_supplier() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana Sverige AB")
    issued = await invitation(directory, supplier)
    completed, one, other = await directory.hear(answered(customer, issued.customer_number, issued.code.reveal()))
    assert isinstance(completed, facts.EnrolmentCompleted)
    assert (completed.company, completed.supplier) == (customer, supplier)
    assert (completed.invitation, completed.supplier_name) == (issued.invitation, "Norrsken")
    assert isinstance(one, facts.ConnectionEstablished) and isinstance(other, facts.ConnectionEstablished)
    assert [(fact.company, fact.side) for fact in (one, other)] == [(supplier, "supplier"), (customer, "customer")]
    assert one.customer_name == other.customer_name == "Infrabana Sverige AB"
    assert one.subject.endswith(str(supplier)) and other.subject.endswith(str(customer))


async def test_number_and_code_may_be_written_carelessly() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    code = (await invitation(directory, supplier)).code.reveal()
    told = await directory.hear(answered(customer, " k-1001 ", f"{code[:5].lower()}-{code[5:].lower()} "))
    assert isinstance(told[0], facts.EnrolmentCompleted)


@pytest.mark.req("S0-05")
async def test_who_is_no_member_cannot_enrol_nor_invite() -> None:
    directory = rehearsal()
    supplier = await joined(directory, "Norrsken")
    issued = await invitation(directory, supplier)
    assert refusal(await directory.hear(answered(uuid4(), "K-1001", issued.code.reveal()))) == "enrolment.not-a-member"
    assert refusal(await directory.hear(invited(uuid4()))) == "invitation.not-a-member"


@pytest.mark.parametrize(
    ("number", "email", "code"),
    [
        ("", "a@b.example", "invitation.customer-number-missing"),
        (" \t ", "a@b.example", "invitation.customer-number-missing"),
        ("9" * 51, "a@b.example", "invitation.customer-number-too-long"),
        ("K-1", "not an address", "invitation.email-malformed"),
        ("K-1", "", "invitation.email-malformed"),
    ],
)
async def test_an_invitation_that_cannot_arrive_is_refused(number: str, email: str, code: str) -> None:
    directory = rehearsal()
    supplier = await joined(directory, "Norrsken")
    stored = len(directory.store.rows)
    assert refusal(await directory.hear(invited(supplier, number, email))) == code
    assert len(directory.store.rows) == stored


async def test_a_customer_number_leads_to_one_customer_only() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    first, second = await invitation(directory, supplier), await invitation(directory, supplier)
    await directory.hear(answered(customer, "K-1001", first.code.reveal()))
    assert refusal(await directory.hear(invited(supplier, "k-1001"))) == "invitation.customer-number-connected"
    late = await joined(directory, "Granhult Livs AB")
    told = await directory.hear(answered(late, "K-1001", second.code.reveal()))
    assert refusal(told) == "enrolment.invitation-used"
    stranger = await joined(directory, "Ekvik Rör AB")
    assert isinstance((await directory.hear(invited(stranger, "K-1001")))[0], facts.InvitationIssued)


async def test_an_invitation_works_once() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    code = (await invitation(directory, supplier)).code.reveal()
    await directory.hear(answered(customer, "K-1001", code))
    assert refusal(await directory.hear(answered(customer, "K-1001", code))) == "enrolment.connected-already"
    other = await joined(directory, "Granhult Livs AB")
    assert refusal(await directory.hear(answered(other, "K-1001", code))) == "enrolment.invitation-used"
    assert len(directory.told(facts.ConnectionEstablished)) == 2


async def test_nobody_answers_an_invitation_of_their_own() -> None:
    directory = rehearsal()
    supplier = await joined(directory, "Norrsken")
    code = (await invitation(directory, supplier)).code.reveal()
    assert refusal(await directory.hear(answered(supplier, "K-1001", code))) == "enrolment.own-invitation"


async def test_an_invitation_is_open_to_its_last_day_and_no_longer() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    code = (await invitation(directory, supplier)).code.reveal()
    await directory.pass_time(timedelta(days=60))
    on_the_last_day = await directory.hear(answered(customer, "K-1001", code))
    assert isinstance(on_the_last_day[0], facts.EnrolmentCompleted)
    late = (await invitation(directory, supplier, "K-1002")).code.reveal()
    told = await directory.pass_time(timedelta(days=61))
    assert isinstance(told[-1], facts.InvitationExpired) and told[-1].company == supplier
    assert refusal(await directory.hear(answered(customer, "K-1002", late))) == "enrolment.invitation-expired"
    assert refusal(await directory.hear(answered(customer, "K-1002", "AAAAAAAAAA"))) == "enrolment.no-such-invitation"


@pytest.mark.req("S0-02")
async def test_a_wrong_number_and_a_wrong_code_look_the_same() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    code = (await invitation(directory, supplier)).code.reveal()
    (wrong_number,) = await directory.hear(answered(customer, "K-1002", code))
    (wrong_code,) = await directory.hear(answered(customer, "K-1001", "AAAAAAAAAA"))
    assert isinstance(wrong_number, facts.EnrolmentRefused) and isinstance(wrong_code, facts.EnrolmentRefused)
    assert wrong_number.code == wrong_code.code == "enrolment.no-such-invitation"
    assert (wrong_number.details, wrong_code.details) == ({"attempts_left": "9"}, {"attempts_left": "8"})


async def guess(directory: Rehearsal, customer: object, times: int) -> None:
    for _ in range(times):
        told = await directory.hear(answered(customer, "K-1001", "AAAAAAAAAA"))  # type: ignore[arg-type]
        assert refusal(told) == "enrolment.no-such-invitation"


async def test_guessing_is_slowed_down_for_the_one_who_guesses() -> None:
    directory = rehearsal(InvitationPolicy(failures_max=3, failure_window=timedelta(hours=1)))
    supplier, guesser = await joined(directory, "Norrsken"), await joined(directory, "Gissarn AB")
    code = (await invitation(directory, supplier)).code.reveal()
    await guess(directory, guesser, 2)
    await directory.pass_time(timedelta(minutes=30))
    await guess(directory, guesser, 1)
    (told,) = await directory.hear(answered(guesser, "K-1001", code))
    assert isinstance(told, facts.EnrolmentRefused)
    assert (told.code, told.details["wait_minutes"]) == ("enrolment.too-many-attempts", "30")
    customer = await joined(directory, "Infrabana")
    await directory.pass_time(timedelta(minutes=31))
    await guess(directory, guesser, 2)
    assert refusal(await directory.hear(answered(guesser, "K-1001", code))) == "enrolment.too-many-attempts"
    assert isinstance((await directory.hear(answered(customer, "K-1001", code)))[0], facts.EnrolmentCompleted)


async def test_neither_code_nor_number_can_be_read_in_the_store() -> None:
    directory = rehearsal()
    supplier = await joined(directory, "Norrsken")
    code = (await invitation(directory, supplier)).code.reveal()
    assert all(code.encode() not in row.state and code not in row.metadata for row in directory.store.rows)
    assert all(code.encode() not in fact.body for fact in directory.store.facts)
