"""Who may act for a company: colleagues by invitation, others by asking its owner, and the last owner stays."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from onboarding_stories import NUMBER, ScriptedSigning, answer, registration, rehearsal, signed_by, signing_wanted

from chassis.testing import Rehearsal, is_answered_as_repeated
from contracts.onboarding import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import Personal
from onboarding.patience import Patience
from onboarding.team.team import MESSAGE_MAX, WAITING_MAX, Team, team_id

BO = "bo@norrsken.example"


async def founded(onboarding: Rehearsal) -> tuple[UUID, UUID]:
    """Makes a company and its owner."""
    fact = registration()
    await onboarding.hear(fact)
    return fact.company, fact.person


def invited(company: UUID, by: UUID, **changed: Any) -> portal.ColleagueInvited:
    usual: dict[str, Any] = {
        "company": company,
        "person": by,
        "invitation": uuid4(),
        "email": Personal(BO),
        "role": "invoicer",
    }
    return portal.ColleagueInvited(**usual | changed)


def accepted(fact: portal.ColleagueInvited, **changed: Any) -> portal.ColleagueInvitationAccepted:
    usual: dict[str, Any] = {
        "company": fact.company,
        "person": uuid4(),
        "invitation": fact.invitation,
        "name": Personal("Bo Ek"),
        "email": fact.email,
        "language": "fi",
    }
    return portal.ColleagueInvitationAccepted(**usual | changed)


def access(**changed: Any) -> portal.AccessRequested:
    usual: dict[str, Any] = {
        "company": uuid4(),
        "person": uuid4(),
        "request": uuid4(),
        "country": "SE",
        "number": Personal(NUMBER),
        "name": Personal("Cia Dahl"),
        "email": Personal("cia@norrsken.example"),
        "language": "da",
        "message": Personal("Jag sköter fakturorna."),
    }
    return portal.AccessRequested(**usual | changed)


async def member(onboarding: Rehearsal, company: UUID, by: UUID, role: str) -> UUID:
    fact = invited(company, by, role=role, email=Personal(f"{uuid4()}@norrsken.example"))
    await onboarding.hear(fact)
    told = await answer(onboarding, accepted(fact))
    assert isinstance(told, facts.MemberJoined) and told.role == role
    return told.person


def refusal(told: object) -> str:
    assert isinstance(told, facts.MembershipRefused | facts.AccessRequestRefused), told
    return told.code


async def test_a_colleague_is_invited_and_joins_in_the_role_that_was_offered() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    fact = invited(company, owner)
    issued = await answer(onboarding, fact)
    assert isinstance(issued, facts.ColleagueInvitationIssued)
    assert (issued.company_name, issued.role, issued.email) == ("Norrsken Bygg & Spår AB", "invoicer", Personal(BO))
    assert issued.expires_at == onboarding.now + timedelta(days=7)
    yes = accepted(fact)
    joined = await answer(onboarding, yes)
    assert isinstance(joined, facts.MemberJoined)
    assert (joined.person, joined.role, joined.language) == (yes.person, "invoicer", "fi")
    assert is_answered_as_repeated(await onboarding.hear(yes)), "the same yes again is nothing new"


async def test_an_invitation_is_for_one_person_once_and_in_time() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    fact = invited(company, owner)
    await onboarding.hear(fact)
    stranger = await answer(onboarding, accepted(fact, email=Personal("thief@elsewhere.example")))
    assert refusal(stranger) == "colleague-invitation.other-address"
    assert refusal(await answer(onboarding, accepted(fact, invitation=uuid4()))) == "colleague-invitation.unknown"
    assert isinstance(await answer(onboarding, accepted(fact, email=Personal(BO.upper()))), facts.MemberJoined)
    assert refusal(await answer(onboarding, accepted(fact))) == "colleague-invitation.ended"
    late = invited(company, owner, email=Personal("late@norrsken.example"))
    await onboarding.hear(late)
    await onboarding.pass_time(timedelta(days=7, seconds=1))
    assert refusal(await answer(onboarding, accepted(late))) == "colleague-invitation.expired"


async def test_a_newer_invitation_to_the_same_address_ends_the_older_one() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    first, second = invited(company, owner), invited(company, owner)
    await onboarding.hear(first)
    told = await onboarding.hear(second)
    assert [type(fact) for fact in told] == [facts.ColleagueInvitationWithdrawn, facts.ColleagueInvitationIssued]
    assert refusal(await answer(onboarding, accepted(first))) == "colleague-invitation.ended"
    taken_back = portal.ColleagueInvitationWithdrawn(company=company, person=owner, invitation=second.invitation)
    assert isinstance(await answer(onboarding, taken_back), facts.ColleagueInvitationWithdrawn)
    assert refusal(await answer(onboarding, accepted(second))) == "colleague-invitation.ended"


async def test_bad_invitations_are_refused() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    admin = await member(onboarding, company, owner, "admin")
    viewer = await member(onboarding, company, owner, "viewer")
    joined = invited(company, owner)
    await onboarding.hear(joined)
    await onboarding.hear(accepted(joined))
    for fact, code in (
        (invited(company, viewer), "member.role-insufficient"),
        (invited(company, uuid4()), "member.role-insufficient"),
        (invited(company, admin, role="owner"), "member.above-oneself"),
        (invited(company, owner, email=Personal("not an address")), "colleague.email-malformed"),
        (invited(company, owner, email=Personal(f"{'x' * 300}@a.example")), "colleague.email-malformed"),
        (invited(company, owner), "colleague.member-already"),
        (invited(uuid4(), owner), "company.unknown"),
    ):
        assert refusal(await answer(onboarding, fact)) == code


async def test_only_so_many_invitations_are_open_at_once() -> None:
    onboarding = rehearsal(patience=Patience(colleagues_unsigned_max=2 * WAITING_MAX))
    company, owner = await founded(onboarding)
    for n in range(WAITING_MAX):
        await onboarding.hear(invited(company, owner, email=Personal(f"p{n}@norrsken.example")))
    assert refusal(await answer(onboarding, invited(company, owner))) == "colleague.too-many-invited"


async def test_before_anybody_signs_few_colleagues_are_invited_and_afterwards_as_many_as_there_are() -> None:
    """Repeated invitations to one address count too, since each is a mail to a stranger."""
    onboarding = rehearsal(ScriptedSigning(signed_by()), patience=Patience(colleagues_unsigned_max=3))
    company, owner = await founded(onboarding)
    for _ in range(3):
        assert isinstance((await onboarding.hear(invited(company, owner)))[-1], facts.ColleagueInvitationIssued)
    assert refusal(await answer(onboarding, invited(company, owner))) == "colleague.sign-first"
    await onboarding.hear(signing_wanted(company))
    await onboarding.act()
    assert isinstance((await onboarding.hear(invited(company, owner)))[-1], facts.ColleagueInvitationIssued)


async def test_roles_are_changed_by_those_who_have_as_much_themselves() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    admin = await member(onboarding, company, owner, "admin")
    viewer = await member(onboarding, company, owner, "viewer")

    def to(role: str, who: UUID, by: UUID) -> portal.MemberRoleSet:
        return portal.MemberRoleSet.model_validate({"company": company, "person": by, "member": who, "role": role})

    told = await answer(onboarding, to("invoicer", viewer, admin))
    assert isinstance(told, facts.MemberRoleChanged) and (told.person, told.role) == (viewer, "invoicer")
    assert refusal(await answer(onboarding, to("owner", viewer, admin))) == "member.above-oneself"
    assert refusal(await answer(onboarding, to("viewer", owner, admin))) == "member.above-oneself"
    assert refusal(await answer(onboarding, to("admin", viewer, viewer))) == "member.role-insufficient"
    assert refusal(await answer(onboarding, to("admin", uuid4(), owner))) == "member.unknown"
    assert refusal(await answer(onboarding, to("admin", owner, owner))) == "member.last-owner"
    assert isinstance(await answer(onboarding, to("owner", viewer, owner)), facts.MemberRoleChanged)
    assert isinstance(await answer(onboarding, to("admin", owner, owner)), facts.MemberRoleChanged)


async def test_everybody_may_leave_but_the_last_owner() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    admin = await member(onboarding, company, owner, "admin")
    viewer = await member(onboarding, company, owner, "viewer")

    def gone(who: UUID, by: UUID) -> portal.MemberRemoved:
        return portal.MemberRemoved(company=company, person=by, member=who)

    assert refusal(await answer(onboarding, gone(owner, owner))) == "member.last-owner"
    assert refusal(await answer(onboarding, gone(owner, admin))) == "member.above-oneself"
    assert refusal(await answer(onboarding, gone(admin, viewer))) == "member.role-insufficient"
    left = await answer(onboarding, gone(viewer, viewer))
    assert isinstance(left, facts.MemberLeft) and left.person == viewer
    assert refusal(await answer(onboarding, gone(viewer, viewer))) == "member.unknown"
    assert isinstance(await answer(onboarding, gone(admin, owner)), facts.MemberLeft)
    assert (await onboarding.state(Team, team_id(company))).roles == {owner: "owner"}


@pytest.mark.req("S4-16", "D-01")
async def test_who_finds_the_company_aboard_asks_its_owner_for_access() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    fact = access()
    told = await answer(onboarding, fact)
    assert isinstance(told, facts.AccessRequested)
    assert (told.company, told.person, told.request) == (company, fact.person, fact.request)
    assert (told.company_name, told.message) == ("Norrsken Bygg & Spår AB", fact.message)
    assert (told.name, told.email, told.language) == (fact.name, fact.email, "da")
    assert is_answered_as_repeated(await onboarding.hear(fact))
    yes = portal.AccessAnswered(company=company, person=owner, request=fact.request, accepted=True, role="admin")
    joined, answered = await onboarding.hear(yes)
    assert isinstance(joined, facts.MemberJoined) and (joined.person, joined.role) == (fact.person, "admin")
    assert isinstance(answered, facts.AccessRequestAnswered) and answered.accepted and answered.email == fact.email
    assert refusal(await answer(onboarding, yes)) == "access-request.answered-already"
    assert refusal(await answer(onboarding, access(person=fact.person))) == "access-request.member-already"


@pytest.mark.req("D-01")
async def test_an_owner_may_say_no_and_only_an_owner_answers() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    admin = await member(onboarding, company, owner, "admin")
    fact = access()
    await onboarding.hear(fact)
    no = portal.AccessAnswered(company=company, person=admin, request=fact.request, accepted=False)
    assert refusal(await answer(onboarding, no)) == "member.role-insufficient"
    told = await answer(onboarding, no.model_copy(update={"person": owner}))
    assert isinstance(told, facts.AccessRequestAnswered) and not told.accepted and told.role is None
    unknown = portal.AccessAnswered(company=company, person=owner, request=uuid4(), accepted=True)
    assert refusal(await answer(onboarding, unknown)) == "access-request.unknown"
    assert fact.person not in (await onboarding.state(Team, team_id(company))).roles


async def test_requests_that_nobody_can_answer_are_refused() -> None:
    onboarding = rehearsal()
    await founded(onboarding)
    waiting = access()
    await onboarding.hear(waiting)
    for fact, code in (
        (access(number=Personal("556012-5790")), "access-request.company-unknown"),
        (access(number=Personal("556012-5791")), "company-number.malformed"),
        (access(person=waiting.person), "access-request.open-already"),
        (access(message=Personal("x" * (MESSAGE_MAX + 1))), "access-request.too-long"),
    ):
        assert refusal(await answer(onboarding, fact)) == code


async def test_names_and_addresses_cannot_be_read_in_the_store() -> None:
    onboarding = rehearsal()
    company, owner = await founded(onboarding)
    fact = invited(company, owner)
    for heard in (fact, accepted(fact), access()):
        await onboarding.hear(heard)
    stored = b"".join(row.state for row in onboarding.store.rows)
    for secret in (BO, "Bo Ek", "Cia Dahl", "cia@norrsken.example", NUMBER):
        assert secret.encode() not in stored
