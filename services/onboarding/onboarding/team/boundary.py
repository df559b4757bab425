"""People: invited, joined, in another role, gone, and asking for access."""

from chassis import Heard, Refused
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.team.commands import (
    AcceptInvitation,
    AnswerAccess,
    InviteColleague,
    RemoveMember,
    RequestAccess,
    SetMemberRole,
    WithdrawInvitation,
)
from onboarding.team.events import (
    AccessRequestAnswered,
    AccessRequested,
    ColleagueInvitationWithdrawn,
    ColleagueInvited,
    MemberJoined,
    MemberLeft,
    MemberRoleChanged,
)
from onboarding.team.team import Team


def on_colleague_invited(fact: portal.ColleagueInvited, heard: Heard) -> InviteColleague:
    return InviteColleague(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        invitation=fact.invitation,
        email=fact.email,
        role=fact.role,
    )


def on_colleague_invitation_withdrawn(fact: portal.ColleagueInvitationWithdrawn, heard: Heard) -> WithdrawInvitation:
    return WithdrawInvitation(at=heard.at, company=fact.company, person=fact.person, invitation=fact.invitation)


def on_colleague_invitation_accepted(fact: portal.ColleagueInvitationAccepted, heard: Heard) -> AcceptInvitation:
    return AcceptInvitation(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        invitation=fact.invitation,
        name=fact.name,
        email=fact.email,
        language=fact.language,
    )


def on_member_role_set(fact: portal.MemberRoleSet, heard: Heard) -> SetMemberRole:
    return SetMemberRole(at=heard.at, company=fact.company, person=fact.person, member=fact.member, role=fact.role)


def on_member_removed(fact: portal.MemberRemoved, heard: Heard) -> RemoveMember:
    return RemoveMember(at=heard.at, company=fact.company, person=fact.person, member=fact.member)


def on_access_requested(fact: portal.AccessRequested, heard: Heard) -> RequestAccess:
    return RequestAccess(
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


def on_access_answered(fact: portal.AccessAnswered, heard: Heard) -> AnswerAccess:
    return AnswerAccess(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        request=fact.request,
        accepted=fact.accepted,
        role=fact.role,
    )


def tell_colleague_invitation_issued(event: ColleagueInvited, team: Team) -> told.ColleagueInvitationIssued:
    return told.ColleagueInvitationIssued(
        company=event.company,
        invitation=event.invitation,
        person=event.invited_by,
        company_name=team.company_name,
        email=event.email,
        role=event.role,
        expires_at=event.expires_at,
    )


def tell_colleague_invitation_withdrawn(
    event: ColleagueInvitationWithdrawn, _: Team
) -> told.ColleagueInvitationWithdrawn:
    return told.ColleagueInvitationWithdrawn(company=event.company, invitation=event.invitation)


def tell_member_joined(event: MemberJoined, _: Team) -> told.MemberJoined:
    return told.MemberJoined(
        company=event.company,
        person=event.person,
        role=event.role,
        name=event.name,
        email=event.email,
        language=event.language,
    )


def tell_member_role_changed(event: MemberRoleChanged, _: Team) -> told.MemberRoleChanged:
    return told.MemberRoleChanged(company=event.company, person=event.person, role=event.role)


def tell_member_left(event: MemberLeft, _: Team) -> told.MemberLeft:
    return told.MemberLeft(company=event.company, person=event.person)


def tell_access_requested(event: AccessRequested, team: Team) -> told.AccessRequested:
    return told.AccessRequested(
        company=event.company,
        request=event.request,
        person=event.person,
        company_name=team.company_name,
        name=event.name,
        email=event.email,
        language=event.language,
        message=event.message,
    )


def tell_access_request_answered(event: AccessRequestAnswered, team: Team) -> told.AccessRequestAnswered:
    return told.AccessRequestAnswered(
        company=event.company,
        request=event.request,
        person=event.person,
        company_name=team.company_name,
        accepted=event.accepted,
        role=event.role,
        email=event.email,
        language=event.language,
    )


def tell_access_request_refused(fact: portal.AccessRequested, refused: Refused) -> told.AccessRequestRefused:
    return told.AccessRequestRefused(company=fact.company, code=refused.code, details=refused.details)


AboutMembers = (
    portal.ColleagueInvited
    | portal.ColleagueInvitationWithdrawn
    | portal.ColleagueInvitationAccepted
    | portal.MemberRoleSet
    | portal.MemberRemoved
    | portal.AccessAnswered
)


def tell_membership_refused(fact: AboutMembers, refused: Refused) -> told.MembershipRefused:
    return told.MembershipRefused(company=fact.company, code=refused.code, details=refused.details)
