"""Invitations on one page: made, held, answered, reminded of, taken back."""

from chassis.area import Area
from contracts.portal import v1 as portal
from directory.invitations import boundary, commands, events, handlers, policy

invitations = Area(
    hears={
        portal.CustomerInvited: boundary.on_customer_invited,
        portal.SupplierInvited: boundary.on_supplier_invited,
        portal.ConnectionRequested: boundary.on_connection_requested,
        portal.InvitationWithdrawn: boundary.on_invitation_withdrawn,
        portal.InvitationOpened: boundary.on_invitation_opened,
        portal.EnrolmentRequested: boundary.on_enrolment_requested,
        portal.ConnectionAccepted: boundary.on_connection_accepted,
        portal.ConnectionDeclined: boundary.on_connection_declined,
    },
    handles={
        commands.InviteCustomer: handlers.invite_customer,
        commands.InviteSupplier: handlers.invite_supplier,
        commands.RequestConnection: handlers.request_connection,
        commands.WithdrawInvitation: handlers.withdraw_invitation,
        commands.TendInvitation: handlers.tend_invitation,
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
    refuses={
        portal.CustomerInvited: boundary.tell_invitation_refused,
        portal.SupplierInvited: boundary.tell_invitation_refused,
        portal.ConnectionRequested: boundary.tell_invitation_refused,
        portal.InvitationWithdrawn: boundary.tell_invitation_refused,
        portal.InvitationOpened: boundary.tell_enrolment_refused,
        portal.EnrolmentRequested: boundary.tell_enrolment_refused,
        portal.ConnectionAccepted: boundary.tell_enrolment_refused,
        portal.ConnectionDeclined: boundary.tell_enrolment_refused,
    },
    schedules={
        events.InvitationIssued: policy.tend,
        events.SupplierInvitationIssued: policy.tend,
        events.ConnectionRequested: policy.tend,
        events.InvitationReminded: policy.tend,
    },
)
