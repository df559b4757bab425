"""Each invitation is a mail to a stranger in the network's name: an unknown or new company makes few.

Looked for beside invitations of customers and found: those of suppliers, requests to members, rows of a customer
register, samples sent to an address of one's own choice, and (in onboarding) invitations to colleagues.
"""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from directory_stories import invited, joined, refusal, rehearsal, supplier_invited, withdrawn

from chassis.testing import Rehearsal
from contracts.directory import v1 as facts
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import DocumentRef, Personal
from directory.invitations.inviting import Inviting
from directory.invitations.limits import InvitationPolicy
from directory.members.events import MemberJoined
from directory.members.member import Member

POLICY = InvitationPolicy(unsigned_max=2, new_per_day=4, new_for=timedelta(days=30))


def signed(company: UUID, purpose: str = "agreement") -> onboarding.CompanySigned:
    return onboarding.CompanySigned.model_validate(
        {
            "company": company,
            "person": uuid4(),
            "signing": uuid4(),
            "signed_by": Personal("Anna Berg"),
            "provider": "bankid",
            "authority": "declared",
            "evidence": DocumentRef("0" * 64, "application/zip", 1, "evidence.zip"),
            "purpose": purpose,
        }
    )


async def invited_by(directory: Rehearsal, company: UUID, number: int) -> str:
    """Invites once; returns the code of the refusal, or an empty text when the invitation went out."""
    told = await directory.hear(invited(company, f"K-{number}"))
    return "" if isinstance(told[0], facts.InvitationIssued) else refusal(told)


async def test_a_company_that_nobody_has_signed_for_makes_few_whatever_kind_they_are() -> None:
    directory = rehearsal(POLICY)
    company, other = await joined(directory, "Norrsken"), await joined(directory, "Infrabana")
    assert await invited_by(directory, company, 1) == ""
    (told,) = await directory.hear(supplier_invited(company))
    assert isinstance(told, facts.SupplierInvitationIssued)
    asked = portal.ConnectionRequested(
        company=company, person=uuid4(), invitation=uuid4(), customer=other, customer_number="K-9"
    )
    assert refusal(await directory.hear(asked)) == "invitation.sign-first"
    assert refusal(await directory.hear(supplier_invited(company))) == "invitation.sign-first"
    assert await invited_by(directory, company, 2) == "invitation.sign-first"
    await directory.pass_time(timedelta(days=400))
    assert await invited_by(directory, company, 3) == "invitation.sign-first", "time alone makes nobody known"
    await directory.hear(signed(company, "accounts"))
    assert await invited_by(directory, company, 4) == "invitation.sign-first", "it signed no agreement"
    await directory.hear(signed(company))
    for number in range(10, 20):
        assert await invited_by(directory, company, number) == ""


async def test_what_is_taken_back_or_refused_or_made_again_counts_as_it_should() -> None:
    directory = rehearsal(POLICY)
    company = await joined(directory, "Norrsken")
    for number in range(5):
        told = await directory.hear(invited(company, f"K-{number}", email="no address"))
        assert refusal(told) == "invitation.email-malformed"
    fact = invited(company)
    await directory.hear(fact)
    await directory.hear(fact)
    await directory.hear(withdrawn(company, fact.invitation))
    assert (await directory.state(Inviting, Inviting.id_of(company))).made_at == [directory.now], "its mail is gone"
    assert await invited_by(directory, company, 2) == ""
    assert await invited_by(directory, company, 3) == "invitation.sign-first"


async def test_a_new_company_makes_so_many_a_day_and_later_as_many_as_it_needs() -> None:
    directory = rehearsal(POLICY)
    company = await joined(directory, "Norrsken")
    await directory.hear(signed(company))
    answers = [await invited_by(directory, company, number) for number in range(6)]
    assert answers == [""] * 4 + ["invitation.too-many-today"] * 2
    await directory.pass_time(timedelta(hours=24))
    assert await invited_by(directory, company, 10) == ""
    await directory.pass_time(timedelta(days=30))
    assert {await invited_by(directory, company, number) for number in range(20, 40)} == {""}
    counted = (await directory.state(Inviting, Inviting.id_of(company))).made_at
    assert len(counted) == 5, "nothing is counted of who is known"


def test_a_company_that_joined_before_signing_was_noted_here_is_known() -> None:
    member = Member(uuid4())
    member.replay(
        MemberJoined(company=member.id, name="Norrsken", language="sv", contact_email=Personal("a@b.example"))
    )
    assert not member.is_unknown and member.joined_at is None


async def test_signing_that_is_heard_before_the_company_waits_for_it() -> None:
    directory = rehearsal(POLICY)
    with pytest.raises(AssertionError, match="not yet"):
        await directory.hear(signed(uuid4()))


async def test_samples_go_to_few_addresses_before_somebody_has_signed() -> None:
    directory = rehearsal(POLICY)
    company = await joined(directory, "Norrsken")

    async def ordered() -> str:
        sample = portal.SampleDocumentRequested(company=company, person=uuid4(), sample=uuid4())
        told = await directory.hear(sample)
        return "" if isinstance(told[0], facts.SampleDocumentOrdered) else refusal(told)

    assert [await ordered() for _ in range(7)] == [""] * 5 + ["reception.sign-first"] * 2
    await directory.hear(signed(company))
    assert await ordered() == ""
