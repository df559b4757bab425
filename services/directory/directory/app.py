"""The directory on one page: what it hears, does, tells and shows."""

from chassis import Service
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from directory import commands, events, policy, reception
from directory.boundary import invitations, members, trade
from directory.handlers import invitations as of_invitations
from directory.handlers import members as of_members
from directory.handlers import trade as of_trade
from directory.settings import DirectorySettings

service = Service(
    name="directory",
    settings=DirectorySettings,
    hears={
        onboarding.CompanyRegistered: members.on_company_registered,
        onboarding.TermsRecorded: members.on_terms_recorded,
        portal.CustomerInvited: invitations.on_customer_invited,
        portal.SupplierInvited: invitations.on_supplier_invited,
        portal.ConnectionRequested: invitations.on_connection_requested,
        portal.InvitationWithdrawn: invitations.on_invitation_withdrawn,
        portal.InvitationOpened: invitations.on_invitation_opened,
        portal.EnrolmentRequested: invitations.on_enrolment_requested,
        portal.ConnectionAccepted: invitations.on_connection_accepted,
        portal.ConnectionDeclined: invitations.on_connection_declined,
        portal.ConnectionEnded: trade.on_connection_ended,
        portal.ApprovalPolicySet: trade.on_approval_policy_set,
        portal.SupplierDecided: trade.on_supplier_decided,
        portal.ContractTextSet: trade.on_contract_text_set,
        portal.ReceptionChosen: members.on_reception_chosen,
        portal_v2.ReceptionChosen: members.on_reception_chosen,
        portal.SampleDocumentRequested: members.on_sample_document_requested,
        portal.BuyerRulesSet: trade.on_buyer_rules_set,
    },
    handles={
        commands.Join: of_members.join,
        commands.AcceptTerms: of_members.accept_terms,
        commands.InviteCustomer: of_invitations.invite_customer,
        commands.InviteSupplier: of_invitations.invite_supplier,
        commands.RequestConnection: of_invitations.request_connection,
        commands.WithdrawInvitation: of_invitations.withdraw_invitation,
        commands.TendInvitation: of_invitations.tend_invitation,
        commands.OpenInvitation: of_invitations.open_invitation,
        commands.Enrol: of_invitations.enrol,
        commands.AcceptInvitation: of_invitations.accept_invitation,
        commands.DeclineInvitation: of_invitations.decline_invitation,
        commands.EndConnection: of_trade.end_connection,
        commands.SetApprovalPolicy: of_trade.set_approval_policy,
        commands.DecideSupplier: of_trade.decide_supplier,
        commands.SetContractText: of_trade.set_contract_text,
        commands.ChooseReception: of_members.choose_reception,
        commands.OrderSample: of_members.order_sample,
        commands.SetBuyerRules: of_trade.set_buyer_rules,
    },
    tells={
        events.ReceptionChanged: members.tell_reception_changed,
        events.SampleDocumentOrdered: members.tell_sample_document_ordered,
        events.InvitationIssued: invitations.tell_invitation_issued,
        events.SupplierInvitationIssued: invitations.tell_supplier_invitation_issued,
        events.ConnectionRequested: invitations.tell_connection_requested,
        events.InvitationOpened: invitations.tell_invitation_opened,
        events.InvitationReminded: invitations.tell_invitation_reminded,
        events.InvitationAccepted: invitations.tell_enrolment_completed,
        events.InvitationDeclined: invitations.tell_connection_declined,
        events.InvitationWithdrawn: invitations.tell_invitation_withdrawn,
        events.InvitationExpired: invitations.tell_invitation_expired,
        events.EnrolmentFailed: invitations.tell_enrolment_failed,
        events.ConnectionEstablished: trade.tell_connection_established,
        events.ConnectionEnded: trade.tell_connection_ended,
        events.SupplierApprovalChanged: trade.tell_supplier_approval_changed,
        events.ApprovalPolicyChanged: trade.tell_approval_policy_changed,
        events.ContractTextChanged: trade.tell_contract_text_changed,
        events.BuyerRulesChanged: trade.tell_buyer_rules_changed,
    },
    refuses={
        portal.CustomerInvited: invitations.tell_invitation_refused,
        portal.SupplierInvited: invitations.tell_invitation_refused,
        portal.ConnectionRequested: invitations.tell_invitation_refused,
        portal.InvitationWithdrawn: invitations.tell_invitation_refused,
        portal.InvitationOpened: invitations.tell_enrolment_refused,
        portal.EnrolmentRequested: invitations.tell_enrolment_refused,
        portal.ConnectionAccepted: invitations.tell_enrolment_refused,
        portal.ConnectionDeclined: invitations.tell_enrolment_refused,
        portal.ConnectionEnded: trade.tell_connection_refused,
        portal.ApprovalPolicySet: trade.tell_approval_refused,
        portal.SupplierDecided: trade.tell_approval_refused,
        portal.ContractTextSet: trade.tell_contract_text_refused,
        portal.ReceptionChosen: members.tell_reception_refused,
        portal_v2.ReceptionChosen: members.tell_reception_refused,
        portal.SampleDocumentRequested: members.tell_sample_document_refused,
        portal.BuyerRulesSet: trade.tell_buyer_rules_refused,
    },
    schedules={
        events.InvitationIssued: policy.tend,
        events.SupplierInvitationIssued: policy.tend,
        events.ConnectionRequested: policy.tend,
        events.InvitationReminded: policy.tend,
    },
    uses=[policy.invitation_policy, reception.reception_policy],
)
