"""Team: who may act for a company, in which role, and how people join it or leave."""

from chassis.area import Area
from contracts.portal import v1 as portal
from onboarding.team import boundary, commands, events, handlers

ACTS = (
    portal.ColleagueInvited,
    portal.ColleagueInvitationWithdrawn,
    portal.ColleagueInvitationAccepted,
    portal.MemberRoleSet,
    portal.MemberRemoved,
    portal.AccessAnswered,
)
"""What members do about their team; a refusal of each is told in the same way."""

area = Area(
    hears={
        portal.ColleagueInvited: boundary.on_colleague_invited,
        portal.ColleagueInvitationWithdrawn: boundary.on_colleague_invitation_withdrawn,
        portal.ColleagueInvitationAccepted: boundary.on_colleague_invitation_accepted,
        portal.MemberRoleSet: boundary.on_member_role_set,
        portal.MemberRemoved: boundary.on_member_removed,
        portal.AccessRequested: boundary.on_access_requested,
        portal.AccessAnswered: boundary.on_access_answered,
    },
    handles={
        commands.InviteColleague: handlers.invite_colleague,
        commands.WithdrawInvitation: handlers.withdraw_invitation,
        commands.AcceptInvitation: handlers.accept_invitation,
        commands.SetMemberRole: handlers.set_member_role,
        commands.RemoveMember: handlers.remove_member,
        commands.RequestAccess: handlers.request_access,
        commands.AnswerAccess: handlers.answer_access,
    },
    tells={
        events.ColleagueInvited: boundary.tell_colleague_invitation_issued,
        events.ColleagueInvitationWithdrawn: boundary.tell_colleague_invitation_withdrawn,
        events.MemberJoined: boundary.tell_member_joined,
        events.MemberRoleChanged: boundary.tell_member_role_changed,
        events.MemberLeft: boundary.tell_member_left,
        events.AccessRequested: boundary.tell_access_requested,
        events.AccessRequestAnswered: boundary.tell_access_request_answered,
    },
    refuses={
        **dict.fromkeys(ACTS, boundary.tell_membership_refused),
        portal.AccessRequested: boundary.tell_access_request_refused,
    },
)
