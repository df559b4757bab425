"""Invitations on one page: made, held, answered, reminded of, taken back."""

from chassis import Area
from contracts.directory import v1 as told
from contracts.portal import v1 as portal
from directory.invitations import boundary, commands, events, handlers, policy
from directory.invitations.invitation import Invitation

MADE = (
    portal.CustomerInvited,
    portal.SupplierInvited,
    portal.ConnectionRequested,
    portal.InvitationWithdrawn,
    portal.InvitationReminderAsked,
)
"""What the inviter does with an invitation."""
ANSWERED = (
    portal.InvitationOpened,
    portal.EnrolmentRequested,
    portal.ConnectionAccepted,
    portal.ConnectionDeclined,
)
"""What the invited company does with it."""

invitations = Area(
    hears={
        portal.CustomerInvited: commands.InviteCustomer,
        portal.SupplierInvited: commands.InviteSupplier,
        portal.ConnectionRequested: commands.RequestConnection,
        portal.InvitationWithdrawn: commands.WithdrawInvitation,
        portal.InvitationReminderAsked: commands.RemindInvitation,
        portal.InvitationOpened: commands.OpenInvitation,
        portal.EnrolmentRequested: commands.Enrol,
        portal.ConnectionAccepted: commands.AcceptInvitation,
        portal.ConnectionDeclined: commands.DeclineInvitation,
    },
    handles={
        commands.InviteCustomer: handlers.invite_customer,
        commands.InviteSupplier: handlers.invite_supplier,
        commands.RequestConnection: handlers.request_connection,
        commands.WithdrawInvitation: Invitation.withdraw,
        commands.TendInvitation: handlers.tend_invitation,
        commands.RemindInvitation: handlers.remind_invitation,
        commands.OpenInvitation: handlers.open_invitation,
        commands.Enrol: handlers.enrol,
        commands.AcceptInvitation: handlers.accept_invitation,
        commands.DeclineInvitation: handlers.decline_invitation,
    },
    tells={
        events.InvitationIssued: boundary.tell_invitation_issued,
        events.SupplierInvitationIssued: boundary.tell_supplier_invitation_issued,
        events.ConnectionRequested: boundary.tell_connection_requested,
        events.InvitationOpened: boundary.tell_invitation_opened,
        events.InvitationReminded: boundary.tell_invitation_reminded,
        events.InvitationAccepted: boundary.tell_enrolment_completed,
        events.SupplierAccepted: boundary.tell_connection_accepted,
        events.InvitationDeclined: boundary.tell_connection_declined,
        events.InvitationWithdrawn: boundary.tell_invitation_withdrawn,
        events.InvitationExpired: boundary.tell_invitation_expired,
        events.EnrolmentFailed: boundary.tell_enrolment_failed,
    },
    refuses={**dict.fromkeys(MADE, told.InvitationRefused), **dict.fromkeys(ANSWERED, told.EnrolmentRefused)},
    schedules={
        events.InvitationIssued: policy.tend,
        events.SupplierInvitationIssued: policy.tend,
        events.ConnectionRequested: policy.tend,
        events.InvitationReminded: policy.tend,
    },
)
