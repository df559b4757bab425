"""Terms before Connect, buyers approve suppliers, contract texts are accepted, connections end and begin again."""

from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from directory_stories import (
    accepted,
    answered,
    connected,
    ended,
    invitation,
    joined,
    opened,
    refusal,
    rehearsal,
    supplier_invited,
)

from chassis import NotYet
from chassis.testing import Rehearsal, Story
from contracts.directory import v1 as facts
from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from directory.members.commands import AcceptTerms
from directory.members.member import Member


def approves(buyer: UUID, required: bool = True) -> portal.ApprovalPolicySet:
    return portal.ApprovalPolicySet(company=buyer, person=uuid4(), required=required)


def decided(buyer: UUID, supplier: UUID, decision: str, reason: str = "") -> portal.SupplierDecided:
    return portal.SupplierDecided.model_validate(
        {"company": buyer, "person": uuid4(), "supplier": supplier, "decision": decision, "reason": reason}
    )


def contract(supplier: UUID, text: str) -> portal.ContractTextSet:
    return portal.ContractTextSet(company=supplier, person=uuid4(), text=text)


async def two(directory: Rehearsal) -> tuple[UUID, UUID]:
    return await joined(directory, "Norrsken"), await joined(directory, "Infrabana")


def established(told: list[Fact]) -> facts.ConnectionEstablished:
    """Picks the supplier's copy of the fact."""
    return next(fact for fact in told if isinstance(fact, facts.ConnectionEstablished))


@pytest.mark.req("S3-36", "S0-08")
async def test_connect_without_accepted_terms_is_refused() -> None:
    directory = rehearsal()
    buyer, supplier = await joined(directory, "Infrabana"), await joined(directory, "Norrsken", terms=False)
    issued = (await directory.hear(supplier_invited(buyer)))[0]
    assert isinstance(issued, facts.SupplierInvitationIssued)
    await directory.hear(opened(supplier, "", issued.code.reveal()))
    assert refusal(await directory.hear(accepted(supplier, issued.invitation))) == "enrolment.terms-not-accepted"
    await directory.hear(onboarding.TermsRecorded(company=supplier, person=uuid4(), version="2026-11"))
    assert established(await directory.hear(accepted(supplier, issued.invitation))).supplier == supplier


def test_terms_of_a_company_that_is_still_on_its_way_come_back_later() -> None:
    with pytest.raises(NotYet):
        Story(Member).when(
            lambda member: member.accept_terms(AcceptTerms(company=member.id, version="1", at=None))  # type: ignore[arg-type]
        )


@pytest.mark.req("S0-11")
async def test_without_acceptance_an_enrolment_has_no_effect() -> None:
    directory = rehearsal()
    supplier, customer = await two(directory)
    code = (await invitation(directory, supplier)).code.reveal()
    undecided = answered(customer, "K-1001", code).model_copy(update={"accepted": False})
    assert refusal(await directory.hear(undecided)) == "enrolment.not-accepted"
    assert directory.told(facts.ConnectionEstablished) == []
    assert established(await directory.hear(answered(customer, "K-1001", code))).customer == customer


@pytest.mark.req("E-T3")
async def test_the_suppliers_own_contract_text_is_accepted_as_it_stands() -> None:
    directory = rehearsal()
    supplier, customer = await two(directory)
    (first,) = await directory.hear(contract(supplier, "  Betalning inom 30 dagar.  "))
    assert isinstance(first, facts.ContractTextChanged)
    assert (first.version, first.text) == (1, "Betalning inom 30 dagar.")
    assert first.sha256 == sha256(b"Betalning inom 30 dagar.").hexdigest()
    code = (await invitation(directory, supplier)).code.reveal()
    blind = answered(customer, "K-1001", code)
    assert refusal(await directory.hear(blind)) == "enrolment.contract-not-accepted"
    (second,) = await directory.hear(contract(supplier, "Betalning inom 20 dagar."))
    assert isinstance(second, facts.ContractTextChanged) and second.version == 2
    of_yesterday = blind.model_copy(update={"contract_sha256": first.sha256})
    assert refusal(await directory.hear(of_yesterday)) == "enrolment.contract-not-accepted"
    told = await directory.hear(blind.model_copy(update={"contract_sha256": second.sha256}))
    assert isinstance(told[0], facts.EnrolmentCompleted) and told[0].contract_sha256 == second.sha256


async def test_a_contract_text_may_be_taken_away_and_may_not_be_a_book() -> None:
    directory = rehearsal()
    supplier, customer = await two(directory)
    await directory.hear(contract(supplier, "Betalning inom 30 dagar."))
    (none,) = await directory.hear(contract(supplier, " "))
    assert isinstance(none, facts.ContractTextChanged) and (none.text, none.sha256) == ("", "")
    assert established(await connected(directory, supplier, customer)).customer == customer
    assert refusal(await directory.hear(contract(supplier, "x" * 20_001))) == "contract-text.too-long"
    assert refusal(await directory.hear(contract(uuid4(), "x"))) == "contract-text.not-a-member"


@pytest.mark.req("S0-30")
async def test_a_buyer_that_wants_it_approves_each_new_supplier() -> None:
    directory = rehearsal()
    supplier, buyer = await two(directory)
    (policy,) = await directory.hear(approves(buyer))
    assert isinstance(policy, facts.ApprovalPolicyChanged) and policy.required
    assert established(await connected(directory, supplier, buyer)).approval == "awaiting"
    to_supplier, to_buyer = await directory.hear(decided(buyer, supplier, "approved"))
    assert isinstance(to_supplier, facts.SupplierApprovalChanged)
    assert isinstance(to_buyer, facts.SupplierApprovalChanged)
    assert (to_supplier.company, to_supplier.side, to_supplier.state) == (supplier, "supplier", "approved")
    assert (to_buyer.company, to_buyer.side) == (buyer, "customer")
    assert refusal(await directory.hear(decided(buyer, supplier, "approved"))) == "approval.decided-already"
    refused, _ = await directory.hear(decided(buyer, supplier, "refused", " fel  bolag "))
    assert isinstance(refused, facts.SupplierApprovalChanged)
    assert (refused.state, refused.reason) == ("refused", "fel bolag")


async def test_whom_a_buyer_invites_it_has_approved_and_old_suppliers_stay_as_they_are() -> None:
    directory = rehearsal()
    old, buyer = await two(directory)
    assert established(await connected(directory, old, buyer)).approval == "not-needed"
    await directory.hear(approves(buyer))
    supplier = await joined(directory, "Granhult")
    issued = (await directory.hear(supplier_invited(buyer)))[0]
    assert isinstance(issued, facts.SupplierInvitationIssued)
    told = await directory.hear(answered(supplier, "", issued.code.reveal()))
    assert established(told).approval == "approved"
    assert directory.told(facts.SupplierApprovalChanged) == []


async def test_only_a_connected_supplier_is_decided_about_and_only_by_its_buyer() -> None:
    directory = rehearsal()
    supplier, buyer = await two(directory)
    assert refusal(await directory.hear(decided(buyer, supplier, "refused"))) == "approval.no-such-supplier"
    await connected(directory, supplier, buyer)
    assert refusal(await directory.hear(decided(supplier, buyer, "approved"))) == "approval.no-such-supplier"
    assert refusal(await directory.hear(approves(uuid4()))) == "approval.not-a-member"


@pytest.mark.req("S0-30", "E-O1")
@pytest.mark.parametrize("side", ["supplier", "customer"])
async def test_either_side_ends_a_connection_and_the_two_may_begin_again(side: str) -> None:
    directory = rehearsal()
    supplier, customer = await two(directory)
    await connected(directory, supplier, customer)
    who, partner = (supplier, customer) if side == "supplier" else (customer, supplier)
    one, other = await directory.hear(ended(who, partner, side, "byter bolag"))
    assert isinstance(one, facts.ConnectionEnded) and isinstance(other, facts.ConnectionEnded)
    assert (one.company, other.company, one.ended_by, one.reason) == (supplier, customer, side, "byter bolag")
    assert refusal(await directory.hear(ended(who, partner, side))) == "connection.not-found"
    assert established(await connected(directory, supplier, customer)).customer_number == "K-1001"


async def test_a_number_that_is_free_again_may_lead_to_another_customer() -> None:
    directory = rehearsal()
    supplier, customer = await two(directory)
    await connected(directory, supplier, customer)
    await directory.hear(ended(customer, supplier, "customer"))
    other = await joined(directory, "Granhult")
    assert established(await connected(directory, supplier, other)).customer == other


async def test_nobody_ends_what_is_not_theirs() -> None:
    directory = rehearsal()
    supplier, customer = await two(directory)
    await connected(directory, supplier, customer)
    stranger = await joined(directory, "Granhult")
    assert refusal(await directory.hear(ended(stranger, customer, "supplier"))) == "connection.not-found"
    assert refusal(await directory.hear(ended(supplier, customer, "customer"))) == "connection.not-found"


async def test_a_customer_may_have_a_second_number_without_a_second_connection() -> None:
    directory = rehearsal()
    supplier, customer = await two(directory)
    await connected(directory, supplier, customer, "K-1")
    (told,) = await connected(directory, supplier, customer, "K-2")
    assert isinstance(told, facts.EnrolmentCompleted) and told.customer_number == "K-2"
    assert len(directory.told(facts.ConnectionEstablished)) == 2


@pytest.mark.parametrize("number", ["K-1", "K-2"])
async def test_every_number_of_a_connection_that_ended_may_lead_to_another_customer(number: str) -> None:
    directory = rehearsal()
    supplier, customer = await two(directory)
    await connected(directory, supplier, customer, "K-1")
    await connected(directory, supplier, customer, "K-2")
    await directory.hear(ended(supplier, customer, "supplier"))
    other = await joined(directory, "Granhult")
    assert established(await connected(directory, supplier, other, number)).customer == other


@pytest.mark.req("S0-27", "S0-30")
async def test_one_membership_serves_many_suppliers_and_each_has_its_own_numbers() -> None:
    directory = rehearsal()
    first, customer = await two(directory)
    second = await joined(directory, "Granhult")
    assert established(await connected(directory, first, customer, "K-1")).supplier == first
    assert established(await connected(directory, second, customer, "K-1")).supplier == second
    await directory.hear(ended(customer, first, "customer"))
    assert refusal(await directory.hear(ended(customer, first, "customer"))) == "connection.not-found"
    again = await directory.hear(ended(second, customer, "supplier"))
    assert isinstance(again[0], facts.ConnectionEnded), "the second stood by itself"
