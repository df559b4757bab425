"""Team: who may act for a company, in which role, and how people join it or leave."""

from chassis import Area
from contracts.onboarding import v1 as told
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
        portal.ColleagueInvited: commands.InviteColleague,
        portal.ColleagueInvitationWithdrawn: commands.WithdrawInvitation,
        portal.ColleagueInvitationAccepted: commands.AcceptInvitation,
        portal.MemberRoleSet: commands.SetMemberRole,
        portal.MemberRemoved: commands.RemoveMember,
        portal.AccessRequested: commands.RequestAccess,
        portal.AccessAnswered: commands.AnswerAccess,
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
        events.ColleagueInvitationWithdrawn: told.ColleagueInvitationWithdrawn,
        events.MemberJoined: told.MemberJoined,
        events.MemberRoleChanged: told.MemberRoleChanged,
        events.MemberLeft: told.MemberLeft,
        events.AccessRequested: boundary.tell_access_requested,
        events.AccessRequestAnswered: boundary.tell_access_request_answered,
    },
    refuses={**dict.fromkeys(ACTS, told.MembershipRefused), portal.AccessRequested: told.AccessRequestRefused},
)
