"""The directory on one page: what it hears, does, tells and shows."""

from chassis import Service
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from directory import boundary, commands, events, handlers, policy
from directory.settings import DirectorySettings

service = Service(
    name="directory",
    settings=DirectorySettings,
    hears={
        onboarding.CompanyRegistered: boundary.on_company_registered,
        portal.CustomerInvited: boundary.on_customer_invited,
        portal.EnrolmentRequested: boundary.on_enrolment_requested,
        portal.ReceptionChosen: boundary.on_reception_chosen,
        portal.BuyerRulesSet: boundary.on_buyer_rules_set,
    },
    handles={
        commands.Join: handlers.join,
        commands.InviteCustomer: handlers.invite_customer,
        commands.Enrol: handlers.enrol,
        commands.ChooseReception: handlers.choose_reception,
        commands.SetBuyerRules: handlers.set_buyer_rules,
    },
    tells={
        events.ReceptionChanged: boundary.tell_reception_changed,
        events.InvitationIssued: boundary.tell_invitation_issued,
        events.InvitationAccepted: boundary.tell_enrolment_completed,
        events.EnrolmentFailed: boundary.tell_enrolment_failed,
        events.ConnectionEstablished: boundary.tell_connection_established,
        events.BuyerRulesChanged: boundary.tell_buyer_rules_changed,
    },
    refuses={
        portal.CustomerInvited: boundary.tell_invitation_refused,
        portal.EnrolmentRequested: boundary.tell_enrolment_refused,
        portal.ReceptionChosen: boundary.tell_reception_refused,
        portal.BuyerRulesSet: boundary.tell_buyer_rules_refused,
    },
    uses=[policy.invitation_policy],
)
