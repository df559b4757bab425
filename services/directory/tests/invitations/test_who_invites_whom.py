"""Buyers invite suppliers, suppliers ask members, and an invitation is held, accepted, declined or taken back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from directory_stories import (
    accepted,
    answered,
    connected,
    declined,
    invitation,
    invited,
    joined,
    opened,
    refusal,
    rehearsal,
    supplier_invited,
    withdrawn,
)

from chassis.testing import Rehearsal
from contracts.directory import v1 as facts
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Personal
from directory.invitations.limits import InvitationPolicy


async def to_supplier(directory: Rehearsal, fact: portal.SupplierInvited) -> facts.SupplierInvitationIssued:
    told = (await directory.hear(fact))[0]
    assert isinstance(told, facts.SupplierInvitationIssued)
    return told


@pytest.mark.req("S3-75", "S3-05", "S3-07", "S3-08")
async def test_a_buyer_invites_its_supplier_with_what_it_knows_of_it() -> None:
    directory = rehearsal()
    buyer = await joined(directory, "Infrabana Norge AS")
    told = await to_supplier(directory, supplier_invited(buyer))
    assert (told.company, told.customer_name, told.supplier_name) == (buyer, "Infrabana Norge AS", "Norrsken Bygg AB")
    known = (told.email.reveal(), told.given_name.reveal(), told.family_name.reveal())
    assert known == ("anna@norrsken.example", "Anna", "Berg")
    assert len(told.code.reveal()) == 10 and told.expires_on == (directory.now + timedelta(days=60)).date()


@pytest.mark.req("S3-30", "S3-31", "S3-75")
async def test_the_supplier_opens_it_sees_who_invited_and_connects() -> None:
    directory = rehearsal()
    buyer, supplier = await joined(directory, "Infrabana"), await joined(directory, "Norrsken")
    told = await to_supplier(directory, supplier_invited(buyer, number="L-7"))
    (held,) = await directory.hear(opened(supplier, "l-7", told.code.reveal()))
    assert isinstance(held, facts.InvitationReceived)
    assert (held.company, held.inviter, held.inviter_name, held.direction) == (
        supplier,
        buyer,
        "Infrabana",
        "to-supplier",
    )
    answer, one, other = await directory.hear(accepted(supplier, told.invitation, "10042"))
    assert isinstance(answer, facts.ConnectionAccepted)
    assert (answer.company, answer.customer, answer.customer_name) == (supplier, buyer, "Infrabana")
    assert isinstance(one, facts.ConnectionEstablished) and isinstance(other, facts.ConnectionEstablished)
    assert (one.company, one.side, other.company, other.side) == (supplier, "supplier", buyer, "customer")
    assert (one.customer_number, one.direction, one.invitation) == ("10042", "to-supplier", told.invitation)


@pytest.mark.req("S3-75")
async def test_link_and_code_are_equal_so_a_supplier_may_answer_with_the_code_at_once() -> None:
    directory = rehearsal()
    buyer, supplier = await joined(directory, "Infrabana"), await joined(directory, "Norrsken")
    code = (await to_supplier(directory, supplier_invited(buyer))).code.reveal()
    told = await directory.hear(answered(supplier, "", code))
    assert isinstance(told[0], facts.ConnectionAccepted) and told[0].customer_number == ""
    assert isinstance(told[1], facts.ConnectionEstablished) and told[1].supplier == supplier
    again = await directory.hear(answered(supplier, "", code))
    assert refusal(again) == "enrolment.connected-already"


async def test_a_member_that_is_known_needs_no_code() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    asked = invited(supplier).model_copy(update={"customer": customer})
    issued, received = await directory.hear(asked)
    assert isinstance(issued, facts.InvitationIssued) and issued.customer == customer
    assert isinstance(received, facts.InvitationReceived) and (received.company, received.opened) == (customer, False)
    stranger = await joined(directory, "Ekvik")
    wrong = await directory.hear(answered(stranger, "K-1001", issued.code.reveal()))
    assert refusal(wrong) == "enrolment.for-another-company"
    assert refusal(await directory.hear(accepted(stranger, asked.invitation))) == "invitation.not-found"
    completed, _, _ = await directory.hear(accepted(customer, asked.invitation))
    assert isinstance(completed, facts.EnrolmentCompleted) and completed.supplier == supplier


@pytest.mark.req("S0-30")
async def test_a_supplier_asks_a_member_and_the_member_accepts() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    asked = portal.ConnectionRequested(company=supplier, person=uuid4(), invitation=uuid4(), customer=customer)
    requested, received = await directory.hear(asked)
    assert isinstance(requested, facts.ConnectionRequested) and requested.customer_name == "Infrabana"
    assert isinstance(received, facts.InvitationReceived) and received.direction == "request"
    told = await directory.hear(accepted(customer, asked.invitation))
    assert [type(fact) for fact in told] == [
        facts.EnrolmentCompleted,
        facts.ConnectionEstablished,
        facts.ConnectionEstablished,
    ]
    again = asked.model_copy(update={"invitation": uuid4()})
    assert refusal(await directory.hear(again)) == "invitation.connected-already"


async def test_nobody_invites_themselves_or_a_member_that_is_not_there() -> None:
    directory = rehearsal()
    company = await joined(directory, "Norrsken")
    itself = portal.ConnectionRequested(company=company, person=uuid4(), invitation=uuid4(), customer=company)
    assert refusal(await directory.hear(itself)) == "invitation.own-company"
    unknown = itself.model_copy(update={"customer": uuid4()})
    assert refusal(await directory.hear(unknown)) == "invitation.no-such-member"
    nobody = supplier_invited(company, supplier=uuid4())
    assert refusal(await directory.hear(nobody)) == "invitation.no-such-member"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"supplier_name": "  "}, "invitation.supplier-name-missing"),
        ({"supplier_name": "N" * 201}, "invitation.supplier-name-missing"),
        ({"supplier_number": "9" * 51}, "invitation.customer-number-too-long"),
        ({"email": Personal("anna@norrsken.example\r\nBcc: x@y.example")}, "invitation.email-malformed"),
    ],
)
async def test_an_invitation_to_a_supplier_that_cannot_arrive_is_refused(changes: dict[str, object], code: str) -> None:
    directory = rehearsal()
    buyer = await joined(directory, "Infrabana")
    assert refusal(await directory.hear(supplier_invited(buyer).model_copy(update=changes))) == code


@pytest.mark.req("S0-30", "S0-31")
async def test_what_is_declined_is_told_to_both_and_can_be_invited_again() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    issued = await invitation(directory, supplier)
    assert refusal(await directory.hear(declined(customer, issued.invitation))) == "invitation.not-found", "not held"
    await directory.hear(opened(customer, "K-1001", issued.code.reveal()))
    own, others = await directory.hear(declined(customer, issued.invitation, " vi köper inte\n av er "))
    assert isinstance(own, facts.ConnectionDeclined) and isinstance(others, facts.ConnectionDeclined)
    assert (own.company, own.side, own.partner_name) == (customer, "invited", "Norrsken")
    assert (others.company, others.side, others.partner_name) == (supplier, "inviter", "Infrabana")
    assert own.reason == "vi köper inte av er"
    late = await directory.hear(accepted(customer, issued.invitation))
    assert refusal(late) == "enrolment.invitation-declined"
    assert isinstance((await connected(directory, supplier, customer))[0], facts.EnrolmentCompleted)


@pytest.mark.req("S0-31")
async def test_an_invitation_that_was_taken_back_says_so_to_who_holds_it() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    issued = await invitation(directory, supplier)
    await directory.hear(opened(customer, "K-1001", issued.code.reveal()))
    assert refusal(await directory.hear(withdrawn(customer, issued.invitation))) == "invitation.not-found"
    told = await directory.hear(withdrawn(supplier, issued.invitation))
    assert [(type(fact), fact.tenant) for fact in told] == [
        (facts.InvitationWithdrawn, str(supplier)),
        (facts.InvitationWithdrawn, str(customer)),
    ]
    late = await directory.hear(answered(customer, "K-1001", issued.code.reveal()))
    assert refusal(late) == "enrolment.invitation-withdrawn"
    assert refusal(await directory.hear(withdrawn(supplier, issued.invitation))) == "invitation.answered-already"
    assert await directory.pass_time(timedelta(days=100)) == [], "nobody is reminded of it"


async def test_an_answered_invitation_cannot_be_taken_back() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    told = (await connected(directory, supplier, customer))[0]
    assert isinstance(told, facts.EnrolmentCompleted)
    assert refusal(await directory.hear(withdrawn(supplier, told.invitation))) == "invitation.answered-already"


@pytest.mark.req("E-T3")
async def test_who_does_not_answer_is_reminded_and_at_last_the_invitation_expires() -> None:
    directory = rehearsal(
        InvitationPolicy(open_for=timedelta(days=30), reminder_after=timedelta(days=10), reminders_max=2)
    )
    supplier = await joined(directory, "Norrsken")
    issued = await invitation(directory, supplier)
    assert await directory.pass_time(timedelta(days=9)) == []
    (first,) = await directory.pass_time(timedelta(days=2))
    assert isinstance(first, facts.InvitationReminded)
    assert (first.invitation, first.code, first.reminder) == (issued.invitation, issued.code, 1)
    assert (first.inviter_name, first.invited_name, first.number) == ("Norrsken", "Infrabana", "K-1001")
    second, end = await directory.pass_time(timedelta(days=40))
    assert isinstance(second, facts.InvitationReminded) and second.reminder == 2
    assert isinstance(end, facts.InvitationExpired)
    assert await directory.pass_time(timedelta(days=100)) == []


async def test_an_inviter_reminds_by_hand_once_a_day_and_not_for_ever() -> None:
    """Siblings looked for: no other mail to a stranger is sent at the wish of somebody; resets are limited by hour."""
    directory = rehearsal(InvitationPolicy(reminder_after=timedelta(days=7), reminders_max=2, by_hand_max=3))
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    issued = await invitation(directory, supplier)

    async def remind(by: UUID = supplier, which: UUID = issued.invitation) -> Sequence[Fact]:
        return await directory.hear(portal.InvitationReminderAsked(company=by, person=uuid4(), invitation=which))

    assert refusal(await remind()) == "invitation.mailed-lately"
    assert refusal(await remind(customer)) == refusal(await remind(which=uuid4())) == "invitation.not-found"
    await directory.pass_time(timedelta(hours=25))
    (first,) = await remind()
    assert isinstance(first, facts.InvitationReminded) and (first.reminder, first.code) == (1, issued.code)
    assert refusal(await remind()) == "invitation.mailed-lately"
    (second,) = await directory.pass_time(timedelta(days=8))
    assert isinstance(second, facts.InvitationReminded) and second.reminder == 2, "by itself, a week after that by hand"
    (third,) = await remind()
    assert isinstance(third, facts.InvitationReminded) and third.reminder == 3
    await directory.pass_time(timedelta(days=2))
    assert refusal(await remind()) == "invitation.reminded-enough"
    (end,) = await directory.pass_time(timedelta(days=90))
    assert isinstance(end, facts.InvitationExpired)
    assert refusal(await remind()) == "invitation.not-open"


async def test_who_has_answered_is_not_reminded() -> None:
    directory = rehearsal()
    supplier, customer = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    await connected(directory, supplier, customer)
    assert await directory.pass_time(timedelta(days=100)) == []


async def test_names_and_addresses_are_sealed_in_the_store() -> None:
    directory = rehearsal()
    buyer = await joined(directory, "Infrabana")
    told = await to_supplier(directory, supplier_invited(buyer))
    secrets = (b"anna@norrsken.example", b"Berg", told.code.reveal().encode())
    assert all(secret not in row.state for row in directory.store.rows for secret in secrets)
