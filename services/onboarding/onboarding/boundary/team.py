"""People: invited, joined, in another role, gone, and asking for access."""

from chassis import Heard, Refused
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from onboarding import commands, events
from onboarding.team import Team


def on_colleague_invited(fact: portal.ColleagueInvited, heard: Heard) -> commands.InviteColleague:
    return commands.InviteColleague(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        invitation=fact.invitation,
        email=fact.email,
        role=fact.role,
    )


def on_colleague_invitation_withdrawn(
    fact: portal.ColleagueInvitationWithdrawn, heard: Heard
) -> commands.WithdrawInvitation:
    return commands.WithdrawInvitation(
        at=heard.at, company=fact.company, person=fact.person, invitation=fact.invitation
    )


def on_colleague_invitation_accepted(
    fact: portal.ColleagueInvitationAccepted, heard: Heard
) -> commands.AcceptInvitation:
    return commands.AcceptInvitation(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        invitation=fact.invitation,
        name=fact.name,
        email=fact.email,
        language=fact.language,
    )


def on_member_role_set(fact: portal.MemberRoleSet, heard: Heard) -> commands.SetMemberRole:
    return commands.SetMemberRole(
        at=heard.at, company=fact.company, person=fact.person, member=fact.member, role=fact.role
    )


def on_member_removed(fact: portal.MemberRemoved, heard: Heard) -> commands.RemoveMember:
    return commands.RemoveMember(at=heard.at, company=fact.company, person=fact.person, member=fact.member)


def on_access_requested(fact: portal.AccessRequested, heard: Heard) -> commands.RequestAccess:
    return commands.RequestAccess(
        at=heard.at,
        request=fact.request,
        person=fact.person,
        country=fact.country,
        number=fact.number,
        name=fact.name,
        email=fact.email,
        language=fact.language,
        message=fact.message,
    )


def on_access_answered(fact: portal.AccessAnswered, heard: Heard) -> commands.AnswerAccess:
    return commands.AnswerAccess(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        request=fact.request,
        accepted=fact.accepted,
        role=fact.role,
    )


def tell_colleague_invitation_issued(
    event: events.ColleagueInvited, team: Team
) -> onboarding.ColleagueInvitationIssued:
    return onboarding.ColleagueInvitationIssued(
        company=event.company,
        invitation=event.invitation,
        person=event.invited_by,
        company_name=team.company_name,
        email=event.email,
        role=event.role,
        expires_at=event.expires_at,
    )


def tell_colleague_invitation_withdrawn(
    event: events.ColleagueInvitationWithdrawn, _: Team
) -> onboarding.ColleagueInvitationWithdrawn:
    return onboarding.ColleagueInvitationWithdrawn(company=event.company, invitation=event.invitation)


def tell_member_joined(event: events.MemberJoined, _: Team) -> onboarding.MemberJoined:
    return onboarding.MemberJoined(
        company=event.company,
        person=event.person,
        role=event.role,
        name=event.name,
        email=event.email,
        language=event.language,
    )


def tell_member_role_changed(event: events.MemberRoleChanged, _: Team) -> onboarding.MemberRoleChanged:
    return onboarding.MemberRoleChanged(company=event.company, person=event.person, role=event.role)


def tell_member_left(event: events.MemberLeft, _: Team) -> onboarding.MemberLeft:
    return onboarding.MemberLeft(company=event.company, person=event.person)


def tell_access_requested(event: events.AccessRequested, team: Team) -> onboarding.AccessRequested:
    return onboarding.AccessRequested(
        company=event.company,
        request=event.request,
        person=event.person,
        company_name=team.company_name,
        name=event.name,
        email=event.email,
        language=event.language,
        message=event.message,
    )


def tell_access_request_answered(event: events.AccessRequestAnswered, team: Team) -> onboarding.AccessRequestAnswered:
    return onboarding.AccessRequestAnswered(
        company=event.company,
        request=event.request,
        person=event.person,
        company_name=team.company_name,
        accepted=event.accepted,
        role=event.role,
        email=event.email,
        language=event.language,
    )


def tell_access_request_refused(fact: portal.AccessRequested, refused: Refused) -> onboarding.AccessRequestRefused:
    return onboarding.AccessRequestRefused(company=fact.company, code=refused.code, details=refused.details)


AboutMembers = (
    portal.ColleagueInvited
    | portal.ColleagueInvitationWithdrawn
    | portal.ColleagueInvitationAccepted
    | portal.MemberRoleSet
    | portal.MemberRemoved
    | portal.AccessAnswered
)


def tell_membership_refused(fact: AboutMembers, refused: Refused) -> onboarding.MembershipRefused:
    return onboarding.MembershipRefused(company=fact.company, code=refused.code, details=refused.details)
